package io.syncline.core.relay;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.camel.Body;
import org.springframework.stereotype.Component;

/** How far production is behind: batches it lacks and the age of the oldest, in seconds. */
@Component
final class BacklogGauges {
  private final AtomicLong batches = new AtomicLong();
  private final AtomicLong seconds = new AtomicLong();

  BacklogGauges(MeterRegistry metrics) {
    Gauge.builder("syncline.production.pending", batches, AtomicLong::get).register(metrics);
    Gauge.builder("syncline.production.lag", seconds, AtomicLong::get)
        .baseUnit("seconds")
        .register(metrics);
  }

  /** Takes the one row that the backlog query answers. */
  void set(@Body List<Map<String, Object>> rows) {
    Map<String, Object> row = rows.get(0);
    batches.set(number(row, "batches"));
    seconds.set(number(row, "seconds"));
  }

  private static long number(Map<String, Object> row, String column) {
    return ((Number) Objects.requireNonNull(row.get(column))).longValue();
  }
}
