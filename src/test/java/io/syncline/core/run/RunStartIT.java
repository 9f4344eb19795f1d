package io.syncline.core.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.syncline.core.database.Databases;
import io.syncline.core.error.Problem;
import io.syncline.core.error.RequestRefused;
import io.syncline.core.run.RunRequest.Trigger;
import io.syncline.support.CoreTest;
import io.syncline.support.TestPipeline;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.JdbcTemplate;

@CoreTest
class RunStartIT {
  private static final Duration LONG = Duration.ofSeconds(20);
  private static final int RUNS_AT_ONCE = 4;

  @Autowired private Databases databases;
  @Autowired private RunStarter starter;
  @Autowired private RunHistory history;
  @Autowired private ActiveRuns runs;
  @Autowired private TestPipeline pipeline;

  private final String scope = UUID.randomUUID().toString();
  private final Optional<String> key = Optional.of("test|" + scope);
  private final AtomicInteger led = new AtomicInteger();
  private final CountDownLatch mayEnd = new CountDownLatch(1);
  private JdbcTemplate staging;

  @BeforeEach
  void counted() {
    staging = new JdbcTemplate(databases.staging().pool());
    pipeline.does(run -> led.incrementAndGet());
  }

  @AfterEach
  void all_runs_end() {
    mayEnd.countDown();
    Awaitility.await().atMost(LONG).until(() -> runs.all().isEmpty());
    pipeline.does(run -> {});
  }

  @Test
  void the_same_slot_twice_starts_one_run() {
    RunRequest tick = asked(scope, Trigger.SCHEDULE, key, LONG);
    Run first = starter.start(tick);
    Run second = starter.start(tick);
    assertThat(second.id()).isEqualTo(first.id());
    assertThat(rowsOf(scope)).isEqualTo(1);
    assertThat(led).hasValue(1);
  }

  @Test
  void a_slot_that_is_due_while_its_run_goes_on_is_that_run() {
    holdRuns();
    RunRequest tick = asked(scope, Trigger.SCHEDULE, key, Duration.ZERO);
    Run first = starter.start(tick);
    Run second = starter.start(tick);
    assertThat(second.id()).isEqualTo(first.id());
    assertThat(second.outcome()).isEqualTo(RunOutcome.RUNNING);
    assertThat(rowsOf(scope)).isEqualTo(1);
  }

  @Test
  void a_slot_that_many_start_at_once_starts_one_run() {
    RunRequest tick = asked(scope, Trigger.SCHEDULE, key, LONG);
    ExecutorService nodes = Executors.newFixedThreadPool(RUNS_AT_ONCE);
    try {
      List<CompletableFuture<Run>> starts =
          IntStream.range(0, RUNS_AT_ONCE)
              .mapToObj(i -> CompletableFuture.supplyAsync(() -> starter.start(tick), nodes))
              .toList();
      assertThat(starts.stream().map(start -> start.join().id()).distinct()).hasSize(1);
    } finally {
      nodes.shutdownNow();
    }
    assertThat(rowsOf(scope)).isEqualTo(1);
    assertThat(led).hasValue(1);
  }

  @Test
  void a_key_that_comes_again_is_answered_with_its_first_run() {
    Run first = starter.start(asked(scope, Trigger.MANUAL, key, LONG));
    Run second = starter.start(asked(scope, Trigger.MANUAL, key, LONG));
    assertThat(second).isEqualTo(first);
    assertThat(second.outcome()).isEqualTo(RunOutcome.COMPLETED);
    assertThat(rowsOf(scope)).isEqualTo(1);
    assertThat(led).hasValue(1);
  }

  @Test
  void a_key_that_comes_with_other_parameters_is_refused() {
    starter.start(asked(scope, Trigger.MANUAL, key, LONG));
    String other = UUID.randomUUID().toString();
    Problem problem = refused(asked(other, Trigger.MANUAL, key, LONG));
    assertThat(problem.status()).isEqualTo(422);
    assertThat(problem.code()).isEqualTo("IDEMPOTENCY_KEY_REUSED");
    assertThat(rowsOf(other)).isZero();
    Problem rehearsed = refused(TestPipeline.request(scope, Trigger.MANUAL, key, true, LONG));
    assertThat(rehearsed.code()).isEqualTo("IDEMPOTENCY_KEY_REUSED");
    assertThat(led).hasValue(1);
  }

