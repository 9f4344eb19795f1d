package io.syncline.support;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The one clock of tests: it stands still until a test moves it, or goes with the real time plus
 * what a test moved it by. Threads may share it.
 */
public final class SettableClock extends Clock {
  private final Clock base;
  private final AtomicReference<Duration> moved;

  /** A clock that goes. */
  public SettableClock() {
    this(Clock.systemUTC(), new AtomicReference<>(Duration.ZERO));
  }

  /** A clock that stands still at that instant. */
  public SettableClock(String now) {
    this(Clock.fixed(Instant.parse(now), ZoneOffset.UTC), new AtomicReference<>(Duration.ZERO));
  }

  private SettableClock(Clock base, AtomicReference<Duration> moved) {
    this.base = base;
    this.moved = moved;
  }

  public void set(String instant) {
    moved.set(Duration.between(base.instant(), Instant.parse(instant)));
  }

  public void advance(Duration time) {
    moved.updateAndGet(it -> it.plus(time));
  }

  /** Moved by nobody any more. */
  void reset() {
    moved.set(Duration.ZERO);
  }

  @Override
  public Instant instant() {
    return base.instant().plus(moved.get());
  }

  @Override
  public ZoneId getZone() {
    return base.getZone();
  }

  /** The same time in another zone; it moves with this one. */
  @Override
  public Clock withZone(ZoneId zone) {
    return new SettableClock(base.withZone(zone), moved);
  }
}
