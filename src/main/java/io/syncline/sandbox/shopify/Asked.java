package io.syncline.sandbox.shopify;

import io.syncline.sandbox.engine.Strike;
import org.jspecify.annotations.Nullable;

/**
 * Whom a query was sent to and what is special about it.
 *
 * @param name of the shop
 * @param origin under which the caller reached the simulator
 * @param slice of a bulk operation, which has no pages
 */
record Asked(String name, SampleShop shop, Strike strike, String origin, @Nullable Slice slice) {

  /** Which of the outermost records are read. */
  record Slice(int from, int size) {}

  Asked of(Slice part) {
    return new Asked(name, shop, strike, origin, part);
  }
}
