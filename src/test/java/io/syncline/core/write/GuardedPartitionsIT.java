package io.syncline.core.write;

import static io.syncline.core.write.VisitBench.ANN;
import static io.syncline.core.write.VisitBench.BOB;
import static io.syncline.core.write.VisitBench.notes;
import static io.syncline.core.write.VisitBench.visit;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.syncline.core.database.Database;
import io.syncline.core.database.Databases;
import io.syncline.core.database.Sql;
import io.syncline.core.error.SqlFailures;
import io.syncline.core.error.TerminalFailure;
import io.syncline.core.error.TransientFailure;
import io.syncline.core.record.SyncRecord;
import io.syncline.core.relay.Relay;
import io.syncline.core.run.ActiveRun;
import io.syncline.core.run.RunCounts;
import io.syncline.core.run.RunLedger;
import io.syncline.core.run.Runs;
import io.syncline.core.stream.Partitions;
import io.syncline.core.verify.Verification.Fault;
import io.syncline.core.verify.Verification.Finding;
import io.syncline.core.verify.Verifier;
import io.syncline.support.CoreTest;
import io.syncline.support.TestStreams;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.JdbcTemplate;

/** Rows that are written by hash and version, each owner's in a partition of its own. */
@CoreTest
class GuardedPartitionsIT {
  @Autowired private Databases databases;
  @Autowired private RunLedger ledger;
  @Autowired private ProducerTemplate template;
  @Autowired private Relay relay;
  @Autowired private Verifier verifier;
  @Autowired private Partitions partitions;
  private WriteBench bench;
  private VisitBench visits;
  private ActiveRun run;

  @BeforeEach
  void nothingIsThere() {
    bench = new WriteBench(databases, template);
    visits = new VisitBench(bench);
    bench.clear();
    run = Runs.open(ledger);
  }

  @AfterEach
  void theTableIsEmptyAgain() {
    bench.clear();
  }

  /** A trigger may say it by the SQLSTATE of a row that has no partition. */
  @Test
  void what_a_trigger_refuses_as_a_failed_check_is_refused_for_its_value() {
    visits.write(run, visit(ANN, "a", "one", "2026-01-02"));
    bench.staging.execute(
        """
        CREATE FUNCTION test_refuse() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN RAISE EXCEPTION 'not this one' USING ERRCODE = '23514'; END $$;
        CREATE TRIGGER test_refuse BEFORE INSERT ON %s FOR EACH ROW
        WHEN (NEW.code = 'bad') EXECUTE FUNCTION test_refuse()
        """
            .formatted(TestStreams.VISITS.tableIn(databases.staging())));
    try {
      Exchange sent =
          visits.write(
              run, visit(ANN, "b", "one", "2026-01-02"), visit(ANN, "bad", "one", "2026-01-02"));
      assertThat(sent.getException()).isNull();
    } finally {
      bench.staging.execute("DROP FUNCTION test_refuse CASCADE");
    }
    assertThat(bench.letters(run))
        .extracting(it -> it.get("record_key"))
        .containsExactly(ANN + "/bad");
    assertThat(notes(databases.production(), ANN)).containsExactly("a=one first", "b=one first");
  }

  /** Shown by a row of somebody else who has none: the answer of the server is the same. */
  @Test
  void a_session_that_lacks_a_partition_refuses_no_value_and_is_closed() throws SQLException {
    visits.write(run, visit(ANN, "a", "one", "2026-01-02"));
    Database production = databases.production();
    String insert =
        "INSERT INTO %s (owner, code) VALUES ('%s', 'x')"
            .formatted(TestStreams.VISITS.tableIn(production), UUID.randomUUID());
    long session;
    try (Connection connection = production.pool().getConnection();
        Statement statement = connection.createStatement()) {
      session =
          Sql.first(connection, "SELECT pg_backend_pid()", row -> row.getLong(1)).orElseThrow();
      assertThatThrownBy(
              () ->
                  partitions.with(
                      connection, production, VisitBench.of(ANN), () -> statement.execute(insert)))
          .isInstanceOf(SQLException.class)
          .satisfies(
              e ->
                  assertThat(SqlFailures.translate("production", (SQLException) e))
                      .isInstanceOf(TransientFailure.class));
    }
    Awaitility.await()
        .until(
            () ->
                bench.production.queryForObject(
                    "SELECT NOT EXISTS (SELECT FROM pg_stat_activity WHERE pid = " + session + ")",
                    Boolean.class));
  }

