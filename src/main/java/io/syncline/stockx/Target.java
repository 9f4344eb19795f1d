package io.syncline.stockx;

import java.util.Optional;

/**
 * A product to read.
 *
 * @param sku as the inventory has it; empty while only StockX's id of it is known
 * @param product StockX's, when it is known
 * @param asked StockX's id, where a request names it
 */
record Target(String sku, Optional<Product> product, Optional<String> asked) {

  /** A product of StockX: its id, and its style as StockX spells it. */
  record Product(String id, String style) {}

  static Target of(String sku, Optional<Product> product) {
    return new Target(sku, product, Optional.empty());
  }

  Target with(Optional<Product> found) {
    return new Target(sku, found, asked);
  }

  /** StockX's product; only of a target that was found. */
  Product found() {
    return product.orElseThrow();
  }

  /** What people call it by. */
  String name() {
    return sku.isEmpty() ? asked.orElse("") : sku;
  }
}
