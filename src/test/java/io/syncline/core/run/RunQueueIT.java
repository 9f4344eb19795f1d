package io.syncline.core.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.zaxxer.hikari.HikariDataSource;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.syncline.core.database.Databases;
import io.syncline.core.error.ErrorKind;
import io.syncline.core.error.Postponed;
import io.syncline.core.error.RequestRefused;
import io.syncline.core.error.StopReason;
import io.syncline.core.error.TerminalFailure;
import io.syncline.core.run.RunRequest.Trigger;
import io.syncline.support.CoreTest;
import io.syncline.support.TestPipeline;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.JdbcTemplate;

/** What holds for every run that waits, shown by the pipeline of the tests. */
@CoreTest
class RunQueueIT {
  private static final Duration LONG = Duration.ofSeconds(30);
  private static final Duration SHORT = Duration.ofMillis(700);
  private static final Duration AN_HOUR = Duration.ofHours(1);
  private static final String WHY = "the source asks to wait";

  @Autowired private Databases databases;
  @Autowired private RunStarter starter;
  @Autowired private RunLedger ledger;
  @Autowired private RunHistory history;
  @Autowired private RunQueue queue;
  @Autowired private ObjectProvider<RunQueue> provider;
  @Autowired private DueRows rows;
  @Autowired private RunLeases leases;
  @Autowired private RunSettings settings;
  @Autowired private FailureCodes codes;
  @Autowired private ActiveRuns runs;
  @Autowired private RunKeeper keeper;
  @Autowired private RunShutdown shutdown;
  @Autowired private TestPipeline pipeline;
  @Autowired private MeterRegistry metrics;
  @Autowired private Clock clock;

  private static final String OWN =
      " FROM sync_runs WHERE status = 'running' AND scope LIKE '%' || ? || '%'";

  private final String scope = UUID.randomUUID().toString();
  private final AtomicInteger led = new AtomicInteger();
  private JdbcTemplate staging;

  @BeforeEach
  void staging() {
    staging = new JdbcTemplate(databases.staging().pool());
  }

  @AfterEach
  void nothing_waits() {
    pipeline.does(run -> {});
    pipeline.childDoes((run, body) -> {});
    staging.queryForList("SELECT id" + OWN, UUID.class, scope).forEach(this::cancel);
    await()
        .atMost(LONG)
        .until(() -> staging.queryForObject("SELECT count(*)" + OWN, Long.class, scope) == 0);
  }

  @Test
  void a_run_that_is_put_off_goes_on_at_its_time_as_the_same_run() {
    waitsFirst(SHORT);
    Run run = start(LONG);
    assertThat(run.outcome()).isEqualTo(RunOutcome.COMPLETED);
    assertThat(led).hasValue(2);
    assertThat(rowsOf(run.scope())).isEqualTo(1);
    assertThat(number("parkings", run.id())).isEqualTo(1);
    assertThat(start(LONG).outcome()).as("the scope is free").isEqualTo(RunOutcome.COMPLETED);
  }

  @Test
  void counts_errors_calls_and_notes_add_up_however_often_it_waits() {
    pipeline.does(
        run -> {
          int turn = led.incrementAndGet();
          run.tally().sourceAnswered();
          run.tally().call();
          run.trouble(ErrorKind.PARSE, "record " + turn, "cannot be read");
          int noted = run.notes().getOrDefault("turns", IntNode.valueOf(0)).asInt();
          run.notes().put("turns", IntNode.valueOf(noted + 1));
          run.reportBy(() -> JsonNodeFactory.instance.objectNode().put("noted", noted));
          if (turn < 4) {
            throw until(Duration.ofMillis(100));
          }
        });
    Run run = start(LONG);
    assertThat(run.outcome()).isEqualTo(RunOutcome.PARTIAL);
    assertThat(run.counts().apiCalls()).isEqualTo(4);
    assertThat(run.effects().errors()).isEqualTo(4);
    assertThat(run.errors().path("items"))
        .extracting(it -> it.path("row").asText())
        .containsExactly("record 1", "record 2", "record 3", "record 4");
    assertThat(run.report().path("noted").asInt()).isEqualTo(3);
    assertThat(
            staging.queryForList(
                "SELECT row_ref FROM sync_errors WHERE run_id = ? ORDER BY seq",
                String.class,
                run.id()))
        .containsExactly("record 1", "record 2", "record 3", "record 4");
  }

