package io.syncline.core.relay;

import static io.syncline.core.write.WriteBench.item;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.syncline.core.database.Databases;
import io.syncline.core.run.ActiveRun;
import io.syncline.core.run.RunLedger;
import io.syncline.core.run.Runs;
import io.syncline.core.stream.Batch;
import io.syncline.core.write.Delivery;
import io.syncline.core.write.WriteBench;
import io.syncline.support.CoreTest;
import java.util.Map;
import org.apache.camel.ProducerTemplate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

@CoreTest
class RelayGroupIT {
  private static final int BATCHES = 40;

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
  void production_takes_all() {
    bench.alterProduction("ALTER TABLE test_items DROP CONSTRAINT IF EXISTS no_bad");
  }

  @Test
  void many_small_batches_are_delivered_as_one_and_each_is_marked() {
    ActiveRun run = Runs.open(ledger);
    stage(run, "GA", "fine");
    relay.deliverDue();
    assertThat(bench.states(run)).hasSize(BATCHES).containsOnly("applied");
    assertThat(bench.delivered("test_items", "GA"))
        .hasSize(BATCHES / 2)
        .isEqualTo(bench.staged("test_items", "GA"));
    assertThat(bench.deliveries("GA")).as("follow-ups").hasSize(BATCHES);
    assertThat(applied(run)).isEqualTo(Map.of("batches", (long) BATCHES, "transactions", 1L));
  }

  @Test
  void a_refused_record_among_many_batches_costs_itself_only() {
    bench.alterProduction(
        "ALTER TABLE test_items ADD CONSTRAINT no_bad CHECK (name <> 'bad') NOT VALID");
    ActiveRun run = Runs.open(ledger);
    stage(run, "GB", "fine");
    stageOnly(run, bench.items(item("GBBAD", "bad")));
    for (int tries = 0; tries < 3; tries++) {
      bench.letTimePass();
      relay.deliverDue();
    }
    assertThat(bench.states(run)).hasSize(BATCHES + 1).containsOnly("applied");
    assertThat(bench.delivered("test_items", "GB")).hasSize(BATCHES / 2);
    assertThat(bench.letters(run)).hasSize(1);
    assertThat(bench.deliveries("GB")).hasSize(BATCHES);
  }

  /** Each key twice, so that one statement would touch a row a second time. */
  private void stage(ActiveRun run, String prefix, String name) {
    var marks = JsonNodeFactory.instance.objectNode().put("mark", prefix);
    for (int n = 0; n < BATCHES; n++) {
      stageOnly(run, bench.items(item(prefix + n % (BATCHES / 2), name + n)).marked(marks));
    }
    bench.letTimePass();
  }

  private void stageOnly(ActiveRun run, Batch batch) {
    template.send(
        "direct:core.write-staging",
        exchange -> exchange.getMessage().setBody(new Delivery(run, batch)));
  }

  private Map<String, Object> applied(ActiveRun run) {
    return bench.production.queryForMap(
        "SELECT count(*) AS batches, count(DISTINCT xmin::text) AS transactions"
            + " FROM sync_applied WHERE run_id = ?",
        run.id());
  }
}
