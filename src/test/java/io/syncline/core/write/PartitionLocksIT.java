package io.syncline.core.write;

import static io.syncline.core.write.VisitBench.ANN;
import static io.syncline.core.write.VisitBench.notes;
import static io.syncline.core.write.VisitBench.visit;
import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.core.database.Database;
import io.syncline.core.database.Databases;
import io.syncline.core.run.RunLedger;
import io.syncline.core.run.Runs;
import io.syncline.core.stream.Partitions;
import io.syncline.core.stream.Stream;
import io.syncline.support.CoreTest;
import io.syncline.support.TestStreams;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.apache.camel.ProducerTemplate;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.JdbcTemplate;

/** What a partition that is being made keeps others from: nothing but making it as well. */
@CoreTest
class PartitionLocksIT {
  private static final String IMPATIENT = "SET LOCAL lock_timeout = '100ms'";
  private static final int OFTEN = 10;
  private static final String LOCKS =
      """
      SELECT c.relname || ' ' || l.mode FROM pg_locks l JOIN pg_class c ON c.oid = l.relation
      WHERE l.pid = ? AND c.relname LIKE '%test_visits%' AND l.mode LIKE '%Exclusive%' AND c.relkind <> 'i'
      """;

  @Autowired private Databases databases;
  @Autowired private Partitions partitions;
  @Autowired private RunLedger ledger;
  @Autowired private ProducerTemplate template;
  private WriteBench bench;
  private VisitBench visits;
  private Database staging;
  private JdbcTemplate jdbc;

  @BeforeEach
  void one_partition_is_there() {
    bench = new WriteBench(databases, template);
    visits = new VisitBench(bench);
    staging = databases.staging();
    jdbc = new JdbcTemplate(staging.pool());
    bench.clear();
    visits.write(Runs.open(ledger), visit(ANN, "a", "one", null));
  }

  @AfterEach
  void the_table_is_empty_again() {
    bench.clear();
  }

  @Test
  void whoever_writes_and_reads_goes_on_while_a_partition_is_made_and_the_other_way_round()
      throws SQLException {
    Stream made = VisitBench.of(UUID.randomUUID());
    try (Connection writer = staging.pool().getConnection();
        Connection maker = staging.pool().getConnection()) {
      writer.setAutoCommit(false);
      maker.setAutoCommit(false);
      execute(writer, insert("before"));
      execute(maker, IMPATIENT);
      partitions.require(maker, staging, made);
      execute(writer, IMPATIENT);
      execute(writer, insert("meanwhile"));
      execute(writer, "SELECT FROM " + TestStreams.VISITS.tableIn(staging));
      assertThat(exclusive(maker))
          .as("of the table, which lets write, and of its own partition")
          .contains(
              TestStreams.VISITS.tableIn(staging).replace("\"", "") + " ShareUpdateExclusiveLock")
          .noneMatch(
              lock -> lock.startsWith(VisitBench.of(ANN).tableIn(staging).replace("\"", "")));
      writer.commit();
      maker.commit();
    }
    assertThat(
            jdbc.queryForObject(
                "SELECT count(*) FROM " + VisitBench.of(ANN).tableIn(staging), Integer.class))
        .isEqualTo(3);
    assertThat(jdbc.queryForObject("SELECT count(*) FROM " + made.tableIn(staging), Integer.class))
        .isZero();
  }

  /** What a session has looked for before and did not find, the server remembers for a while. */
  @Test
  void of_two_who_make_the_same_partition_one_makes_it_and_both_go_on() throws SQLException {
    UUID owner = UUID.randomUUID();
    try (Connection maker = staging.pool().getConnection();
        Connection other = staging.pool().getConnection()) {
      for (int i = 0; i < OFTEN; i++) {
        partitions.require(other, staging, VisitBench.of(UUID.randomUUID()));
      }
      maker.setAutoCommit(false);
      partitions.require(maker, staging, VisitBench.of(owner));
      CompletableFuture<Void> making =
          CompletableFuture.runAsync(() -> require(other, VisitBench.of(owner)));
      Awaitility.await().until(() -> waiting() == 1);
      maker.commit();
      making.join();
    }
    visits.write(Runs.open(ledger), visit(owner, "a", "one", null));
    assertThat(notes(staging, owner)).containsExactly("a=one first");
  }

  /**
   * A commit shows to queries a moment before sessions are told to look for what it made: rows that
   * came in between had no place and were refused.
   */
  @Test
  void who_finds_a_partition_waits_until_its_maker_has_told_everybody() throws SQLException {
    UUID owner = UUID.randomUUID();
    Stream visits = VisitBench.of(owner);
    String lock = "hashtext('partitions of " + visits.whole().tableIn(staging) + "')";
    try (Connection maker = staging.pool().getConnection();
        Connection other = staging.pool().getConnection()) {
      new Partitions().require(maker, staging, visits); // another process has made it
      execute(maker, "SELECT pg_advisory_lock(" + lock + ")");
      CompletableFuture<Void> waiting = CompletableFuture.runAsync(() -> require(other, visits));
      Awaitility.await().until(() -> waiting() == 1);
      execute(maker, "SELECT pg_advisory_unlock(" + lock + ")");
      waiting.join();
    }
  }

  private void require(Connection connection, Stream stream) {
    try {
      partitions.require(connection, staging, stream);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private String insert(String code) {
    return "INSERT INTO %s (owner, code) VALUES ('%s', '%s')"
        .formatted(TestStreams.VISITS.tableIn(staging), ANN, code);
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private List<String> exclusive(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        var pid = statement.executeQuery("SELECT pg_backend_pid()")) {
      pid.next();
      return jdbc.queryForList(LOCKS, String.class, pid.getInt(1));
    }
  }

  private int waiting() {
    return jdbc.queryForObject(
        "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted", Integer.class);
  }
}
