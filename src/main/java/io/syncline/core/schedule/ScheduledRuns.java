package io.syncline.core.schedule;

import io.syncline.core.run.RunRequest;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * What stored schedules may start: by pipeline, the run of a scope, which refuses a scope that is
 * none.
 *
 * @param off pipelines that are switched off in this process
 */
public record ScheduledRuns(Map<String, Function<String, RunRequest>> runs, Set<String> off) {

  public ScheduledRuns {
    runs = Map.copyOf(runs);
    off = Set.copyOf(off);
  }

  Optional<Function<String, RunRequest>> of(String pipeline) {
    return Optional.ofNullable(runs.get(pipeline));
  }

  boolean isOff(String pipeline) {
    return off.contains(pipeline);
  }
}
