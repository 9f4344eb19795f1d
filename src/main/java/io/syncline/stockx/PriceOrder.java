package io.syncline.stockx;

import com.fasterxml.jackson.databind.JsonNode;
import io.syncline.core.run.ActiveRun;
import java.util.Optional;

/**
 * What a run was asked for: nothing means the selection; a SKU or StockX's id means that product
 * alone, in all regions (SX-29).
 *
 * @param force whether also what is fresh is read
 */
record PriceOrder(
    Optional<String> sku, Optional<String> productId, boolean force, Optional<String> sizeRegion) {
  static PriceOrder of(ActiveRun run) {
    JsonNode json = run.request().parameters();
    return new PriceOrder(
        Optional.ofNullable(json.get("sku")).map(JsonNode::asText),
        Optional.ofNullable(json.get("product_id")).map(JsonNode::asText),
        json.path("force").asBoolean(false),
        Optional.ofNullable(json.get("size_region")).map(JsonNode::asText));
  }

  boolean names() {
    return sku.isPresent() || productId.isPresent();
  }
}
