package io.syncline.core.run;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/**
 * Ends the process when its own end takes too long: a database that hangs, say, keeps a pool from
 * being closed. Nothing is lost that a kill would not lose, and a kill is what would come next.
 */
public final class LongestStop {
  /** Whoever sends a SIGTERM kills after 20 s (G11). */
  private static final Duration LONGEST = Duration.ofSeconds(18);

  private static final int AS_BY_SIGTERM = 143;

  private LongestStop() {}

  /** For a process that serves: counts from the moment it is asked to end. */
  public static void arm() {
    Runtime.getRuntime().addShutdownHook(new Thread(LongestStop::begin, "longest-stop"));
  }

  private static void begin() {
    Daemons.of(LongestStop::end, "longest-stop").start();
  }

  private static void end() {
    long until = System.nanoTime() + LONGEST.toNanos();
    for (long left = LONGEST.toNanos(); left > 0; left = until - System.nanoTime()) {
      LockSupport.parkNanos(left);
    }
    Runtime.getRuntime().halt(AS_BY_SIGTERM);
  }
}