  @Test
  void a_key_whose_run_goes_on_is_refused_with_that_run() {
    holdRuns();
    Run first = starter.start(asked(scope, Trigger.MANUAL, key, Duration.ZERO));
    Problem problem = refused(asked(scope, Trigger.MANUAL, key, Duration.ZERO));
    assertThat(problem.status()).isEqualTo(409);
    assertThat(problem.code()).isEqualTo("ALREADY_RUNNING");
    assertThat(problem.more()).containsEntry("run_id", first.id().toString());
    assertThat(rowsOf(scope)).isEqualTo(1);
  }

  @Test
  void a_held_scope_is_refused_with_its_holder_and_leaves_no_row() {
    holdRuns();
    Run holder = starter.start(asked(scope, Trigger.MANUAL, Optional.empty(), Duration.ZERO));
    Problem problem = refused(asked(scope, Trigger.MANUAL, key, Duration.ZERO));
    assertThat(problem.status()).isEqualTo(409);
    assertThat(problem.more()).containsEntry("run_id", holder.id().toString());
    assertThat(problem.detail()).contains(holder.id().toString());
    assertThat(rowsOf(scope)).isEqualTo(1);
  }

  @Test
  void a_key_refused_for_a_held_scope_starts_a_run_later() {
    holdRuns();
    Run holder = starter.start(asked(scope, Trigger.MANUAL, Optional.empty(), Duration.ZERO));
    refused(asked(scope, Trigger.MANUAL, key, Duration.ZERO));
    mayEnd.countDown();
    Awaitility.await().atMost(LONG).until(() -> runs.all().isEmpty());
    Run later = starter.start(asked(scope, Trigger.MANUAL, key, LONG));
    assertThat(later.id()).isNotEqualTo(holder.id());
    assertThat(later.outcome()).isEqualTo(RunOutcome.COMPLETED);
  }

  @Test
  void an_unknown_pipeline_is_refused() {
    Problem problem = refused(of("nonsense"));
    assertThat(problem.status()).isEqualTo(404);
    assertThat(problem.code()).isEqualTo("UNKNOWN_PIPELINE");
    assertThat(rowsOf(scope)).isZero();
  }

  @Test
  void a_pipeline_without_its_credential_is_refused_with_the_variable_to_set() {
    Problem problem = refused(of("junglescout"));
    assertThat(problem.status()).isEqualTo(503);
    assertThat(problem.code()).isEqualTo("PIPELINE_OFF");
    assertThat(problem.detail()).contains("JUNGLE_SCOUT_API_KEY");
    assertThat(problem.more()).containsEntry("variables", List.of("JUNGLE_SCOUT_API_KEY"));
    assertThat(rowsOf(scope)).isZero();
  }

  @Test
  void a_caller_that_waits_gets_the_finished_run() {
    Run run = starter.start(asked(scope, Trigger.MANUAL, Optional.empty(), LONG));
    assertThat(run.outcome()).isEqualTo(RunOutcome.COMPLETED);
    assertThat(run.completedAt()).isPresent();
  }

  @Test
  void a_caller_that_does_not_wait_gets_the_run_as_it_goes_on() {
    holdRuns();
    Run run = starter.start(asked(scope, Trigger.MANUAL, Optional.empty(), Duration.ZERO));
    assertThat(run.outcome()).isEqualTo(RunOutcome.RUNNING);
    assertThat(run.completedAt()).isEmpty();
    mayEnd.countDown();
    Awaitility.await()
        .atMost(LONG)
        .until(() -> history.find(run.id()).orElseThrow().outcome(), RunOutcome.COMPLETED::equals);
  }

