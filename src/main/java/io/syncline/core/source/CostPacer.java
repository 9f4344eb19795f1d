package io.syncline.core.source;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Lets calls pass as the source's own figures allow.
 *
 * <ol>
 *   <li>A call is expected to cost what the last one of its operation was asked for. The first one
 *       goes out: nobody else knows what it costs.
 *   <li>A tenth of the bucket is left to others who call as the same app.
 *   <li>What an earlier run was told to wait is asked of staging, once.
 * </ol>
 */
final class CostPacer implements Pacer {
  private static final double LEFT_TO_OTHERS = 0.1;
  private static final double NANOS = 1e9;

  private final SourceBuckets buckets;
  private final CostReading reading;
  private final LongSupplier nanos;
  private final Map<String, Double> expected = new HashMap<>();
  private @Nullable CallCost last;
  private long lastAt;
  private double available;
  private boolean hasAsked;

  CostPacer(SourceBuckets buckets, CostReading reading, LongSupplier nanos) {
    this.buckets = buckets;
    this.reading = reading;
    this.nanos = nanos;
  }

  @Override
  public synchronized Turn take(SourceProfile source) {
    if (!hasAsked) {
      Turn resting = buckets.rest(source);
      hasAsked = resting.rest().isZero();
      if (!hasAsked || resting.refusals() > 0) {
        return resting;
      }
    }
    if (last == null) {
      return new Turn(Duration.ZERO, 0);
    }
    double cost = expected.getOrDefault(source.manner().operation(), 0d);
    double there = refilled(last);
    double needed = Math.min(cost + LEFT_TO_OTHERS * last.maximum(), last.maximum());
    if (there < needed) {
      return new Turn(seconds((needed - there) / last.perSecond()), 0);
    }
    available = there - cost;
    lastAt = nanos.getAsLong();
    return new Turn(Duration.ZERO, 0);
  }

  @Override
  public synchronized void refused() {
    hasAsked = false;
  }

  @Override
  public synchronized void learn(SourceProfile source, SourceAnswer answer) {
    Optional<CallCost> cost = reading.of(answer).filter(CallCost::isSound);
    if (cost.isPresent()) {
      last = cost.get();
      available = last.available();
      lastAt = nanos.getAsLong();
      expected.put(source.manner().operation(), last.requested());
    }
  }

  private double refilled(CallCost told) {
    double since = (nanos.getAsLong() - lastAt) / NANOS;
    return Math.min(told.maximum(), available + since * told.perSecond());
  }

  private static Duration seconds(double wait) {
    return Duration.ofMillis((long) Math.ceil(wait * 1_000));
  }
}
