package io.syncline.core.schedule;

import io.syncline.core.run.RunRequest;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * What schedules may start: those of the settings a run of each slot, those that are data the run
 * of a scope of their pipeline, which refuses a scope that is none.
 *
 * @param runs by pipeline
 * @param off pipelines that are switched off in this process
 */
public record ScheduledRuns(
    List<ConfiguredSchedule> configured,
    Map<String, Function<String, RunRequest>> runs,
    Set<String> off) {

  public ScheduledRuns {
    configured = List.copyOf(configured);
    runs = Map.copyOf(runs);
    off = Set.copyOf(off);
  }

  Optional<ConfiguredSchedule> configured(String name) {
    return configured.stream().filter(it -> it.name().equals(name)).findFirst();
  }

  Optional<Function<String, RunRequest>> of(String pipeline) {
    return Optional.ofNullable(runs.get(pipeline));
  }

  boolean isOff(String pipeline) {
    return off.contains(pipeline);
  }
}