  @Test
  void a_row_is_written_where_its_content_is_another_and_its_version_not_older() {
    visits.write(run, visit(ANN, "a", "one", "2026-01-02"), visit(ANN, "b", "one", "2026-01-02"));
    visits.write(
        run,
        visit(ANN, "a", "two", "2026-01-01"), // older
        visit(ANN, "b", "two", "2026-01-02"), // as old
        visit(ANN, "c", "two", "2026-01-01"));
    visits.write(
        run,
        visit(ANN, "a", "one", "2026-01-09"), // newer, and the same
        visit(ANN, "b", "three", "2026-01-03"));

    assertThat(notes(databases.staging(), ANN))
        .containsExactly("a=one first", "b=three first", "c=two first")
        .isEqualTo(notes(databases.production(), ANN));
    assertThat(bench.counts(run)).isEqualTo(new RunCounts(7, 3, 2, 2, 0, 0, 0));
  }

  @Test
  void a_row_is_written_where_either_version_is_not_known() {
    visits.write(run, visit(ANN, "a", "one", null), visit(ANN, "b", "one", "2026-01-02"));
    visits.write(run, visit(ANN, "a", "two", "2020-01-01"), visit(ANN, "b", "two", null));
    assertThat(notes(databases.production(), ANN)).containsExactly("a=two first", "b=two first");
    assertThat(bench.counts(run)).isEqualTo(new RunCounts(4, 2, 2, 0, 0, 0, 0));
  }

  @Test
  void of_two_versions_in_one_batch_the_newer_is_written_whichever_comes_last() {
    SyncRecord older = SyncRecord.of(ANN, "a", "h1", Instant.EPOCH, "old", null, "first");
    SyncRecord newer =
        SyncRecord.of(ANN, "a", "h2", Instant.EPOCH.plusSeconds(1), "new", null, "first");
    visits.write(run, newer, older);
    assertThat(notes(databases.production(), ANN)).containsExactly("a=new first");
  }

  @Test
  void what_is_not_compared_changes_nothing_and_is_no_difference() {
    visits.write(run, visit(ANN, "a", "one", "2026-01-02", null, "first"));
    visits.write(run, visit(ANN, "a", "one", "2026-01-02", null, "second"));
    assertThat(notes(databases.staging(), ANN)).containsExactly("a=one first");
    new JdbcTemplate(databases.production().pool())
        .update(
            "UPDATE " + VisitBench.of(ANN).tableIn(databases.production()) + " SET fetched = 'x'");
    assertThat(verifier.verify().findings()).isEmpty();
  }

  @Test
  void a_mark_beside_the_hash_is_written_and_taken_back() {
    visits.write(run, visit(ANN, "a", "one", "2026-01-02", null, "first"));
    visits.write(run, visit(ANN, "a", "one", "2026-01-02", "2026-02-01", "second"));
    assertThat(notes(databases.production(), ANN)).containsExactly("a=one second gone 2026-02-01");
    visits.write(run, visit(ANN, "a", "one", "2026-01-02", null, "third"));
    assertThat(notes(databases.production(), ANN)).containsExactly("a=one third");
  }

  @Test
  void a_change_in_the_moment_of_the_creation_counts_as_one() {
    for (String note : List.of("one", "two", "three")) {
      visits.write(run, visit(ANN, "a", note, null)); // all of them are stamped alike
    }
    assertThat(bench.counts(run)).isEqualTo(new RunCounts(3, 1, 2, 0, 0, 0, 0));
    assertThat(stamps(databases.staging())).isEqualTo(stamps(databases.production()));
  }

  @Test
  void each_owner_has_a_partition_in_both_databases_which_is_lane_and_table_of_its_batches() {
    visits.write(run, visit(ANN, "a", "one", null));
    visits.write(run, visit(BOB, "a", "one", null));
    assertThat(
            bench.staging.queryForList(
                "SELECT table_name FROM run_batches ORDER BY seq", String.class))
        .containsExactly(
            "test_visits_00000000_0000_0000_0000_000000000001",
            "test_visits_00000000_0000_0000_0000_000000000002");
    assertThat(notes(databases.production(), BOB)).containsExactly("a=one first");
    assertThatThrownBy(
            () -> visits.write(run, visit(ANN, "a", "one", null), visit(BOB, "a", "one", null)))
        .hasMessageContaining("several partitions of test_visits");
  }

  @Test
  void a_dry_run_counts_and_makes_no_partition() {
    UUID owner = UUID.randomUUID();
    ActiveRun rehearsal = Runs.rehearse(ledger);
    visits.write(rehearsal, visit(owner, "a", "one", null));
    assertThat(bench.counts(rehearsal)).isEqualTo(new RunCounts(1, 1, 0, 0, 0, 0, 0));
    for (Database database : List.of(databases.staging(), databases.production())) {
      assertThat(isThere(database, owner)).isFalse();
    }
  }

