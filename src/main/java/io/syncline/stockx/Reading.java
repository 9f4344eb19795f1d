package io.syncline.stockx;

import java.util.List;
import java.util.UUID;

/**
 * What is known of a product so far: its target once it is found, the markets once they are
 * fetched.
 *
 * @param remembered whether StockX's id of it was known before, and may be stale
 * @param error why there is nothing to fetch; empty when there is
 */
record Reading(
    UUID run, Target target, boolean remembered, Sizes sizes, List<Market> markets, String error) {

  static Reading found(UUID run, Target target, boolean remembered) {
    return new Reading(run, target, remembered, Sizes.NONE, List.of(), "");
  }

  static Reading without(UUID run, Target target, String error) {
    return new Reading(run, target, false, Sizes.NONE, List.of(), error);
  }

  Reading with(Sizes sizes, List<Market> markets) {
    return new Reading(run, target, remembered, sizes, List.copyOf(markets), error);
  }

  /** Whether the product is found, and nothing spoke against reading it. */
  boolean goesOn() {
    return error.isEmpty();
  }
}
