package io.syncline.core.write;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.core.database.Databases;
import io.syncline.core.relay.Relay;
import io.syncline.core.run.ActiveRun;
import io.syncline.core.run.Run;
import io.syncline.core.run.RunLedger;
import io.syncline.core.run.RunOutcome;
import io.syncline.core.run.RunRequest.Trigger;
import io.syncline.core.run.RunStarter;
import io.syncline.core.run.Runs;
import io.syncline.core.stream.TableStreams;
import io.syncline.core.verify.Repair;
import io.syncline.core.verify.Verification.Fault;
import io.syncline.core.verify.Verification.Finding;
import io.syncline.core.verify.Verifier;
import io.syncline.support.CoreTest;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.apache.camel.ProducerTemplate;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.annotation.DirtiesContext;

/** How the parts of a composed batch come to production: all of them, late or at once, or none. */
@CoreTest
@DirtiesContext
class ComposedDeliveryIT {
  @Autowired private Databases databases;
  @Autowired private RunLedger ledger;
  @Autowired private RunStarter starter;
  @Autowired private ProducerTemplate template;
  @Autowired private TableStreams tables;
  @Autowired private Relay relay;
  @Autowired private Verifier verifier;
  private ComposeBench bench;

  @BeforeEach
  void nothing_is_there() {
    bench = new ComposeBench(databases, template, tables);
    bench.clear();
  }

  @AfterEach
  void production_is_up() {
    bench.write.bringProductionUp();
    bench.write.production.execute("ALTER TABLE test_history DROP CONSTRAINT IF EXISTS no_seven");
  }

  @Test
  void the_relay_brings_all_parts_of_what_production_missed() {
    ActiveRun run = Runs.open(ledger);
    bench.write.takeProductionDown();
    bench.compose(run, bench.sheet("a", 1, "b", 2));
    assertThat(bench.write.states(run)).containsExactly("pending");
    bench.write.bringProductionUp();
    relayed(run);
    assertThat(bench.all(bench.write.production))
        .hasSize(4)
        .isEqualTo(bench.all(bench.write.staging));
    assertThat(verifier.verify().findings()).isEmpty();
  }

  @Test
  void a_process_that_dies_between_the_commits_has_lost_nothing() {
    ActiveRun run = Runs.open(ledger);
    bench.stage(run, bench.sheet("a", 1));
    assertThat(bench.all(bench.write.production)).isEmpty();
    relayed(run);
    assertThat(bench.all(bench.write.production)).isEqualTo(bench.all(bench.write.staging));
  }

  @Test
  void a_relay_that_finds_fewer_rows_than_a_part_wrote_says_so() {
    ActiveRun run = Runs.open(ledger);
    bench.stage(run, bench.sheet("a", 1, "b", 2));
    bench.write.staging.update("DELETE FROM test_history WHERE new_score = 2");
    relayed(run);
    assertThat(bench.all(bench.write.production)).isEqualTo(bench.all(bench.write.staging));
    assertThat(verifier.verify().findings())
        .extracting(Finding::fault)
        .containsExactly(Fault.OTHER_ROWS);
  }

  @Test
  void production_takes_no_part_while_it_refuses_one() {
    bench.write.production.execute(
        "ALTER TABLE test_history ADD CONSTRAINT no_seven CHECK (new_score <> 7)");
    ActiveRun run = Runs.open(ledger);
    bench.compose(run, bench.sheet("a", 1, "b", 7));
    assertThat(bench.all(bench.write.production)).isEmpty();
    bench.write.letTimePass();
    relay.deliverDue();
    assertThat(bench.all(bench.write.production)).as("the relay takes all or none too").isEmpty();
    bench.write.production.execute("ALTER TABLE test_history DROP CONSTRAINT no_seven");
    relayed(run);
    assertThat(bench.all(bench.write.production))
        .hasSize(4)
        .isEqualTo(bench.all(bench.write.staging));
  }

  @Test
  void of_two_scopes_that_write_the_same_rows_the_older_value_never_comes_last() {
    ActiveRun one = Runs.open(ledger);
    ActiveRun other = Runs.open(ledger);
    ComposedDelivery late = bench.stage(one, bench.sheet("a", 1, "b", 1));
    bench.compose(other, bench.sheet("a", 2, "b", 2));
    bench.apply(late);
    assertThat(bench.scores(bench.write.production)).containsExactly("a=2", "b=2");
    ComposedDelivery lost = bench.stage(one, bench.sheet("a", 3));
    bench.compose(other, bench.sheet("a", 4));
    assertThat(lost.staged()).hasSize(1);
    relayed(one);
    assertThat(bench.all(bench.write.production)).isEqualTo(bench.all(bench.write.staging));
    assertThat(verifier.verify().findings()).isEmpty();
  }

