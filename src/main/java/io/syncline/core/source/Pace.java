package io.syncline.core.source;

import java.util.Map;

/**
 * What a source allows where that is not so many calls in a second and in a minute. A wait for it
 * may be long: past {@code syncline.source.longest-nap} it puts the run off instead of a thread.
 */
sealed interface Pace {

  /**
   * A bucket of calls for each operation.
   *
   * @param rates by operation, until an answer tells another one
   * @param header of answers, that tells how many calls a second are allowed
   */
  record OfOperations(Map<String, Rate> rates, String header) implements Pace {

    public OfOperations {
      rates = Map.copyOf(rates);
    }
  }

  /** One bucket of points, which the source keeps and tells of in its answers. */
  record OfCosts(CostReading reading) implements Pace {}
}
