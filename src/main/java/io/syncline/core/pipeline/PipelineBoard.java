package io.syncline.core.pipeline;

import io.syncline.core.run.Run;
import io.syncline.core.run.RunHistory;
import io.syncline.core.schedule.ScheduleBoard;
import io.syncline.core.schedule.ScheduleStatus;
import io.syncline.core.schedule.ScheduleStatus.State;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Says how each pipeline is: as its last run ended, unless a schedule of it did not fire. */
@Component
public final class PipelineBoard {
  private final Pipelines pipelines;
  private final RunHistory history;
  private final ScheduleBoard schedules;

  PipelineBoard(Pipelines pipelines, RunHistory history, ScheduleBoard schedules) {
    this.pipelines = pipelines;
    this.history = history;
    this.schedules = schedules;
  }

  public List<PipelineStatus> all() {
    Map<String, Run> latest = history.latest(pipelines.all().stream().map(Pipeline::word).toList());
    Map<String, Long> pending = history.pending();
    List<ScheduleStatus> known = schedules.all();
    return pipelines.all().stream()
        .map(
            it ->
                status(
                    it,
                    Optional.ofNullable(latest.get(it.word())),
                    known.stream().filter(of -> of.pipeline().equals(it.word())).toList(),
                    pending.getOrDefault(it.word(), 0L)))
        .toList();
  }

  private static PipelineStatus status(
      Pipeline pipeline, Optional<Run> last, List<ScheduleStatus> schedules, long pending) {
    List<String> overdue = in(State.OVERDUE, schedules);
    return new PipelineStatus(
        pipeline,
        pipeline.isOff() ? PipelineState.OFF : state(last, !overdue.isEmpty()),
        last,
        schedules.stream().flatMap(it -> it.next().stream()).min(Comparator.naturalOrder()),
        in(State.PAUSED, schedules),
        overdue,
        pending);
  }

  private static List<String> in(State state, List<ScheduleStatus> schedules) {
    return schedules.stream().filter(it -> it.is(state)).map(ScheduleStatus::name).toList();
  }

  private static PipelineState state(Optional<Run> last, boolean isOverdue) {
    PipelineState byRun = last.map(PipelineBoard::state).orElse(PipelineState.OK);
    return isOverdue && byRun != PipelineState.RUNNING && byRun != PipelineState.FAILED
        ? PipelineState.OVERDUE
        : byRun;
  }

  /** A cancelled run left something undone, as a partial one did. */
  private static PipelineState state(Run run) {
    return switch (run.outcome()) {
      case RUNNING -> PipelineState.RUNNING;
      case COMPLETED -> PipelineState.OK;
      case PARTIAL, CANCELLED -> PipelineState.PARTIAL;
      case FAILED -> PipelineState.FAILED;
    };
  }
}
