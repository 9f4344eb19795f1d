package io.syncline.core.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.core.notice.Announcer;
import io.syncline.core.run.BackgroundLoops;
import io.syncline.core.run.RunRequest;
import io.syncline.core.run.RunRequest.Trigger;
import io.syncline.core.run.RunStarter;
import io.syncline.core.schedule.ScheduleStates.Owed;
import io.syncline.core.schedule.ScheduleStatus.State;
import io.syncline.support.CoreTest;
import io.syncline.support.SettableClock;
import io.syncline.support.TestPipeline;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What is said of schedules, by the clock of the test. */
@CoreTest
@ExtendWith(OutputCaptureExtension.class)
class ScheduleBoardIT {
  private static final Duration GRACE = Duration.ofMinutes(5);
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
  private static final String HOURLY = "0 * * * *";
  private static final Duration TELL_AGAIN = Duration.ofMinutes(5);
  private static final String OVERDUE = "schedule overdue: entities was due at";

  @Autowired private ScheduleRows rows;
  @Autowired private ScheduleStates states;
  @Autowired private RunStarter starter;
  @Autowired private TestPipeline pipeline;
  @Autowired private Announcer announcer;
  @Autowired private BackgroundLoops loops;

  @Autowired
  @Qualifier("staging")
  private javax.sql.DataSource staging;

  private final String key = "board-" + UUID.randomUUID();
  private final SettableClock clock = new SettableClock("2026-03-01T11:30:00Z");

  @BeforeEach
  void nothing_is_noted() {
    JdbcClient.create(staging)
        .sql("TRUNCATE sync_schedules, sync_schedule_states, sync_runs")
        .update();
  }

  /** A process that starts now, whose settings say so. */
  private final class Instance {
    private final ScheduledRuns runs;
    private final ScheduleBoard board;
    private final Watchdog watchdog;
    private final ScheduledStarts starts;

    Instance(String cron, boolean isOff) {
      runs =
          new ScheduledRuns(
              List.of(new ConfiguredSchedule("entities", "entities", cron, isOff, this::start)),
              Map.of("entities", TestPipeline::scheduled),
              Set.of());
      board = new ScheduleBoard(runs, rows, states, clock, GRACE);
      watchdog =
          new Watchdog(board, states, announcer, clock, loops, Duration.ofHours(1), TELL_AGAIN);
      starts = new ScheduledStarts(runs, states, starter, clock);
    }

    private RunRequest start(Instant slot) {
      return TestPipeline.request(
          "z", Trigger.SCHEDULE, Optional.of(key + "|" + slot), false, Duration.ZERO);
    }

    ScheduleStatus schedule() {
      return board.known("entities");
    }

    State state() {
      return schedule().state();
    }

    /** The state after a look of the watchdog. */
    State seen() {
      watchdog.look();
      return state();
    }

    void fires(Instant slot) {
      starts.start(starts.tick("entities", slot));
    }
  }

  private Instance hourly() {
    return new Instance(HOURLY, false);
  }

  private void at(String time) {
    clock.set("2026-03-01T" + time + "Z");
  }

  @Test
  void a_schedule_says_its_cron_in_words_and_its_next_fires() {
    ScheduleStatus schedule = hourly().schedule();
    assertThat(schedule.words()).contains("every hour");
    assertThat(schedule.next(5))
        .hasSize(5)
        .startsWith(NOON)
        .endsWith(NOON.plus(Duration.ofHours(4)));
    assertThat(schedule.changedBy()).isEmpty();
    assertThat(new Instance("off", false).schedule().next()).isEmpty();
    assertThat(new Instance("false", false).state()).isEqualTo(State.OFF);
    assertThat(new Instance(HOURLY, true).state()).isEqualTo(State.OFF);
  }

  @Test
  void a_slot_is_missed_when_the_grace_is_over_and_no_fire_is_noted() {
    Instance instance = hourly();
    assertThat(instance.seen()).isEqualTo(State.ON);
    at("12:05:00");
    assertThat(instance.seen()).isEqualTo(State.ON);
    at("12:05:01");
    assertThat(instance.seen()).isEqualTo(State.OVERDUE);
    assertThat(instance.schedule().overdueSince()).contains(NOON);
    instance.fires(NOON);
    assertThat(instance.seen()).isEqualTo(State.ON);
    assertThat(instance.schedule().lastFire().orElseThrow().run()).isPresent();
    at("13:05:01");
    assertThat(instance.seen()).isEqualTo(State.OVERDUE);
  }

