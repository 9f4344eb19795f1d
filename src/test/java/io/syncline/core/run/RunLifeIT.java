package io.syncline.core.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.micrometer.core.instrument.MeterRegistry;
import io.syncline.core.database.Databases;
import io.syncline.core.error.ErrorKind;
import io.syncline.core.error.RequestRefused;
import io.syncline.core.error.RowError;
import io.syncline.core.error.Severity;
import io.syncline.core.error.StopReason;
import io.syncline.core.error.TerminalFailure;
import io.syncline.core.error.TransientFailure;
import io.syncline.core.run.RunRequest.Trigger;
import io.syncline.support.CoreTest;
import io.syncline.support.TestPipeline;
import java.net.SocketException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.jdbc.core.JdbcTemplate;

@CoreTest
@ExtendWith(OutputCaptureExtension.class)
class RunLifeIT {
  private static final Duration LONG = Duration.ofSeconds(20);
  private static final Pattern ERROR_ID =
      Pattern.compile("unexpected failure, see the log for error ([0-9a-f-]{36})");

  @Autowired private Databases databases;
  @Autowired private RunStarter starter;
  @Autowired private RunLedger ledger;
  @Autowired private ErrorEntries entries;
  @Autowired private RunHistory history;
  @Autowired private ActiveRuns runs;
  @Autowired private RunKeeper keeper;
  @Autowired private RunShutdown shutdown;
  @Autowired private TestPipeline pipeline;
  @Autowired private MeterRegistry metrics;

  private final String scope = UUID.randomUUID().toString();
  private final List<ActiveRun> ledByTest = new ArrayList<>();
  private JdbcTemplate staging;

  @BeforeEach
  void staging() {
    staging = new JdbcTemplate(databases.staging().pool());
  }

  @AfterEach
  void all_runs_end() {
    ledByTest.forEach(runs::remove);
    runs.all().forEach(run -> run.stop(StopReason.CANCELLED, "the test is over"));
    Awaitility.await().atMost(LONG).until(() -> runs.all().isEmpty());
    pipeline.does(run -> {});
  }

  @Test
  void a_takeover_raises_the_fence_and_ends_the_dead_run() {
    ActiveRun dead = Runs.open(ledger, scope, false);
    endLease(dead);
    ActiveRun next = Runs.open(ledger, scope, false);
    assertThat(next.fence()).isEqualTo(dead.fence() + 1);
    assertThat(fenceInProduction(next)).isEqualTo(next.fence());
    assertInterrupted(dead);
    assertThat(history.find(next.id()).orElseThrow().outcome()).isEqualTo(RunOutcome.RUNNING);
  }

  @Test
  void each_loop_stands_in_a_metric() {
    assertThat(metrics.get("syncline.loop.age").gauges())
        .extracting(gauge -> gauge.getId().getTag("loop"))
        .contains("relay", "heartbeat", "sweep", "views", "retention", "notice");
  }

  @Test
  void a_run_whose_heartbeat_fails_costs_no_other_run_its_lease() {
    ActiveRun odd = led(Runs.open(ledger, scope, false));
    odd.reportBy(
        () -> {
          throw new StackOverflowError("by the test");
        });
    ActiveRun sound = led(Runs.open(ledger));
    setBack(odd, Duration.ofSeconds(20));
    setBack(sound, Duration.ofSeconds(20));
    keeper.renewAll();
    assertThat(secondsLeft(sound)).isGreaterThan(15);
    assertThat(secondsLeft(odd)).as("a report is not worth a lease").isGreaterThan(15);
  }

  @Test
  void a_heartbeat_moves_the_end_of_the_lease_while_a_batch_holds_it() throws SQLException {
    ActiveRun run = led(Runs.open(ledger, scope, false));
    setBack(run, Duration.ofSeconds(20));
    try (Connection batch = databases.staging().pool().getConnection();
        PreparedStatement hold =
            batch.prepareStatement("SELECT 1 FROM run_leases WHERE scope = ? FOR KEY SHARE")) {
      batch.setAutoCommit(false);
      hold.setString(1, run.scope());
      hold.execute();
      run.tally().call();
      keeper.renewAll();
      batch.rollback();
      batch.setAutoCommit(true);
    }
    assertThat(run.stopped()).isEmpty();
    assertThat(secondsLeft(run)).isBetween(20.0, 30.0);
    assertThat(secondsSinceHeartbeat(run)).isBetween(0.0, 10.0);
    assertThat(history.find(run.id()).orElseThrow().counts().apiCalls()).isEqualTo(1);
  }

