package io.syncline.core.source;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Lets calls pass as often as all instances together may call. Of this process one at a time asks
 * staging; the others wait for it, in no order: to look whether its run goes on, each leaves the
 * queue and enters it again at its end.
 */
final class SharedLimiter implements Limiter {
  private static final Duration LONGEST_NAP = Duration.ofMillis(200);

  private final String source;
  private final int perSecond;
  private final int perMinute;
  private final SourcePaces paces;
  private final ReentrantLock turn = new ReentrantLock(true);
  private volatile boolean hesitant;

  SharedLimiter(SourceProfile source, SourcePaces paces) {
    this.source = source.name();
    this.perSecond = source.perSecond();
    this.perMinute = source.perMinute();
    this.paces = paces;
  }

  @Override
  public void enter(Runnable check) {
    await(check);
    try {
      for (Duration wait = take(); !wait.isZero(); wait = take()) {
        rest(wait, check);
      }
    } finally {
      turn.unlock();
    }
  }

  @Override
  public void pause(Duration wait) {
    paces.pause(source, wait);
  }

  @Override
  public void hesitate(boolean now) {
    hesitant = now;
  }

  @Override
  public boolean isIdle() {
    return !turn.isLocked() && !hesitant;
  }

  private Duration take() {
    return paces.take(source, hesitant ? 1 : perSecond, perMinute);
  }

  private void await(Runnable check) {
    try {
      while (!turn.tryLock(LONGEST_NAP.toNanos(), TimeUnit.NANOSECONDS)) {
        check.run();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting for a turn", e);
    }
  }

  private static void rest(Duration wait, Runnable check) {
    long end = System.nanoTime() + wait.toNanos();
    for (long left = wait.toNanos(); left > 0; left = end - System.nanoTime()) {
      check.run();
      LockSupport.parkNanos(Math.min(left, LONGEST_NAP.toNanos()));
    }
  }
}
