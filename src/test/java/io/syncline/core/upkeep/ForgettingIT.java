package io.syncline.core.upkeep;

import static io.syncline.core.write.WriteBench.item;
import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.core.database.Databases;
import io.syncline.core.run.ActiveRun;
import io.syncline.core.run.RunHistory;
import io.syncline.core.run.RunLedger;
import io.syncline.core.run.RunOutcome;
import io.syncline.core.run.Runs;
import io.syncline.core.verify.Verifier;
import io.syncline.core.write.WriteBench;
import io.syncline.support.CoreTest;
import java.util.List;
import java.util.UUID;
import org.apache.camel.ProducerTemplate;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

@CoreTest
class ForgettingIT {
  @Autowired private Databases databases;
  @Autowired private RunLedger ledger;
  @Autowired private RunHistory history;
  @Autowired private ProducerTemplate template;
  @Autowired private Forgetting forgetting;
  @Autowired private ForgettingSettings settings;
  @Autowired private Verifier verifier;
  private WriteBench bench;

  @BeforeEach
  void a_newer_run() {
    bench = new WriteBench(databases, template);
    bench.staging.execute(
        "TRUNCATE sync_runs, run_batches, sync_dead_letters, sync_cursors, "
            + databases.staging().table("test_items"));
    bench.production.execute(
        "TRUNCATE sync_applied, " + databases.production().table("test_items"));
    over("NEW", 0);
  }

  @AfterEach
  void production_is_up() {
    bench.bringProductionUp();
    bench.staging.execute("DROP TABLE IF EXISTS lineage");
  }

  @Test
  void an_old_run_goes_with_its_batches_errors_and_changes_and_the_rows_stay() {
    UUID old = over("FA", 91);
    UUID young = over("FB", 89);
    letter(old, true);
    bench.staging.update(
        "INSERT INTO sync_run_changes (run_id, destination, table_name, kind, record_key)"
            + " VALUES (?, 'staging', 'test_items', 'update', '{}')",
        old);
    bench.staging.update(
        "INSERT INTO sync_errors (run_id, seq, row_ref, code, message, severity)"
            + " VALUES (?, 1, '47', 'INVALID_EMAIL', 'no @', 'warning')",
        old);
    forgetting.sweep();
    assertThat(history.find(old)).isEmpty();
    assertThat(history.isForgotten(old)).isTrue();
    for (String table :
        List.of("run_batches", "sync_dead_letters", "sync_run_changes", "sync_errors")) {
      assertThat(count("SELECT count(*) FROM " + table + " WHERE run_id = ?", old))
          .as(table)
          .isZero();
    }
    assertThat(applied(old)).isZero();
    assertThat(bench.delivered("test_items", "FA")).hasSize(1);
    assertThat(history.find(young)).isPresent();
    assertThat(applied(young)).isEqualTo(1);
    assertThat(history.isForgotten(UUID.randomUUID())).isFalse();
    assertThat(verifier.verify().findings()).isEmpty();
  }

  @Test
  void what_was_done_is_kept_as_long_as_runs_are() {
    bench.staging.execute("TRUNCATE sync_audit");
    bench.staging.update(
        "INSERT INTO sync_audit (at, who, by_what, method, path, members)"
            + " SELECT now() - make_interval(days => age), 'ann', 'token', 'POST', '/api/' || age, '{}'"
            + " FROM unnest(ARRAY[89, 91]) age");
    forgetting.sweep();
    assertThat(bench.staging.queryForList("SELECT path FROM sync_audit", String.class))
        .containsExactly("/api/89");
  }

  @Test
  void the_newest_run_that_no_other_led_stays_and_not_the_newest_child() {
    UUID parent = over("HA", 100);
    UUID child = over("HB", 99);
    bench.staging.update(
        "UPDATE sync_runs SET pipeline = ? WHERE id IN (?, ?)", "p" + parent, parent, child);
    bench.staging.update("UPDATE sync_runs SET parent_run_id = ? WHERE id = ?", parent, child);
    forgetting.sweep();
    assertThat(history.find(parent)).isPresent();
    assertThat(history.find(child)).isEmpty();
  }

  @Test
  void nothing_that_is_pending_open_running_or_named_elsewhere_goes() {
    UUID pending = over("GA", 100);
    bench.staging.update("UPDATE run_batches SET state = 'pending' WHERE run_id = ?", pending);
    UUID open = over("GB", 100);
    letter(open, false);
    UUID running = over("GC", 100);
    bench.staging.update("UPDATE sync_runs SET status = 'running' WHERE id = ?", running);
    UUID cursor = over("GD", 100);
    bench.staging.update(
        "INSERT INTO sync_cursors (pipeline, stream, scope, value, run_id) VALUES ('p', 's', 'x',"
            + " '1', ?)",
        cursor);
    UUID named = over("GE", 100);
    bench.staging.execute(
        "CREATE TABLE lineage (sync_run_id uuid REFERENCES sync_runs (id) ON DELETE CASCADE)");
    bench.staging.update("INSERT INTO lineage VALUES (?)", named);
    UUID newestInItsMode = over("GF", 100);
    bench.staging.update(
        "UPDATE sync_runs SET parameters = '{\"mode\": \"master\"}' WHERE id = ?", newestInItsMode);
    UUID only = over("GG", 100);
    bench.staging.update("UPDATE sync_runs SET pipeline = 'stockx' WHERE id = ?", only);
    forgetting.sweep();
    for (UUID run : List.of(pending, open, running, cursor, named, newestInItsMode, only)) {
      assertThat(history.find(run)).isPresent();
      assertThat(applied(run)).isEqualTo(1);
    }
    assertThat(count("SELECT count(*) FROM lineage WHERE sync_run_id = ?", named)).isEqualTo(1);
    bench.staging.update(
        "UPDATE sync_runs SET status = 'completed', started_at = now() WHERE id = ?", running);
    bench.staging.update("UPDATE run_batches SET state = 'applied' WHERE run_id = ?", pending);
  }