  /** The cursors of a dry run do not move: without its notes it would begin anew each time. */
  @ParameterizedTest
  @CsvSource({"true, COMPLETED, 2", "false, FAILED, 1"})
  void a_dry_run_waits_where_its_notes_tell_how_far_it_is(
      boolean keepsItsPlace, RunOutcome outcome, int turns) {
    pipeline.does(
        run -> {
          if (keepsItsPlace) {
            run.keepsItsPlace();
          }
          if (led.incrementAndGet() == 1) {
            throw until(SHORT);
          }
          assertThat(run.isDryRun()).isTrue();
          run.tally().sourceAnswered();
        });
    Run run = starter.start(request(scope, Optional.empty(), true, LONG));
    assertThat(run.outcome()).isEqualTo(outcome);
    assertThat(led).hasValue(turns);
  }

  @Test
  void a_run_that_waits_holds_its_scope_and_its_slot() {
    waitsFirst(AN_HOUR);
    Optional<String> key = Optional.of("key " + scope);
    Run first = starter.start(request(scope, key, false, Duration.ZERO));
    awaitParked(first.id());
    assertThat(history.find(first.id()).orElseThrow().waitsFor())
        .as("what people are told")
        .hasValue(StopReason.SOURCE_THROTTLED + ": " + WHY);
    Assertions.assertThatThrownBy(() -> start(Duration.ZERO))
        .isInstanceOfSatisfying(
            RequestRefused.class,
            refused -> {
              assertThat(refused.problem().code()).isEqualTo("ALREADY_RUNNING");
              assertThat(refused.problem().more()).containsEntry("run_id", first.id().toString());
            });
    RunRequest tick = TestPipeline.request(scope, Trigger.SCHEDULE, key, false, Duration.ZERO);
    assertThat(starter.start(tick).id()).as("a tick of its slot").isEqualTo(first.id());
    assertThat(rowsOf(first.scope())).isEqualTo(1);
  }

  @Test
  void who_waits_for_its_end_is_told_where_it_stands_when_that_takes_too_long() {
    waitsFirst(AN_HOUR);
    long begun = System.nanoTime();
    Run run = start(SHORT);
    assertThat(run.outcome()).isEqualTo(RunOutcome.RUNNING);
    assertThat(Duration.ofNanos(System.nanoTime() - begun)).isGreaterThanOrEqualTo(SHORT);
  }

  @Test
  void a_cancel_ends_a_run_that_waits_at_once_and_without_its_work() {
    waitsFirst(AN_HOUR);
    Run run = start(Duration.ZERO);
    awaitParked(run.id());
    cancel(run.id());
    Run ended = history.find(run.id()).orElseThrow();
    assertThat(ended.outcome()).isEqualTo(RunOutcome.CANCELLED);
    assertThat(led).hasValue(1);
    pipeline.does(it -> {});
    assertThat(start(LONG).outcome()).as("the scope is free").isEqualTo(RunOutcome.COMPLETED);
  }

  @Test
  void a_dry_run_is_not_put_off_but_ends_and_says_why() {
    waitsFirst(SHORT);
    Run run = starter.start(request(scope, Optional.empty(), true, LONG));
    assertThat(run.outcome()).isEqualTo(RunOutcome.FAILED);
    assertThat(run.failure().map(Failure::code)).contains("SOURCE_THROTTLED");
    assertThat(led).hasValue(1);
  }

  @Test
  void no_thread_of_a_run_that_waits_writes_anything_more() {
    List<ActiveRun> before = new ArrayList<>();
    pipeline.does(
        run -> {
          before.add(run);
          throw until(AN_HOUR);
        });
    UUID id = start(Duration.ZERO).id();
    awaitParked(id);
    assertThat(before.get(0).stopped()).isPresent();
    assertThat(number("fence", id)).isEqualTo(before.get(0).fence() + 1);
    assertThat(ledger.close(before.get(0), RunOutcome.COMPLETED)).isFalse();
    assertThat(isParked(id)).isTrue();
  }