  @Test
  void the_heartbeat_of_a_lost_lease_stops_the_run() {
    ActiveRun old = led(Runs.open(ledger, scope, false));
    endLease(old);
    ActiveRun next = Runs.open(ledger, scope, false);
    double left = secondsLeft(next);
    keeper.renewAll();
    assertThat(old.stopped().orElseThrow().reason()).isEqualTo(StopReason.LEASE_LOST);
    assertThat(secondsLeft(next)).isLessThanOrEqualTo(left);
    assertThat(next.stopped()).isEmpty();
  }

  @Test
  void a_lease_that_ran_out_is_not_revived_by_a_late_heartbeat() {
    ActiveRun late = led(Runs.open(ledger, scope, false));
    endLease(late);
    keeper.renewAll();
    assertThat(late.stopped().orElseThrow().reason()).isEqualTo(StopReason.LEASE_LOST);
    assertThat(secondsLeft(late)).isNegative();
  }

  @Test
  void the_sweeper_fails_runs_without_heartbeat_and_no_others() {
    ActiveRun dead = Runs.open(ledger, scope, false);
    ActiveRun slow = Runs.open(ledger);
    setBack(dead, Duration.ofSeconds(31));
    setBack(slow, Duration.ofSeconds(20));
    keeper.buryTheDead();
    assertInterrupted(dead);
    assertThat(history.find(slow.id()).orElseThrow().outcome()).isEqualTo(RunOutcome.RUNNING);
  }

  /** Nobody may be told that a process died which goes on. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void a_run_that_staging_heard_nothing_of_has_lost_its_lease_where_its_process_lives(
      boolean bySweep) {
    ActiveRun alive = led(Runs.open(ledger, scope, false));
    setBack(alive, Duration.ofSeconds(31));
    if (bySweep) {
      keeper.buryTheDead();
    } else {
      led(Runs.open(ledger, scope, false));
    }
    Run row = history.find(alive.id()).orElseThrow();
    assertThat(row.outcome()).isEqualTo(RunOutcome.FAILED);
    assertThat(row.failure().map(Failure::code)).contains("LEASE_LOST");
    keeper.renewAll();
    assertThat(alive.stopped().orElseThrow().reason()).isEqualTo(StopReason.LEASE_LOST);
  }

  @Test
  void a_run_that_was_swept_is_not_closed_again() {
    ActiveRun dead = Runs.open(ledger, scope, false);
    setBack(dead, Duration.ofSeconds(31));
    keeper.buryTheDead();
    assertThat(ledger.close(dead, RunOutcome.COMPLETED)).isFalse();
    assertInterrupted(dead);
  }

  @Test
  void a_cancelled_run_stops_at_its_next_heartbeat() {
    pipeline.does(RunLifeIT::goOnUntilStopped);
    Run run = start(Duration.ZERO);
    assertThat(ledger.requestCancel(run.id())).isTrue();
    keeper.renewAll();
    Run ended = ended(run);
    assertThat(ended.outcome()).isEqualTo(RunOutcome.CANCELLED);
    assertThat(ended.status()).isEqualTo(RunStatus.FAILED);
    assertThat(ended.failure().map(Failure::code)).contains("CANCELLED");
    assertThat(ledger.requestCancel(run.id())).as("it is over").isFalse();
  }

  /** SE-23. */
  @Test
  void a_run_is_closed_once_and_its_scope_is_free_at_once() {
    ActiveRun run = Runs.open(ledger, scope, false);
    assertThat(ledger.close(run, RunOutcome.COMPLETED)).isTrue();
    run.stop(StopReason.INTERNAL, "too late");
    assertThat(ledger.close(run, RunOutcome.FAILED)).isFalse();
    Run closed = history.find(run.id()).orElseThrow();
    assertThat(closed.outcome()).isEqualTo(RunOutcome.COMPLETED);
    assertThat(closed.failure().map(Failure::code)).isEmpty();
    assertThat(Runs.open(ledger, scope, false).fence()).isEqualTo(run.fence() + 1);
  }

