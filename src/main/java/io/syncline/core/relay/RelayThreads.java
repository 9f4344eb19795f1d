package io.syncline.core.relay;

import io.syncline.core.run.BackgroundLoop;
import io.syncline.core.run.BackgroundLoops;
import io.syncline.core.upkeep.Forgetting;
import io.syncline.core.upkeep.RetentionSweep;
import io.syncline.core.upkeep.ViewRefresh;
import java.time.Duration;
import java.util.List;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * Keeps what happens in the background going: the {@link Relay}, the {@link ViewRefresh}, the
 * {@link RetentionSweep} and the {@link Forgetting} start before the routes and stop after them.
 */
@Component
final class RelayThreads implements SmartLifecycle {
  private static final int BEFORE_ROUTES = 0;
  private static final Duration TIME_TO_FINISH = Duration.ofSeconds(3);

  /** A statement's time-out in both databases, and the waits for connections and lanes. */
  private static final Duration LONGEST_DELIVERY = Duration.ofMinutes(1);

  /** Old rows go by so many at a time, but all that there are. */
  private static final Duration LONGEST_SWEEP = Duration.ofHours(1);

  private final List<BackgroundLoop> loops;

  RelayThreads(
      Relay relay,
      ViewRefresh views,
      RetentionSweep retention,
      Forgetting forgetting,
      RelaySettings settings,
      BackgroundLoops watch) {
    this.loops =
        List.of(
            new BackgroundLoop("relay", settings.interval(), () -> relay.deliverDue() > 0)
                .watchedBy(watch, LONGEST_DELIVERY),
            BackgroundLoop.resting("views", settings.viewInterval(), views::refreshIdle)
                .watchedBy(watch, views.longestTurn()),
            BackgroundLoop.resting("retention", settings.retentionInterval(), retention::sweep)
                .watchedBy(watch, LONGEST_SWEEP),
            BackgroundLoop.resting("forgetting", settings.retentionInterval(), forgetting::sweep)
                .watchedBy(watch, LONGEST_SWEEP));
  }

  @Override
  public void start() {
    loops.forEach(BackgroundLoop::start);
  }

  @Override
  public void stop() {
    loops.forEach(loop -> loop.stop(TIME_TO_FINISH));
  }

  @Override
  public boolean isRunning() {
    return loops.get(0).isRunning();
  }

  @Override
  public int getPhase() {
    return BEFORE_ROUTES;
  }
}
