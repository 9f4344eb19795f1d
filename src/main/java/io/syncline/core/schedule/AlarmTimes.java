package io.syncline.core.schedule;

import java.time.Duration;
import java.util.OptionalLong;
import java.util.TreeMap;

/**
 * Which alarms many runs need: one that is due alone has its own, those that are due close together
 * have one between them after that time. Times are in ms. Threads may share it.
 */
final class AlarmTimes {
  /** What is due by this clock is due by staging's a little later. */
  private static final long SOON_AFTER = 20;

  private final long together;

  /** By the end of such a time, whether there is one for all of it. */
  private final TreeMap<Long, Boolean> standing = new TreeMap<>();

  /** Runs that are due within so long share one. */
  AlarmTimes(Duration together) {
    this.together = together.toMillis();
  }

  /**
   * The alarm that has to be set; none where one is to come that is for this run, too.
   *
   * @param due when a run is due that is in the ledger by now
   */
  synchronized OptionalLong of(long due, long now) {
    long at = Math.max(due, now);
    long end = end(at);
    standing.headMap(now - together).clear();
    if (standing.getOrDefault(end, false)) {
      return OptionalLong.empty();
    }
    boolean isAlone = !standing.containsKey(end) && !standing.containsKey(end - together);
    standing.put(end, !isAlone);
    return OptionalLong.of(isAlone ? at + 1 : end + SOON_AFTER);
  }

  /** The alarm of that run could not be set. */
  synchronized void forget(long due, long now) {
    standing.remove(end(Math.max(due, now)));
  }

  private long end(long at) {
    return (at / together + 1) * together;
  }
}