  @Test
  void a_process_that_slept_ends_no_run_that_another_one_leads() {
    CountDownLatch taken = new CountDownLatch(1);
    CountDownLatch slept = new CountDownLatch(1);
    pipeline.does(
        run -> {
          if (taken.getCount() > 0) {
            taken.countDown();
            join(slept);
            throw TerminalFailure.stopped(StopReason.LEASE_LOST, "it slept");
          }
          led.incrementAndGet();
          throw until(SHORT);
        });
    UUID id = enqueue(null, "a", Duration.ZERO).run();
    join(taken);
    ActiveRun first = runs.find(id).orElseThrow();
    dies(id);
    keeper.sweep();
    await().atMost(LONG).until(() -> isParked(id) && led.get() > 0);
    pipeline.does(run -> {});
    slept.countDown();
    await().atMost(LONG).until(() -> first.closed().getCount() == 0);
    assertThat(first.isPutOff()).as("nobody hears of its end").isTrue();
    assertThat(ended(id).outcome()).isEqualTo(RunOutcome.COMPLETED);
  }

  @Test
  void a_run_that_was_given_back_for_its_worker_is_not_ended_by_it() {
    CountDownLatch taken = new CountDownLatch(1);
    CountDownLatch released = new CountDownLatch(1);
    pipeline.does(
        run -> {
          taken.countDown();
          join(released);
        });
    UUID id = enqueue(null, "a", Duration.ZERO).run();
    join(taken);
    try {
      shutdown.stop();
      assertThat(isParked(id)).isTrue();
      released.countDown();
      await().during(SHORT).atMost(LONG).until(() -> isParked(id));
    } finally {
      released.countDown();
      shutdown.start();
    }
  }

  @Test
  void a_run_that_is_taken_while_the_service_stops_is_left_with_its_work_to_do() {
    pipeline.does(run -> led.incrementAndGet());
    UUID id = enqueue(null, "a", AN_HOUR).run();
    setTime(id, Duration.ofSeconds(1));
    runs.stopAll();
    try {
      queue.cancel(id); // as an alarm does that had asked before whether it stops
      assertThat(isParked(id)).isTrue();
      assertThat(led).hasValue(0);
    } finally {
      runs.allow();
    }
    assertThat(ended(id).outcome()).isEqualTo(RunOutcome.COMPLETED);
    assertThat(led).hasValue(1);
  }

  @Test
  void a_parent_that_ends_leaves_production_with_the_fence_of_the_run_that_has_its_scope() {
    leads("a");
    CountDownLatch nextBegan = new CountDownLatch(1);
    pipeline.childDoes((run, body) -> join(nextBegan));
    Run parent = start(Duration.ZERO);
    awaitParked(parent.id());
    ActiveRun next = Runs.open(ledger, scope, false);
    nextBegan.countDown();
    ended(parent.id());
    assertThat(
            new JdbcTemplate(databases.production().pool())
                .queryForObject(
                    "SELECT fence FROM sync_fence WHERE scope = ?", Long.class, next.fenceRow()))
        .isEqualTo(next.fence());
    assertThat(ledger.close(next, RunOutcome.COMPLETED)).isTrue();
  }

  @Test
  void a_parent_at_its_end_needs_no_lease_and_is_not_stopped_any_more() {
    UUID id = enqueue(null, "a", AN_HOUR).run();
    setTime(id, Duration.ofMinutes(1)); // its lease has run out
    staging.update("UPDATE sync_runs SET route = 'core.run-end' WHERE id = ?", id);
    KeptRun kept = rows.take(id).orElseThrow();
    ActiveRun run = kept.goesOn(new Fence(kept.fence(), "test"), codes);
    runs.add(run);
    keeper.renewAll();
    runs.stopAll();
    runs.allow();
    runs.remove(run);
    assertThat(run.stopped()).isEmpty();
    assertThat(ledger.close(run, RunOutcome.COMPLETED)).isTrue();
  }

