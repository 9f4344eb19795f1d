package io.syncline.core.write;

import static io.syncline.core.write.WriteBench.item;
import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.core.database.Databases;
import io.syncline.core.error.TerminalFailure;
import io.syncline.core.record.SyncRecord;
import io.syncline.core.relay.Relay;
import io.syncline.core.run.ActiveRun;
import io.syncline.core.run.RunCounts;
import io.syncline.core.run.RunLedger;
import io.syncline.core.run.Runs;
import io.syncline.support.CoreTest;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.camel.ProducerTemplate;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;

/** What a user's tables refuse, by each class of SQLSTATE: it costs its record and nothing else. */
@CoreTest
class RefusalsIT {
  private static final String REFUSING =
      """
      CREATE DOMAIN test_small AS int CHECK (VALUE < 100);
      CREATE TABLE test_checked (stock int);
      CREATE VIEW test_view AS SELECT * FROM test_checked WHERE stock < 100 WITH CHECK OPTION;
      CREATE TABLE test_indexed (words text PRIMARY KEY);
      CREATE FUNCTION test_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
          CASE NEW.name
              WHEN 'P0001' THEN RAISE EXCEPTION 'not this one';
              WHEN '44000' THEN INSERT INTO test_view VALUES (100);
              WHEN '21000' THEN NEW.stock := (SELECT n FROM generate_series(1, 2) AS n);
              WHEN '22012' THEN NEW.stock := 1 / (NEW.stock - NEW.stock);
              WHEN '23514' THEN NEW.stock := 100::test_small;
              WHEN '54000' THEN
                  INSERT INTO test_indexed SELECT string_agg(md5(n::text), '') FROM generate_series(1, 300) AS n;
              WHEN 'XX000' THEN RAISE EXCEPTION 'broken' USING ERRCODE = 'XX000';
              ELSE NULL;
          END CASE;
          RETURN NEW;
      END $$;
      CREATE TRIGGER test_refuse BEFORE INSERT ON %s FOR EACH ROW EXECUTE FUNCTION test_refuse();
      """;
  private static final String NO_LONGER =
      """
      DROP FUNCTION IF EXISTS test_refuse CASCADE;
      DROP VIEW IF EXISTS test_view;
      DROP TABLE IF EXISTS test_checked, test_indexed;
      DROP DOMAIN IF EXISTS test_small;
      """;

  @Autowired private Databases databases;
  @Autowired private RunLedger ledger;
  @Autowired private ProducerTemplate template;
  @Autowired private Relay relay;
  private WriteBench bench;

  @BeforeEach
  void bench() {
    bench = new WriteBench(databases, template);
  }

  @AfterEach
  void nothing_refuses() {
    bench.staging.execute(NO_LONGER);
    bench.production.execute(NO_LONGER);
  }

  @ParameterizedTest
  @ValueSource(strings = {"P0001", "44000", "21000", "22012", "23514", "54000"})
  void what_staging_refuses_costs_its_record(String state) {
    bench.alterStaging(REFUSING.formatted("{items}"));
    ActiveRun run = Runs.open(ledger);
    var sent = bench.write(run, bench.items(batch("S", state)));
    assertThat(sent.getException()).isNull();
    assertThat(run.stopped()).isEmpty();
    assertThat(bench.letters(run)).singleElement().satisfies(isOf("S" + state, "staging", state));
    assertThat(bench.counts(run)).isEqualTo(new RunCounts(3, 2, 0, 0, 0, 1, 0));
    assertThat(bench.delivered("test_items", "S" + state)).hasSize(2);
    ActiveRun rehearsal = Runs.rehearse(ledger);
    bench.write(rehearsal, bench.items(batch("R", state)));
    assertThat(bench.counts(rehearsal)).isEqualTo(bench.counts(run));
  }

