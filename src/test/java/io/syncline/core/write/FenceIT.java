package io.syncline.core.write;

import static io.syncline.core.write.WriteBench.item;
import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.core.database.Database;
import io.syncline.core.database.Databases;
import io.syncline.core.relay.Relay;
import io.syncline.core.run.ActiveRun;
import io.syncline.core.run.ProductionFences;
import io.syncline.core.run.RunLedger;
import io.syncline.core.run.RunOutcome;
import io.syncline.core.run.Runs;
import io.syncline.support.CoreTest;
import io.syncline.support.TestPipeline;
import java.util.Map;
import java.util.UUID;
import org.apache.camel.ProducerTemplate;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** A fence lives in two databases, each of which may be restored or shared. */
@CoreTest
class FenceIT {
  @Autowired private Databases databases;
  @Autowired private ProductionFences fences;
  @Autowired private RunLedger ledger;
  @Autowired private ProducerTemplate template;
  @Autowired private Relay relay;
  private WriteBench bench;

  @BeforeEach
  void bench() {
    bench = new WriteBench(databases, template);
  }

  @AfterEach
  void production_is_up() {
    bench.bringProductionUp();
  }

  @Test
  void the_first_run_of_a_restored_staging_is_above_productions_fence() {
    ActiveRun before = Runs.open(ledger, "restored", false);
    end(before);
    production(before, 40);

    ActiveRun run = Runs.open(ledger, "restored", false);
    bench.write(run, bench.items(item("XA", "after")));

    assertThat(run.fence()).isEqualTo(41);
    assertThat(run.stopped()).isEmpty();
    assertThat(bench.states(run)).containsExactly("applied");
    assertThat(bench.names(bench.delivered("test_items", "XA"))).containsExactly("XA=after");
    assertThat(ledger.close(run, RunOutcome.COMPLETED)).isTrue();
    assertThat(bench.staging.queryForObject(FENCE_OF_LEASE, Long.class, run.scope())).isEqualTo(41);
    assertThat(bench.staging.queryForObject(FENCE_OF_RUN, Long.class, run.id())).isEqualTo(41);
    assertThat(Runs.open(ledger, "restored", false).fence()).isEqualTo(42);
  }

  @Test
  void an_equal_fence_is_somebody_elses() {
    ActiveRun before = Runs.open(ledger, "equal", false);
    end(before);
    production(before, before.fence() + 1);

    assertThat(Runs.open(ledger, "equal", false).fence()).isEqualTo(before.fence() + 2);
  }

  @Test
  void a_restored_staging_works_while_production_is_away_and_the_relay_delivers() {
    ActiveRun before = Runs.open(ledger, "away", false);
    end(before);
    production(before, 40);
    bench.takeProductionDown();
    ActiveRun run = Runs.open(ledger, "away", false);
    bench.bringProductionUp();

    bench.write(run, bench.items(item("XB", "later")));

    assertThat(run.fence()).isEqualTo(before.fence() + 1);
    assertThat(run.stopped()).as("no other run has the scope").isEmpty();
    assertThat(bench.states(run)).containsExactly("pending");
    assertThat(bench.staging.queryForList(NOTES, String.class, run.id()))
        .containsExactly("production stands at a later fence than staging");
    bench.letTimePass();
    Awaitility.await().until(() -> relay.deliverDue() > 0);
    assertThat(bench.states(run)).containsExactly("applied");
    assertThat(bench.names(bench.delivered("test_items", "XB"))).containsExactly("XB=later");
    assertThat(bench.production.queryForObject(FENCE_OF_ROW, Long.class, run.fenceRow()))
        .as("never lowered")
        .isEqualTo(40);
    end(run);
    assertThat(Runs.open(ledger, "away", false).fence()).isEqualTo(41);
  }

  @Test
  void a_fence_of_an_earlier_version_is_not_lowered_and_rises_with_ours() {
    String scope = TestPipeline.WORD + "/upgraded";
    bench.production.update("INSERT INTO sync_fence VALUES (?, 12)", scope);

    ActiveRun first = Runs.open(ledger, "upgraded", false);

    assertThat(first.fence()).isEqualTo(13);
    assertThat(bench.production.queryForObject(FENCE_OF_ROW, Long.class, scope)).isEqualTo(13);
    assertThat(bench.production.queryForObject(FENCE_OF_ROW, Long.class, first.fenceRow()))
        .isEqualTo(13);
  }

  @Test
  void two_installations_on_one_production_have_rows_of_their_own() {
    ActiveRun ours = Runs.open(ledger, "shared", false);
    Database there = databases.production();
    ProductionFences otherPrefix =
        new ProductionFences(
            new Databases(
                databases.staging(),
                new Database("production", there.pool(), there.relayPool(), "other_"),
                databases.lease()));
    assertThat(otherPrefix.installation()).isNotEqualTo(fences.installation());
    assertThat(fences.installation()).matches("[0-9a-f-]{36}/prod_az_");
    String otherStaging = ours.fenceRow().replaceFirst("^[0-9a-f-]{36}", "" + UUID.randomUUID());
    bench.production.update("INSERT INTO sync_fence VALUES (?, 99)", otherStaging);

    bench.write(ours, bench.items(item("XC", "ours")));

    assertThat(bench.states(ours)).containsExactly("applied");
    assertThat(ours.stopped()).isEmpty();
    assertThat(bench.production.queryForList(APPLIED_BY, ours.id()))
        .containsExactly(Map.of("installation", fences.installation()));
    end(ours);
    assertThat(Runs.open(ledger, "shared", false).fence()).isEqualTo(ours.fence() + 1);
  }

  @Test
  void a_staging_that_was_built_anew_begins_above_the_one_before() {
    String earlier = UUID.randomUUID() + "/prod_az_/" + TestPipeline.WORD;
    bench.production.update("INSERT INTO sync_fence VALUES (?, 70)", earlier + "/rebuilt");

    assertThat(Runs.open(ledger, "rebuilt", false).fence()).isEqualTo(71);
  }

  private static final String FENCE_OF_LEASE = "SELECT fence FROM run_leases WHERE scope = ?";
  private static final String FENCE_OF_RUN = "SELECT fence FROM sync_runs WHERE id = ?";
  private static final String FENCE_OF_ROW = "SELECT fence FROM sync_fence WHERE scope = ?";
  private static final String NOTES = "SELECT last_error FROM run_batches WHERE run_id = ?";
  private static final String APPLIED_BY = "SELECT installation FROM sync_applied WHERE run_id = ?";

  private void end(ActiveRun run) {
    bench.staging.update(
        "UPDATE run_leases SET expires_at = now() - interval '1 s' WHERE scope = ?", run.scope());
  }

  private void production(ActiveRun run, long fence) {
    bench.production.update(
        "UPDATE sync_fence SET fence = ? WHERE scope = ?", fence, run.fenceRow());
  }
}