  @Test
  void hundreds_of_waiting_runs_hold_no_thread_connection_or_transaction() {
    int many = 300;
    await().atMost(LONG).until(() -> busy().equals("0 0"));
    keeper.sweep();
    double others = queued();
    IntStream.range(0, many).forEach(i -> enqueue(null, "many" + i, AN_HOUR));
    keeper.sweep();
    assertThat(queued() - others).isEqualTo(many);
    await().atMost(LONG).until(() -> busy().equals("0 0"));
    assertThat(runs.all()).isEmpty();
    assertThat(
            staging.queryForObject(
                """
                SELECT count(*) FROM pg_stat_activity
                WHERE datname = current_database() AND state = 'idle in transaction'
                """,
                Long.class))
        .isZero();
    staging.update("UPDATE sync_runs SET cancel_requested_at = now() WHERE status = 'running'");
    keeper.sweep();
  }

  @Test
  void a_waiting_run_is_kept_until_its_time_and_after_it_while_it_finds_no_thread() {
    UUID id = enqueue(null, "a", AN_HOUR).run();
    setTime(id, Duration.ofSeconds(25));
    keeper.buryTheDead();
    assertThat(history.find(id).orElseThrow().outcome()).isEqualTo(RunOutcome.RUNNING);
  }

  @Test
  void a_run_whose_alarm_was_lost_is_found_again() {
    UUID id = enqueue(null, "a", AN_HOUR).run();
    staging.update("DELETE FROM qrtz_simple_triggers");
    staging.update("DELETE FROM qrtz_triggers");
    setTime(id, Duration.ofMinutes(10));
    keeper.sweep();
    assertThat(ended(id).outcome()).isEqualTo(RunOutcome.COMPLETED);
  }

  @Test
  void a_process_that_leads_its_own_runs_alone_finds_those_again_and_no_others() {
    UUID own = enqueue(null, "own", AN_HOUR).run();
    UUID other = enqueue(null, "other", AN_HOUR).run();
    List.of(own, other).forEach(this::dies);
    staging.update("UPDATE sync_runs SET owner = ? WHERE id = ?", leases.owner(), own);
    OwnAlarms alarms = new OwnAlarms(provider, settings, clock);
    try {
      new QueueSweep(databases, leases, alarms, new SimpleMeterRegistry(), clock).sweep();
      assertThat(number("deaths", other)).isZero();
      assertThat(ended(own).outcome()).isEqualTo(RunOutcome.COMPLETED);
    } finally {
      alarms.destroy();
    }
    keeper.sweep();
    assertThat(ended(other).outcome()).isEqualTo(RunOutcome.COMPLETED);
  }

  /** Else lease and row have different fences, and nobody takes it any more or cancels it. */
  @Test
  void a_run_is_taken_as_a_whole_in_the_moment_in_which_its_time_comes() {
    UUID id = enqueue(null, "a", AN_HOUR).run();
    staging.execute("ANALYZE sync_runs, run_leases"); // of a few rows, as a new installation has
    for (int i = 0; i < 300; i++) {
      staging.update(
          "UPDATE sync_runs SET owner = NULL, parked_until = clock_timestamp() + interval '3 ms' WHERE id = ?",
          id);
      long end = System.nanoTime() + LONG.toNanos();
      while (rows.takeNext().isEmpty()) {
        assertThat(System.nanoTime()).as("turn %s", i).isLessThan(end);
      }
    }
    setTime(id, Duration.ZERO);
    assertThat(rows.take(id)).isPresent();
    assertThat(ledger.requestCancel(id)).isTrue();
    dies(id);
    keeper.sweep();
    assertThat(ended(id).outcome()).isEqualTo(RunOutcome.CANCELLED);
  }

  /** As an earlier version left them. */
  @Test
  void a_waiting_run_whose_lease_alone_was_raised_goes_on() {
    UUID id = enqueue(null, "a", AN_HOUR).run();
    staging.update("UPDATE run_leases SET fence = fence + 1 WHERE run_id = ?", id);
    setTime(id, Duration.ofMinutes(1));
    assertThat(rows.take(id)).isEmpty();
    keeper.sweep();
    assertThat(ended(id).outcome()).isEqualTo(RunOutcome.COMPLETED);
  }

  @Test
  void a_cancelled_run_is_found_though_its_alarm_stands_for_later() {
    UUID id = enqueue(null, "a", AN_HOUR).run();
    assertThat(ledger.requestCancel(id)).isTrue(); // and its process dies
    keeper.sweep();
    assertThat(ended(id).outcome()).isEqualTo(RunOutcome.CANCELLED);
  }

