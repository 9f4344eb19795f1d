package io.syncline.core.write;

import static io.syncline.core.write.VisitBench.ANN;
import static io.syncline.core.write.VisitBench.notes;
import static io.syncline.core.write.VisitBench.visit;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.syncline.core.database.Database;
import io.syncline.core.database.Databases;
import io.syncline.core.error.StopReason;
import io.syncline.core.record.SyncRecord;
import io.syncline.core.run.ActiveRun;
import io.syncline.core.run.Cursors;
import io.syncline.core.run.RunCounts;
import io.syncline.core.run.RunLedger;
import io.syncline.core.run.Runs;
import io.syncline.core.stream.Batch;
import io.syncline.core.stream.Column;
import io.syncline.core.stream.Stream;
import io.syncline.core.verify.Verifier;
import io.syncline.support.CoreTest;
import io.syncline.support.TestStreams;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.JdbcTemplate;

/** What a hash says is there already is not sent again, and everything else is as if it was. */
@CoreTest
class UnsentRecordsIT {
  private static final Stream WARES =
      Stream.into(
              "wares",
              "test_wares",
              1,
              List.of(
                  Column.text("code"),
                  Column.text("hash"),
                  Column.timestamptz("version"),
                  Column.json("data"),
                  Column.json("about")))
          .unprefixed()
          .touching()
          .guardedBy("hash", "version")
          .notComparing("about")
          .wholeBy("about");
  private static final Stream ALL_COMPARED =
      Stream.into("all", "test_wares", 1, WARES.columns()).unprefixed().touching();
  private static final String WARES_TABLE =
      """
      CREATE TABLE IF NOT EXISTS test_wares (
          code text PRIMARY KEY, hash text, version timestamptz, data jsonb, about jsonb,
          updated_at timestamptz, created_at timestamptz, sent bigint DEFAULT nextval('test_sent'))
      """;

  private static final String WAITS_FOR_A_LANE =
      "SELECT EXISTS (SELECT FROM pg_stat_activity WHERE datname = current_database()"
          + " AND wait_event_type = 'Lock' AND wait_event = 'advisory')";

  @Autowired private Databases databases;
  @Autowired private RunLedger ledger;
  @Autowired private ProducerTemplate template;
  @Autowired private Cursors cursors;
  @Autowired private Verifier verifier;
  private WriteBench bench;
  private ActiveRun run;

  @BeforeEach
  void nothingIsThere() {
    bench = new WriteBench(databases, template);
    bench.staging.execute(WARES_TABLE);
    bench.production.execute(WARES_TABLE);
    bench.clear();
    run = Runs.open(ledger);
  }

  @AfterEach
  void theTableIsEmptyAgain() {
    bench.clear();
  }

  @Test
  void after_a_batch_that_changed_nothing_the_next_one_sends_nothing_and_is_told_the_same() {
    assertThat(sentOf(all("one"))).as("a first load").containsExactly(20L, 20L);
    assertThat(sentOf(all("one"))).as("nothing is known yet").containsExactly(20L, 20L);
    var here = JsonNodeFactory.instance.objectNode().put("page", 3);
    Batch third = all("one").moving(new Batch.CursorMove("visits", here));
    assertThat(sentOf(third)).containsExactly(0L, 0L);

    assertThat(bench.counts(run)).isEqualTo(new RunCounts(60, 20, 0, 40, 0, 0, 0));
    List<Map<String, Object>> batches = batches();
    assertThat(batches.get(2))
        .isEqualTo(batches.get(1))
        .containsEntry("rows", 20)
        .containsEntry("rows_unchanged", 20)
        .containsEntry("state", "applied");
    assertThat(batches.get(2).get("keys").toString()).contains("\"x16\", \"a\", \"b\", \"c\"");
    assertThat(
            bench.production.queryForObject(
                "SELECT rows FROM sync_applied WHERE batch_id = ?", Integer.class, third.id()))
        .isEqualTo(20);
    assertThat(cursors.find(run.pipeline(), "visits", run.scope())).contains(here);
    assertThat(verifier.verify().findings()).isEmpty();
  }

  @Test
  void only_what_would_be_written_is_sent_amid_what_would_not() {
    nothingChanges();
    at(databases.staging(), "DELETE FROM %s WHERE code = 'd'");
    Batch mixed =
        amid(
            visit(ANN, "a", "two", "2026-01-03"), // another content
            visit(ANN, "b", "two", "2026-01-01"), // that of an older version
            visit(ANN, "c", "one", "2026-01-02", "2026-02-01", "second"), // gone
            visit(ANN, "d", "one", "2026-01-02"), // taken away
            visit(ANN, "e", "one", "2026-01-02"), // new
            visit(ANN, "f", "one", null), // new, of no known version
            visit(ANN, "g", "one", "2026-01-02", null, "third")); // new
    assertThat(sentOf(mixed)).containsExactly(6L, 5L);
    assertThat(notes(databases.staging(), ANN))
        .startsWith(
            "a=two first",
            "b=one first",
            "c=one second gone 2026-02-01",
            "d=one first",
            "e=one first",
            "f=one first",
            "g=one third")
        .hasSize(23)
        .isEqualTo(notes(databases.production(), ANN));
    assertThat(bench.counts(run)).isEqualTo(new RunCounts(63, 24, 2, 37, 0, 0, 0));
    assertThat(batches().get(2)).containsEntry("rows", 23).containsEntry("rows_created", 4);
  }

