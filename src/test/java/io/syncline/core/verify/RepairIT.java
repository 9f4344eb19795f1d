package io.syncline.core.verify;

import static io.syncline.core.write.WriteBench.day;
import static io.syncline.core.write.WriteBench.item;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.syncline.core.database.Databases;
import io.syncline.core.run.ActiveRun;
import io.syncline.core.run.ProductionFences;
import io.syncline.core.run.Run;
import io.syncline.core.run.RunLedger;
import io.syncline.core.run.RunOutcome;
import io.syncline.core.run.RunRequest.Trigger;
import io.syncline.core.run.RunStarter;
import io.syncline.core.run.Runs;
import io.syncline.core.stream.Batch;
import io.syncline.core.verify.Verification.Fault;
import io.syncline.core.verify.Verification.Finding;
import io.syncline.core.write.WriteBench;
import io.syncline.support.CoreTest;
import io.syncline.support.TestStreams;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.camel.ProducerTemplate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.annotation.DirtiesContext;

/** Production, staging or both were restored; the streams are the tests' own. */
@CoreTest
@DirtiesContext
class RepairIT {
  @Autowired private Databases databases;
  @Autowired private ProductionFences fences;
  @Autowired private RunLedger ledger;
  @Autowired private RunStarter starter;
  @Autowired private Verifier verifier;
  @Autowired private ProducerTemplate template;
  private WriteBench bench;

  @BeforeEach
  void a_pair_in_step() {
    bench = new WriteBench(databases, template);
    an_empty_pair();
    ActiveRun run = Runs.open(ledger);
    bench.write(run, bench.items(WriteBench.many("A", 0, 50)));
    bench.write(
        run,
        Batch.of(
            TestStreams.DAYS,
            List.of(
                day("D", "2026-01-01", 1), day("D", "2026-01-02", 2), day("E", "2026-01-02", 3)),
            WriteBench.STAMP));
    ledger.close(run, RunOutcome.COMPLETED);
    assertThat(verifier.verify().findings()).isEmpty();
  }

  @AfterEach
  void an_empty_pair() {
    bench.alterProduction("ALTER TABLE test_items DROP CONSTRAINT IF EXISTS no_bad");
    bench.clear();
  }

  @Test
  void a_production_that_was_restored_with_loss_gets_back_what_staging_has() {
    bench.alterProduction("DELETE FROM test_items WHERE code < 'A020'");
    bench.alterProduction("UPDATE test_items SET name = 'old', stock = NULL WHERE code = 'A030'");
    bench.production.update("DELETE FROM prod_az_test_days WHERE day = '2026-01-02'");
    bench.production.update("DELETE FROM sync_applied");

    assertThat(verifier.verify().findings()).isNotEmpty();
    Run run = repair(false, false);

    assertThat(run.outcome()).as(run.report().toPrettyString()).isEqualTo(RunOutcome.COMPLETED);
    assertThat(table(run, "test_items").path("rows_to_write").asInt()).isEqualTo(21);
    assertThat(table(run, "test_days").path("rows_to_write").asInt()).isEqualTo(2);
    assertThat(run.report().path("batches_to_record").asInt()).isEqualTo(2);
    assertThat(run.counts().processed()).isEqualTo(23);
    assertThat(run.counts().unchanged()).as("staging was left as it is").isEqualTo(23);
    assertThat(bench.delivered("test_items", "")).isEqualTo(bench.staged("test_items", ""));
    assertThat(bench.delivered("test_days", "")).isEqualTo(bench.staged("test_days", ""));
    assertThat(bench.staging.queryForList("SELECT 1 FROM sync_last_comparison"))
        .as("what was found before holds no more")
        .isEmpty();
    assertThat(verifier.verify().findings()).isEmpty();
    assertThat(appliedRows()).isEqualTo(ledgerRows());
  }

  @Test
  void a_dry_run_says_what_it_would_do_and_does_nothing() {
    bench.alterProduction("DELETE FROM test_items WHERE code < 'A020'");
    bench.alterProduction("INSERT INTO test_items (code) VALUES ('extra')");
    bench.production.update("DELETE FROM sync_applied");
    List<Finding> before = verifier.verify().findings();

    Run run = repair(true, true);

    assertThat(table(run, "test_items").path("rows_to_write").asInt()).isEqualTo(20);
    assertThat(table(run, "test_items").path("rows_to_delete").asInt()).isEqualTo(1);
    assertThat(run.report().path("batches_to_record").asInt()).isEqualTo(2);
    assertThat(bench.staging.queryForList(SIZES, Integer.class, run.id())).isEmpty();
    assertThat(verifier.verify().findings()).isEqualTo(before).isNotEmpty();
  }

  @Test
  void rows_that_only_production_has_stay_until_they_are_to_go() {
    bench.alterProduction("INSERT INTO test_items (code) VALUES ('extra')");
    bench.production.update("INSERT INTO prod_az_test_days VALUES ('D', '2026-01-03', 7)");

    Run kept = repair(false, false);

    assertThat(kept.outcome()).isEqualTo(RunOutcome.COMPLETED);
    assertThat(table(kept, "test_items").path("rows_left").asInt()).isEqualTo(1);
    assertThat(table(kept, "test_items").path("examples")).hasToString("[\"(extra)\"]");
    assertThat(verifier.verify().findings())
        .extracting(Finding::fault)
        .containsExactly(Fault.ONLY_IN_PRODUCTION, Fault.ONLY_IN_PRODUCTION);

    Run gone = repair(false, true);

    assertThat(gone.outcome()).isEqualTo(RunOutcome.COMPLETED);
    assertThat(verifier.verify().findings()).isEmpty();
    assertThat(bench.delivered("test_days", "")).isEqualTo(bench.staged("test_days", ""));
  }

