package io.syncline.market;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.syncline.api.Http;
import io.syncline.support.Invariants;
import io.syncline.support.ServiceProcess;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Processes that die while they sweep an account: others go on with what is listed. */
class SweepKillIT {
  private static final Duration LONG = Duration.ofSeconds(60);

  @TempDir private Path classes;

  private final Market market = new Market();
  private final UUID client = UUID.randomUUID();
  private final String stall = "stall-" + client;
  private MarketInstances instances;
  private Stalls stalls;

  @BeforeEach
  void open() {
    instances = new MarketInstances(market, classes, Map.of("syncline.clientapi.sweep.rows", 1));
    stalls = instances.stalls();
  }

  @AfterEach
  void close() {
    market.close();
  }

  @Test
  void whoever_is_killed_while_it_lists_or_marks_is_followed_by_one_who_does_neither_twice()
      throws SQLException {
    UUID account;
    try (ServiceProcess one = instances.serve()) {
      account = stalls.add(client, stall, null);
      ask(one, "{\"force_sync\": true, \"client_id_filter\": \"%s\"}");
      instances.atRest();
      for (String gone : new String[] {"orders-1", "orders-2", "orders-4"}) {
        market.lose(gone + " " + stall);
      }
      market.hold("orders?page=2 " + stall);
      ask(one, "{\"mode\": \"sweep\", \"client_id_filter\": \"%s\"}");
      await().atMost(LONG).until(() -> calls("orders?page=2") == 2);
      one.kill();
    }
    try (ServiceProcess two = instances.serve();
        Connection reader = instances.pair().stagingSource().getConnection()) {
      reader.setAutoCommit(false);
      try (Statement statement = reader.createStatement()) {
        statement.execute("SELECT 1 FROM client_data WHERE external_id = 'orders-2' FOR UPDATE");
        market.release();
        await()
            .atMost(LONG)
            .untilAsserted(
                () -> assertThat(stalls.marked(account)).containsExactly("orders orders-1"));
      }
      two.kill();
      assertThat(stalls.marked(account)).containsExactly("orders orders-1");
      reader.rollback();
    }
    try (ServiceProcess three = instances.serve()) {
      assertThat(three.pid()).isPositive();
      instances.atRest();
    }
    assertThat(stalls.marked(account))
        .containsExactly("orders orders-1", "orders orders-2", "orders orders-4");
    assertThat(stalls.results(account)).hasSize(2);
    assertThat(stalls.results(account).get(0).get("types").toString())
        .as("counted once")
        .contains("\"changed\": 3", "\"fetched\": 2", "\"fetched\": 3");
    assertThat(calls("orders?page=1")).as("a page that is listed is not listed again").isEqualTo(2);
    assertThat(instances.count("SELECT count(*) FROM sync_runs WHERE outcome = 'completed'"))
        .isEqualTo(4);
    assertThat(instances.count("SELECT count(*) FROM client_swept_ids")).isZero();
    assertThat(new Invariants(instances.pair()).violations()).isEmpty();
  }

  private void ask(ServiceProcess service, String body) {
    assertThat(
            service
                .postJson(
                    "/api/pipelines/clientapi/runs?wait=false",
                    body.formatted(client),
                    "Authorization",
                    Http.bearer("admin", Instant.now()))
                .statusCode())
        .isEqualTo(202);
  }

  private long calls(String call) {
    return market.calls(stall).stream().filter(call::equals).count();
  }
}
