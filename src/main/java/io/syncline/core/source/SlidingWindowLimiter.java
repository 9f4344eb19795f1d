package io.syncline.core.source;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;

/**
 * Lets at most so many calls pass within any second and any minute, and none while the source asked
 * us to wait. One per credential, shared by all workers. It is a log of the last calls and not a
 * bucket, because a bucket that was full lets twice its size through within one window.
 */
final class SlidingWindowLimiter implements Limiter {
  private static final long SECOND = Duration.ofSeconds(1).toNanos();
  private static final long MINUTE = Duration.ofMinutes(1).toNanos();
  private static final long LONGEST_NAP = Duration.ofMillis(200).toNanos();

  private final int perSecond;
  private final int perMinute;
  private final LongSupplier nanos;
  private final Deque<Long> lastMinute = new ArrayDeque<>();
  private final Deque<Long> lastSecond = new ArrayDeque<>();
  private long pausedUntil;
  private boolean hesitant;

  SlidingWindowLimiter(int perSecond, int perMinute, LongSupplier nanos) {
    this.perSecond = perSecond;
    this.perMinute = perMinute;
    this.nanos = nanos;
    this.pausedUntil = nanos.getAsLong();
  }

  @Override
  public void enter(Runnable check) {
    long wait = tryEnter();
    while (wait > 0) {
      check.run();
      LockSupport.parkNanos(Math.min(wait, LONGEST_NAP));
      wait = tryEnter();
    }
  }

  @Override
  public synchronized void pause(Duration wait) {
    long end = nanos.getAsLong() + wait.toNanos();
    pausedUntil = end - pausedUntil > 0 ? end : pausedUntil;
  }

  @Override
  public synchronized void hesitate(boolean now) {
    hesitant = now;
  }

  @Override
  public synchronized boolean isIdle() {
    long now = nanos.getAsLong();
    drop(lastMinute, now - MINUTE);
    return lastMinute.isEmpty() && pausedUntil - now <= 0 && !hesitant;
  }

  /**
   * 0 when the call may go out now and is noted, else the nanoseconds until it is worth asking
   * again.
   */
  synchronized long tryEnter() {
    long now = nanos.getAsLong();
    drop(lastSecond, now - SECOND);
    drop(lastMinute, now - MINUTE);
    long wait =
        Math.max(
            pausedUntil - now,
            Math.max(
                waitFor(lastSecond, hesitant ? 1 : perSecond, now, SECOND),
                waitFor(lastMinute, perMinute, now, MINUTE)));
    if (wait > 0) {
      return wait;
    }
    lastSecond.addLast(now);
    lastMinute.addLast(now);
    return 0;
  }

  private static void drop(Deque<Long> window, long before) {
    while (!window.isEmpty() && window.peekFirst() - before <= 0) {
      window.removeFirst();
    }
  }

  private static long waitFor(Deque<Long> window, int most, long now, long length) {
    return window.size() < most ? 0 : window.peekFirst() + length - now;
  }
}
