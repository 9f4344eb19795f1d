package io.syncline.sandbox.shopify;

import graphql.ExecutionResult;
import graphql.language.Document;
import graphql.validation.ValidationError;
import io.syncline.sandbox.engine.Endpoint;
import io.syncline.sandbox.engine.FaultBoard;
import io.syncline.sandbox.engine.FaultKind;
import io.syncline.sandbox.engine.Fields;
import io.syncline.sandbox.engine.Refusal;
import io.syncline.sandbox.engine.Reply;
import io.syncline.sandbox.engine.SandboxJson;
import io.syncline.sandbox.engine.SandboxSettings;
import io.syncline.sandbox.engine.Strike;
import io.syncline.sandbox.shop.SandboxClients;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** Answers as shops do (shopify#what-the-simulator-does). Threads may share it. */
final class ShopifySimulator {
  static final String MEDIA_TYPE = "application/json";
  static final String VERSION = "X-Shopify-API-Version";
  private static final List<String> VERSIONS =
      List.of("2025-10", "2026-01", "2026-04", "2026-07", "2026-10");
  private static final int MAX_COST = 1_000;
  private static final int LOW_MAX_COST = 500;

  private final Shops shops;
  private final SandboxSettings.Shopify settings;
  private final BulkOperations bulk;
  private final FaultBoard faults;
  private final Clock clock;
  private final ConcurrentMap<String, CostBucket> buckets = new ConcurrentHashMap<>();
  private final SandboxJson json = new SandboxJson();

  ShopifySimulator(
      Shops shops, BulkOperations bulk, SandboxSettings settings, FaultBoard faults, Clock clock) {
    this.shops = shops;
    this.bulk = bulk;
    this.settings = settings.shopify();
    this.faults = faults;
    this.clock = clock;
  }

  Reply answer(ShopifyCall call) {
    Strike strike = faults.strike(call.endpoint(), call.shop());
    Map<String, String> headers = new LinkedHashMap<>(Map.of("X-Request-Id", "sandbox-request"));
    try {
      refuseOnPurpose(strike);
      Fields document;
      if (call.endpoint() == Endpoint.SHOPIFY_TOKENS) {
        document = shops.grants().grant(call, strike);
      } else {
        headers.put(VERSION, served(call.version(), strike));
        document = admitted(call, strike);
      }
      String body = strike.spoil(json.write(document));
      String type = strike.has(FaultKind.GARBAGE) ? "text/html" : MEDIA_TYPE;
      return strike.slowDown(Reply.of(200, type, body).with(headers));
    } catch (Refusal refusal) {
      if (strike.has(FaultKind.RETRY_AFTER)) {
        headers.put("Retry-After", strike.delay(FaultKind.RETRY_AFTER).toMillis() / 1_000.0 + "");
      }
      Reply reply = Reply.of(refusal.status(), MEDIA_TYPE, json.write(refusal.body()));
      return strike.slowDown(reply.with(headers));
    }
  }

  /** One that is no longer supported falls forward to the oldest that is. */
  private static String served(String version, Strike strike) {
    Refusal.when(
        !version.matches("20\\d{2}-(01|04|07|10)")
            || version.compareTo(VERSIONS.get(VERSIONS.size() - 1)) > 0,
        () -> ShopifyRefusals.of(404, "Not Found"));
    if (strike.has(FaultKind.OTHER_VERSION)) {
      return "2026-07";
    }
    return VERSIONS.contains(version) ? version : VERSIONS.get(0);
  }

  private Fields admitted(ShopifyCall call, Strike strike) {
    Refusal.when(!shops.grants().accepts(call.shop(), call.token()), ShopifyRefusals::unauthorized);
    AdminRequest request = call.request();
    if (request.document().isEmpty() || !request.hasOperation()) {
      return ShopifyAnswers.refused(ShopifyAnswers.error("BAD_REQUEST", "syntax error"));
    }
    if (strike.has(FaultKind.ERRORS_IN_200)) {
      return ShopifyAnswers.refused(
          ShopifyAnswers.error(
              "INTERNAL_SERVER_ERROR",
              "Internal error. Looks like something went wrong on our end."));
    }
    Document document = request.document().orElseThrow();
    List<ValidationError> wrong = bulk.graphQl().faults(document);
    return wrong.isEmpty()
        ? paid(call, strike)
        : new Fields().with("errors", wrong.stream().map(ShopifyAnswers::told).toList());
  }

  private Fields paid(ShopifyCall call, Strike strike) {
    CostBucket bucket =
        buckets.computeIfAbsent(
            call.shop(), shop -> new CostBucket(clock, settings.bucket(), settings.restoreRate()));
    int requested = new QueryCost(call.request()).requested();
    int most = strike.has(FaultKind.LOW_MAX_COST) ? LOW_MAX_COST : MAX_COST;
    if (requested > most) {
      return ShopifyAnswers.tooDear(requested, most);
    }
    boolean isDry = strike.has(FaultKind.THROTTLED) || SandboxClients.isThrottled(call.shop());
    if (isDry || !bucket.take(requested)) {
      int available = isDry ? 0 : bucket.available();
      return ShopifyAnswers.throttled(ShopifyAnswers.cost(requested, null, bucket, available));
    }
    Asked asked = new Asked(call.shop(), shops.get(call.shop()), strike, call.origin(), null);
    AdminRequest request = call.request();
    ExecutionResult result =
        bulk.graphQl()
            .execute(request.query(), request.operationName(), request.variables(), asked);
    int actual = Math.min(requested, QueryCost.actual(result.getData()));
    bucket.giveBack(requested - actual);
    Fields answer = new Fields();
    if (!result.getErrors().isEmpty()) {
      answer.with("errors", result.getErrors().stream().map(ShopifyAnswers::told).toList());
    }
    return answer
        .with("data", result.getData())
        .with(
            "extensions",
            new Fields()
                .with("cost", ShopifyAnswers.cost(requested, actual, bucket, bucket.available())));
  }

  private static void refuseOnPurpose(Strike strike) {
    strike.refuse(FaultKind.HTTP_401, ShopifyRefusals::unauthorized);
    strike.refuse(
        FaultKind.HTTP_402, () -> ShopifyRefusals.of(402, "This shop is currently frozen"));
    strike.refuse(FaultKind.HTTP_403, () -> ShopifyRefusals.of(403, "Forbidden"));
    strike.refuse(FaultKind.HTTP_404, () -> ShopifyRefusals.of(404, "Not Found"));
    strike.refuse(FaultKind.HTTP_423, () -> ShopifyRefusals.of(423, "This shop is locked"));
    strike.refuse(FaultKind.HTTP_430, () -> ShopifyRefusals.of(430, "Security rejection"));
    strike.refuse(FaultKind.HTTP_429, () -> ShopifyRefusals.of(429, "Too many requests"));
    strike.refuse(FaultKind.RETRY_AFTER, () -> ShopifyRefusals.of(429, "Too many requests"));
    strike.refuse(FaultKind.HTTP_500, () -> ShopifyRefusals.of(500, "Internal server error"));
    strike.refuse(FaultKind.HTTP_503, () -> ShopifyRefusals.of(503, "Service unavailable"));
  }
}
