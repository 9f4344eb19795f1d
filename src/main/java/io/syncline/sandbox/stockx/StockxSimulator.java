package io.syncline.sandbox.stockx;

import static java.util.stream.Collectors.joining;

import io.syncline.sandbox.engine.Endpoint;
import io.syncline.sandbox.engine.FaultBoard;
import io.syncline.sandbox.engine.FaultKind;
import io.syncline.sandbox.engine.Fields;
import io.syncline.sandbox.engine.Refusal;
import io.syncline.sandbox.engine.Reply;
import io.syncline.sandbox.engine.SandboxJson;
import io.syncline.sandbox.engine.SandboxSettings;
import io.syncline.sandbox.engine.SlidingLimit;
import io.syncline.sandbox.engine.SlidingLimit.Window;
import io.syncline.sandbox.engine.Strike;
import io.syncline.sandbox.stockx.StockxCatalogue.Product;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Answers as StockX and its token host do (stockx#what-the-simulator-does); threads may share it.
 */
public final class StockxSimulator {
  static final String MEDIA_TYPE = "application/json";
  private static final String UUID = "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}";
  private static final int LARGEST_PAGE = 50;

  private final StockxCatalogue catalogue;
  private final FaultBoard faults;
  private final SandboxJson json = new SandboxJson();
  private final SlidingLimit limit;
  private final StockxGrants grants;
  private final StockxMarket market;

  public StockxSimulator(
      StockxCatalogue catalogue, SandboxSettings settings, FaultBoard faults, Clock clock) {
    this.catalogue = catalogue;
    this.faults = faults;
    this.grants = new StockxGrants(clock);
    this.market = new StockxMarket(catalogue, clock);
    this.limit =
        new SlidingLimit(
            clock,
            new Window(settings.stockx().requestsPerSecond(), Duration.ofSeconds(1)),
            new Window(settings.stockx().requestsPerDay(), Duration.ofDays(1)));
  }

  Reply answer(StockxCall call) {
    Strike strike = faults.strike(call.endpoint());
    try {
      refuseOnPurpose(strike);
      Object document =
          call.endpoint() == Endpoint.TOKENS ? grants.grant(call, strike) : admitted(call, strike);
      String body = strike.spoil(json.write(document));
      return strike.slowDown(Reply.of(200, MEDIA_TYPE, body));
    } catch (Refusal refusal) {
      Reply reply = Reply.of(refusal.status(), MEDIA_TYPE, json.write(refusal.body()));
      return strike.slowDown(reply.with(whenToComeBack(strike)));
    }
  }

  /**
   * The vendor says nothing of this header; some of its answers have it
   * (stockx#what-a-429-looks-like).
   */
  private static Map<String, String> whenToComeBack(Strike strike) {
    long seconds = strike.delay(FaultKind.RETRY_AFTER).toSeconds();
    return seconds > 0 ? Map.of("Retry-After", String.valueOf(seconds)) : Map.of();
  }

  private static void refuseOnPurpose(Strike strike) {
    strike.refuse(FaultKind.INVALID_GRANT, () -> StockxRefusals.badGrant(403, "invalid_grant"));
    strike.refuse(FaultKind.ODD_REFUSAL, () -> StockxRefusals.badGrant(400, "invalid\0_grant\r\n"));
    strike.refuse(FaultKind.ACCESS_DENIED, () -> StockxRefusals.denied(401));
    strike.refuse(FaultKind.HTTP_404, () -> StockxRefusals.of(404, "Not found"));
    strike.refuse(FaultKind.HTTP_401, () -> StockxRefusals.gateway(401, "Unauthorized"));
    strike.refuse(FaultKind.HTTP_429, () -> StockxRefusals.gateway(429, "Too Many Requests"));
    strike.refuse(FaultKind.RETRY_AFTER, () -> StockxRefusals.gateway(429, "Too Many Requests"));
    strike.refuse(FaultKind.HTTP_500, () -> StockxRefusals.of(500, "Internal server error"));
  }

  private Object admitted(StockxCall call, Strike strike) {
    Refusal.when(
        !grants.accepts(call.authorization()), () -> StockxRefusals.gateway(401, "Unauthorized"));
    Refusal.when(call.apiKey().isEmpty(), () -> StockxRefusals.gateway(403, "Forbidden"));
    Refusal.when(
        call.query().containsKey("country"),
        () -> StockxRefusals.of(400, "country is not allowed"));
    Refusal.when(
        !limit.take(call.account()).isAllowed(),
        () -> StockxRefusals.gateway(429, "Too Many Requests"));
    return switch (call.endpoint()) {
      case SEARCH -> search(call, strike);
      case PRODUCT -> described(product(call), strike);
      case VARIANTS -> variants(product(call), strike);
      case MARKET -> market.answer(call, product(call), strike);
      default -> throw StockxRefusals.of(404, "Not found");
    };
  }

  private Product product(StockxCall call) {
    Refusal.when(
        !call.productId().matches(UUID), () -> StockxRefusals.of(400, "productId must be a UUID"));
    return catalogue
        .byId(call.productId())
        .orElseThrow(() -> StockxRefusals.of(404, "Product not found"));
  }

  private Object search(StockxCall call, Strike strike) {
    String query = call.parameter("query");
    Refusal.when(
        query.isEmpty() || query.length() > 100,
        () -> StockxRefusals.of(400, "query must have 1 to 100 characters"));
    int size = number(call, "pageSize", LARGEST_PAGE);
    int page = number(call, "pageNumber", 9999);
    List<Product> hits = hits(query, strike);
    List<Product> shown = hits.stream().skip((page - 1L) * size).limit(size).toList();
    return new Fields()
        .with("count", (double) hits.size())
        .with("pageSize", (double) shown.size())
        .with("pageNumber", (double) page)
        .with("hasNextPage", hits.size() > page * size)
        .with("products", shown.stream().map(product -> described(product, strike)).toList());
  }

  /** A fuzzy search may show a page of other products first. */
  private List<Product> hits(String text, Strike strike) {
    List<Product> hits = new ArrayList<>();
    if (strike.has(FaultKind.LATER_PAGE)) {
      hits.addAll(Collections.nCopies(LARGEST_PAGE, catalogue.other()));
    }
    hits.addAll(catalogue.search(text));
    return hits;
  }

  private static Fields described(Product product, Strike strike) {
    return new Fields()
        .with("productId", product.id())
        .with("urlKey", "sample-" + product.number())
        .with("styleId", product.style() + nul(strike) + more(strike))
        .with("productType", "sneakers")
        .with("title", product.title())
        .with("brand", null)
        .with(
            "productAttributes",
            new Fields().with("gender", "men").with("retailPrice", 120).with("colorway", null));
  }

  /** More styles than an index can hold, and no two alike. */
  private static String more(Strike strike) {
    return IntStream.range(0, strike.has(FaultKind.LONG_STYLES) ? 150 : 0)
        .mapToObj(i -> "/" + java.util.UUID.nameUUIDFromBytes(new byte[] {(byte) i}))
        .collect(joining());
  }

  private static String nul(Strike strike) {
    return strike.has(FaultKind.NUL_CHARACTERS) ? "\0" : "";
  }

  private Object variants(Product product, Strike strike) {
    return IntStream.range(0, catalogue.variantsOf(product))
        .mapToObj(
            variant -> {
              String us = size(variant);
              String uk = String.valueOf(3 + variant / 2.0);
              return new Fields()
                  .with("productId", product.id())
                  .with("variantId", catalogue.variantId(product, variant))
                  .with("variantName", "Sample:" + variant)
                  .with("variantValue", variant % 17 == 16 ? null : us + nul(strike))
                  .with(
                      "sizeChart",
                      new Fields()
                          .with(
                              "availableConversions",
                              List.of(
                                  new Fields().with("size", "US M " + us).with("type", "us m"),
                                  new Fields().with("size", "UK " + uk).with("type", "uk")))
                          .with(
                              "defaultConversion",
                              new Fields().with("size", us).with("type", "us m")));
            })
        .toList();
  }

  private static String size(int variant) {
    return variant % 11 == 10 ? "One Size" : String.valueOf(3.5 + variant / 2.0);
  }

  /** A parameter from 1 on, which is 1 where it is missing. */
  private static int number(StockxCall call, String name, int most) {
    String text = call.parameter(name).isEmpty() ? "1" : call.parameter(name);
    Refusal.when(
        !text.matches("[1-9]\\d{0,3}") || Integer.parseInt(text) > most,
        () -> StockxRefusals.of(400, name + " is out of range"));
    return Integer.parseInt(text);
  }
}