  @Test
  void a_column_that_people_fill_meanwhile_comes_along() {
    bench.compose(Runs.open(ledger), bench.sheet("a", 1));
    bench.write.staging.update("UPDATE test_partners SET \"note?\" = 'by hand'");
    bench.compose(Runs.open(ledger), bench.sheet("a", 2));
    assertThat(bench.all(bench.write.production)).isEqualTo(bench.all(bench.write.staging));
  }

  @Test
  void what_is_under_way_is_no_difference() {
    ActiveRun run = Runs.open(ledger);
    bench.compose(Runs.open(ledger), bench.sheet("a", 1, "b", 1));
    bench.stage(run, bench.sheet("a", 2, "c", 2));
    assertThat(verifier.verify().findings())
        .extracting(Finding::fault)
        .containsExactly(Fault.PENDING);
  }

  @Test
  void verify_finds_and_a_repair_brings_what_production_lost_of_either_table() {
    bench.compose(Runs.open(ledger), bench.sheet("a", 1, "b", 1, "c", 1));
    bench.compose(Runs.open(ledger), bench.sheet("a", 2));
    bench.write.production.update("DELETE FROM test_history WHERE new_score = 1");
    bench.write.production.update("UPDATE test_partners SET score = 9 WHERE name = 'b'");
    bench.write.production.update("DELETE FROM test_partners WHERE name = 'c'");
    bench.write.production.update("DELETE FROM sync_applied");
    assertThat(verifier.verify().findings())
        .extracting(Finding::fault)
        .containsExactlyInAnyOrder(
            Fault.ONLY_IN_STAGING, Fault.ONLY_IN_STAGING, Fault.DIFFERENT, Fault.NOT_APPLIED);
    assertThat(repair().outcome()).isEqualTo(RunOutcome.COMPLETED);
    assertThat(bench.all(bench.write.production)).isEqualTo(bench.all(bench.write.staging));
    assertThat(verifier.verify().findings()).isEmpty();
  }

  @Test
  void a_dry_run_finds_what_the_run_then_does_and_leaves_nothing() {
    bench.compose(Runs.open(ledger), bench.sheet("a", 1, "b", 1));
    List<String> before = bench.all(bench.write.staging);
    Composition sheet = bench.sheet("a", 2, "a name of more than twenty", 3, "b", 1, "d", 4);
    ActiveRun dry = Runs.rehearse(ledger);
    assertThat(bench.compose(dry, sheet).getException()).isNull();
    assertThat(bench.all(bench.write.staging)).isEqualTo(before);
    assertThat(bench.batches(dry)).isEmpty();
    assertThat(
            bench.write.staging.queryForList(
                "SELECT row_ref || ' ' || action || ' ' || after FROM sync_run_changes"
                    + " WHERE run_id = ? ORDER BY seq",
                String.class,
                dry.id()))
        .containsExactly("2 update {\"score\": 2}", "5 create {\"score\": 4}");
    ActiveRun real = Runs.open(ledger);
    assertThat(bench.compose(real, sheet).getException()).isNull();
    assertThat(bench.entries(dry)).isEqualTo(bench.entries(real)).hasSize(1);
    assertThat(bench.write.counts(dry)).isEqualTo(bench.write.counts(real));
    assertThat(bench.effects(dry)).isEqualTo(bench.effects(real));
  }

  @Test
  void a_dry_run_of_several_sees_what_the_earlier_ones_did() {
    List<Composition> sheets = List.of(bench.sheet("a", 1), bench.sheet("a", 1, "b", 2));
    ActiveRun dry = Runs.rehearse(ledger);
    assertThat(bench.compose(dry, sheets).getException()).isNull();
    assertThat(bench.all(bench.write.staging)).isEmpty();
    assertThat(bench.write.counts(dry).created()).isEqualTo(2);
    assertThat(bench.write.counts(dry).unchanged()).isEqualTo(1);
    ActiveRun real = Runs.open(ledger);
    assertThat(bench.compose(real, sheets).getException()).isNull();
    assertThat(bench.write.counts(real)).isEqualTo(bench.write.counts(dry));
    assertThat(bench.effects(real)).isEqualTo(bench.effects(dry));
    assertThat(bench.all(bench.write.production)).isEqualTo(bench.all(bench.write.staging));
  }

  private void relayed(ActiveRun run) {
    Awaitility.await()
        .untilAsserted(
            () -> {
              bench.write.letTimePass();
              relay.deliverDue();
              assertThat(bench.write.states(run)).containsOnly("applied");
            });
  }

  private Run repair() {
    return starter.start(
        Repair.request(
            new Repair.Order(false, false),
            Trigger.MANUAL,
            Optional.empty(),
            "test",
            Duration.ofSeconds(60)));
  }
}
