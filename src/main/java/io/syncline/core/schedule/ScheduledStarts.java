package io.syncline.core.schedule;

import io.syncline.core.error.RequestRefused;
import io.syncline.core.run.RunStarter;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.apache.camel.Body;
import org.apache.camel.Variable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * What every tick goes through: it starts its run, or is skipped with the reason, and both are
 * noted for whoever asks whether the schedule fires. A tick that could not even be noted was none.
 */
@Component
final class ScheduledStarts {
  private static final Logger LOG = LoggerFactory.getLogger(ScheduledStarts.class);
  private static final String PAUSED = "SCHEDULE_PAUSED";

  private final ScheduledRuns runs;
  private final ScheduleStates states;
  private final RunStarter starter;
  private final Clock clock;

  ScheduledStarts(ScheduledRuns runs, ScheduleStates states, RunStarter starter, Clock clock) {
    this.runs = runs;
    this.states = states;
    this.starter = starter;
    this.clock = clock;
  }

  /** A tick of a schedule of the settings. */
  ScheduleTick tick(@Variable("schedule") String name, @Variable("slot") Instant slot) {
    ConfiguredSchedule schedule = runs.configured(name).orElseThrow();
    return new ScheduleTick(name, Optional.of(slot), () -> schedule.start().apply(slot));
  }

  /** A paused schedule ticks on, so that nothing is made up for when it goes on. */
  void start(@Body ScheduleTick tick) {
    if (states.isPaused(tick.schedule())) {
      skipped(tick, PAUSED);
      return;
    }
    try {
      UUID run = starter.start(tick.request().get()).id();
      note(tick, Optional.of(run), Optional.empty());
    } catch (RequestRefused e) {
      skipped(tick, e.problem().code());
      note(tick, Optional.empty(), Optional.of(e.problem().code()));
    }
  }

  private void note(ScheduleTick tick, Optional<UUID> run, Optional<String> refusal) {
    tick.slot()
        .ifPresent(
            slot ->
                states.fired(
                    tick.schedule(), new ScheduleFire(slot, clock.instant(), run, refusal)));
  }

  private static void skipped(ScheduleTick tick, String reason) {
    LOG.info(
        "slot skipped schedule={} slot={} reason={}",
        tick.schedule(),
        tick.slot().map(Instant::toString).orElse("none"),
        reason);
  }
}
