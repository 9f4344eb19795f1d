package io.syncline.sandbox.amazon;

import io.syncline.sandbox.engine.Endpoint;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/**
 * The documented allowance of every operation (amazon-sp#rates), for each seller. Threads may share
 * it.
 */
final class AmazonRates {
  private static final Map<Endpoint, Rate> RATES =
      Map.of(
          Endpoint.PARTICIPATIONS, new Rate(0.016, 15),
          Endpoint.SEARCH_ORDERS, new Rate(0.0056, 20),
          Endpoint.GET_ORDER, new Rate(0.5, 30),
          Endpoint.FBA_INVENTORY, new Rate(2, 2),
          Endpoint.LISTINGS, new Rate(5, 5),
          Endpoint.CREATE_REPORT, new Rate(0.0167, 15),
          Endpoint.GET_REPORT, new Rate(2, 15),
          Endpoint.GET_REPORTS, new Rate(0.0222, 10),
          Endpoint.GET_DOCUMENT, new Rate(0.0167, 15));

  private final Clock clock;
  private final int times;
  private final ConcurrentMap<String, Bucket> buckets = new ConcurrentHashMap<>();

  private record Rate(double perSecond, int burst) {}

  private record Bucket(double left, Instant counted, boolean isServed) {}

  /**
   * @param times how much faster than documented
   */
  AmazonRates(Clock clock, int times) {
    this.clock = clock;
    this.times = times;
  }

  boolean take(Endpoint operation, String seller) {
    Rate rate = rate(operation);
    return buckets
        .compute(seller + " " + operation, (key, bucket) -> served(bucket, rate))
        .isServed();
  }

  private Bucket served(@Nullable Bucket bucket, Rate rate) {
    Instant now = clock.instant();
    double left = rate.burst();
    if (bucket != null) {
      double seconds = Duration.between(bucket.counted(), now).toMillis() / 1_000.0;
      left = Math.min(rate.burst(), bucket.left() + seconds * rate.perSecond() * times);
    }
    return left < 1 ? new Bucket(left, now, false) : new Bucket(left - 1, now, true);
  }

  /** As the header says it. */
  String told(Endpoint operation) {
    return String.valueOf(rate(operation).perSecond() * times);
  }

  private static Rate rate(Endpoint operation) {
    return RATES.getOrDefault(operation, new Rate(1, 1));
  }
}
