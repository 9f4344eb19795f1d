package io.syncline.sandbox;

import static io.syncline.sandbox.SandboxJson.fields;

import io.syncline.sandbox.SlidingLimit.Window;
import io.syncline.sandbox.StockxCatalogue.Product;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;

/** Answers as StockX and its token host do (stockx.md section 7); threads may share it. */
final class StockxSimulator {
  static final String MEDIA_TYPE = "application/json";
  private static final String UUID = "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}";
  private static final Duration TOKEN_LIFE = Duration.ofHours(12);

  private final StockxCatalogue catalogue;
  private final FaultBoard faults;
  private final Clock clock;
  private final SandboxJson json = new SandboxJson();
  private final SlidingLimit limit;
  private final Map<String, Instant> tokens = new ConcurrentHashMap<>();
  private final AtomicLong issued = new AtomicLong();
  private final Map<String, String> rotated = new ConcurrentHashMap<>();

  StockxSimulator(
      StockxCatalogue catalogue, SandboxSettings settings, FaultBoard faults, Clock clock) {
    this.catalogue = catalogue;
    this.faults = faults;
    this.clock = clock;
    this.limit =
        new SlidingLimit(
            clock,
            List.of(
                new Window(settings.stockx().requestsPerSecond(), Duration.ofSeconds(1)),
                new Window(settings.stockx().requestsPerDay(), Duration.ofDays(1))));
  }

  Reply answer(StockxCall call) {
    Strike strike = faults.strike(call.endpoint());
    try {
      refuseOnPurpose(strike);
      Object document =
          call.endpoint() == Endpoint.TOKENS ? token(call, strike) : admitted(call, strike);
      String body = new SpoiledData(json).text(json.write(document), strike);
      return strike.slowDown(Reply.of(200, MEDIA_TYPE, body));
    } catch (StockxRefusal refusal) {
      return strike.slowDown(
          Reply.of(refusal.status(), MEDIA_TYPE, json.write(refusal.envelope())));
    }
  }

  private static void refuseOnPurpose(Strike strike) {
    if (strike.has(FaultKind.INVALID_GRANT)) {
      throw StockxRefusal.grant(403, "invalid_grant", "Unknown or invalid refresh token.");
    }
    if (strike.has(FaultKind.HTTP_401)) {
      throw StockxRefusal.gateway(401, "Unauthorized");
    }
    if (strike.has(FaultKind.HTTP_429)) {
      throw StockxRefusal.gateway(429, "Too Many Requests");
    }
    if (strike.has(FaultKind.HTTP_500)) {
      throw StockxRefusal.of(500, "Internal server error");
    }
  }

  private Object token(StockxCall call, Strike strike) {
    Map<String, String> form = form(call.body());
    if (!"refresh_token".equals(form.get("grant_type"))
        || !"gateway.stockx.com".equals(form.get("audience"))
        || form.getOrDefault("client_secret", "").isEmpty()) {
      throw StockxRefusal.grant(403, "access_denied", "Unauthorized");
    }
    String grant = form.getOrDefault("refresh_token", "");
    String client = form.getOrDefault("client_id", "");
    if (grant.isEmpty() || !rotated.getOrDefault(client, grant).equals(grant)) {
      throw StockxRefusal.grant(403, "invalid_grant", "Unknown or invalid refresh token.");
    }
    String token = "sandbox-" + issued.incrementAndGet();
    tokens.put(token, clock.instant().plus(TOKEN_LIFE));
    Map<String, Object> answer = granted(token);
    if (strike.has(FaultKind.ROTATED_GRANT)) {
      rotated.put(client, "rotated-" + issued.get());
      answer.put("refresh_token", rotated.get(client));
    }
    return answer;
  }

  private static Map<String, Object> granted(String token) {
    return fields(
        "access_token",
        token,
        "scope",
        "offline_access openid",
        "expires_in",
        TOKEN_LIFE.toSeconds(),
        "token_type",
        "Bearer");
  }

  private Object admitted(StockxCall call, Strike strike) {
    Instant until = tokens.get(call.authorization().replaceFirst("^Bearer ", ""));
    if (until == null || !until.isAfter(clock.instant())) {
      throw StockxRefusal.gateway(401, "Unauthorized");
    }
    if (call.apiKey().isEmpty()) {
      throw StockxRefusal.gateway(403, "Forbidden");
    }
    if (call.query().containsKey("country")) {
      throw StockxRefusal.of(400, "country is not allowed");
    }
    if (!limit.take(call.account()).isAllowed()) {
      throw StockxRefusal.gateway(429, "Too Many Requests");
    }
    return switch (call.endpoint()) {
      case SEARCH -> search(call);
      case VARIANTS -> variants(product(call));
      case MARKET -> market(call, product(call), strike);
      case TOKENS, PRODUCTS, SALES, WEBHOOKS -> throw StockxRefusal.of(404, "Not found");
    };
  }

