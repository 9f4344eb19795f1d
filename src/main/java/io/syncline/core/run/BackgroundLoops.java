package io.syncline.core.run;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * What this process does again and again, from before the routes start until after they stop, and
 * how long ago each had its turn: a gauge per loop, and a word to {@code /health} about those that
 * stand still. Threads may share it.
 */
@Component
public final class BackgroundLoops implements SmartLifecycle {
  private static final int BEFORE_ROUTES = 0;

  private final Deque<Kept> kept = new ConcurrentLinkedDeque<>();
  private final List<Watched> watched = new CopyOnWriteArrayList<>();
  private final MeterRegistry metrics;

  BackgroundLoops(MeterRegistry metrics) {
    this.metrics = metrics;
  }

  private record Kept(BackgroundLoop loop, Duration timeToFinish) {}

  private record Watched(String name, Duration longest, Supplier<Duration> age) {}

  /**
   * Has a loop going, and watched: it is late after several pauses and the time a turn may take.
   *
   * @param timeToFinish what a turn under way may take at the end
   */
  public void keep(BackgroundLoop loop, Duration longestTurn, Duration timeToFinish) {
    kept.addFirst(new Kept(loop.watchedBy(this, longestTurn), timeToFinish));
  }

  @Override
  public void start() {
    kept.descendingIterator().forEachRemaining(one -> one.loop().start());
  }

  @Override
  public void stop() {
    kept.forEach(one -> one.loop().stop(one.timeToFinish()));
  }

  @Override
  public boolean isRunning() {
    return kept.stream().anyMatch(one -> one.loop().isRunning());
  }

  @Override
  public int getPhase() {
    return BEFORE_ROUTES;
  }

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
