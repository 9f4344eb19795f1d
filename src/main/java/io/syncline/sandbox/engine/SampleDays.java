package io.syncline.sandbox.engine;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/** The days that samples tell of. */
public final class SampleDays {
  private static final Duration STEP = Duration.ofDays(28);

  private SampleDays() {}

  /**
   * Where they begin: at that moment, later by whole four weeks, so that the last of them is none
   * of a year ago and a sandbox that is started again tomorrow has the same ones.
   *
   * @param span of all of them
   */
  public static Instant begin(Instant first, Duration span, Clock clock) {
    long steps = Duration.between(first.plus(span), clock.instant()).dividedBy(STEP);
    return first.plus(STEP.multipliedBy(Math.max(0, steps)));
  }
}