  @Test
  void a_refused_record_costs_itself_only() {
    visits.write(
        run, visit(ANN, "a", "one", null), visit(ANN, "b", "a note too long for it", null));
    assertThat(notes(databases.production(), ANN)).containsExactly("a=one first");
    assertThat(bench.letters(run))
        .extracting(it -> it.get("table_name"))
        .containsExactly("test_visits_00000000_0000_0000_0000_000000000001");
  }

  @Test
  void the_relay_makes_the_partition_that_production_lacks() {
    UUID owner = UUID.randomUUID();
    bench.takeProductionDown();
    visits.write(run, visit(owner, "a", "one", null), visit(owner, "b", "two", null));
    bench.bringProductionUp();
    Awaitility.await()
        .untilAsserted(
            () -> {
              bench.letTimePass();
              relay.deliverDue();
              assertThat(bench.states(run)).containsExactly("applied");
            });
    assertThat(notes(databases.production(), owner)).isEqualTo(notes(databases.staging(), owner));
    assertThat(verifier.verify().findings()).isEmpty();
  }

  @Test
  void what_one_database_lacks_is_found_partition_by_partition() {
    UUID owner = UUID.randomUUID();
    visits.write(run, visit(owner, "a", "one", null), visit(owner, "b", "one", null));
    new JdbcTemplate(databases.production().pool())
        .execute(
            "ALTER TABLE %s DETACH PARTITION %s"
                .formatted(
                    TestStreams.VISITS.tableIn(databases.production()),
                    VisitBench.of(owner).tableIn(databases.production())));
    assertThat(verifier.verify().findings())
        .extracting(Finding::fault, Finding::count)
        .containsExactly(tuple(Fault.ONLY_IN_STAGING, 2L));
    visits.write(run, visit(owner, "c", "one", null));
    assertThat(notes(databases.production(), owner))
        .as("a table that was detached is taken in with its rows")
        .hasSize(3);
  }

  @Test
  void a_partition_that_was_dropped_is_made_anew_and_no_record_is_lost() {
    UUID owner = UUID.randomUUID();
    visits.write(run, visit(owner, "a", "one", null));
    new JdbcTemplate(databases.staging().pool())
        .execute("DROP TABLE " + VisitBench.of(owner).tableIn(databases.staging()));
    visits.write(run, visit(owner, "b", "one", null), visit(owner, "c", "one", null));
    assertThat(notes(databases.staging(), owner)).containsExactly("b=one first", "c=one first");
    assertThat(bench.letters(run)).isEmpty();
  }

  @Test
  void a_table_of_another_shape_steps_aside_with_its_rows() {
    UUID owner = UUID.randomUUID();
    String table = VisitBench.of(owner).tableIn(databases.staging());
    JdbcTemplate staging = new JdbcTemplate(databases.staging().pool());
    staging.execute("CREATE TABLE " + table + " (id bigserial PRIMARY KEY, data json)");
    staging.update("INSERT INTO " + table + " (data) VALUES ('{}'), ('{}')");
    visits.write(run, visit(owner, "a", "one", null));
    assertThat(notes(databases.staging(), owner)).containsExactly("a=one first");
    assertThat(
            staging.queryForObject(
                "SELECT count(*) FROM " + table.replaceAll("\"$", "_before\""), Integer.class))
        .isEqualTo(2);
  }

  @Test
  void a_table_with_rows_of_another_owner_ends_the_run_and_no_record_becomes_a_letter() {
    UUID owner = UUID.randomUUID();
    String table = VisitBench.of(owner).tableIn(databases.staging());
    JdbcTemplate staging = new JdbcTemplate(databases.staging().pool());
    staging.execute(
        "CREATE TABLE %s (LIKE %s INCLUDING ALL)"
            .formatted(table, TestStreams.VISITS.tableIn(databases.staging())));
    try {
      staging.update("INSERT INTO " + table + " (owner, code) VALUES (?, 'a')", BOB);
      Exchange sent =
          visits.write(run, visit(owner, "a", "one", null), visit(owner, "b", "one", null));
      assertThat(WriteBench.failure(sent))
          .isInstanceOf(TerminalFailure.class)
          .hasMessageContaining("42P17");
      assertThat(bench.letters(run)).isEmpty();
    } finally {
      staging.execute("DROP TABLE " + table);
    }
  }

  private boolean isThere(Database database, UUID owner) {
    return Boolean.TRUE.equals(
        new JdbcTemplate(database.pool())
            .queryForObject(
                "SELECT to_regclass(?) IS NOT NULL",
                Boolean.class,
                VisitBench.of(owner).tableIn(database)));
  }

  private static List<String> stamps(Database database) {
    return new JdbcTemplate(database.pool())
        .queryForList(
            "SELECT created_at || ' ' || updated_at FROM " + VisitBench.of(ANN).tableIn(database),
            String.class);
  }
}