  @Test
  void what_a_production_that_is_away_still_has_goes_when_it_is_back() {
    UUID old = over("HA", 91);
    bench.takeProductionDown();
    forgetting.sweep();
    assertThat(history.isForgotten(old)).isTrue();
    assertThat(count("SELECT count(*) FROM run_batches WHERE run_id = ?", old)).isEqualTo(1);
    bench.bringProductionUp();
    Awaitility.await()
        .ignoreExceptions()
        .untilAsserted(
            () -> {
              forgetting.sweep();
              assertThat(applied(old)).isZero();
            });
    assertThat(count("SELECT count(*) FROM run_batches WHERE run_id = ?", old)).isZero();
    assertThat(verifier.verify().findings()).isEmpty();
  }

  @Test
  void a_batch_loses_its_keys_a_week_after_production_has_it() {
    UUID eight = over("KA", 8);
    UUID six = over("KB", 6);
    UUID pending = over("KC", 8);
    bench.staging.update("UPDATE run_batches SET state = 'pending' WHERE run_id = ?", pending);
    forgetting.sweep();
    String keys = "SELECT count(keys) FROM run_batches WHERE run_id = ?";
    assertThat(count(keys, eight)).isZero();
    assertThat(count(keys, six)).isEqualTo(1);
    assertThat(count(keys, pending)).isEqualTo(1);
    bench.staging.update("UPDATE run_batches SET state = 'applied' WHERE run_id = ?", pending);
    assertThat(verifier.verify().findings()).isEmpty();
  }

  @Test
  void keys_that_tell_that_an_open_letter_was_overtaken_stay() {
    UUID before = over("LA", 30);
    UUID after = over("LB", 10);
    letter(over("LC", 1), false);
    bench.staging.update("UPDATE sync_dead_letters SET created_at = now() - interval '20 days'");
    forgetting.sweep();
    String keys = "SELECT count(keys) FROM run_batches WHERE run_id = ?";
    assertThat(count(keys, before)).isZero();
    assertThat(count(keys, after)).isEqualTo(1);
  }

  /** A run that wrote one item to both databases so many days ago. */
  @Test
  void what_a_pipeline_keeps_with_its_runs_goes_with_them() {
    bench.staging.execute("CREATE TABLE IF NOT EXISTS results_of_tenants (run_id uuid)");
    UUID old = over("KA", 91);
    UUID young = over("KB", 89);
    for (UUID run : List.of(old, young)) {
      bench.staging.update("INSERT INTO results_of_tenants VALUES (?)", run);
    }
    new Forgetting(databases, settings, List.of(new RunPart("results_of_tenants"))).sweep();
    assertThat(bench.staging.queryForList("SELECT run_id FROM results_of_tenants", UUID.class))
        .containsExactly(young);
    bench.staging.execute("DROP TABLE results_of_tenants");
  }

  private UUID over(String code, int days) {
    ActiveRun run = Runs.open(ledger);
    bench.write(run, bench.items(item(code, "one")));
    ledger.close(run, RunOutcome.COMPLETED);
    bench.staging.update(
        "UPDATE sync_runs SET started_at = started_at - make_interval(days => ?),"
            + " completed_at = completed_at - make_interval(days => ?) WHERE id = ?",
        days,
        days,
        run.id());
    bench.staging.update(
        "UPDATE run_batches SET committed_at = committed_at - make_interval(days => ?),"
            + " applied_at = applied_at - make_interval(days => ?) WHERE run_id = ?",
        days,
        days,
        run.id());
    bench.production.update(
        "UPDATE sync_applied SET applied_at = applied_at - make_interval(days => ?) WHERE run_id ="
            + " ?",
        days,
        run.id());
    return run.id();
  }

  private void letter(UUID run, boolean closed) {
    bench.staging.update(
        "INSERT INTO sync_dead_letters (run_id, pipeline, stream, table_name, destination,"
            + " record_key, record, kind, error, closed_at) VALUES (?, 'entities', 'items',"
            + " 'test_items', 'staging', 'X', '{}', 'db', 'x', CASE WHEN ? THEN now() END)",
        run,
        closed);
  }

  private long applied(UUID run) {
    return bench.production.queryForObject(
        "SELECT count(*) FROM sync_applied WHERE run_id = ?", Long.class, run);
  }

  private long count(String sql, UUID run) {
    return bench.staging.queryForObject(sql, Long.class, run);
  }
}