  @Test
  void a_run_too_many_is_refused_closed_and_may_be_asked_for_again() {
    holdRuns();
    for (int i = 0; i < RUNS_AT_ONCE; i++) {
      starter.start(
          asked(UUID.randomUUID().toString(), Trigger.MANUAL, Optional.empty(), Duration.ZERO));
    }
    Problem problem = refused(asked(scope, Trigger.MANUAL, Optional.empty(), Duration.ZERO));
    assertThat(problem.status()).isEqualTo(503);
    assertThat(problem.code()).isEqualTo("OVERLOADED");
    assertThat(
            staging.queryForMap(
                "SELECT status, failure ->> 'code' AS code FROM sync_runs WHERE scope = ?",
                TestPipeline.WORD + "/" + scope))
        .containsEntry("status", "failed")
        .containsEntry("code", "OVERLOADED");
    assertThat(runs.all()).hasSize(RUNS_AT_ONCE);
    mayEnd.countDown();
    Awaitility.await().atMost(LONG).until(() -> runs.all().isEmpty());
    Run again = starter.start(asked(scope, Trigger.MANUAL, Optional.empty(), LONG));
    assertThat(again.outcome()).isEqualTo(RunOutcome.COMPLETED);
  }

  /** Those of many sources fall due at the same minute, and nobody would try them again. */
  @Test
  void a_scheduled_run_too_many_waits_for_a_place() {
    holdRuns();
    for (int i = 0; i < RUNS_AT_ONCE; i++) {
      starter.start(
          asked(UUID.randomUUID().toString(), Trigger.MANUAL, Optional.empty(), Duration.ZERO));
    }
    Run waits = starter.start(asked(scope, Trigger.SCHEDULE, key, Duration.ZERO));
    assertThat(waits.outcome()).isEqualTo(RunOutcome.RUNNING);
    assertThat(waits.parkedUntil()).isPresent();
    assertThat(runs.all()).hasSize(RUNS_AT_ONCE);
    assertThat(starter.start(asked(scope, Trigger.SCHEDULE, key, Duration.ZERO)).id())
        .as("the slot has its run")
        .isEqualTo(waits.id());
    mayEnd.countDown();
    Awaitility.await()
        .atMost(LONG)
        .until(
            () -> history.find(waits.id()).orElseThrow().outcome(), RunOutcome.COMPLETED::equals);
  }

  /** A caller told to try again does so with the key it has. */
  @Test
  void a_key_refused_for_overload_starts_a_run_later() {
    holdRuns();
    for (int i = 0; i < RUNS_AT_ONCE; i++) {
      starter.start(
          asked(UUID.randomUUID().toString(), Trigger.MANUAL, Optional.empty(), Duration.ZERO));
    }
    assertThat(refused(asked(scope, Trigger.MANUAL, key, Duration.ZERO)).code())
        .isEqualTo("OVERLOADED");
    mayEnd.countDown();
    Awaitility.await().atMost(LONG).until(() -> runs.all().isEmpty());
    Run again = starter.start(asked(scope, Trigger.MANUAL, key, LONG));
    assertThat(again.outcome()).isEqualTo(RunOutcome.COMPLETED);
  }

  private void holdRuns() {
    pipeline.does(
        run -> {
          try {
            assertThat(mayEnd.await(LONG.toSeconds(), TimeUnit.SECONDS)).isTrue();
          } catch (InterruptedException e) {
            throw new IllegalStateException(e);
          }
        });
  }

  private Problem refused(RunRequest request) {
    return catchThrowableOfType(RequestRefused.class, () -> starter.start(request)).problem();
  }

  private long rowsOf(String name) {
    return staging.queryForObject(
        "SELECT count(*) FROM sync_runs WHERE scope = ?",
        Long.class,
        TestPipeline.WORD + "/" + name);
  }

  private static RunRequest asked(
      String name, Trigger trigger, Optional<String> slot, Duration patience) {
    return TestPipeline.request(name, trigger, slot, false, patience);
  }

  private RunRequest of(String word) {
    return new RunRequest(
        word,
        TestPipeline.WORD + "/" + scope,
        Trigger.MANUAL,
        Optional.empty(),
        "test",
        JsonNodeFactory.instance.objectNode(),
        false,
        false,
        Duration.ZERO,
        RunRequest.Turn.NONE);
  }
}
