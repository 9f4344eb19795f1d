package io.syncline.core.source;

import static io.syncline.support.ScriptedServer.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.syncline.core.database.Databases;
import io.syncline.core.error.Postponed;
import io.syncline.core.error.StopReason;
import io.syncline.core.error.TerminalFailure;
import io.syncline.core.error.TransientFailure;
import io.syncline.core.run.ActiveRun;
import io.syncline.core.run.RunLedger;
import io.syncline.core.run.Runs;
import io.syncline.support.CoreTest;
import io.syncline.support.ScriptedServer;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Each operation of a credential has a bucket of its own, which outlives the process. */
@CoreTest
class SourceBucketsIT {
  private static final String HEADER = "x-rate";
  private static final Map<String, Rate> RATES =
      Map.of("slow", new Rate(0.01, 2), "other", new Rate(0.01, 1), "quick", new Rate(10, 1));

  @Autowired private SourceClient client;
  @Autowired private SourceGates gates;
  @Autowired private Databases databases;
  @Autowired private RunLedger ledger;
  @Autowired private Clock clock;
  private final ScriptedServer server = new ScriptedServer();
  private SourceProfile account;
  private ActiveRun run;

  @BeforeEach
  void open() {
    run = Runs.open(ledger);
    account =
        new SourceProfile(
                "bucket-" + UUID.randomUUID(),
                URI.create(server.url() + "/api"),
                true,
                Map::of,
                1,
                1,
                Allowance.unlimited(),
                Duration.ofHours(1))
            .pacedByOperation(RATES, HEADER);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void a_wait_longer_than_a_nap_puts_the_run_off_and_is_no_error() {
    call("slow");
    call("slow");
    Postponed off = putOff("slow");
    assertThat(Duration.between(clock.instant(), off.until()))
        .isBetween(Duration.ofSeconds(95), Duration.ofSeconds(110));
    assertThat(off.reason()).isEqualTo(StopReason.SOURCE_THROTTLED);
    assertThat(server.requests()).hasSize(2);
    assertThat(run.errors().total()).isZero();
    assertThat(run.tally().calls()).as("a turn that was not given is no call").isEqualTo(2);
  }

  @Test
  void a_short_wait_is_a_thread_s() {
    long begun = System.nanoTime();
    call("quick");
    call("quick");
    call("quick");
    assertThat(Duration.ofNanos(System.nanoTime() - begun)).isGreaterThan(Duration.ofMillis(200));
  }

  /** CR-43. */
  @Test
  void operations_do_not_take_from_each_other() {
    call("slow");
    call("slow");
    call("other");
    putOff("other");
    putOff("slow");
    assertThatThrownBy(() -> call("unknown"))
        .rootCause()
        .hasMessageContaining("has no rate for unknown");
  }

  @Test
  void neither_a_restart_nor_another_instance_begins_with_a_full_bucket() {
    call("slow");
    gates.after(run);
    SourceBuckets restarted = new SourceBuckets(databases);
    SourceProfile slow = account.operation("slow");
    assertThat(restarted.take(slow, RATES.get("slow")).turn().rest()).isZero();
    assertThat(restarted.take(slow, RATES.get("slow")).turn().rest())
        .isGreaterThan(Duration.ofSeconds(90));
  }

  @Test
  void a_rate_that_an_answer_tells_counts_from_then_on() {
    server.answers(json("200 OK", "{}", HEADER + ": 50.0"));
    call("slow");
    call("slow");
    call("slow");
    gates.after(run);
    server.answers(json("200 OK", "{}"));
    call("slow");
    assertThat(server.requests()).as("over a restart, and without the header").hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-1", "NaN", "Infinity", "many", "1e300"})
  void a_rate_that_is_none_is_not_believed(String told) {
    server.answers(json("200 OK", "{}", HEADER + ": " + told));
    call("slow");
    call("slow");
    putOff("slow");
  }

  @Test
  void a_429_that_names_no_time_empties_the_bucket_whatever_we_thought_was_in_it() {
    server.answers(json("429 Too Many Requests", "{}"));
    Postponed off = putOff("slow");
    assertThat(Duration.between(clock.instant(), off.until()))
        .isGreaterThan(Duration.ofSeconds(90));
    assertThat(server.requests()).hasSize(1);
  }

  @Test
  void a_source_that_only_refuses_stops_the_third_time_wherever_the_run_went_on() {
    server.answers(json("429 Too Many Requests", "{}"));
    putOff("slow");
    goOnElsewhere();
    putOff("slow");
    goOnElsewhere();
    assertThatThrownBy(() -> call("slow"))
        .isInstanceOfSatisfying(
            TerminalFailure.class,
            it -> assertThat(it.reason()).isEqualTo(StopReason.SOURCE_THROTTLED));
    assertThat(server.requests()).hasSize(3);
    goOnElsewhere();
    putOff("slow");
    assertThat(refusals()).as("the next run begins to count anew").isEqualTo(1);
  }

  @Test
  void an_answer_ends_a_row_of_refusals() {
    server.answers(json("429 Too Many Requests", "{}"), json("200 OK", "{}"));
    putOff("slow");
    goOnElsewhere();
    call("slow");
    assertThat(refusals()).isZero();
  }

  /** CR-36. */
  @Test
  void who_always_asks_to_wait_a_little_waits_twice_as_long_each_time() {
    server.answers(json("429 Too Many Requests", "{}", "Retry-After: 0.5"));
    Postponed off = putOff("quick");
    assertThat(Duration.between(clock.instant(), off.until())).isGreaterThan(Duration.ofSeconds(6));
    assertThat(server.requests()).as("2 s, 4 s, then it is put off").hasSize(3);
  }

  @Test
  void what_a_run_had_of_its_gates_ends_with_it_and_another_run_s_does_not() {
    ActiveRun other = Runs.open(ledger);
    client.call(request("slow"), run);
    client.call(request("other"), other);
    gates.after(run);
    assertThat(gates)
        .extracting("gates")
        .asInstanceOf(InstanceOfAssertFactories.map(String.class, SourceGate.class))
        .containsKey(account.name() + "\nother")
        .doesNotContainKey(account.name() + "\nslow");
    gates.after(other);
  }

  @Test
  void while_staging_is_away_no_call_goes_out() {
    JdbcClient staging = JdbcClient.create(databases.staging().pool());
    staging.sql("ALTER TABLE sync_source_buckets RENAME TO away").update();
    try {
      assertThatThrownBy(() -> call("slow")).isInstanceOf(TransientFailure.class);
      assertThat(server.requests()).isEmpty();
    } finally {
      staging.sql("ALTER TABLE away RENAME TO sync_source_buckets").update();
    }
  }

  /** As if the time had come, in another process. */
  private void goOnElsewhere() {
    gates.after(run);
    JdbcClient.create(databases.staging().pool())
        .sql(
            "UPDATE sync_source_buckets SET rests_until = clock_timestamp(), calls = 1"
                + " WHERE source = ?")
        .param(account.name())
        .update();
  }

  private int refusals() {
    return JdbcClient.create(databases.staging().pool())
        .sql("SELECT refusals FROM sync_source_buckets WHERE source = ?")
        .param(account.name())
        .query(Integer.class)
        .single();
  }

  private void call(String operation) {
    assertThat(client.call(request(operation), run).isSuccess()).isTrue();
  }

  private Postponed putOff(String operation) {
    Postponed off =
        catchThrowableOfType(Postponed.class, () -> client.call(request(operation), run));
    assertThat(off).as("the run is put off").isNotNull();
    return off;
  }

  private SourceRequest request(String operation) {
    return SourceRequest.get(account, SourcePath.of("items"), SourceQuery.none())
        .operation(operation);
  }
}
