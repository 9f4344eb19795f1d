package io.syncline.sandbox;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** A clock that only moves when told; not to be shared by threads. */
public final class SettableClock extends Clock {

  private Instant now;

  SettableClock(String now) {
    this.now = Instant.parse(now);
  }

  public void advance(Duration time) {
    now = now.plus(time);
  }

  public void set(String instant) {
    now = Instant.parse(instant);
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
    return Clock.fixed(now, zone);
  }
}