  @Test
  void a_batch_in_flight_is_waited_for_before_its_run_is_taken() throws SQLException {
    UUID id = enqueue(null, "a", AN_HOUR).run();
    setTime(id, Duration.ofSeconds(1));
    CompletableFuture<KeptRun> take = new CompletableFuture<>();
    inFlight(
        id,
        () -> {
          take.completeAsync(() -> rows.take(id).orElseThrow());
          await().during(SHORT).atMost(LONG).until(() -> !take.isDone());
        });
    KeptRun kept = take.join();
    ActiveRun run = kept.goesOn(new Fence(kept.fence(), "test"), codes);
    assertThat(ledger.close(run, RunOutcome.COMPLETED)).isTrue();
  }

  @Test
  void a_dead_run_with_a_batch_in_flight_goes_back_to_the_queue_after_it() throws SQLException {
    UUID id = enqueue(null, "a", AN_HOUR).run();
    inFlight(
        id,
        () -> {
          dies(id);
          keeper.sweep();
          assertThat(isParked(id)).isFalse();
          assertThat(history.find(id).orElseThrow().outcome()).isEqualTo(RunOutcome.RUNNING);
        });
    keeper.sweep();
    assertThat(ended(id).outcome()).isEqualTo(RunOutcome.COMPLETED);
  }

  /** Does so while a batch of the run holds its lease. */
  private void inFlight(UUID run, Runnable meanwhile) throws SQLException {
    try (Connection batch = databases.staging().pool().getConnection();
        PreparedStatement hold =
            batch.prepareStatement("SELECT FROM run_leases WHERE run_id = ? FOR KEY SHARE")) {
      batch.setAutoCommit(false);
      hold.setObject(1, run);
      hold.execute();
      try {
        meanwhile.run();
      } finally {
        batch.rollback();
        batch.setAutoCommit(true);
      }
    }
  }

  @Test
  void a_queued_run_whose_process_died_goes_back_to_the_queue_but_not_for_ever() {
    pipeline.does(
        run -> {
          led.incrementAndGet();
          throw until(AN_HOUR);
        });
    UUID id = enqueue(null, "a", Duration.ZERO).run();
    await().atMost(LONG).until(() -> led.get() > 0);
    awaitParked(id);
    for (int death = 1; death <= 3; death++) {
      dies(id);
      keeper.sweep();
      await().atMost(LONG).until(() -> led.get() > 0);
      awaitParked(id);
      assertThat(number("deaths", id)).isEqualTo(death);
    }
    dies(id);
    keeper.sweep();
    assertThat(history.find(id).orElseThrow().failure().map(Failure::code)).contains("INTERRUPTED");
  }

  @Test
  void a_queued_dry_run_whose_process_died_ends_and_is_not_counted_twice() {
    pipeline.does(run -> led.incrementAndGet());
    RunRequest request = request(scope + "/dry", Optional.empty(), true, Duration.ZERO);
    UUID id =
        queue
            .enqueue(null, request, TestPipeline.WORD + ".sync", clock.instant().plus(AN_HOUR))
            .run();
    dies(id);
    keeper.sweep();
    assertThat(ended(id).failure().map(Failure::code)).contains("INTERRUPTED");
    assertThat(led).hasValue(0);
  }

  @Test
  void the_end_of_the_service_leaves_waiting_runs_and_gives_queued_ones_back() {
    CountDownLatch begun = new CountDownLatch(1);
    pipeline.does(
        run -> {
          led.incrementAndGet();
          if (run.request().parameters().path("scope").asText().endsWith("busy")) {
            CompletableFuture<Void> end = new CompletableFuture<>();
            run.waits().begin(() -> end.complete(null));
            begun.countDown();
            end.join();
            run.checkGoingOn();
          }
        });
    UUID waiting = enqueue(null, "waiting", AN_HOUR).run();
    UUID busy = enqueue(null, "busy", Duration.ZERO).run();
    await().atMost(LONG).until(() -> begun.getCount() == 0);
    shutdown.stop();
    assertThat(List.of(waiting, busy)).allMatch(this::isParked);
    shutdown.start();
    pipeline.does(run -> led.incrementAndGet());
    staging.update(
        "UPDATE sync_runs SET parked_until = now() - interval '1 min'"
            + " WHERE status = 'running'");
    keeper.sweep();
    assertThat(ended(busy).outcome()).isEqualTo(RunOutcome.COMPLETED);
  }

