package io.syncline.sandbox.shopify;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/** The points of one shop, which come back steadily. Threads may share it. */
final class CostBucket {
  private final Clock clock;
  private final int size;
  private final int restoreRate;
  private double available;
  private Instant counted;

  CostBucket(Clock clock, int size, int restoreRate) {
    this.clock = clock;
    this.size = size;
    this.restoreRate = restoreRate;
    this.available = size;
    this.counted = clock.instant();
  }

  /** Sets points aside, unless there are not enough. */
  synchronized boolean take(int points) {
    restore();
    if (points > available) {
      return false;
    }
    available -= points;
    return true;
  }

  synchronized void giveBack(int points) {
    available = Math.min(size, available + points);
  }

  synchronized int available() {
    restore();
    return (int) available;
  }

  int size() {
    return size;
  }

  int restoreRate() {
    return restoreRate;
  }

  private void restore() {
    Instant now = clock.instant();
    double seconds = Duration.between(counted, now).toMillis() / 1_000.0;
    available = Math.min(size, available + seconds * restoreRate);
    counted = now;
  }
}
