package io.syncline.core.relay;

import static io.syncline.core.write.WriteBench.day;
import static io.syncline.core.write.WriteBench.item;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.syncline.core.database.Databases;
import io.syncline.core.record.SyncRecord;
import io.syncline.core.run.ActiveRun;
import io.syncline.core.run.RunCounts;
import io.syncline.core.run.RunHistory;
import io.syncline.core.run.RunLedger;
import io.syncline.core.run.Runs;
import io.syncline.core.stream.Batch;
import io.syncline.core.write.Delivery;
import io.syncline.core.write.WriteBench;
import io.syncline.support.CoreTest;
import io.syncline.support.TestStreams;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

@CoreTest
@ExtendWith(OutputCaptureExtension.class)
class RelayIT {
  @Autowired private Databases databases;
  @Autowired private RunLedger ledger;
  @Autowired private RunHistory history;
  @Autowired private ProducerTemplate template;
  @Autowired private Relay relay;
  private WriteBench bench;

  @BeforeEach
  void bench() {
    bench = new WriteBench(databases, template);
    bench.staging.update("DELETE FROM run_batches WHERE state = 'pending'");
  }

  @AfterEach
  void production_is_up() {
    bench.bringProductionUp();
    bench.alterProduction("ALTER TABLE test_items DROP CONSTRAINT IF EXISTS no_bad");
  }

  @Test
  void production_is_tried_three_times_and_then_left_to_the_relay() {
    ActiveRun run = Runs.open(ledger);
    var marks = JsonNodeFactory.instance.objectNode().put("mark", "relayed");
    bench.takeProductionDown();
    long start = System.nanoTime();
    Exchange sent =
        bench.write(run, bench.items(item("PT1", "one"), item("PT2", "two")).marked(marks));
    Duration took = Duration.ofNanos(System.nanoTime() - start);
    assertThat(sent.getException()).isNull();
    assertThat(took).isBetween(Duration.ofMillis(2_950), Duration.ofSeconds(14));
    assertThat(bench.states(run)).containsExactly("pending");
    assertThat(run.errors().total()).isEqualTo(1);
    assertThat(run.stopped()).isEmpty();
    assertThat(history.find(run.id()).orElseThrow().productionPending()).isEqualTo(1);
    assertThat(relay.deliverDue()).as("production is still down").isZero();
    assertThat(bench.states(run)).containsExactly("pending");
    assertThat(bench.deliveries("relayed")).isEmpty();
    bench.bringProductionUp();
    bench.letTimePass();
    Awaitility.await()
        .untilAsserted(
            () -> {
              drain();
              assertThat(bench.states(run)).containsExactly("applied");
            });
    assertThat(bench.delivered("test_items", "PT"))
        .hasSize(2)
        .isEqualTo(bench.staged("test_items", "PT"));
    drain();
    assertThat(bench.deliveries("relayed")).hasSize(1);
    assertThat(bench.counts(run)).isEqualTo(new RunCounts(2, 2, 0, 0, 0, 0, 0));
  }

  @Test
  void an_outage_that_ends_within_the_tries_leaves_no_error() {
    ActiveRun run = Runs.open(ledger);
    bench.takeProductionDown();
    CompletableFuture<Exchange> sent =
        CompletableFuture.supplyAsync(() -> bench.write(run, bench.items(item("E1", "one"))));
    Awaitility.await()
        .atMost(10, TimeUnit.SECONDS)
        .until(() -> bench.states(run), List.of("pending")::equals);
    bench.bringProductionUp();
    assertThat(sent.join().getException()).isNull();
    assertThat(bench.states(run)).containsExactly("applied");
    assertThat(run.errors().total()).isZero();
    assertThat(bench.delivered("test_items", "E1")).isEqualTo(bench.staged("test_items", "E1"));
  }

  @Test
  void a_crash_after_the_staging_commit_loses_nothing() {
    ActiveRun run = Runs.open(ledger);
    UUID batch = stageOnly(run, item("W1", "one"));
    drain();
    assertThat(bench.delivered("test_items", "W1")).as("within the grace").isEmpty();
    bench.letTimePass();
    drain();
    assertThat(bench.delivered("test_items", "W1"))
        .hasSize(1)
        .isEqualTo(bench.staged("test_items", "W1"));
    assertThat(bench.applied(batch)).isEqualTo(1);
    assertThat(bench.states(run)).containsExactly("applied");
  }

