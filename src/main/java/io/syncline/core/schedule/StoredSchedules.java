package io.syncline.core.schedule;

import io.syncline.core.error.RequestRefused;
import io.syncline.core.run.RunRequest;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.springframework.stereotype.Component;

/** The schedules that are data: read, set, taken away. */
@Component
public final class StoredSchedules {
  private static final int CONFLICT = 409;

  private final ScheduleRows rows;
  private final ScheduleStates states;
  private final ScheduledRuns runs;
  private final ScheduleMirror mirror;
  private final Clock clock;

  StoredSchedules(
      ScheduleRows rows,
      ScheduleStates states,
      ScheduledRuns runs,
      ScheduleMirror mirror,
      Clock clock) {
    this.rows = rows;
    this.states = states;
    this.runs = runs;
    this.mirror = mirror;
    this.clock = clock;
  }

  public List<StoredSchedule> of(String pipeline) {
    return all().stream().filter(it -> it.pipeline().equals(pipeline)).toList();
  }

  public List<StoredSchedule> all() {
    return rows.all();
  }

  public Optional<StoredSchedule> find(String pipeline, String scope) {
    return of(pipeline).stream().filter(it -> it.scope().equals(scope)).findFirst();
  }

  /**
   * Sets when runs of a scope start; it holds on all instances.
   *
   * @throws RequestRefused 422 for a cron or a time zone that is none; whatever the pipeline says
   *     of a scope that is none
   */
  public StoredSchedule put(
      String pipeline, String scope, String cron, String timeZone, boolean isPaused, String by) {
    Function<String, RunRequest> run =
        runs.of(pipeline).orElseThrow(() -> refused("pipeline: it has no schedules to set"));
    requireKnown(scope, run);
    StoredSchedule wanted =
        new StoredSchedule(
            pipeline, scope, cron, timeZone, isPaused, Optional.of(by), clock.instant());
    wanted
        .fault()
        .ifPresent(
            fault -> {
              throw refused(fault);
            });
    StoredSchedule stored = rows.put(wanted);
    mirror.follow();
    return stored;
  }

  /** What is there but not to be run now may have a schedule: its slots are skipped. */
  private static void requireKnown(String scope, Function<String, RunRequest> run) {
    try {
      run.apply(scope);
    } catch (RequestRefused refused) {
      if (refused.problem().status() != CONFLICT) {
        throw refused;
      }
    }
  }

  /** Pauses one or has it go on; says whether that changed anything. */
  boolean pause(String pipeline, String scope, boolean isPaused, String by) {
    boolean isChanged = rows.pause(pipeline, scope, isPaused, by);
    mirror.follow();
    return isChanged;
  }

  /** Takes a schedule away; says whether there was one. */
  public boolean delete(String pipeline, String scope) {
    boolean was = rows.delete(pipeline, scope);
    states.forget(StoredSchedule.name(pipeline, scope));
    mirror.follow();
    return was;
  }

  private static RequestRefused refused(String fault) {
    return RequestRefused.of(422, "INVALID_SCHEDULE", "Not a schedule", fault);
  }
}
