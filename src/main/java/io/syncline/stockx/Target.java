package io.syncline.stockx;

import java.util.Optional;

/**
 * A product to read.
 *
 * @param sku as the inventory has it
 * @param product StockX's, when it is known
 */
record Target(String sku, Optional<Product> product) {

  /** A product of StockX: its id, and its style as StockX spells it. */
  record Product(String id, String style) {}
}
