package io.syncline.core.relay;

import io.syncline.core.run.BackgroundLoop;
import io.syncline.core.run.BackgroundLoops;
import io.syncline.core.upkeep.Forgetting;
import io.syncline.core.upkeep.RetentionSweep;
import io.syncline.core.upkeep.ViewRefresh;
import java.time.Duration;
import org.springframework.stereotype.Component;

/**
 * Keeps what happens in the background going: the {@link Relay}, the {@link ViewRefresh}, the
 * {@link RetentionSweep} and the {@link Forgetting}.
 */
@Component
final class RelayThreads {
  private static final Duration TIME_TO_FINISH = Duration.ofSeconds(3);

  /** A statement's time-out in both databases, and the waits for connections and lanes. */
  private static final Duration LONGEST_DELIVERY = Duration.ofMinutes(1);

  /** Old rows go by so many at a time, but all that there are. */
  private static final Duration LONGEST_SWEEP = Duration.ofHours(1);

  RelayThreads(
      Relay relay,
      ViewRefresh views,
      RetentionSweep retention,
      Forgetting forgetting,
      RelaySettings settings,
      BackgroundLoops loops) {
    Duration pause = settings.retentionInterval();
    loops.keep(
        new BackgroundLoop("relay", settings.interval(), () -> relay.deliverDue() > 0),
        LONGEST_DELIVERY,
        TIME_TO_FINISH);
    loops.keep(
        BackgroundLoop.resting("views", settings.viewInterval(), views::refreshIdle),
        views.longestTurn(),
        TIME_TO_FINISH);
    loops.keep(
        BackgroundLoop.resting("retention", pause, retention::sweep),
        LONGEST_SWEEP,
        TIME_TO_FINISH);
    loops.keep(
        BackgroundLoop.resting("forgetting", pause, forgetting::sweep),
        LONGEST_SWEEP,
        TIME_TO_FINISH);
  }
}