  @Test
  void a_staging_that_was_restored_forgets_the_batches_it_does_not_know() {
    bench.staging.update("DELETE FROM dev_az_test_items WHERE code > 'A010'");
    bench.staging.update("UPDATE dev_az_test_items SET name = 'before' WHERE code = 'A005'");
    bench.staging.update("DELETE FROM run_batches WHERE table_name = 'test_items'");
    bench.production.update(
        "INSERT INTO sync_applied (batch_id, run_id, table_name, rows, installation)"
            + " VALUES (gen_random_uuid(), gen_random_uuid(), 'test_items', 1, 'another/')");

    Run run = repair(false, false);

    assertThat(run.outcome()).isEqualTo(RunOutcome.COMPLETED);
    assertThat(run.report().path("batches_to_forget").asInt()).isEqualTo(1);
    assertThat(verifier.verify().findings())
        .extracting(Finding::fault)
        .containsExactly(Fault.ONLY_IN_PRODUCTION);
    assertThat(bench.names(bench.delivered("test_items", "A005"))).containsExactly("A005=before");
    assertThat(
            bench.production.queryForObject(
                "SELECT count(*) FROM sync_applied WHERE installation <> ?",
                Integer.class,
                fences.installation()))
        .as("another installation's batch")
        .isEqualTo(1);
    bench.production.update("DELETE FROM sync_applied WHERE installation = 'another/'");
  }

  @Test
  void what_production_refuses_is_a_dead_letter_and_the_rest_is_repaired() {
    bench.alterProduction("DELETE FROM test_items");
    bench.alterProduction(
        "ALTER TABLE test_items ADD CONSTRAINT no_bad CHECK (name <> 'n7') NOT VALID");

    Run run = repair(false, false);

    assertThat(run.outcome()).isEqualTo(RunOutcome.PARTIAL);
    assertThat(run.report().path("records_refused").asInt()).isEqualTo(1);
    assertThat(bench.delivered("test_items", "")).hasSize(49);
    assertThat(verifier.verify().findings())
        .extracting(Finding::fault)
        .containsExactly(Fault.ONLY_IN_STAGING, Fault.DEAD);
  }

  @Test
  void a_repair_beside_a_writing_run_leaves_nothing_older() {
    bench.alterProduction("DELETE FROM test_items WHERE code < 'A040'");
    AtomicBoolean done = new AtomicBoolean();
    CompletableFuture<Void> writer =
        CompletableFuture.runAsync(
            () -> {
              for (int turn = 0; !done.get(); turn++) {
                String name = "t" + turn;
                ActiveRun run = Runs.open(ledger);
                bench.write(
                    run, bench.items(item("A001", name), item("A039", name), item("Z", name)));
                ledger.close(run, RunOutcome.COMPLETED);
              }
            });
    try {
      for (int turn = 0; turn < 5; turn++) {
        bench.alterProduction("DELETE FROM test_items WHERE code BETWEEN 'A010' AND 'A030'");
        assertThat(repair(false, true).outcome()).isIn(RunOutcome.COMPLETED, RunOutcome.PARTIAL);
      }
    } finally {
      done.set(true);
    }
    writer.join();

    repair(false, false);

    assertThat(bench.delivered("test_items", "")).isEqualTo(bench.staged("test_items", ""));
    assertThat(verifier.verify().findings()).isEmpty();
  }

  @Test
  void many_rows_go_in_batches_of_a_size_that_fits() {
    bench.staging.update(
        """
        INSERT INTO dev_az_test_days
        SELECT 'M' || n % 40, DATE '2020-01-01' + n / 40, n FROM generate_series(0, 9999) n
        """);

    Run run = repair(false, false);

    assertThat(run.outcome()).isEqualTo(RunOutcome.COMPLETED);
    assertThat(bench.staging.queryForList(SIZES, Integer.class, run.id()))
        .containsExactly(4_000, 4_000, 2_000);
    assertThat(verifier.verify().findings()).isEmpty();
  }

  private static final String SIZES = "SELECT rows FROM run_batches WHERE run_id = ? ORDER BY seq";

  private Run repair(boolean dryRun, boolean deleteExtra) {
    return starter.start(
        Repair.request(
            new Repair.Order(dryRun, deleteExtra),
            Trigger.MANUAL,
            Optional.empty(),
            "test",
            Duration.ofMinutes(5)));
  }

  private static JsonNode table(Run run, String name) {
    for (JsonNode table : run.report().path("tables")) {
      if (table.path("table").asText().equals(name)) {
        return table;
      }
    }
    throw new AssertionError("no table " + name + " in " + run.report());
  }

  private List<String> appliedRows() {
    return bench.production.queryForList(
        "SELECT batch_id || ' ' || rows FROM sync_applied ORDER BY 1", String.class);
  }

  private List<String> ledgerRows() {
    return bench.staging.queryForList(
        "SELECT id || ' ' || rows FROM run_batches ORDER BY 1", String.class);
  }
}