  @ParameterizedTest
  @ValueSource(strings = {"P0001", "44000", "21000", "22012", "23514", "54000"})
  void what_production_refuses_costs_its_record(String state) {
    bench.alterProduction(REFUSING.formatted("test_items"));
    ActiveRun run = Runs.open(ledger);
    var sent = bench.write(run, bench.items(batch("P", state)));
    assertThat(sent.getException()).isNull();
    assertThat(run.errors().total()).isEqualTo(1);
    awaitDelivery(run);
    assertThat(bench.letters(run))
        .singleElement()
        .satisfies(isOf("P" + state, "production", state));
    assertThat(bench.delivered("test_items", "P" + state)).hasSize(2);
    ActiveRun rehearsal = Runs.rehearse(ledger);
    bench.write(rehearsal, bench.items(batch("Q", state)));
    assertThat(rehearsal.errors().total()).isEqualTo(1);
  }

  @Test
  void what_only_the_commit_checks_costs_its_record_in_the_relay_too() {
    bench.alterProduction(
        """
        CREATE TABLE test_checked (stock int PRIMARY KEY);
        INSERT INTO test_checked VALUES (7);
        ALTER TABLE test_items ADD CONSTRAINT late FOREIGN KEY (stock) REFERENCES test_checked
            DEFERRABLE INITIALLY DEFERRED NOT VALID
        """);
    try {
      ActiveRun run = Runs.open(ledger);
      var records = batch("D", "late");
      Object[] bad = new Object[records[1].width()];
      for (int i = 0; i < bad.length; i++) {
        bad[i] = i == 3 ? Integer.valueOf(8) : records[1].value(i);
      }
      records[1] = SyncRecord.of(bad);
      bench.write(run, bench.items(records));
      awaitDelivery(run);
      assertThat(bench.letters(run))
          .singleElement()
          .satisfies(isOf("Dlate", "production", "23503"));
      assertThat(bench.delivered("test_items", "Dlate")).hasSize(2);
    } finally {
      bench.alterProduction("ALTER TABLE test_items DROP CONSTRAINT late");
    }
  }

  @Test
  void two_spellings_of_one_key_in_a_batch_cost_nothing() {
    bench.alterStaging("ALTER TABLE {items} ALTER COLUMN code TYPE char(20)");
    try {
      ActiveRun run = Runs.open(ledger);
      bench.write(run, bench.items(item("K1", "first"), item("K2", "x"), item("K1 ", "last")));
      assertThat(run.errors().total()).isZero();
      assertThat(bench.letters(run)).isEmpty();
      assertThat(bench.names(bench.staged("test_items", "K"))).hasSize(2);
    } finally {
      bench.alterStaging("ALTER TABLE {items} ALTER COLUMN code TYPE varchar(20)");
    }
  }

  @Test
  void what_is_no_refusal_of_a_value_stops_the_run_as_ever() {
    bench.alterStaging(REFUSING.formatted("{items}"));
    ActiveRun run = Runs.open(ledger);
    var sent = bench.write(run, bench.items(batch("X", "XX000")));
    assertThat(WriteBench.failure(sent)).isInstanceOf(TerminalFailure.class);
    assertThat(bench.letters(run)).isEmpty();
    assertThat(bench.counts(run)).isEqualTo(new RunCounts(0, 0, 0, 0, 0, 0, 0));
  }

  private static SyncRecord[] batch(String prefix, String state) {
    return new SyncRecord[] {
      item(prefix + state + "a", "good"),
      item(prefix + state, state),
      item(prefix + state + "b", "good")
    };
  }

  private void awaitDelivery(ActiveRun run) {
    Awaitility.await()
        .untilAsserted(
            () -> {
              bench.letTimePass();
              relay.deliverDue();
              assertThat(bench.states(run)).containsOnly("applied");
            });
  }

  private static Consumer<Map<String, Object>> isOf(String key, String destination, String state) {
    return letter -> {
      assertThat(letter).containsEntry("record_key", key).containsEntry("destination", destination);
      assertThat(letter.get("error")).asString().contains(state);
    };
  }
}