  @Test
  void a_late_close_does_not_free_the_scope_of_the_next_run() {
    ActiveRun old = Runs.open(ledger, scope, false);
    endLease(old);
    ActiveRun next = Runs.open(ledger, scope, false);
    assertThat(ledger.close(old, RunOutcome.COMPLETED)).isFalse();
    assertThat(secondsLeft(next)).isPositive();
  }

  @ParameterizedTest
  @ValueSource(strings = {"a\0b", "a\ud800b", "a\nb\r", "a\u0007b"})
  void any_text_of_a_source_can_be_the_reason_and_the_error_of_a_run(String text) {
    pipeline.does(
        run -> {
          run.trouble(ErrorKind.PARSE, text, text);
          throw TerminalFailure.stopped(StopReason.SOURCE_REFUSED_KEY, "the source says " + text);
        });
    Run run = start(LONG);
    assertThat(run.outcome()).isEqualTo(RunOutcome.FAILED);
    assertThat(run.failure().orElseThrow().message()).matches("the source says a ?b ?");
    assertThat(run.errors().at("/items/0/message").asText()).matches("a ?b ?");
  }

  /** SE-36. */
  @Test
  void everything_that_went_wrong_is_stored_once() {
    pipeline.does(
        run -> {
          run.tally().sourceAnswered();
          for (int i = 0; i < 1_500; i++) {
            run.trouble(ErrorKind.PARSE, "record " + i, "cannot be read");
          }
          entries.saveAll();
        });
    Run run = start(LONG);
    assertThat(run.outcome()).isEqualTo(RunOutcome.PARTIAL);
    assertThat(run.effects().errors()).isEqualTo(1_500);
    assertThat(run.errors().path("items")).hasSize(200);
    List<String> stored =
        staging.queryForList(
            "SELECT row_ref || ' ' || code || ' ' || severity FROM sync_errors WHERE run_id = ?"
                + " ORDER BY seq",
            String.class,
            run.id());
    assertThat(stored).hasSize(1_500).startsWith("record 0 PARSE_ERROR error");
  }

  @Test
  void a_warning_leaves_a_run_complete() {
    pipeline.does(
        run -> run.errors().add(new RowError("7", "Tier", "CELL_ERROR", "#N/A", Severity.WARNING)));
    Run run = start(LONG);
    assertThat(run.outcome()).isEqualTo(RunOutcome.COMPLETED);
    assertThat(run.effects().errors()).isZero();
    assertThat(run.effects().warnings()).isEqualTo(1);
    assertThat(run.errors().at("/items/0/row").asInt()).isEqualTo(7);
  }

  @Test
  void a_run_whose_pipeline_fails_is_failed_and_closed() {
    pipeline.does(
        run -> {
          throw TerminalFailure.refusedKey("shop", 401);
        });
    Run run = start(LONG);
    assertThat(run.outcome()).isEqualTo(RunOutcome.FAILED);
    assertThat(run.completedAt()).isPresent();
    assertThat(run.failure().map(Failure::code)).contains("SOURCE_REFUSED_KEY");
    assertThat(run.errors().path("total").asInt()).isEqualTo(1);
    assertThat(run.errors().at("/items/0/code").asText()).isEqualTo("API_ERROR");
    assertThat(start(LONG).outcome()).as("the scope is free").isEqualTo(RunOutcome.FAILED);
  }

  @Test
  void an_unexpected_exception_is_an_error_id_in_the_ledger_and_a_text_in_the_log(
      CapturedOutput log) {
    pipeline.does(
        run -> {
          throw new IllegalStateException("canary-of-the-exception");
        });
    assertInternal(start(LONG), log);
  }

  /** A driver puts what broke the socket beneath its own exception. */
  @Test
  void a_failure_is_told_by_its_own_words_whatever_is_beneath() {
    pipeline.does(
        run -> {
          throw TransientFailure.database(
              "staging",
              "08006",
              new SQLException("sending", "08006", new SocketException("pipe")));
        });
    Run run = start(LONG);
    assertThat(run.failure().map(Failure::code)).contains("DATABASE_UNAVAILABLE");
    assertThat(run.failure().map(Failure::message).orElseThrow()).contains("staging", "08006");
  }