  @Test
  void a_batch_that_production_has_is_only_marked() {
    ActiveRun run = Runs.open(ledger);
    Batch batch = bench.items(item("Y1", "one"));
    bench.write(run, batch);
    bench.staging.update("UPDATE run_batches SET state = 'pending' WHERE id = ?", batch.id());
    bench.alterProduction("UPDATE test_items SET name = 'by hand' WHERE code = 'Y1'");
    bench.letTimePass();
    drain();
    assertThat(bench.states(run)).containsExactly("applied");
    assertThat(bench.names(bench.delivered("test_items", "Y1"))).containsExactly("Y1=by hand");
    assertThat(bench.applied(batch.id())).isEqualTo(1);
  }

  @Test
  void an_older_batch_relayed_late_does_not_bring_back_its_values() {
    ActiveRun run = Runs.open(ledger);
    stageOnly(run, item("Z1", "older"));
    bench.write(run, bench.items(item("Z1", "newer")));
    bench.letTimePass();
    drain();
    assertThat(bench.names(bench.delivered("test_items", "Z1"))).containsExactly("Z1=newer");
    assertThat(bench.states(run)).containsExactly("applied", "applied");
  }

  @Test
  void a_row_that_production_refuses_becomes_a_dead_letter_after_three_tries() {
    ActiveRun run = Runs.open(ledger);
    productionRefuses("bad");
    Exchange sent =
        bench.write(run, bench.items(item("R1", "good"), item("R2", "bad"), item("R3", "good")));
    assertThat(sent.getException()).as("the run goes on").isNull();
    assertThat(bench.states(run)).containsExactly("pending");
    relayUntilNothingIsPending(run);
    assertThat(bench.names(bench.delivered("test_items", "R")))
        .containsExactly("R1=good", "R3=good");
    assertThat(bench.letters(run))
        .singleElement()
        .satisfies(
            letter -> {
              assertThat(letter).containsEntry("destination", "production");
              assertThat(letter).containsEntry("record_key", "R2");
              assertThat(letter.get("error")).asString().contains("23514");
            });
    assertThat(bench.counts(run)).isEqualTo(new RunCounts(3, 3, 0, 0, 0, 0, 0));
  }

  @Test
  void a_dead_letter_of_the_relay_is_kept_once() {
    ActiveRun run = Runs.open(ledger);
    productionRefuses("bad");
    UUID older = stageOnly(run, item("Q1", "bad"));
    stageOnly(run, item("Q2", "bad"));
    bench.staging.update("UPDATE run_batches SET attempts = 2 WHERE id = ?", older);
    relayUntilNothingIsPending(run);
    assertThat(bench.letters(run))
        .extracting(letter -> letter.get("record_key"))
        .containsExactly("Q1", "Q2");
  }

  @Test
  void only_the_refused_part_of_a_split_batch_is_left_to_the_relay() {
    ActiveRun run = Runs.open(ledger);
    productionRefuses("bad");
    bench.write(
        run,
        bench.items(
            item("J1", "bad"), item("J2", "x"), item("J3", "too long for it"), item("J4", "x")));
    assertThat(bench.states(run)).containsOnlyOnce("pending").contains("applied");
    assertThat(run.errors().total()).as("one bad record, one batch left").isEqualTo(2);
  }

  @Test
  void a_batch_whose_keys_cannot_be_read_is_not_taken_for_delivered() {
    ActiveRun run = Runs.open(ledger);
    UUID strange = stageOnly(run, item("V1", "strange"));
    setKeys(strange, "{}");
    bench.letTimePass();
    drain();
    assertThat(bench.applied(strange)).isZero();
    assertThat(bench.states(run)).containsExactly("pending");
    setKeys(strange, "{\"code\": [\"V1\"]}");
    bench.letTimePass();
    drain();
    assertThat(bench.names(bench.delivered("test_items", "V1"))).containsExactly("V1=strange");
  }

  @Test
  void a_tombstone_takes_the_row_away_and_spares_one_that_came_back() {
    ActiveRun run = Runs.open(ledger);
    bench.write(run, bench.items(item("TA", "gone"), item("TB", "back")));
    bench.staging.update("DELETE FROM dev_az_test_items WHERE code = 'TA'");
    UUID tombstone = stageOnly(run, item("TB", "returned"));
    bench.staging.update("UPDATE run_batches SET kind = 'delete' WHERE id = ?", tombstone);
    setKeys(tombstone, "{\"code\": [\"TA\", \"TB\"]}");
    bench.letTimePass();
    drain();
    assertThat(bench.names(bench.delivered("test_items", "T"))).containsExactly("TB=returned");
  }

