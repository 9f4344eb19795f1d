package io.syncline.clientapi.shopify;

import com.fasterxml.jackson.databind.JsonNode;
import io.syncline.core.error.StopReason;
import io.syncline.core.source.CallCost;
import io.syncline.core.source.Meaning;
import io.syncline.core.source.Meanings;
import io.syncline.core.source.SourceAnswer;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/** What Shopify means by an answer (shopify#errors). */
final class ShopifyMeanings implements Meanings {
  private static final Set<String> PASSING = Set.of("INTERNAL_SERVER_ERROR", "TIMEOUT");
  private static final Duration REST = Duration.ofSeconds(2);

  @Override
  public Optional<Meaning> of(SourceAnswer answer) {
    int status = answer.status();
    if (status / 100 == 3) {
      return stop(
          "the shop's address leads elsewhere (HTTP "
              + status
              + "): its domain has changed, update the credential");
    }
    return switch (status) {
      case 200 -> ofErrors(answer);
      case 401 ->
          Optional.of(
              Meaning.renew(
                  StopReason.AUTH_FAILED,
                  "Shopify does not accept the access token (HTTP 401): install the app again or update the credential"));
      case 402 ->
          stop("the shop is frozen (HTTP 402): its owner has to settle its bill with Shopify");
      case 403 ->
          answer.body().isMissingNode()
              ? Optional.empty() // a web page, which is not Shopify's word
              : stop(
                  "Shopify does not let this app into the shop (HTTP 403): check its scopes, or install it again");
      case 404 -> stop("there is no such shop (HTTP 404): check its domain");
      case 423 -> stop("the shop is locked (HTTP 423): its owner has to talk to Shopify");
      case 430 ->
          Optional.of(
              Meaning.stop(
                  StopReason.SOURCE_UNAVAILABLE,
                  "Shopify takes our calls for an attack (HTTP 430); a later run goes on"));
      default -> Optional.empty();
    };
  }

  /** Shopify throttles within a 200: there is no data then. */
  private static Optional<Meaning> ofErrors(SourceAnswer answer) {
    for (JsonNode error : answer.body().path("errors")) {
      String code = code(error);
      if (code.equals("THROTTLED")) {
        return Optional.of(Meaning.retryAfter(wait(answer), "Shopify throttles"));
      }
      if (PASSING.contains(code)) {
        return Optional.of(Meaning.retry("Shopify could not answer: " + code));
      }
    }
    return Optional.empty();
  }

  static String code(JsonNode error) {
    return error.at("/extensions/code").asText("");
  }

  private static Duration wait(SourceAnswer answer) {
    return cost(answer)
        .filter(cost -> cost.perSecond() > 0 && cost.requested() > cost.available())
        .map(cost -> (cost.requested() - cost.available()) / cost.perSecond())
        .map(seconds -> Duration.ofMillis((long) Math.ceil(seconds * 1_000)))
        .orElse(REST);
  }

  /** What a call cost and what is left (shopify#cost-and-throttling). */
  static Optional<CallCost> cost(SourceAnswer answer) {
    JsonNode cost = answer.body().at("/extensions/cost");
    JsonNode status = cost.path("throttleStatus");
    if (!cost.path("requestedQueryCost").isNumber() || !status.path("restoreRate").isNumber()) {
      return Optional.empty();
    }
    return Optional.of(
        new CallCost(
            cost.path("requestedQueryCost").asDouble(),
            status.path("currentlyAvailable").asDouble(),
            status.path("maximumAvailable").asDouble(),
            status.path("restoreRate").asDouble()));
  }

  private static Optional<Meaning> stop(String words) {
    return Optional.of(Meaning.stop(StopReason.AUTH_FAILED, words));
  }
}
