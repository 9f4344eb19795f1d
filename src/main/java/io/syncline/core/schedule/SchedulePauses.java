package io.syncline.core.schedule;

import io.syncline.core.error.RequestRefused;
import io.syncline.core.notice.Announcer;
import io.syncline.core.notice.Notice;
import io.syncline.core.notice.Notice.Level;
import io.syncline.core.run.RunRequest;
import java.time.Clock;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** What people do with a schedule: it is paused, goes on, or starts at once what it would start. */
@Component
public final class SchedulePauses {
  private static final Logger LOG = LoggerFactory.getLogger(SchedulePauses.class);

  private final ScheduleBoard board;
  private final ScheduledRuns runs;
  private final ScheduleStates states;
  private final StoredSchedules stored;
  private final Announcer announcer;
  private final Clock clock;

  SchedulePauses(
      ScheduleBoard board,
      ScheduledRuns runs,
      ScheduleStates states,
      StoredSchedules stored,
      Announcer announcer,
      Clock clock) {
    this.board = board;
    this.runs = runs;
    this.states = states;
    this.stored = stored;
    this.announcer = announcer;
    this.clock = clock;
  }

  /**
   * Pauses a schedule or has it go on, on all instances and over restarts.
   *
   * @throws RequestRefused 404 where there is none of that name
   */
  public ScheduleStatus set(String name, boolean isPaused, String by) {
    ScheduleStatus schedule = board.known(name);
    boolean isChanged =
        schedule
            .scope()
            .map(scope -> stored.pause(schedule.pipeline(), scope, isPaused, by))
            .orElseGet(() -> states.pause(name, isPaused, by, clock.instant()));
    if (isChanged) {
      tell(name + (isPaused ? " was paused by " : " was resumed by ") + by);
    }
    return board.known(name);
  }

  private void tell(String words) {
    LOG.info("schedule {}", words);
    announcer.tell(new Notice("Schedules", words, Level.SOME_FAILURES, List.of(), "schedules"));
  }

  /**
   * What it would start now, asked for by nobody yet.
   *
   * @throws RequestRefused 404 where there is none of that name, or what its pipeline says of a
   *     scope that is not to be run
   */
  public RunRequest now(String name) {
    ScheduleStatus schedule = board.known(name);
    return schedule
        .scope()
        .flatMap(scope -> runs.of(schedule.pipeline()).map(run -> run.apply(scope)))
        .or(() -> runs.configured(name).map(it -> it.start().apply(clock.instant())))
        .orElseThrow(() -> ScheduleBoard.unknown(name));
  }
}