  @Test
  void a_fire_on_another_instance_is_one() {
    Instance one = hourly();
    Instance two = hourly();
    one.seen();
    at("12:00:01");
    two.fires(NOON);
    at("12:30:00");
    assertThat(one.seen()).isEqualTo(State.ON);
  }

  /** As by an instance of a version that notes nothing, or where its process died before it did. */
  @Test
  void a_slot_whose_run_is_in_the_ledger_is_not_missed_though_no_fire_is_noted() {
    Instance instance = hourly();
    instance.seen();
    ran(key + "|" + NOON, "12:00:01");
    at("12:30:00");
    assertThat(instance.seen()).isEqualTo(State.ON);
    ran(key + "|" + NOON.plus(Duration.ofHours(2)), "14:00:01");
    at("14:30:00");
    assertThat(instance.seen()).as("13:00 is behind it").isEqualTo(State.ON);
    ran(key + "|due|" + NOON.plus(Duration.ofHours(3)), "15:00:01");
    at("15:05:01");
    assertThat(instance.seen()).as("another's slot").isEqualTo(State.OVERDUE);
    assertThat(instance.schedule().overdueSince()).contains(NOON.plus(Duration.ofHours(3)));
  }

  private void ran(String slot, String time) {
    JdbcClient.create(staging)
        .sql(
            """
            INSERT INTO sync_runs (pipeline, scope, trigger, status, outcome, slot_key, started_at)
            VALUES ('entities', 'entities/z', 'schedule', 'completed', 'completed', ?, ?::timestamptz)
            """)
        .params(slot, "2026-03-01T" + time + "Z")
        .update();
  }

  @Test
  void who_fires_late_one_slot_after_the_other_is_not_overdue_meanwhile() {
    Instance instance = hourly();
    instance.seen();
    at("15:30:00");
    assertThat(instance.seen()).isEqualTo(State.OVERDUE);
    instance.fires(NOON);
    assertThat(instance.seen()).isEqualTo(State.ON);
    at("16:05:01");
    assertThat(instance.seen()).isEqualTo(State.OVERDUE);
  }

  @Test
  void a_process_that_starts_gives_what_was_missed_the_grace_once_more() {
    hourly().seen();
    at("18:00:30");
    Instance later = hourly();
    assertThat(later.seen()).isEqualTo(State.ON);
    at("18:05:31");
    assertThat(later.seen()).as("nobody ran it").isEqualTo(State.OVERDUE);
    assertThat(later.schedule().overdueSince()).contains(NOON);
  }

  @Test
  void what_people_were_told_stays_while_processes_start_anew() {
    Instance first = hourly();
    first.seen();
    at("12:06:00");
    assertThat(first.seen()).isEqualTo(State.OVERDUE);
    assertThat(hourly().seen()).isEqualTo(State.OVERDUE);
  }

  @Test
  void of_all_instances_one_tells_that_it_began_and_one_that_it_is_over() {
    Instance instance = hourly();
    instance.seen();
    at("12:06:00");
    states.miss("entities", NOON);
    List<Owed> began = states.owed(TELL_AGAIN);
    assertThat(began).extracting(Owed::name).containsExactly("entities");
    states.miss("entities", NOON);
    assertThat(states.owed(TELL_AGAIN)).isEmpty();
    instance.fires(NOON);
    states.seeAgain("entities");
    states.told(began);
    assertThat(states.owed(TELL_AGAIN)).as("that it is over is another notice").hasSize(1);
    states.seeAgain("entities");
    assertThat(states.owed(TELL_AGAIN)).isEmpty();
  }

  @Test
  void what_a_process_has_not_told_before_it_ended_another_one_tells(CapturedOutput output) {
    Instance another = hourly();
    another.seen();
    at("12:06:00");
    states.miss("entities", NOON);
    assertThat(states.owed(TELL_AGAIN)).as("taken along by a process that ends").hasSize(1);
    another.seen();
    assertThat(output).as("it may still be telling").doesNotContain(OVERDUE);
    JdbcClient.create(staging)
        .sql("UPDATE sync_schedule_states SET tell_at = tell_at - interval '1 hour'")
        .update();
    another.seen();
    assertThat(output).containsOnlyOnce(OVERDUE);
    JdbcClient.create(staging)
        .sql("UPDATE sync_schedule_states SET tell_at = tell_at - interval '1 hour'")
        .update();
    another.seen();
    assertThat(output).as("told once").containsOnlyOnce(OVERDUE);
  }

