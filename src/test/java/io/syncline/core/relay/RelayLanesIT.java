package io.syncline.core.relay;

import static io.syncline.core.write.WriteBench.day;
import static io.syncline.core.write.WriteBench.item;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.syncline.core.database.Database;
import io.syncline.core.database.Databases;
import io.syncline.core.record.SyncRecord;
import io.syncline.core.run.ActiveRun;
import io.syncline.core.run.RunLedger;
import io.syncline.core.run.Runs;
import io.syncline.core.stream.Batch;
import io.syncline.core.verify.Verification;
import io.syncline.core.verify.Verifier;
import io.syncline.core.write.Delivery;
import io.syncline.core.write.WriteBench;
import io.syncline.support.CoreTest;
import io.syncline.support.TestStreams;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;
import org.apache.camel.ProducerTemplate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.datasource.DelegatingDataSource;

/** One bad stream, and the tables and batches behind it. */
@CoreTest
@ExtendWith(OutputCaptureExtension.class)
@Import(RelayLanesIT.LittleMemory.class)
class RelayLanesIT {
  @Autowired private Databases databases;
  @Autowired private RunLedger ledger;
  @Autowired private ProducerTemplate template;
  @Autowired private Relay relay;
  @Autowired private Verifier verifier;
  private ShortOfMemory memory;
  private WriteBench bench;

  @BeforeEach
  void bench() {
    bench = new WriteBench(databases, template);
    bench.staging.update("DELETE FROM run_batches WHERE state = 'pending'");
    memory = (ShortOfMemory) databases.production().relayPool();
  }

  @AfterEach
  void nothing_fails_any_more() {
    memory.runsOut = false;
    bench.staging.execute("ALTER TABLE test_deliveries DROP CONSTRAINT IF EXISTS odd");
  }

  @Test
  void a_follow_up_that_fails_holds_up_neither_its_table_nor_another() {
    ActiveRun run = Runs.open(ledger);
    UUID odd =
        stageOnly(
            run,
            bench
                .items(item("FA", "odd"))
                .marked(JsonNodeFactory.instance.objectNode().put("mark", "refused")));
    stageOnly(run, item("FB", "sound"));
    stageOnly(run, days(day("FC", "2026-01-01", 1)));
    bench.staging.execute(
        "ALTER TABLE test_deliveries ADD CONSTRAINT odd CHECK (marks ->> 'mark' <> 'refused')");
    bench.letTimePass();
    drain();
    assertThat(bench.delivered("test_items", "F")).hasSize(2);
    assertThat(bench.delivered("test_days", "FC")).as("the lane behind").hasSize(1);
    assertThat(bench.states(run)).containsExactly("pending", "applied", "applied");
    assertThat(lastError(odd)).isEqualTo("follow-up failed: SQLSTATE 23514");
    stageOnly(run, item("FD", "later"));
    drain();
    bench.staging.update("UPDATE run_batches SET committed_at = now() - interval '1 min'");
    drain();
    assertThat(bench.delivered("test_items", "FD")).as("goes past what is set aside").hasSize(1);
    bench.staging.execute("ALTER TABLE test_deliveries DROP CONSTRAINT odd");
    bench.letTimePass();
    drain();
    assertThat(bench.states(run)).containsOnly("applied");
    assertThat(bench.deliveries("refused")).as("done in the end, once").hasSize(1);
  }

  @Test
  void a_batch_of_an_unknown_stream_holds_up_no_other() {
    ActiveRun run = Runs.open(ledger);
    UUID unknown = stageOnly(run, item("UA", "unknown"));
    stageOnly(run, item("UB", "known"));
    stageOnly(run, days(day("UC", "2026-01-01", 1)));
    bench.staging.update("UPDATE run_batches SET stream = 'gone' WHERE id = ?", unknown);
    bench.letTimePass();
    drain();
    assertThat(bench.names(bench.delivered("test_items", "U"))).containsExactly("UB=known");
    assertThat(bench.delivered("test_days", "UC")).hasSize(1);
    assertThat(lastError(unknown)).isEqualTo("no stream gone");
    bench.staging.update("UPDATE run_batches SET stream = 'items' WHERE id = ?", unknown);
    bench.letTimePass();
    drain();
    assertThat(bench.delivered("test_items", "UA")).as("known again").hasSize(1);
    assertThat(bench.states(run)).containsOnly("applied");
  }