  private Product product(StockxCall call) {
    if (!call.productId().matches(UUID)) {
      throw StockxRefusal.of(400, "productId must be a UUID");
    }
    return catalogue
        .byId(call.productId())
        .orElseThrow(() -> StockxRefusal.of(404, "Product not found"));
  }

  private Object search(StockxCall call) {
    if (call.parameter("query").isEmpty() || call.parameter("query").length() > 100) {
      throw StockxRefusal.of(400, "query must have 1 to 100 characters");
    }
    int size = number(call, "pageSize", 1);
    int page = number(call, "pageNumber", 1);
    List<Product> hits = catalogue.search(call.parameter("query"));
    List<Product> shown = hits.stream().skip((page - 1L) * size).limit(size).toList();
    return fields(
        "count",
        (double) hits.size(),
        "pageSize",
        (double) shown.size(),
        "pageNumber",
        (double) page,
        "hasNextPage",
        hits.size() > page * size,
        "products",
        shown.stream().map(StockxSimulator::described).toList());
  }

  private static Map<String, Object> described(Product product) {
    return fields(
        "productId",
        product.id(),
        "urlKey",
        "sample-" + product.number(),
        "styleId",
        product.style(),
        "productType",
        "sneakers",
        "title",
        product.title(),
        "brand",
        null,
        "productAttributes",
        fields("gender", "men", "retailPrice", 120, "colorway", null));
  }

  private Object variants(Product product) {
    return IntStream.range(0, catalogue.variantsOf(product))
        .mapToObj(
            variant -> {
              String us = size(variant);
              String uk = String.valueOf(3 + variant / 2.0);
              return fields(
                  "productId",
                  product.id(),
                  "variantId",
                  catalogue.variantId(product, variant),
                  "variantName",
                  "Sample:" + variant,
                  "variantValue",
                  variant % 17 == 16 ? null : us,
                  "sizeChart",
                  fields(
                      "availableConversions",
                      List.of(
                          fields("size", "US M " + us, "type", "us m"),
                          fields("size", "UK " + uk, "type", "uk")),
                      "defaultConversion",
                      fields("size", us, "type", "us m")));
            })
        .toList();
  }

  private static String size(int variant) {
    return variant % 11 == 10 ? "One Size" : String.valueOf(3.5 + variant / 2.0);
  }

  private Object market(StockxCall call, Product product, Strike strike) {
    String asked = call.query().getOrDefault("currencyCode", "USD");
    String currency = strike.has(FaultKind.OTHER_CURRENCY) ? "JPY" : asked;
    List<Map<String, Object>> entries = new ArrayList<>();
    for (int variant = 0; variant < catalogue.variantsOf(product); variant++) {
      entries.add(entry(product, variant, currency, call.account() + asked));
    }
    return entries;
  }

  /** Prices move with every minute, and each market has its own: an account in a currency. */
  private Map<String, Object> entry(Product product, int variant, String currency, String market) {
    long minute = clock.instant().getEpochSecond() / 60;
    Dice dice = catalogue.dice();
    int ask =
        80 + dice.below(200, product.number(), variant, market) + dice.below(9, variant, minute);
    boolean silent = dice.oneIn(12, product.number(), variant, "silent");
    String bid =
        dice.oneIn(15, product.number(), variant, "no bid") ? "0" : String.valueOf(ask - 20);
    String amount = silent ? null : String.valueOf(ask);
    return fields(
        "productId",
        product.id(),
        "variantId",
        catalogue.variantId(product, variant),
        "currencyCode",
        currency,
        "lowestAskAmount",
        amount,
        "highestBidAmount",
        silent ? null : bid,
        "sellFasterAmount",
        silent ? null : String.valueOf(ask - 8),
        "earnMoreAmount",
        null,
        "flexLowestAskAmount",
        null,
        "standardMarketData",
        fields("lowestAsk", amount, "highestBidAmount", bid, "earnMore", amount, "beatUS", amount));
  }

  private static int number(StockxCall call, String name, int otherwise) {
    String text = call.parameter(name);
    if (text.isEmpty()) {
      return otherwise;
    }
    if (!text.matches("[1-9]\\d{0,3}")
        || (name.equals("pageSize") && Integer.parseInt(text) > 50)) {
      throw StockxRefusal.of(400, name + " is out of range");
    }
    return Integer.parseInt(text);
  }

  private static Map<String, String> form(String body) {
    Map<String, String> form = new ConcurrentHashMap<>();
    for (String pair : body.split("&")) {
      String[] parts = pair.split("=", 2);
      if (parts.length == 2) {
        form.put(parts[0], URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
      }
    }
    return form;
  }
}