  @Test
  void an_error_of_the_machine_closes_the_run_too(CapturedOutput log) {
    pipeline.does(
        run -> {
          throw new StackOverflowError("canary-of-the-exception");
        });
    assertInternal(start(LONG), log);
  }

  @Test
  void a_stopped_service_closes_its_runs_and_frees_their_leases() {
    pipeline.does(RunLifeIT::goOnUntilStopped);
    Run one = start(Duration.ZERO);
    Run other =
        starter.start(
            TestPipeline.request(
                UUID.randomUUID().toString(),
                Trigger.MANUAL,
                Optional.empty(),
                false,
                Duration.ZERO));
    shutdown.stop();
    try {
      assertThat(shutdown.isRunning()).isFalse();
      for (UUID id : new UUID[] {one.id(), other.id()}) {
        Run run = history.find(id).orElseThrow();
        assertThat(run.outcome()).isEqualTo(RunOutcome.FAILED);
        assertThat(run.failure().map(Failure::code)).contains("INTERRUPTED");
        assertThat(run.failure().map(Failure::message)).contains("the service was stopped");
        assertThat(secondsLeft(id)).isLessThanOrEqualTo(0);
      }
    } finally {
      shutdown.start();
    }
  }

  @Test
  void a_run_that_cannot_stop_is_closed_and_its_scope_is_free_when_the_service_stops() {
    CountDownLatch released = new CountDownLatch(1);
    pipeline.does(run -> await(released));
    Run stuck = start(Duration.ZERO);
    shutdown.stop();
    try {
      Run run = history.find(stuck.id()).orElseThrow();
      assertThat(run.outcome()).isEqualTo(RunOutcome.FAILED);
      assertThat(run.failure().map(Failure::code)).contains("INTERRUPTED");
      assertThat(secondsLeft(stuck.id())).isLessThanOrEqualTo(0);
      assertThatThrownBy(() -> start(Duration.ZERO))
          .as("nobody begins another one")
          .isInstanceOf(RequestRefused.class)
          .extracting(e -> ((RequestRefused) e).problem().code())
          .isEqualTo("STOPPING");
    } finally {
      released.countDown();
      shutdown.start();
    }
  }

  @Test
  void a_budget_that_is_used_up_ends_the_run_as_partial() {
    pipeline.does(
        run -> {
          run.tally().sourceAnswered();
          throw TerminalFailure.budgetUsedUp("shop", 100, "month");
        });
    Run run = start(LONG);
    assertThat(run.outcome()).isEqualTo(RunOutcome.PARTIAL);
    assertThat(run.status()).isEqualTo(RunStatus.COMPLETED);
    assertThat(run.failure().map(Failure::code)).contains("BUDGET_USED_UP");
    assertThat(run.errors().path("total").asInt()).isEqualTo(1);
    assertThat(run.errors().at("/items/0/code").asText()).isEqualTo("API_ERROR");
  }

  @Test
  void a_run_that_read_nothing_has_failed_and_says_why() {
    pipeline.does(
        run -> {
          run.trouble(ErrorKind.API, "products", "shop did not answer");
        });
    Run run = start(LONG);
    assertThat(run.outcome()).isEqualTo(RunOutcome.FAILED);
    assertThat(run.failure().map(Failure::code)).contains("NOTHING_READ");
    assertThat(run.failure().map(Failure::message))
        .contains("nothing could be read: shop did not answer");
  }

  @Test
  void a_pipeline_s_report_that_fails_does_not_cost_the_other_runs_their_heartbeat() {
    ActiveRun broken = led(Runs.open(ledger));
    ActiveRun sound = led(Runs.open(ledger, scope, false));
    broken.reportBy(RunLifeIT::fails);
    setBack(broken, Duration.ofSeconds(20));
    setBack(sound, Duration.ofSeconds(20));
    assertThatCode(keeper::renewAll).doesNotThrowAnyException();
    assertThat(secondsLeft(sound)).isGreaterThan(20);
    assertThat(secondsLeft(broken)).isGreaterThan(20);
  }

