package io.syncline.core.stream;

import static io.syncline.core.write.WriteBench.day;
import static io.syncline.core.write.WriteBench.item;
import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.core.database.Databases;
import io.syncline.core.letter.DeadLetter;
import io.syncline.core.letter.DeadLetterRows;
import io.syncline.core.relay.Relay;
import io.syncline.core.run.ActiveRun;
import io.syncline.core.run.RunCounts;
import io.syncline.core.run.RunLedger;
import io.syncline.core.run.Runs;
import io.syncline.core.verify.Verification.Fault;
import io.syncline.core.verify.Verification.Finding;
import io.syncline.core.verify.Verifier;
import io.syncline.core.write.WriteBench;
import io.syncline.support.CoreTest;
import io.syncline.support.TestStreams;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.apache.camel.ProducerTemplate;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.context.TestPropertySource;

/**
 * Keys that a table pads or folds: items are {@code citext} in both databases, days {@code
 * char(20)} in staging. A service of its own, as each table is asked about once.
 */
@CoreTest
@TestPropertySource(properties = "syncline.entities.title=Records with keys of other types")
class KeyTypesIT {
  @Autowired private Databases databases;
  @Autowired private RunLedger ledger;
  @Autowired private ProducerTemplate template;
  @Autowired private Relay relay;
  @Autowired private Verifier verifier;
  @Autowired private DeadLetterRows letters;
  private WriteBench bench;

  @BeforeEach
  void key_types() {
    bench = new WriteBench(databases, template);
    String folding =
        "CREATE EXTENSION IF NOT EXISTS citext; ALTER TABLE %s ALTER COLUMN code TYPE citext";
    bench.alterStaging(folding.formatted("{items}"));
    bench.alterProduction(folding.formatted("test_items"));
    bench.staging.execute(
        "ALTER TABLE %s ALTER COLUMN code TYPE char(20)"
            .formatted(databases.staging().table("test_days")));
  }

  @AfterEach
  void production_is_up() {
    bench.bringProductionUp();
  }

  @Test
  void of_two_spellings_of_a_key_in_a_batch_the_last_wins() {
    ActiveRun run = Runs.open(ledger);
    bench.write(run, bench.items(item("S1", "first"), item("S2", "x"), item("s1", "last")));
    assertThat(run.errors().total()).isZero();
    assertThat(bench.letters(run)).isEmpty();
    assertThat(bench.counts(run)).isEqualTo(new RunCounts(3, 2, 1, 0, 0, 0, 0));
    assertThat(bench.names(bench.staged("test_items", "S"))).containsExactly("S1=last", "S2=x");
    assertThat(bench.delivered("test_items", "S")).isEqualTo(bench.staged("test_items", "S"));
  }

  @Test
  void another_spelling_is_relayed_like_the_first() {
    bench.write(Runs.open(ledger), bench.items(item("R1", "one")));
    ActiveRun run = Runs.open(ledger);
    bench.takeProductionDown();
    bench.write(run, bench.items(item("r1", "two")));
    relayed(run);
    assertThat(bench.names(bench.delivered("test_items", "R"))).containsExactly("R1=two");
    assertThat(bench.delivered("test_items", "R")).isEqualTo(bench.staged("test_items", "R"));
  }

  @Test
  void two_spellings_in_two_databases_are_no_difference() {
    bench.write(Runs.open(ledger), bench.items(item("V1", "one"), item("V2", "two")));
    bench.production.update(
        "UPDATE %s SET code = lower(code::text) WHERE code = 'V1'"
            .formatted(databases.production().table("test_items")));
    assertThat(differences()).isEmpty();
    bench.production.update(
        "UPDATE %s SET name = 'x' WHERE code = 'v1'"
            .formatted(databases.production().table("test_items")));
    assertThat(differences())
        .containsExactly(new Finding(Fault.DIFFERENT, "test_items", 1, List.of("(V1)")));
    bench.production.update(
        "UPDATE %s SET name = 'one' WHERE code = 'v1'"
            .formatted(databases.production().table("test_items")));
  }

  @Test
  void a_letter_is_superseded_by_another_spelling_of_its_key() {
    ActiveRun run = Runs.open(ledger);
    bench.write(run, bench.items(item("L1", "far too long a name"), item("L2", "far too long")));
    List<DeadLetter> open = letters.open(Optional.empty(), Optional.empty(), 2);
    bench.write(run, bench.items(item("l1", "newer")));
    assertThat(open)
        .filteredOn(letter -> letters.isSuperseded(letter, TestStreams.ITEMS))
        .extracting(DeadLetter::key)
        .containsExactly("L1");
  }

  @Test
  void a_letter_is_closed_by_a_later_write_under_another_spelling_of_its_key() {
    ActiveRun run = Runs.open(ledger);
    bench.write(run, bench.items(item("W1", "far too long a name"), item("W2", "far too long")));
    assertThat(openOf(run)).containsExactlyInAnyOrder("W1", "W2");
    bench.write(run, bench.items(item("w1", "newer")));
    assertThat(openOf(run)).containsExactly("W2");
    bench.write(run, bench.items(item("w2", "again far too long")));
    assertThat(openOf(run)).as("what is refused again stays").contains("W2", "w2");
  }

  @Test
  void production_closes_its_letters_by_another_spelling_unless_it_refuses_that_too() {
    bench.alterProduction("ALTER TABLE test_items ADD CONSTRAINT no_bad CHECK (name <> 'bad')");
    ActiveRun run = Runs.open(ledger);
    bench.write(run, bench.items(item("X1", "bad"), item("X2", "good")));
    relayed(run);
    assertThat(openOf(run)).containsExactly("X1");
    bench.write(run, bench.items(item("x1", "bad"), item("X2", "better")));
    relayed(run);
    assertThat(openOf(run)).as("as staging spells it").containsExactly("X1", "X1");
    bench.write(run, bench.items(item("x1", "good")));
    relayed(run);
    assertThat(openOf(run)).isEmpty();
    bench.alterProduction("ALTER TABLE test_items DROP CONSTRAINT no_bad");
  }

  @Test
  void a_padded_key_is_relayed_without_its_blanks() {
    ActiveRun run = Runs.open(ledger);
    bench.takeProductionDown();
    bench.write(
        run,
        Batch.of(
            TestStreams.DAYS,
            List.of(day("P1", "2026-02-01", 1), day("P1", "2026-02-02", 2)),
            WriteBench.STAMP));
    relayed(run);
    assertThat(
            bench.production.queryForList(
                "SELECT DISTINCT '>' || code || '<' FROM "
                    + databases.production().table("test_days"),
                String.class))
        .containsExactly(">P1<");
    assertThat(differences()).isEmpty();
  }

  private List<String> openOf(ActiveRun run) {
    return bench.staging.queryForList(
        "SELECT record_key FROM sync_dead_letters WHERE run_id = ? AND closed_at IS NULL",
        String.class,
        run.id());
  }

  private List<Finding> differences() {
    return verifier.verify().findings().stream()
        .filter(finding -> finding.subject().startsWith("test_"))
        .toList();
  }

  private void relayed(ActiveRun run) {
    bench.bringProductionUp();
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
}
