package io.syncline.core.schedule;

import io.syncline.core.notice.Announcer;
import io.syncline.core.notice.Notice;
import io.syncline.core.notice.Notice.Field;
import io.syncline.core.notice.Notice.Level;
import io.syncline.core.run.BackgroundLoop;
import io.syncline.core.run.BackgroundLoops;
import io.syncline.core.schedule.ScheduleStates.Owed;
import io.syncline.core.schedule.ScheduleStatus.State;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.stereotype.Component;

/**
 * Notices on a thread of its own, which no scheduler can block, that a schedule did not fire
 * although it should have, and that it does again. Of all instances one tells, and another one if
 * that ended before people knew; what one look finds is one notice. A command watches nothing.
 */
@Component
@ConditionalOnProperty(name = "syncline.run.queue", havingValue = "all", matchIfMissing = true)
final class Watchdog {
  private static final Logger LOG = LoggerFactory.getLogger(Watchdog.class);
  private static final Duration LONGEST_LOOK = Duration.ofSeconds(60);
  private static final Duration TIME_TO_FINISH = Duration.ofSeconds(1);
  private static final int MOST_NAMES = 10;

  private final ScheduleBoard board;
  private final ScheduleStates states;
  private final Announcer announcer;
  private final Clock clock;
  private final Duration tellAgain;

  Watchdog(
      ScheduleBoard board,
      ScheduleStates states,
      Announcer announcer,
      Clock clock,
      BackgroundLoops loops,
      @Value("${syncline.watchdog.interval}") Duration interval,
      @Value("${syncline.watchdog.tell-again}") Duration tellAgain) {
    this.board = board;
    this.states = states;
    this.announcer = announcer;
    this.clock = clock;
    this.tellAgain = tellAgain;
    loops.keep(
        BackgroundLoop.resting("watchdog", interval, this::look), LONGEST_LOOK, TIME_TO_FINISH);
  }

  void look() {
    states.watch(board.all(), clock.instant());
    List<ScheduleStatus> all = board.all();
    all.forEach(this::note);
    List<Owed> owed = states.owed(tellAgain);
    if (!owed.isEmpty()) {
      tell(owed, all);
    }
  }

  private void note(ScheduleStatus schedule) {
    if (schedule.is(State.OVERDUE)) {
      states.miss(schedule.name(), schedule.overdueSince().orElseThrow());
    } else {
      states.seeAgain(schedule.name());
    }
  }

  private void tell(List<Owed> owed, List<ScheduleStatus> all) {
    Set<String> names = owed.stream().map(Owed::name).collect(Collectors.toSet());
    List<ScheduleStatus> told = all.stream().filter(it -> names.contains(it.name())).toList();
    List<ScheduleStatus> missed = told.stream().filter(it -> it.is(State.OVERDUE)).toList();
    List<ScheduleStatus> again = told.stream().filter(it -> !it.is(State.OVERDUE)).toList();
    missed.forEach(it -> LOG.warn("schedule overdue: {}", it.told()));
    again.forEach(it -> LOG.info("schedule no longer overdue: {}", it.told()));
    if (told.isEmpty()) {
      states.told(owed); // of what is no schedule any more
    } else {
      announcer.tell(notice(missed, again), () -> states.told(owed));
    }
  }

  private static Notice notice(List<ScheduleStatus> missed, List<ScheduleStatus> again) {
    return new Notice(
        "Schedules",
        "Did not fire: " + missed.size() + " · over: " + again.size(),
        missed.isEmpty() ? Level.OK : Level.STOPPED,
        Stream.concat(field("Did not fire", missed), field("Over", again)).toList(),
        "schedules");
  }

  private static Stream<Field> field(String name, List<ScheduleStatus> all) {
    String told =
        all.stream()
            .limit(MOST_NAMES)
            .map(it -> "`" + it.told().replace('`', '\'') + "`")
            .collect(Collectors.joining("\n"));
    long more = all.size() - Math.min(all.size(), MOST_NAMES);
    return all.isEmpty()
        ? Stream.empty()
        : Stream.of(new Field(name, told + (more > 0 ? "\nand " + more + " more" : ""), false));
  }
}