  @Test
  void what_was_due_while_it_was_another_one_is_not_missed() {
    new Instance("0 3 * * *", false).seen();
    at("16:00:30");
    Instance changed = hourly();
    assertThat(changed.seen()).isEqualTo(State.ON);
    at("16:59:00");
    assertThat(changed.seen()).isEqualTo(State.ON);
    at("17:05:01");
    assertThat(changed.seen()).isEqualTo(State.OVERDUE);
  }

  @Test
  void what_was_due_while_its_pipeline_was_off_is_not_missed() {
    hourly().seen();
    assertThat(new Instance(HOURLY, true).seen()).isEqualTo(State.OFF);
    at("16:30:00");
    Instance again = hourly();
    again.seen();
    at("16:36:00");
    assertThat(again.seen()).isEqualTo(State.ON);
  }

  @Test
  void a_paused_schedule_starts_nothing_is_not_overdue_and_makes_up_for_nothing() {
    Instance instance = hourly();
    instance.seen();
    assertThat(states.pause("entities", true, "somebody", clock.instant())).isTrue();
    assertThat(states.pause("entities", true, "another", clock.instant())).isFalse();
    at("12:00:00");
    instance.fires(NOON);
    at("14:30:00");
    assertThat(instance.seen()).isEqualTo(State.PAUSED);
    assertThat(instance.schedule().next()).isEmpty();
    assertThat(instance.schedule().lastFire()).isEmpty();
    assertThat(instance.schedule().told())
        .isEqualTo("entities is paused by somebody since 2026-03-01T11:30:00Z");
    states.pause("entities", false, "another", clock.instant());
    assertThat(instance.state()).isEqualTo(State.ON);
    at("14:36:00");
    assertThat(instance.seen()).isEqualTo(State.ON);
    assertThat(instance.schedule().changedBy()).contains("another");
  }

  @Test
  void a_slot_whose_scope_is_held_is_skipped_and_noted_with_the_reason() throws Exception {
    CountDownLatch mayEnd = new CountDownLatch(1);
    pipeline.does(
        run -> {
          try {
            mayEnd.await(60, TimeUnit.SECONDS);
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
    try {
      Instance instance = hourly();
      at("13:00:01");
      instance.fires(NOON);
      UUID first = instance.schedule().lastFire().orElseThrow().run().orElseThrow();
      instance.fires(NOON.plus(Duration.ofHours(1)));
      ScheduleFire second = instance.schedule().lastFire().orElseThrow();
      assertThat(second.run()).isEmpty();
      assertThat(second.refusal()).contains("ALREADY_RUNNING");
      instance.fires(NOON);
      assertThat(instance.schedule().lastFire()).as("older than " + first).contains(second);
    } finally {
      mayEnd.countDown();
      pipeline.does(run -> {});
    }
  }

  @Test
  void an_instance_whose_clock_is_a_year_ahead_blinds_nobody() {
    clock.set("2027-03-01T12:00:01Z");
    Instance ahead = hourly();
    ahead.seen();
    ahead.fires(Instant.parse("2027-03-01T12:00:00Z"));
    at("11:30:00");
    Instance instance = hourly();
    assertThat(instance.seen()).isEqualTo(State.ON);
    at("12:05:01");
    assertThat(instance.seen()).isEqualTo(State.OVERDUE);
    instance.fires(NOON);
    assertThat(instance.schedule().lastFire().orElseThrow().slot()).isEqualTo(NOON);
    assertThat(instance.seen()).isEqualTo(State.ON);
  }

  @Test
  void a_schedule_that_is_data_is_watched_too() {
    JdbcClient.create(staging)
        .sql(
            "INSERT INTO sync_schedules (pipeline, scope, cron, updated_at)"
                + " VALUES ('entities', 'b', '0 * * * *', '2026-03-01 11:00Z')")
        .update();
    Instance instance = hourly();
    instance.seen();
    at("12:06:00");
    instance.seen();
    assertThat(instance.board.known("entities.b").overdueSince()).contains(NOON);
    ran("entities|b|" + NOON, "12:00:01");
    assertThat(instance.board.known("entities.b").state()).isEqualTo(State.ON);
    assertThat(rows.pause("entities", "b", true, "somebody")).isTrue();
    assertThat(instance.board.known("entities.b").state()).isEqualTo(State.PAUSED);
    assertThat(instance.board.known("entities.b").changedBy()).contains("somebody");
    states.forget("entities.b");
    assertThat(states.all()).containsOnlyKeys("entities");
  }
}
