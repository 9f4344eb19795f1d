package io.syncline.core.letter;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.core.database.Databases;
import io.syncline.core.relay.Relay;
import io.syncline.core.run.ActiveRun;
import io.syncline.core.run.RunLedger;
import io.syncline.core.run.Runs;
import io.syncline.core.stream.Batch;
import io.syncline.core.stream.TableStreams;
import io.syncline.core.write.ComposeBench;
import io.syncline.support.CoreTest;
import java.util.Map;
import org.apache.camel.ProducerTemplate;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.annotation.DirtiesContext;

/** Letters of rows that several scopes write. */
@CoreTest
@DirtiesContext
class SharedLettersIT {
  @Autowired private Databases databases;
  @Autowired private RunLedger ledger;
  @Autowired private ProducerTemplate template;
  @Autowired private TableStreams tables;
  @Autowired private Relay relay;
  @Autowired private DeadLetterReplay replay;

  @Test
  void a_replay_brings_what_staging_holds_and_not_what_the_letter_kept() {
    ComposeBench bench = new ComposeBench(databases, template, tables);
    bench.clear();
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
    bench.write.staging.update("UPDATE test_partners SET score = 8");
    ActiveRun replaying = Runs.open(ledger);
    replaying
        .request()
        .parameters()
        .put(DeadLetter.PARAMETER, letter(bench, run).get("id").toString());
    Batch batch = replay.batch(replaying);
    bench.write.write(replaying, batch);
    assertThat(bench.scores(bench.write.staging)).containsExactly("a=8");
    assertThat(bench.scores(bench.write.production)).containsExactly("a=8");
  }

  private static Map<String, Object> letter(ComposeBench bench, ActiveRun run) {
    return bench.write.letters(run).stream()
        .filter(it -> it.get("stream").equals("partners"))
        .findFirst()
        .orElseThrow();
  }
}
