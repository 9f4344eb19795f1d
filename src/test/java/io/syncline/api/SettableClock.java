package io.syncline.api;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** Runs with the real time plus what a test moved it by. */
public final class SettableClock extends Clock {
  private volatile Duration moved = Duration.ZERO;

  public void move(Duration by) {
    moved = moved.plus(by);
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
