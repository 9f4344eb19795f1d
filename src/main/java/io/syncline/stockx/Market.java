package io.syncline.stockx;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.syncline.core.error.OneLine;
import io.syncline.core.source.SourceAnswer;
import io.syncline.stockx.StockxSettings.Region;
import io.syncline.stockx.Target.Product;
import java.time.Instant;
import java.util.List;

/**
 * What StockX answered of a product in one region.
 *
 * @param prices an entry per variant; missing where there is a fault
 * @param fault why there is none; empty when there is
 */
record Market(Region region, JsonNode prices, Instant at, String fault) {
  private static final int LONGEST_REASON = 200;

  /** An answer, which has to be about what was asked for. */
  static Market answered(Region region, Product product, SourceAnswer answer, Instant at) {
    String fault = fault(region, product, answer);
    return fault.isEmpty() ? new Market(region, answer.body(), at, "") : failed(region, fault);
  }

  static Market failed(Region region, String fault) {
    return new Market(region, MissingNode.getInstance(), Instant.EPOCH, fault);
  }

  boolean isSound() {
    return fault.isEmpty();
  }

  /** Whether a wire value is an object's identity as we know it. */
  static boolean same(JsonNode value, String known) {
    return value.isTextual() && value.asText().equalsIgnoreCase(known);
  }

  private static String fault(Region region, Product product, SourceAnswer answer) {
    if (!answer.isSuccess()) {
      return ("HTTP " + answer.status() + " " + reason(answer.body())).strip();
    }
    if (!answer.body().isArray()) {
      return "the answer is no list of variants";
    }
    for (JsonNode entry : answer.body()) {
      if (!same(entry.path("currencyCode"), region.currency())) {
        return "the answer is in another currency";
      }
      if (!same(entry.path("productId"), product.id())) {
        return "the answer is about another product";
      }
    }
    return "";
  }

  private static String reason(JsonNode body) {
    for (String name : List.of("message", "errorMessage", "error")) {
      String text = OneLine.of(body.path(name).asText(""), LONGEST_REASON);
      if (!text.isEmpty()) {
        return text;
      }
    }
    return "";
  }
}