  @Test
  void each_database_is_asked_about_itself() {
    nothingChanges();
    at(databases.production(), "UPDATE %s SET hash = 'x', note = 'x' WHERE code IN ('b', 'c')");
    assertThat(sentOf(all("one"))).containsExactly(0L, 2L);
    assertThat(notes(databases.production(), ANN)).isEqualTo(notes(databases.staging(), ANN));
    assertThat(bench.counts(run)).isEqualTo(new RunCounts(60, 20, 0, 40, 0, 0, 0));
    assertThat(sentOf(all("one"))).containsExactly(0L, 0L);
  }

  /** The relay has read what staging held before, and commits it while the batch waits. */
  @Test
  void production_is_asked_once_the_relay_has_let_go_of_the_table() throws SQLException {
    nothingChanges();
    String change = "UPDATE %s SET hash = 'x', note = 'x' WHERE code = 'b'";
    at(databases.staging(), change);
    CompletableFuture<Exchange> writing;
    try (Connection relay = databases.production().pool().getConnection();
        Statement statement = relay.createStatement()) {
      relay.setAutoCommit(false);
      String table = VisitBench.of(ANN).table();
      statement.execute("SELECT pg_advisory_xact_lock(hashtext('" + table + "'))");
      statement.execute(change.formatted(VisitBench.of(ANN).tableIn(databases.production())));
      writing = CompletableFuture.supplyAsync(() -> bench.write(run, all("one")));
      await().until(() -> bench.production.queryForObject(WAITS_FOR_A_LANE, Boolean.class));
      relay.commit();
    }
    assertThat(writing.join().getException()).isNull();
    assertThat(notes(databases.production(), ANN))
        .contains("b=one first")
        .isEqualTo(notes(databases.staging(), ANN));
  }

  @Test
  void nobody_asks_after_a_batch_most_of_which_was_written_nor_of_a_few() {
    nothingChanges();
    assertThat(sentOf(batch(TestStreams.VISITS, List.of(visit(ANN, "a", "one", null)))))
        .as("a few")
        .containsExactly(1L, 1L);
    bench.write(run, all("two"));
    assertThat(sentOf(all("two"))).as("after a change").containsExactly(20L, 20L);
    assertThat(sentOf(all("two"))).containsExactly(0L, 0L);
    run = Runs.open(ledger);
    assertThat(sentOf(all("two"))).as("another run").containsExactly(20L, 20L);
  }

  @Test
  void a_stream_without_a_hash_is_sent_as_ever() {
    for (int i = 0; i < 3; i++) {
      assertThat(sentOf(wares(ALL_COMPARED))).containsExactly(16L, 16L);
    }
  }

  @Test
  void what_is_withheld_of_a_record_replaces_nothing_whole_and_is_not_sent() {
    for (int i = 0; i < 2; i++) {
      bench.write(
          run,
          wares(
              WARES,
              ware("a", "h1", "2026-01-01", "{\"page\": 1}"),
              ware("b", "h1", "2026-01-01", "{\"page\": 1}"),
              ware("c", "h1", "2026-01-01", "{\"page\": 1, \"partial\": true}"),
              ware("d", "h1", "2026-01-01", "{}"),
              ware("e", "h1", "2026-01-01", "{}"),
              ware("f", "h1", "2026-01-01", null)));
    }
    Batch later =
        wares(
            WARES,
            ware("a", "h2", "2026-01-01", "{\"partial\": true}"), // replaces nothing
            ware("b", "h2", "2026-01-02", "{\"partial\": true}"), // newer
            ware("c", "h2", "2026-01-01", "{\"page\": 2}"), // whole at last
            ware("d", "h2", "2026-01-01", "{\"p\\u0061rtial\": true}"), // replaces nothing
            ware("e", "h2", "2026-01-01", "{\"partial\": false}"), // whole
            ware("f", "h1", "2026-01-01", "{\"page\": 2}")); // no change
    assertThat(sentOf(later)).containsExactly(3L, 3L);
    for (JdbcTemplate database : List.of(bench.staging, bench.production)) {
      assertThat(
              database.queryForList(
                  "SELECT code || hash || coalesce(about::text, '') FROM test_wares ORDER BY code",
                  String.class))
          .startsWith(
              "ah1{\"page\": 1}",
              "bh2{\"partial\": true}",
              "ch2{\"page\": 2}",
              "dh1{}",
              "eh2{\"partial\": false}",
              "fh1");
    }
  }