  @Test
  void a_parent_waits_without_a_thread_and_ends_as_the_worst_of_its_children() {
    Map<String, UUID> children = leads("sound", "bad", "late");
    pipeline.childDoes(
        (run, body) -> {
          String name = run.request().parameters().path("scope").asText();
          run.tally().sourceAnswered();
          run.tally().call();
          if (name.endsWith("bad")) {
            throw TerminalFailure.stopped(StopReason.SOURCE_GARBAGE, "no page");
          }
          if (name.endsWith("late") && !run.notes().containsKey("waited")) {
            run.notes().put("waited", IntNode.valueOf(1));
            throw until(Duration.ofSeconds(2));
          }
        });
    Run parent = start(Duration.ZERO);
    awaitParked(parent.id());
    assertThat(runs.find(parent.id())).isEmpty();
    pipeline.does(run -> {});
    assertThat(start(LONG).outcome()).as("the next tick").isEqualTo(RunOutcome.COMPLETED);
    Run ended = ended(parent.id());
    assertThat(ended.outcome()).isEqualTo(RunOutcome.FAILED);
    assertThat(ended.failure().map(Failure::code)).contains("CHILD_FAILED");
    assertThat(ended.children().path("total").asInt()).isEqualTo(3);
    assertThat(history.list(RunQuery.of(Map.of("parent", parent.id().toString()))))
        .extracting(Run::id)
        .containsExactlyInAnyOrderElementsOf(children.values());
    assertThat(history.find(id(children, "late")).orElseThrow().counts().apiCalls()).isEqualTo(2);
    assertThat(ended.completedAt().orElseThrow())
        .isAfterOrEqualTo(
            history.find(id(children, "late")).orElseThrow().completedAt().orElseThrow());
  }

  @Test
  void a_parent_whose_children_went_well_is_completed_and_who_waits_hears_of_it() {
    leads("a", "b");
    pipeline.childDoes((run, body) -> run.tally().sourceAnswered());
    assertThat(start(LONG).outcome()).isEqualTo(RunOutcome.COMPLETED);
  }

  @Test
  void a_child_whose_scope_is_held_is_named_with_the_run_that_holds_it() {
    RunQueue.Entry first = enqueue(null, "held", AN_HOUR);
    RunQueue.Entry second = enqueue(null, "held", Duration.ZERO);
    assertThat(first.isQueued()).isTrue();
    assertThat(second).isEqualTo(new RunQueue.Entry(first.run(), false));
  }

  @Test
  void a_cancel_of_a_parent_ends_its_waiting_children() {
    Map<String, UUID> children = leads("a", "b");
    pipeline.childDoes(
        (run, body) -> {
          throw until(AN_HOUR);
        });
    Run parent = start(Duration.ZERO);
    awaitParked(parent.id());
    children.values().forEach(this::awaitParked);
    cancel(parent.id());
    assertThat(history.find(parent.id()).orElseThrow().outcome()).isEqualTo(RunOutcome.CANCELLED);
    children
        .values()
        .forEach(it -> assertThat(ended(it).outcome()).isEqualTo(RunOutcome.CANCELLED));
  }

  @Test
  void more_are_queued_than_may_be_led_at_once_and_none_is_refused() {
    AtomicInteger underWay = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    pipeline.does(
        run -> {
          most.accumulateAndGet(underWay.incrementAndGet(), Math::max);
          await().pollDelay(Duration.ofMillis(100)).until(() -> true);
          underWay.decrementAndGet();
        });
    List<UUID> queued =
        IntStream.range(0, 20).mapToObj(i -> enqueue(null, "n" + i, Duration.ZERO).run()).toList();
    queued.forEach(it -> assertThat(ended(it).outcome()).isEqualTo(RunOutcome.COMPLETED));
    assertThat(most.get()).isEqualTo(4);
  }

  /** The next run queues one for each of these. */
  private Map<String, UUID> leads(String... names) {
    Map<String, UUID> children = new ConcurrentHashMap<>();
    pipeline.does(
        run -> {
          led.incrementAndGet();
          for (String name : names) {
            children.put(name, enqueue(run, name, Duration.ZERO).run());
          }
        });
    return children;
  }

