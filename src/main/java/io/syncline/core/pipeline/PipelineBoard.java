package io.syncline.core.pipeline;

import io.syncline.core.run.Run;
import io.syncline.core.run.RunHistory;
import io.syncline.core.schedule.Cron;
import io.syncline.core.schedule.ScheduleRows;
import io.syncline.core.schedule.StoredSchedule;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/**
 * Says how each pipeline is. A fire that no run followed within five minutes is overdue, counted
 * from the last run or from the start of this process, whichever is later; a dry run is no run.
 */
@Component
public final class PipelineBoard {
  private static final Duration GRACE = Duration.ofMinutes(5);

  private final Pipelines pipelines;
  private final RunHistory history;
  private final ScheduleRows schedules;
  private final Clock clock;
  private final Instant started;

  PipelineBoard(Pipelines pipelines, RunHistory history, ScheduleRows schedules, Clock clock) {
    this.pipelines = pipelines;
    this.history = history;
    this.schedules = schedules;
    this.clock = clock;
    this.started = clock.instant();
  }

  public List<PipelineStatus> all() {
    Map<String, Run> latest = history.latest(pipelines.all().stream().map(Pipeline::word).toList());
    Map<String, Long> pending = history.pending();
    List<StoredSchedule> stored = schedules.all();
    return pipelines.all().stream()
        .map(
            it ->
                status(
                    it,
                    Optional.ofNullable(latest.get(it.word())),
                    stored.stream().filter(of -> of.pipeline().equals(it.word())).toList(),
                    pending.getOrDefault(it.word(), 0L)))
        .toList();
  }

  private PipelineStatus status(
      Pipeline pipeline, Optional<Run> last, List<StoredSchedule> stored, long pending) {
    String cron = pipeline.isOff() ? "off" : pipeline.cron();
    Instant now = clock.instant();
    return new PipelineStatus(
        pipeline,
        pipeline.isOff() ? PipelineState.OFF : state(cron, last, now),
        last,
        next(pipeline, stored, now),
        pending);
  }

  /** When the first of its schedules is due; never where it is off. */
  private static Optional<Instant> next(
      Pipeline pipeline, List<StoredSchedule> stored, Instant now) {
    return pipeline.isOff()
        ? Optional.empty()
        : Stream.concat(
                Cron.next(pipeline.cron(), now).stream(),
                stored.stream().flatMap(it -> it.next(now).stream()))
            .min(Comparator.naturalOrder());
  }

  private PipelineState state(String cron, Optional<Run> last, Instant now) {
    PipelineState byRun = last.map(PipelineBoard::state).orElse(PipelineState.OK);
    if (byRun == PipelineState.RUNNING || byRun == PipelineState.FAILED) {
      return byRun;
    }
    Instant since = last.map(Run::startedAt).filter(it -> it.isAfter(started)).orElse(started);
    boolean overdue = Cron.next(cron, since).filter(it -> it.plus(GRACE).isBefore(now)).isPresent();
    return overdue ? PipelineState.OVERDUE : byRun;
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
