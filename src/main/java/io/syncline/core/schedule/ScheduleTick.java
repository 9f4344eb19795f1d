package io.syncline.core.schedule;

import io.syncline.core.run.RunRequest;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * A tick of a schedule.
 *
 * @param schedule its name
 * @param slot the second it was due; none of a tick beside the schedule's own
 * @param request what it starts, or a refusal
 */
public record ScheduleTick(String schedule, Optional<Instant> slot, Supplier<RunRequest> request) {

  /** A tick that starts the same at another time, while the schedule is not paused. */
  public static ScheduleTick beside(String schedule, RunRequest request) {
    return new ScheduleTick(schedule, Optional.empty(), () -> request);
  }
}
