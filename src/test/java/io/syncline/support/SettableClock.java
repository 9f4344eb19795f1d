package io.syncline.support;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** A clock that stands still until a test moves it. Threads may share it. */
public final class SettableClock extends Clock {
  private volatile Instant now;

  public SettableClock(String now) {
    set(now);
  }

  public void set(String instant) {
    now = Instant.parse(instant);
  }

  public void advance(Duration time) {
    now = now.plus(time);
  }

  @Override
  public Instant instant() {
    return now;
  }

  @Override
  public ZoneId getZone() {
    return ZoneOffset.UTC;
  }

  @Override
  public Clock withZone(ZoneId zone) {
    SettableClock origin = this;
    return new Clock() {
      @Override
      public Instant instant() {
        return origin.instant();
      }

      @Override
      public ZoneId getZone() {
        return zone;
      }

      @Override
      public Clock withZone(ZoneId other) {
        return origin.withZone(other);
      }
    };
  }
}