  @Test
  void how_far_a_run_is_stands_in_the_ledger_from_its_next_heartbeat_on() {
    ActiveRun run = led(Runs.open(ledger, scope, false));
    assertThat(history.find(run.id()).flatMap(Run::howFar)).isEmpty();
    run.reportBy(new Counted(3, 10));
    keeper.renewAll();
    assertThat(history.find(run.id()).flatMap(Run::howFar)).contains(new HowFar(3, 10));
    run.reportBy(new Counted(10, 10));
    ledger.close(run, RunOutcome.COMPLETED);
    assertThat(history.find(run.id()).flatMap(Run::howFar)).contains(new HowFar(10, 10));
  }

  private record Counted(long reached, long total) implements Progress {
    @Override
    public JsonNode report() {
      return JsonNodeFactory.instance.objectNode();
    }
  }

  @Test
  void a_run_whose_report_fails_is_closed() {
    pipeline.does(run -> run.reportBy(RunLifeIT::fails));
    assertThat(start(LONG).outcome()).isEqualTo(RunOutcome.COMPLETED);
  }

  /** As a worker does that waits for what cannot be ended. */
  private static void await(CountDownLatch released) {
    try {
      assertThat(released.await(60, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private Run start(Duration patience) {
    return starter.start(
        TestPipeline.request(scope, Trigger.MANUAL, Optional.empty(), false, patience));
  }

  private Run ended(Run run) {
    Awaitility.await().atMost(LONG).until(() -> runs.find(run.id()).isEmpty());
    return history.find(run.id()).orElseThrow();
  }

  private ActiveRun led(ActiveRun run) {
    runs.add(run);
    ledByTest.add(run);
    return run;
  }

  private static void goOnUntilStopped(ActiveRun run) {
    Awaitility.await().atMost(LONG).until(() -> run.stopped().isPresent());
    run.checkGoingOn();
  }

  private static JsonNode fails() {
    throw new IllegalStateException("no report");
  }

  private void assertInterrupted(ActiveRun run) {
    Run row = history.find(run.id()).orElseThrow();
    assertThat(row.outcome()).isEqualTo(RunOutcome.FAILED);
    assertThat(row.failure().map(Failure::code)).contains("INTERRUPTED");
    assertThat(row.completedAt()).isPresent();
  }

  private void assertInternal(Run run, CapturedOutput log) {
    assertThat(run.outcome()).isEqualTo(RunOutcome.FAILED);
    assertThat(run.failure().map(Failure::code)).contains("INTERNAL");
    Matcher reason = ERROR_ID.matcher(run.failure().orElseThrow().message());
    assertThat(reason.matches()).isTrue();
    assertThat(log.getAll()).contains(reason.group(1)).contains("canary-of-the-exception");
    assertThat(
            staging.queryForObject(
                "SELECT r::text FROM sync_runs r WHERE id = ?", String.class, run.id()))
        .doesNotContain("canary")
        .doesNotContain("Exception")
        .doesNotContain("StackOverflow");
  }

  private void endLease(ActiveRun run) {
    staging.update(
        "UPDATE run_leases SET expires_at = clock_timestamp() - interval '1 s' WHERE scope = ?",
        run.scope());
  }

  /** As if the last heartbeat had been so long ago. */
  private void setBack(ActiveRun run, Duration by) {
    staging.update(
        "UPDATE sync_runs SET heartbeat_at = clock_timestamp() - make_interval(secs => ?)"
            + " WHERE id = ?",
        by.toSeconds(),
        run.id());
    staging.update(
        "UPDATE run_leases SET expires_at = clock_timestamp() + make_interval(secs => ?)"
            + " WHERE run_id = ?",
        30 - by.toSeconds(),
        run.id());
  }

  private double secondsLeft(ActiveRun run) {
    return secondsLeft(run.id());
  }

  private double secondsLeft(UUID run) {
    return staging.queryForObject(
        "SELECT extract(epoch FROM expires_at - clock_timestamp()) FROM run_leases WHERE run_id = ?",
        Double.class,
        run);
  }

  private double secondsSinceHeartbeat(ActiveRun run) {
    return staging.queryForObject(
        "SELECT extract(epoch FROM clock_timestamp() - heartbeat_at) FROM sync_runs WHERE id = ?",
        Double.class,
        run.id());
  }

  private long fenceInProduction(ActiveRun run) {
    return new JdbcTemplate(databases.production().pool())
        .queryForObject("SELECT fence FROM sync_fence WHERE scope = ?", Long.class, run.fenceRow());
  }
}
