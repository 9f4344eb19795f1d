package io.syncline.market;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.syncline.support.Invariants;
import io.syncline.support.ServiceProcess;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Processes that die while they read an account: others go on with what is stored. */
class AccountKillIT {
  private static final Duration LONG = Duration.ofSeconds(60);
  private static final String TRIGGER = "/api/admin/trigger-api-sync?wait=false&client_id_filter=";

  /** A page has two orders; the last one leads back to the first. */
  private static final String PASSED =
      """
      SELECT count(*) FROM sync_cursors c
      WHERE c.stream = 'orders' AND (c.value ->> 'page')::int - 1 >
            (SELECT count(*) / 2 FROM client_data d
             WHERE d.credential_id::text = c.scope AND d.data_type = 'orders')
      """;

  @TempDir private Path classes;

  private final Market market = new Market();
  private MarketInstances instances;
  private Stalls stalls;

  @BeforeEach
  void open() {
    instances = new MarketInstances(market, classes, Map.of());
    stalls = instances.stalls();
  }

  @AfterEach
  void close() {
    market.close();
  }

  /** CR-21, CR-44: asked for, being written to staging, and on the way to production. */
  @Test
  void whoever_is_killed_between_two_pages_is_followed_by_one_who_passes_nothing_over()
      throws SQLException {
    Account asked;
    Account written;
    Account delivered;
    try (ServiceProcess one = instances.serve()) {
      asked = secondPageIsAskedFor(one);
      one.kill();
    }
    assertThat(page(asked)).isEqualTo("2");
    assertThat(stalls.records(asked.id())).as("its first page").hasSize(2);
    try (ServiceProcess two = instances.serve()) {
      market.release();
      instances.atRest();
      written = secondPageIsAskedFor(two);
      try (Connection reader = locking(instances.pair().stagingSource(), written)) {
        market.release();
        awaitBlocked(instances.pair().staging());
        two.kill();
        assertThat(page(written)).isEqualTo("2");
        reader.rollback();
      }
    }
    assertThat(instances.count(PASSED)).isZero();
    try (ServiceProcess three = instances.serve()) {
      instances.atRest();
      delivered = secondPageIsAskedFor(three);
      try (Connection reader = locking(instances.pair().productionSource(), delivered)) {
        market.holdInstead("orders?page=3 " + delivered.stall()); // the run is a page ahead
        awaitBlocked(instances.pair().production());
        three.kill();
        assertThat(page(delivered)).as("staging has it").isEqualTo("3");
        reader.rollback();
      }
    }
    assertThat(instances.count(PASSED)).isZero();
    market.release();
    try (ServiceProcess four = instances.serve()) {
      assertThat(four.pid()).isPositive();
      instances.atRest();
    }
    for (Account account : List.of(asked, written, delivered)) {
      assertThat(stalls.records(account.id())).hasSize(8);
      assertThat(stalls.results(account.id()))
          .singleElement()
          .satisfies(
              it ->
                  assertThat(it).containsEntry("success", true).containsEntry("records_stored", 8));
      assertThat(market.calls(account.stall()).stream().filter("orders?page=1"::equals))
          .as("what is stored is not read again")
          .hasSize(1);
    }
    assertThat(instances.count("SELECT count(*) FROM sync_runs")).as("one each").isEqualTo(6);
    assertThat(instances.count("SELECT count(*) FROM sync_runs WHERE outcome = 'completed'"))
        .isEqualTo(6);
    assertThat(instances.count("SELECT count(*) FROM run_leases WHERE expires_at > now()"))
        .isZero();
    assertThat(new Invariants(instances.pair()).violations()).isEmpty();
  }

  private record Account(UUID client, UUID id, String stall) {
    String partition() {
      return "client_" + client.toString().replace('-', '_') + "_data";
    }
  }

  /** An account of which the first page is stored, and the second one not answered yet. */
  private Account secondPageIsAskedFor(ServiceProcess service) {
    UUID client = UUID.randomUUID();
    String stall = "stall-" + client;
    Account account = new Account(client, stalls.add(client, stall, null), stall);
    market.hold("orders?page=2 " + stall);
    assertThat(service.post(TRIGGER + client).statusCode()).isEqualTo(202);
    await().atMost(LONG).until(() -> market.calls(stall).contains("orders?page=2"));
    await().atMost(LONG).until(() -> stalls.records(account.id()).size() == 2);
    return account;
  }

  private String page(Account account) {
    return instances
        .staging()
        .sql("SELECT value ->> 'page' FROM sync_cursors WHERE scope = ? AND stream = 'orders'")
        .param(account.id().toString())
        .query(String.class)
        .single();
  }

  /** Lets nobody write an account's rows. */
  private static Connection locking(DataSource database, Account account) throws SQLException {
    Connection reader = database.getConnection();
    reader.setAutoCommit(false);
    try (Statement statement = reader.createStatement()) {
      statement.execute("LOCK TABLE " + account.partition() + " IN SHARE MODE");
    }
    return reader;
  }

  private void awaitBlocked(String database) {
    await()
        .atMost(LONG)
        .pollInterval(Duration.ofMillis(50))
        .until(
            () ->
                instances
                        .staging()
                        .sql(
                            "SELECT count(*) FROM pg_stat_activity"
                                + " WHERE datname = ? AND wait_event_type = 'Lock'")
                        .param(database)
                        .query(Long.class)
                        .single()
                    > 0);
  }
}