  @Test
  void a_partition_that_one_database_lacks_is_filled_again() {
    for (Database database : List.of(databases.staging(), databases.production())) {
      nothingChanges();
      at(database, "DROP TABLE %s");
      assertThat(sentOf(all("one"))).as("the other one is asked").contains(0L);
      assertThat(notes(database, ANN)).hasSize(20);
      nothingChanges();
      String whole = TestStreams.VISITS.tableIn(database);
      at(database, "ALTER TABLE " + whole + " DETACH PARTITION %s");
      bench.write(run, all("one"));
      assertThat(
              new JdbcTemplate(database.pool())
                  .queryForObject("SELECT count(*) FROM " + whole, Integer.class))
          .as("what a table holds that is no partition is not there")
          .isEqualTo(20);
      assertThat(bench.letters(run)).isEmpty();
    }
  }

  @Test
  void a_run_that_lost_its_lease_writes_nothing() {
    nothingChanges();
    bench.staging.update(
        "UPDATE run_leases SET expires_at = now() - interval '1 s' WHERE scope = ?", run.scope());
    assertThat(sentOf(amid(visit(ANN, "a", "two", null)))).containsExactly(0L, 0L);
    assertThat(run.stopped().orElseThrow().reason()).isEqualTo(StopReason.LEASE_LOST);
    assertThat(batches()).hasSize(2);
    assertThat(notes(databases.staging(), ANN)).contains("a=one first");
  }

  @Test
  void what_is_refused_or_kept_back_is_found_as_ever() {
    String staging = TestStreams.VISITS.tableIn(databases.staging());
    bench.staging.execute(
        """
        CREATE FUNCTION test_keep_back() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NULL; END $$;
        CREATE TRIGGER test_keep_back BEFORE INSERT ON %s FOR EACH ROW
        WHEN (NEW.code = 'kept') EXECUTE FUNCTION test_keep_back()
        """
            .formatted(staging));
    try {
      nothingChanges();
      bench.write(
          run,
          amid(
              visit(ANN, "a", "one", "2026-01-02"),
              visit(ANN, "bad", "a note too long for it", "2026-01-02"),
              visit(ANN, "kept", "one", "2026-01-02"),
              visit(ANN, "new", "one", "2026-01-02")));
    } finally {
      bench.staging.execute("DROP FUNCTION test_keep_back CASCADE");
    }
    assertThat(bench.letters(run))
        .extracting(it -> it.get("record_key"))
        .containsExactly(ANN + "/bad", ANN + "/kept");
    assertThat(bench.counts(run)).isEqualTo(new RunCounts(60, 21, 0, 37, 0, 2, 0));
    assertThat(notes(databases.production(), ANN))
        .isEqualTo(notes(databases.staging(), ANN))
        .hasSize(21);
  }

  /** Now each database has left most of a batch of this run unwritten. */
  private void nothingChanges() {
    bench.write(run, all("one"));
    bench.write(run, all("one"));
  }

  /** Twenty records. */
  private static Batch all(String note) {
    List<SyncRecord> all = sixteen(i -> visit(ANN, i, note, "2026-01-02"));
    List.of("a", "b", "c", "d").forEach(code -> all.add(visit(ANN, code, note, "2026-01-02")));
    return batch(TestStreams.VISITS, all);
  }

  /** Records and sixteen that are there. */
  private static Batch amid(SyncRecord... records) {
    List<SyncRecord> all = sixteen(i -> visit(ANN, i, "one", "2026-01-02"));
    all.addAll(List.of(records));
    return batch(TestStreams.VISITS, all);
  }

  /** Wares and sixteen that are always the same. */
  private static Batch wares(Stream stream, SyncRecord... wares) {
    List<SyncRecord> all = sixteen(i -> ware(i, "h1", "2026-01-01", "{}"));
    all.addAll(List.of(wares));
    return batch(stream, all);
  }

  private static List<SyncRecord> sixteen(Function<String, SyncRecord> record) {
    List<SyncRecord> sixteen = new ArrayList<>();
    for (int i = 1; i <= 16; i++) {
      sixteen.add(record.apply("x%02d".formatted(i)));
    }
    return sixteen;
  }

  private static Batch batch(Stream stream, List<SyncRecord> records) {
    return Batch.of(stream, records, WriteBench.STAMP);
  }

  private static SyncRecord ware(String code, String hash, String version, @Nullable String about) {
    return SyncRecord.of(code, hash, version, "{\"of\": \"" + hash + "\"}", about);
  }

  /** How many records of a batch staging was sent, and production. */
  private List<Long> sentOf(Batch batch) {
    long staging = VisitBench.sent(databases.staging());
    long production = VisitBench.sent(databases.production());
    bench.write(run, batch);
    return List.of(
        VisitBench.sent(databases.staging()) - staging,
        VisitBench.sent(databases.production()) - production);
  }

  private List<Map<String, Object>> batches() {
    return bench.staging.queryForList(
        """
        SELECT keys::text AS keys, rows, rows_created, rows_updated, rows_unchanged, state, kind
        FROM run_batches WHERE run_id = ? ORDER BY seq
        """,
        run.id());
  }

  private static void at(Database database, String sql) {
    new JdbcTemplate(database.pool()).execute(sql.formatted(VisitBench.of(ANN).tableIn(database)));
  }
}
