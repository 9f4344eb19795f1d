package io.syncline.core.stream;

import static io.syncline.core.write.WriteBench.item;
import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.core.database.Databases;
import io.syncline.core.relay.Relay;
import io.syncline.core.run.ActiveRun;
import io.syncline.core.run.RunCounts;
import io.syncline.core.run.RunLedger;
import io.syncline.core.run.Runs;
import io.syncline.core.write.WriteBench;
import io.syncline.support.CoreTest;
import io.syncline.support.TestStreams;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import org.apache.camel.ProducerTemplate;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** Triggers that keep a row back without an error: nobody says that it was stored. */
@CoreTest
class KeptBackIT {
  private static final String KEEPING_BACK =
      """
      CREATE FUNCTION test_keep_back() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
          RETURN CASE WHEN NEW.name = 'no' THEN NULL ELSE NEW END;
      END $$;
      CREATE TRIGGER test_keep_back BEFORE %s ON %s FOR EACH ROW EXECUTE FUNCTION test_keep_back();
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
  void nothing_is_kept_back() {
    bench.bringProductionUp();
    for (var database : List.of(bench.staging, bench.production)) {
      database.execute("DROP FUNCTION IF EXISTS test_keep_back CASCADE");
    }
  }

  @Test
  void what_staging_keeps_back_is_failed_and_does_not_reach_production() {
    bench.alterStaging(KEEPING_BACK.formatted("INSERT", "{items}"));
    ActiveRun run = Runs.open(ledger);
    bench.write(run, bench.items(item("KS1", "yes"), item("KS2", "no"), item("KS3", "yes")));
    assertThat(bench.counts(run)).isEqualTo(new RunCounts(3, 2, 0, 0, 0, 1, 0));
    assertThat(run.errors().total()).isEqualTo(1);
    assertThat(run.tally().of(TestStreams.ITEMS).staged()).isEqualTo(2);
    assertThat(bench.letters(run)).singleElement().satisfies(isOf("KS2", "staging"));
    assertThat(bench.names(bench.delivered("test_items", "KS")))
        .containsExactly("KS1=yes", "KS3=yes");
    assertThat(bench.delivered("test_items", "KS")).isEqualTo(bench.staged("test_items", "KS"));
    assertThat(bench.states(run)).containsExactly("applied");
    ActiveRun rehearsal = Runs.rehearse(ledger);
    bench.write(rehearsal, bench.items(item("KR1", "yes"), item("KR2", "no"), item("KR3", "yes")));
    assertThat(bench.counts(rehearsal)).isEqualTo(bench.counts(run));
  }

  @Test
  void rows_that_are_equal_are_skipped_where_a_trigger_stands_by() {
    bench.alterStaging(KEEPING_BACK.formatted("INSERT OR UPDATE", "{items}"));
    bench.alterProduction(KEEPING_BACK.formatted("INSERT OR UPDATE", "test_items"));
    bench.write(Runs.open(ledger), bench.items(item("KE1", "yes"), item("KE2", "yes")));
    ActiveRun run = Runs.open(ledger);
    bench.write(run, bench.items(item("KE1", "yes"), item("KE2", "ja")));
    assertThat(bench.counts(run)).isEqualTo(new RunCounts(2, 0, 1, 1, 0, 0, 0));
    assertThat(run.errors().total()).isZero();
    assertThat(bench.names(bench.delivered("test_items", "KE")))
        .containsExactly("KE1=yes", "KE2=ja");
  }

  @Test
  void production_has_the_old_value_where_staging_keeps_the_new_one_back() {
    bench.write(Runs.open(ledger), bench.items(item("KU1", "old"), item("KU2", "old")));
    bench.alterStaging(KEEPING_BACK.formatted("UPDATE", "{items}"));
    ActiveRun run = Runs.open(ledger);
    bench.write(run, bench.items(item("KU1", "no"), item("KU2", "new")));
    assertThat(bench.counts(run)).isEqualTo(new RunCounts(2, 0, 1, 1, 0, 0, 0));
    assertThat(bench.names(bench.delivered("test_items", "KU")))
        .containsExactly("KU1=old", "KU2=new");
    assertThat(bench.delivered("test_items", "KU")).isEqualTo(bench.staged("test_items", "KU"));
  }

  @Test
  void what_production_keeps_back_is_a_dead_letter() {
    bench.alterProduction(KEEPING_BACK.formatted("INSERT", "test_items"));
    ActiveRun run = Runs.open(ledger);
    bench.write(run, bench.items(item("KP1", "yes"), item("KP2", "no")));
    assertThat(run.errors().total()).isEqualTo(1);
    assertThat(run.tally().of(TestStreams.ITEMS).refusedByProduction()).isEqualTo(1);
    assertThat(bench.letters(run)).singleElement().satisfies(isOf("KP2", "production"));
    assertThat(bench.counts(run)).isEqualTo(new RunCounts(2, 2, 0, 0, 0, 0, 0));
    assertThat(bench.names(bench.delivered("test_items", "KP"))).containsExactly("KP1=yes");
  }

  @Test
  void what_production_keeps_back_of_a_relayed_batch_is_a_dead_letter() {
    bench.alterProduction(KEEPING_BACK.formatted("INSERT", "test_items"));
    ActiveRun run = Runs.open(ledger);
    bench.takeProductionDown();
    bench.write(run, bench.items(item("KL1", "yes"), item("KL2", "no")));
    bench.bringProductionUp();
    relayed(run);
    assertThat(bench.letters(run)).singleElement().satisfies(isOf("KL2", "production"));
    assertThat(bench.names(bench.delivered("test_items", "KL"))).containsExactly("KL1=yes");
  }

  @Test
  void what_production_keeps_back_of_batches_relayed_as_one_is_its_own_batchs_letter() {
    bench.alterProduction(KEEPING_BACK.formatted("INSERT", "test_items"));
    ActiveRun run = Runs.open(ledger);
    bench.takeProductionDown();
    bench.write(run, bench.items(item("KG1", "yes")));
    bench.write(run, bench.items(item("KG2", "no")));
    bench.bringProductionUp();
    relayed(run);
    assertThat(bench.letters(run)).singleElement().satisfies(isOf("KG2", "production"));
    assertThat(bench.letters(run).get(0).get("batch_id"))
        .isEqualTo(
            bench.staging.queryForObject(
                "SELECT id FROM run_batches WHERE run_id = ? AND keys @> '{\"code\": [\"KG2\"]}'",
                UUID.class,
                run.id()));
    assertThat(bench.names(bench.delivered("test_items", "KG"))).containsExactly("KG1=yes");
  }

  private void relayed(ActiveRun run) {
    Awaitility.await()
        .atMost(Duration.ofSeconds(60))
        .ignoreExceptions() // the pool still has connections from before the outage
        .untilAsserted(
            () -> {
              bench.letTimePass();
              relay.deliverDue();
              assertThat(bench.states(run)).containsOnly("applied");
              assertThat(bench.applied(UUID.randomUUID())).isZero();
            });
  }

  private static Consumer<Map<String, Object>> isOf(String key, String destination) {
    return letter -> {
      assertThat(letter).containsEntry("record_key", key).containsEntry("destination", destination);
      assertThat(letter.get("error")).asString().contains("kept it back");
    };
  }
}
