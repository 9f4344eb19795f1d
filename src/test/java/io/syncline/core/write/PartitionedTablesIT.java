package io.syncline.core.write;

import static io.syncline.core.write.WriteBench.day;
import static io.syncline.core.write.WriteBench.item;
import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.core.database.Database;
import io.syncline.core.database.Databases;
import io.syncline.core.record.SyncRecord;
import io.syncline.core.relay.Relay;
import io.syncline.core.run.ActiveRun;
import io.syncline.core.run.RunCounts;
import io.syncline.core.run.RunLedger;
import io.syncline.core.run.Runs;
import io.syncline.core.stream.Batch;
import io.syncline.core.upkeep.Retention;
import io.syncline.core.upkeep.RetentionSweep;
import io.syncline.core.verify.Verifier;
import io.syncline.support.CoreTest;
import io.syncline.support.TestStreams;
import java.util.List;
import org.apache.camel.ProducerTemplate;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.test.context.TestPropertySource;

/**
 * The streams of the tests on tables that have partitions; a context of its own, for its tables.
 */
@CoreTest
@TestPropertySource(properties = "syncline.test.tables=partitioned")
class PartitionedTablesIT {
  private static final String TABLES =
      """
      DROP TABLE IF EXISTS %1$stest_items, %1$stest_days;
      CREATE TABLE %1$stest_items (
          code varchar(20) PRIMARY KEY, name varchar(10), amount numeric(10,2), stock int, seen date,
          is_active boolean, details jsonb, updated_at timestamp, created_at timestamp) PARTITION BY HASH (code);
      CREATE TABLE %1$stest_items_0 PARTITION OF %1$stest_items FOR VALUES WITH (MODULUS 2, REMAINDER 0);
      CREATE TABLE %1$stest_items_1 PARTITION OF %1$stest_items FOR VALUES WITH (MODULUS 2, REMAINDER 1);
      CREATE TABLE %1$stest_days (
          code varchar(20), day date, units int, created_at timestamp, PRIMARY KEY (code, day)) PARTITION BY RANGE (day);
      CREATE TABLE %1$stest_days_old PARTITION OF %1$stest_days FOR VALUES FROM (MINVALUE) TO ('2026-01-01');
      CREATE TABLE %1$stest_days_new PARTITION OF %1$stest_days DEFAULT;
      """;

  @Autowired private Databases databases;
  @Autowired private RunLedger ledger;
  @Autowired private ProducerTemplate template;
  @Autowired private Relay relay;
  @Autowired private Verifier verifier;
  private WriteBench bench;

  @BeforeEach
  void tables() {
    bench = new WriteBench(databases, template);
    for (Database database : List.of(databases.staging(), databases.production())) {
      new JdbcTemplate(database.pool()).execute(TABLES.formatted(database.prefix()));
    }
  }

  @Test
  void counts_are_what_the_tables_hold() {
    ActiveRun run = Runs.open(ledger);
    bench.write(run, bench.items(item("C1", "one"), item("C2", "two")));
    bench.write(run, bench.items(item("C1", "one"), item("C2", "deux"), item("C3", "three")));
    bench.write(run, days(day("D", "2025-12-31", 1), day("D", "2026-01-01", 2)));
    bench.write(run, days(day("D", "2025-12-31", 1), day("D", "2026-01-01", 3)));
    assertThat(bench.counts(run)).isEqualTo(new RunCounts(9, 5, 2, 2, 0, 0, 0));
    assertThat(bench.states(run)).containsOnly("applied");
    for (String table : List.of("test_items", "test_days")) {
      assertThat(bench.delivered(table, "")).isNotEmpty().isEqualTo(bench.staged(table, ""));
    }
    assertThat(verifier.verify().findings()).isEmpty();
  }

  @Test
  void a_refused_record_costs_itself_only() {
    ActiveRun run = Runs.open(ledger);
    bench.write(run, bench.items(item("R1", "one"), item("R2", "a name too long")));
    assertThat(bench.counts(run)).isEqualTo(new RunCounts(2, 1, 0, 0, 0, 1, 0));
  }

  @Test
  void a_dry_run_counts_like_the_real_one_and_writes_nothing() {
    bench.write(Runs.open(ledger), bench.items(item("DR1", "one"), item("DR2", "two")));
    Batch batch = bench.items(item("DR1", "one"), item("DR2", "deux"), item("DR3", "three"));
    ActiveRun rehearsal = Runs.rehearse(ledger);
    bench.write(rehearsal, batch);
    assertThat(bench.staged("test_items", "DR3")).isEmpty();
    assertThat(bench.counts(rehearsal)).isEqualTo(new RunCounts(3, 1, 1, 1, 0, 0, 0));
  }

  @Test
  void the_relay_delivers_what_production_did_not_take() {
    ActiveRun run = Runs.open(ledger);
    bench.takeProductionDown();
    bench.write(run, bench.items(item("L1", "one"), item("L2", "two")));
    bench.bringProductionUp();
    bench.letTimePass();
    Awaitility.await()
        .untilAsserted(
            () -> {
              bench.letTimePass();
              relay.deliverDue();
              assertThat(bench.states(run)).containsExactly("applied");
            });
    assertThat(bench.delivered("test_items", "L"))
        .hasSize(2)
        .isEqualTo(bench.staged("test_items", "L"));
  }

  @Test
  void old_rows_go_and_their_neighbours_in_other_partitions_stay() {
    for (Database database : List.of(databases.staging(), databases.production())) {
      new JdbcTemplate(database.pool())
          .execute(
              """
              DROP TABLE IF EXISTS test_prices;
              CREATE TABLE test_prices (sku text, at timestamptz, is_old boolean) PARTITION BY LIST (is_old);
              CREATE TABLE test_prices_old PARTITION OF test_prices FOR VALUES IN (true);
              CREATE TABLE test_prices_new PARTITION OF test_prices DEFAULT;
              INSERT INTO test_prices VALUES ('A', now() - interval '90 days', true),
                  ('B', now() - interval '90 days', true),
                  ('A', now() - interval '1 day', false), ('C', now() - interval '50 days', false);
              """);
    }
    new RetentionSweep(
            databases, List.of(new Retention("test", "test_prices", List.of("sku"), "at", 30)))
        .sweep();
    for (JdbcTemplate database : List.of(bench.staging, bench.production)) {
      assertThat(
              database.queryForList(
                  "SELECT sku || ' ' || extract(day FROM now() - at) FROM test_prices ORDER BY 1",
                  String.class))
          .containsExactly("A 1", "B 90", "C 50");
    }
  }

  private static Batch days(SyncRecord... records) {
    return Batch.of(TestStreams.DAYS, List.of(records), WriteBench.STAMP);
  }
}
