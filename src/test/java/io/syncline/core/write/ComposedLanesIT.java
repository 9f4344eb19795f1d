package io.syncline.core.write;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import io.syncline.core.database.Databases;
import io.syncline.core.relay.RelayCopy;
import io.syncline.core.run.ActiveRun;
import io.syncline.core.run.RunLedger;
import io.syncline.core.run.Runs;
import io.syncline.core.stream.Partitions;
import io.syncline.core.stream.Streams;
import io.syncline.core.stream.TableStreams;
import io.syncline.support.CoreTest;
import io.syncline.support.ScoreSheet;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;
import org.springframework.test.annotation.DirtiesContext;

/** Connections of production while its lane is taken: others need them too. */
@CoreTest
@DirtiesContext
class ComposedLanesIT {
  private static final int SHEETS = 8;
  private static final String WAITING =
      "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted"
          + " AND database = (SELECT oid FROM pg_database WHERE datname = current_database())";

  @Autowired private Databases databases;
  @Autowired private RunLedger ledger;
  @Autowired private ProducerTemplate template;
  @Autowired private TableStreams tables;
  @Autowired private RelayCopy copy;
  private ComposeBench bench;

  @BeforeEach
  void nothing_is_there() {
    bench = new ComposeBench(databases, template, tables);
    bench.clear();
  }

  @Test
  void of_all_that_wait_for_a_lane_one_has_a_connection() throws SQLException {
    List<ComposedDelivery> staged =
        IntStream.range(0, SHEETS)
            .mapToObj(i -> bench.stage(Runs.open(ledger), bench.sheet("a", i)))
            .toList();
    ExecutorService threads = Executors.newFixedThreadPool(SHEETS);
    List<CompletableFuture<Exchange>> applied;
    try (Connection lane = databases.production().relayPool().getConnection()) {
      lane.setAutoCommit(false);
      JdbcTemplate holder = new JdbcTemplate(new SingleConnectionDataSource(lane, true));
      holder.execute("SELECT pg_advisory_xact_lock(hashtext('test_partners'))");
      applied =
          staged.stream()
              .map(it -> CompletableFuture.supplyAsync(() -> bench.apply(it), threads))
              .toList();
      Awaitility.await()
          .until(() -> holder.queryForObject(WAITING, Integer.class), count -> count > 0);
      Awaitility.await()
          .during(Duration.ofSeconds(1))
          .atMost(Duration.ofSeconds(3))
          .until(this::taken, count -> count == 1);
      lane.rollback();
      lane.setAutoCommit(true);
    } finally {
      threads.shutdown();
    }
    assertThat(applied)
        .allSatisfy(it -> assertThat(it.join().getException()).isNull())
        .hasSize(SHEETS);
    assertThat(staged).allSatisfy(it -> assertThat(it.staged()).isEmpty());
    assertThat(bench.all(bench.write.production)).isEqualTo(bench.all(bench.write.staging));
  }

  @Test
  void what_columns_there_are_is_asked_before_a_connection_is_taken() throws SQLException {
    ActiveRun run = Runs.open(ledger);
    ComposedDelivery staged = bench.stage(run, bench.sheet("a", 1));
    List<Integer> taken = new ArrayList<>();
    Streams streams =
        new Streams(
            List.of(
                () -> {
                  taken.add(taken());
                  return ScoreSheet.partners(tables).stream().toList();
                }));
    ComposedProduction production =
        new ComposedProduction(databases, streams, copy, new Partitions());
    assertThat(production.apply(run, staged.staged().get(0))).isPresent();
    assertThat(taken).containsExactly(0);
    assertThat(bench.scores(bench.write.production)).containsExactly("a=1");
  }

  private int taken() {
    return ((HikariDataSource) databases.production().pool())
        .getHikariPoolMXBean()
        .getActiveConnections();
  }
}