  @Test
  void rows_kept_by_spans_of_days_are_relayed_whole() {
    ActiveRun run = Runs.open(ledger);
    stageOnly(
        run,
        days(day("SP", "2026-01-03", 3), day("SP", "2026-01-01", 1), day("SQ", "2026-01-02", 2)));
    bench.letTimePass();
    drain();
    assertThat(bench.delivered("test_days", "S"))
        .hasSize(3)
        .isEqualTo(bench.staged("test_days", "S"));
  }

  @Test
  void a_lane_that_fails_does_not_hold_up_another() {
    ActiveRun run = Runs.open(ledger);
    stageOnly(run, item("LA", "hidden"));
    stageOnly(run, days(day("LB", "2026-01-01", 1)));
    bench.letTimePass();
    bench.alterProduction("ALTER TABLE test_items RENAME TO hidden");
    try {
      drain();
    } finally {
      bench.production.execute("ALTER TABLE hidden RENAME TO prod_az_test_items");
    }
    assertThat(bench.delivered("test_days", "LB")).hasSize(1);
    Map<String, Object> pending =
        bench.staging.queryForMap(
            "SELECT attempts, next_attempt_at > now() AS later, last_error FROM run_batches"
                + " WHERE run_id = ? AND state = 'pending'",
            run.id());
    assertThat(pending).containsEntry("attempts", 1).containsEntry("later", true);
    assertThat(pending).containsEntry("last_error", "SQLSTATE 42P01");
    bench.letTimePass();
    drain();
    assertThat(bench.states(run)).containsOnly("applied");
  }

  @Test
  void a_table_that_a_run_is_writing_holds_up_neither_its_writers_nor_other_tables()
      throws SQLException {
    ActiveRun run = Runs.open(ledger);
    stageOnly(run, item("BA", "busy"));
    stageOnly(run, days(day("BB", "2026-01-01", 1)));
    bench.letTimePass();
    try (Connection writer = databases.production().pool().getConnection();
        Statement statement = writer.createStatement()) {
      writer.setAutoCommit(false);
      statement.execute(
          "SELECT pg_advisory_xact_lock_shared(hashtext('" + TestStreams.ITEMS.table() + "'))");
      drain();
      assertThat(bench.delivered("test_days", "BB")).hasSize(1);
      assertThat(bench.delivered("test_items", "BA")).isEmpty();
      writer.rollback();
      writer.setAutoCommit(true);
    }
    drain();
    assertThat(bench.delivered("test_items", "BA")).hasSize(1);
    assertThat(bench.states(run)).containsOnly("applied");
    assertThat(
            bench.staging.queryForObject(
                "SELECT max(attempts) FROM run_batches WHERE run_id = ?", Integer.class, run.id()))
        .isZero();
  }

  @Test
  void values_are_in_no_log_of_a_refused_delivery(CapturedOutput output) {
    ActiveRun run = Runs.open(ledger);
    productionRefuses("canary");
    bench.write(run, bench.items(item("CN", "canary")));
    relayUntilNothingIsPending(run);
    assertThat(output.getAll()).contains("relay could not deliver").doesNotContain("canary");
  }

  private void productionRefuses(String name) {
    bench.alterProduction(
        "ALTER TABLE test_items ADD CONSTRAINT no_bad CHECK (name <> '" + name + "') NOT VALID");
  }

  private void setKeys(UUID batch, String keys) {
    bench.staging.update("UPDATE run_batches SET keys = ?::jsonb WHERE id = ?", keys, batch);
  }

  /** As the relay's thread does. */
  private void drain() {
    int delivered;
    do {
      delivered = relay.deliverDue();
    } while (delivered > 0);
  }

  private void relayUntilNothingIsPending(ActiveRun run) {
    for (int turn = 0; turn < 8 && bench.states(run).contains("pending"); turn++) {
      bench.letTimePass();
      drain();
    }
    assertThat(bench.states(run)).containsOnly("applied");
  }

  private static Batch days(SyncRecord... records) {
    return Batch.of(TestStreams.DAYS, List.of(records), WriteBench.STAMP);
  }

  private UUID stageOnly(ActiveRun run, SyncRecord... records) {
    return stageOnly(run, bench.items(records));
  }

  /** Ends where a process that dies after the staging commit ends. */
  private UUID stageOnly(ActiveRun run, Batch batch) {
    template.send(
        "direct:core.write-staging",
        exchange -> exchange.getMessage().setBody(new Delivery(run, batch)));
    return batch.id();
  }
}
