package io.syncline.support;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** The real time plus what a test moved it by. */
public final class MovableClock extends Clock {
  private volatile Duration moved = Duration.ZERO;

  public void move(Duration by) {
    moved = moved.plus(by);
  }

  public void reset() {
    moved = Duration.ZERO;
  }

  @Override
  public Instant instant() {
    return Clock.systemUTC().instant().plus(moved);
  }

  @Override
  public ZoneId getZone() {
    return ZoneOffset.UTC;
  }

  @Override
  public Clock withZone(ZoneId zone) {
    return this;
  }
}
