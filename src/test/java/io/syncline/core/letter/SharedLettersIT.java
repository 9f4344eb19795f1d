package io.syncline.core.letter;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.core.database.Databases;
import io.syncline.core.relay.Relay;
import io.syncline.core.run.ActiveRun;
import io.syncline.core.run.RunLedger;
import io.syncline.core.run.Runs;
import io.syncline.core.stream.TableStreams;
import io.syncline.core.write.ComposeBench;
import io.syncline.support.CoreTest;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.annotation.DirtiesContext;

/** Letters of rows that several scopes write. */
@CoreTest
@DirtiesContext
class SharedLettersIT {
  private static final String WAITING =
      "SELECT count(*) > 0 FROM pg_stat_activity"
          + " WHERE datname = current_database() AND wait_event_type = 'Lock'";

  @Autowired private Databases databases;
  @Autowired private RunLedger ledger;
  @Autowired private ProducerTemplate template;
  @Autowired private TableStreams tables;
  @Autowired private Relay relay;
  private ComposeBench bench;

  @BeforeEach
  void nothing_is_there() {
    bench = new ComposeBench(databases, template, tables);
    bench.clear();
  }

  @Test
  void a_replay_brings_what_staging_holds_and_not_what_the_letter_kept() {
    Map<String, Object> letter = refusedByProduction();
    bench.write.staging.update("UPDATE test_partners SET score = 8");
    ActiveRun replaying = Runs.open(ledger);
    assertThat(replay(replaying, letter).getException()).isNull();
    assertThat(bench.scores(bench.write.staging)).containsExactly("a=8");
    assertThat(bench.scores(bench.write.production)).containsExactly("a=8");
    assertThat(bench.write.states(replaying)).containsExactly("applied");
    assertThat(closed(letter)).isEqualTo("replayed");
  }

  @Test
  void a_replay_takes_nothing_back_that_somebody_writes_meanwhile() throws SQLException {
    Map<String, Object> letter = refusedByProduction();
    ActiveRun replaying = Runs.open(ledger);
    CompletableFuture<Exchange> replayed;
    try (Connection other = databases.staging().pool().getConnection();
        Statement statement = other.createStatement()) {
      other.setAutoCommit(false);
      statement.execute("UPDATE test_partners SET score = 9");
      replayed = CompletableFuture.supplyAsync(() -> replay(replaying, letter));
      Awaitility.await()
          .until(
              () ->
                  replayed.isDone() || bench.write.staging.queryForObject(WAITING, Boolean.class));
      other.commit();
      other.setAutoCommit(true);
    }
    assertThat(replayed.join().getException()).isNull();
    assertThat(bench.scores(bench.write.staging)).containsExactly("a=9");
  }

  @Test
  void a_letter_of_a_row_that_is_gone_is_closed_without_a_replay() {
    Map<String, Object> letter = refusedByProduction();
    bench.write.staging.update("DELETE FROM test_history");
    bench.write.staging.update("DELETE FROM test_partners");
    assertThat(replay(Runs.open(ledger), letter).getException()).isNotNull();
    assertThat(closed(letter)).isEqualTo("the key was written since");
  }

  /** Production has refused a score of 7 and would take it now. */
  private Map<String, Object> refusedByProduction() {
    bench.write.production.execute(
        "ALTER TABLE test_partners ADD CONSTRAINT no_seven CHECK (score <> 7)");
    ActiveRun run = Runs.open(ledger);
    bench.compose(run, bench.sheet("a", 7));
    Awaitility.await()
        .untilAsserted(
            () -> {
              bench.write.letTimePass();
              relay.deliverDue();
              assertThat(bench.write.states(run)).containsOnly("applied");
            });
    bench.write.production.execute("ALTER TABLE test_partners DROP CONSTRAINT no_seven");
    return bench.write.letters(run).stream()
        .filter(it -> it.get("stream").equals("partners"))
        .findFirst()
        .orElseThrow();
  }

  private Exchange replay(ActiveRun run, Map<String, Object> letter) {
    run.request().parameters().put(DeadLetter.PARAMETER, letter.get("id").toString());
    return template.send("direct:core.replay", exchange -> exchange.setVariable("run", run));
  }

  private String closed(Map<String, Object> letter) {
    return bench.write.staging.queryForObject(
        "SELECT closed_reason FROM sync_dead_letters WHERE id = ?",
        String.class,
        (UUID) letter.get("id"));
  }
}
