package io.syncline.core.schedule;

import io.syncline.core.run.RunRequest;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;

/**
 * A schedule of the settings, by the clock of UTC.
 *
 * @param name the pipeline's word, and after a point its own where there are several
 * @param cron as it is configured
 * @param isOff whether the pipeline lacks a variable
 * @param start the run of a slot
 */
public record ConfiguredSchedule(
    String name, String pipeline, String cron, boolean isOff, Function<Instant, RunRequest> start) {

  /** What tells the run of a slot from all others. */
  String key(Instant slot) {
    return start.apply(slot).slot().orElseThrow();
  }

  /** What Quartz reads; none of one that is off. */
  Optional<String> quartz() {
    return isOff || Schedules.isOff(cron) ? Optional.empty() : Cron.parse(cron).quartz();
  }
}
