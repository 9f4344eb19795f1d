package io.syncline.stockx;

import java.util.Optional;

/**
 * A product to read.
 *
 * @param sku as the inventory has it
 * @param productId StockX's, when it is known
 */
record Target(String sku, Optional<String> productId) {}
