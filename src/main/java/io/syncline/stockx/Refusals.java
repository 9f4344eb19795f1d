package io.syncline.stockx;

import com.fasterxml.jackson.databind.JsonNode;
import io.syncline.core.source.SourceAnswer;

/**
 * Reads StockX's documented error envelope (stockx#errors-and-their-envelope); the body may be
 * anything.
 */
final class Refusals {
  private Refusals() {}

  /**
   * Whether StockX itself says that it does not know an id; a gateway, a proxy or a wrong address
   * answers 404 as well, and says nothing about the product.
   */
  static boolean saysUnknown(SourceAnswer answer) {
    JsonNode body = answer.body();
    return (answer.status() == 400 || answer.status() == 404)
        && body.path("statusCode").asInt() == answer.status()
        && body.path("message").isTextual();
  }
}
