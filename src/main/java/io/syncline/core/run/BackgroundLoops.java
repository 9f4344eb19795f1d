package io.syncline.core.run;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import org.springframework.stereotype.Component;

/**
 * What this process does again and again, and how long ago each had its turn: a gauge per loop, and
 * a word to {@code /health} about those that stand still. Threads may share it.
 */
@Component
public final class BackgroundLoops {
  private final List<Watched> watched = new CopyOnWriteArrayList<>();
  private final MeterRegistry metrics;

  BackgroundLoops(MeterRegistry metrics) {
    this.metrics = metrics;
  }

  private record Watched(String name, Duration longest, Supplier<Duration> age) {}

  /** Watches a loop that is late once its last turn ended longer ago than that. */
  public void watch(String name, Duration longest, Supplier<Duration> age) {
    watched.add(new Watched(name, longest, age));
    Gauge.builder("syncline.loop.age", () -> age.get().toMillis() / 1000.0)
        .baseUnit("seconds")
        .tag("loop", name)
        .register(metrics);
  }

  /** The loops that had no turn for longer than they may. */
  public List<String> late() {
    return watched.stream()
        .filter(loop -> loop.age().get().compareTo(loop.longest()) > 0)
        .map(Watched::name)
        .toList();
  }
}
