package io.syncline.core.write;

import static io.syncline.core.write.WriteBench.item;
import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.core.database.Database;
import io.syncline.core.database.Databases;
import io.syncline.core.run.ActiveRun;
import io.syncline.core.run.RunLedger;
import io.syncline.core.run.Runs;
import io.syncline.support.CoreTest;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.sql.DataSource;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.datasource.DelegatingDataSource;

/** The waits between the tries, without what a connection that never comes adds to them. */
@CoreTest
@Import(ProductionTriesIT.ProductionThatRefuses.class)
class ProductionTriesIT {
  private static final long FIRST_WAIT = Duration.ofSeconds(1).toNanos();
  private static final long SECOND_WAIT = Duration.ofSeconds(2).toNanos();
  private static final long SLACK = Duration.ofMillis(900).toNanos();

  @Autowired private Databases databases;
  @Autowired private RunLedger ledger;
  @Autowired private ProducerTemplate template;
  private RefusingPool production;
  private WriteBench bench;

  @BeforeEach
  void bench() {
    bench = new WriteBench(databases, template);
    production = (RefusingPool) databases.production().pool();
  }

  @AfterEach
  void production_is_up() {
    production.refuse(0);
  }

  @Test
  void production_is_tried_three_times_with_waits_of_one_and_two_seconds() {
    ActiveRun run = Runs.open(ledger);
    production.refuse(Integer.MAX_VALUE);
    Exchange sent = bench.write(run, bench.items(item("V1", "one")));
    List<Long> tries = List.copyOf(production.tries);
    assertThat(tries).hasSize(3);
    assertThat(tries.get(1) - tries.get(0)).isBetween(FIRST_WAIT, FIRST_WAIT + SLACK);
    assertThat(tries.get(2) - tries.get(1)).isBetween(SECOND_WAIT, SECOND_WAIT + SLACK);
    assertThat(sent.getException()).isNull();
    assertThat(bench.states(run)).containsExactly("pending");
    assertThat(bench.staged("test_items", "V1")).hasSize(1);
    assertThat(run.stopped()).as("the run goes on").isEmpty();
    assertThat(run.errors().total()).isEqualTo(1);
  }

  @Test
  void a_try_that_works_is_the_last_one() {
    ActiveRun run = Runs.open(ledger);
    production.refuse(2);
    Exchange sent = bench.write(run, bench.items(item("V2", "two")));
    assertThat(sent.getException()).isNull();
    assertThat(production.tries).hasSize(3);
    assertThat(bench.states(run)).containsExactly("applied");
    assertThat(run.errors().total()).isZero();
    assertThat(bench.delivered("test_items", "V2")).isEqualTo(bench.staged("test_items", "V2"));
  }

  @Test
  void the_next_batch_is_tried_as_often_as_the_first() {
    ActiveRun run = Runs.open(ledger);
    production.refuse(Integer.MAX_VALUE);
    bench.write(run, bench.items(item("V3", "one")));
    bench.write(run, bench.items(item("V4", "two")));
    assertThat(production.tries).hasSize(6);
    assertThat(bench.states(run)).containsExactly("pending", "pending");
  }

  @TestConfiguration(proxyBeanMethods = false)
  static class ProductionThatRefuses {

    @Bean
    static BeanPostProcessor refusingProduction() {
      return new BeanPostProcessor() {
        @Override
        public Object postProcessAfterInitialization(Object bean, String name) {
          return bean instanceof Databases pair ? refusing(pair) : bean;
        }
      };
    }

    private static Databases refusing(Databases pair) {
      Database real = pair.production();
      return new Databases(
          pair.staging(),
          new Database(real.name(), new RefusingPool(real.pool()), real.relayPool(), real.prefix()),
          pair.lease());
    }
  }

  /** Refuses as many connections as it was told to, at once; remembers when each was asked for. */
  private static final class RefusingPool extends DelegatingDataSource {
    private final List<Long> tries = new CopyOnWriteArrayList<>();
    private volatile int refusals;

    RefusingPool(DataSource real) {
      super(real);
    }

    void refuse(int times) {
      tries.clear();
      refusals = times;
    }

    @Override
    public Connection getConnection() throws SQLException {
      tries.add(System.nanoTime());
      if (tries.size() <= refusals) {
        throw new SQLException("refused by the test", "08001");
      }
      return super.getConnection();
    }
  }
}