  @Test
  void what_is_left_over_of_a_batch_is_not_committed_when_memory_runs_out() {
    ActiveRun run = Runs.open(ledger);
    UUID batch = stageOnly(run, item("OA", "huge"));
    stageOnly(run, days(day("OB", "2026-01-01", 1)));
    bench.letTimePass();
    memory.runsOut = true;
    try {
      drain();
    } finally {
      memory.runsOut = false;
    }
    assertThat(bench.applied(batch)).isZero();
    assertThat(lastError(batch)).isEqualTo("OutOfMemoryError");
    assertThat(bench.delivered("test_days", "OB")).hasSize(1);
    bench.letTimePass();
    drain();
    assertThat(bench.delivered("test_items", "OA")).hasSize(1);
  }

  @Test
  void a_relay_that_finds_fewer_rows_than_a_batch_had_says_so(CapturedOutput output) {
    ActiveRun run = Runs.open(ledger);
    UUID whole = stageOnly(run, item("SA", "there"));
    UUID fewer = stageOnly(run, item("SB", "there"), item("SC", "taken away"));
    bench.staging.update("DELETE FROM dev_az_test_items WHERE code = 'SC'");
    bench.letTimePass();
    drain();
    assertThat(bench.states(run)).containsOnly("applied");
    assertThat(bench.names(bench.delivered("test_items", "S")))
        .containsExactly("SA=there", "SB=there");
    assertThat(output.getAll())
        .contains("staging holds fewer rows than the batch had table=test_items batch=" + fewer)
        .doesNotContain("batch=" + whole + " rows");
    assertThat(verifier.verify().findings())
        .filteredOn(found -> found.fault() == Verification.Fault.OTHER_ROWS)
        .singleElement()
        .satisfies(found -> assertThat(found.examples()).containsExactly(fewer.toString()));
  }

  private void drain() {
    int delivered;
    do {
      delivered = relay.deliverDue();
    } while (delivered > 0);
  }

  private String lastError(UUID batch) {
    return bench.staging.queryForObject(
        "SELECT last_error FROM run_batches WHERE id = ?", String.class, batch);
  }

  private static Batch days(SyncRecord... records) {
    return Batch.of(TestStreams.DAYS, List.of(records), WriteBench.STAMP);
  }

  private UUID stageOnly(ActiveRun run, SyncRecord... records) {
    return stageOnly(run, bench.items(records));
  }

  private UUID stageOnly(ActiveRun run, Batch batch) {
    template.send(
        "direct:core.write-staging",
        exchange -> exchange.getMessage().setBody(new Delivery(run, batch)));
    return batch.id();
  }

  @TestConfiguration(proxyBeanMethods = false)
  static class LittleMemory {

    @Bean
    static BeanPostProcessor shortOfMemory() {
      return new BeanPostProcessor() {
        @Override
        public Object postProcessAfterInitialization(Object bean, String name) {
          return bean instanceof Databases pair ? shortOfMemory(pair) : bean;
        }
      };
    }

    private static Databases shortOfMemory(Databases pair) {
      Database real = pair.production();
      return new Databases(
          pair.staging(),
          new Database(
              real.name(), real.pool(), new ShortOfMemory(real.relayPool()), real.prefix()),
          pair.lease());
    }
  }

  /**
   * Its connections run out of memory, when told to, as soon as rows of items are to be written.
   */
  private static final class ShortOfMemory extends DelegatingDataSource {
    private volatile boolean runsOut;

    ShortOfMemory(DataSource real) {
      super(real);
    }

    @Override
    public Connection getConnection() throws SQLException {
      Connection real = super.getConnection();
      return (Connection)
          Proxy.newProxyInstance(
              Connection.class.getClassLoader(),
              new Class<?>[] {Connection.class},
              (proxy, method, arguments) -> {
                boolean items =
                    method.getName().equals("prepareStatement")
                        && arguments[0].toString().contains("test_items");
                if (runsOut && items) {
                  throw new OutOfMemoryError("by the test");
                }
                try {
                  return method.invoke(real, arguments);
                } catch (InvocationTargetException e) {
                  throw e.getCause();
                }
              });
    }
  }
}