  private double queued() {
    return metrics.get("syncline.runs.waiting").tag("state", "queued").gauge().value();
  }

  private static void join(CountDownLatch latch) {
    await().atMost(LONG).until(() -> latch.getCount() == 0);
  }

  private static UUID id(Map<String, UUID> children, String name) {
    return Optional.ofNullable(children.get(name)).orElseThrow();
  }

  private RunQueue.Entry enqueue(ActiveRun parent, String name, Duration after) {
    RunRequest request = request(scope + "/" + name, Optional.empty(), false, Duration.ZERO);
    Instant at = clock.instant().plus(after);
    return parent == null
        ? queue.enqueue(null, request, TestPipeline.WORD + ".sync", at)
        : queue.enqueue(parent, request, TestPipeline.WORD + ".child", at);
  }

  private void waitsFirst(Duration time) {
    pipeline.does(
        run -> {
          if (led.incrementAndGet() == 1) {
            throw until(time);
          }
        });
  }

  private Postponed until(Duration time) {
    return Postponed.until(clock.instant().plus(time), StopReason.SOURCE_THROTTLED, WHY);
  }

  private Run start(Duration patience) {
    return starter.start(request(scope, Optional.empty(), false, patience));
  }

  private static RunRequest request(
      String scope, Optional<String> key, boolean dryRun, Duration patience) {
    return TestPipeline.request(scope, Trigger.MANUAL, key, dryRun, patience);
  }

  private void cancel(UUID run) {
    if (ledger.requestCancel(run)) {
      runs.find(run).ifPresent(it -> it.stop(StopReason.CANCELLED, "cancelled on request"));
      queue.cancel(run);
    }
  }

  private Run ended(UUID run) {
    await()
        .atMost(LONG)
        .until(() -> history.find(run).orElseThrow().outcome() != RunOutcome.RUNNING);
    return history.find(run).orElseThrow();
  }

  private void awaitParked(UUID run) {
    await().atMost(LONG).until(() -> isParked(run) && runs.find(run).isEmpty());
  }

  private boolean isParked(UUID run) {
    return Boolean.TRUE.equals(
        staging.queryForObject(
            "SELECT parked_until IS NOT NULL FROM sync_runs WHERE id = ?", Boolean.class, run));
  }

  private long number(String column, UUID run) {
    return Optional.ofNullable(
            staging.queryForObject(
                "SELECT %s FROM sync_runs WHERE id = ?".formatted(column), Long.class, run))
        .orElseThrow();
  }

  /** Its time was so long ago, and nobody has looked after it since. */
  private void setTime(UUID run, Duration ago) {
    staging.update(
        """
        WITH lapsed AS (
            UPDATE run_leases SET expires_at = now() - make_interval(secs => ?) + interval '30 s' WHERE run_id = ?
        )
        UPDATE sync_runs SET parked_until = now() - make_interval(secs => ?),
               heartbeat_at = now() - make_interval(secs => ?) WHERE id = ?
        """,
        ago.toSeconds(),
        run,
        ago.toSeconds(),
        ago.toSeconds(),
        run);
  }

  /** As a process leaves it that took the run and was killed. */
  private void dies(UUID run) {
    led.set(0);
    staging.update(
        """
        WITH lapsed AS (
            UPDATE run_leases SET expires_at = now() - interval '1 s' WHERE run_id = ?
        )
        UPDATE sync_runs SET parked_until = NULL, heartbeat_at = now() - interval '1 min' WHERE id = ?
        """,
        run,
        run);
  }

  /** Connections lent by the pools of runs, and threads that lead a run. */
  private String busy() {
    int lent = 0;
    for (var pool : List.of(databases.production().pool(), databases.lease())) {
      lent += ((HikariDataSource) pool).getHikariPoolMXBean().getActiveConnections();
    }
    return lent + " " + runs.all().size();
  }

  private long rowsOf(String of) {
    return Optional.ofNullable(
            staging.queryForObject(
                "SELECT count(*) FROM sync_runs WHERE scope = ?", Long.class, of))
        .orElseThrow();
  }
}
