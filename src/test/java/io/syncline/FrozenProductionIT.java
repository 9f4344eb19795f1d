package io.syncline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.syncline.api.Http;
import io.syncline.sandbox.junglescout.JungleScoutServer;
import io.syncline.support.Invariants;
import io.syncline.support.Postgres;
import io.syncline.support.Postgres.Pair;
import io.syncline.support.ServiceProcess;
import io.syncline.support.SwitchedProxy;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;

/** Production takes connections and statements and never answers. */
class FrozenProductionIT {
  private static final Duration LONG = Duration.ofSeconds(60);

  /** A heartbeat of 1 s and an answer's 6 s; a second try alone would take 7 s more. */
  private static final Duration PROMISED = Duration.ofSeconds(10);

  private final Pair pair = Postgres.freshPair();
  private final JdbcTemplate staging = new JdbcTemplate(pair.stagingSource());

  @Test
  void a_cancel_ends_a_run_while_production_is_frozen_and_its_lease_is_free() throws IOException {
    try (JungleScoutServer source = JungleScoutServer.start(40, Duration.ofMillis(300));
        SwitchedProxy between = new SwitchedProxy(Postgres.port());
        ServiceProcess service = ServiceProcess.serve(properties(source, between))) {
      source
          .asins()
          .forEach(asin -> staging.update("INSERT INTO dev_az_product (asin) VALUES (?)", asin));
      assertThat(service.post("/api/pipelines/junglescout/runs?wait=false").statusCode())
          .isEqualTo(202);
      await().atMost(LONG).until(() -> count("run_batches WHERE state = 'applied'") > 0);

      between.freeze();
      await().atMost(LONG).until(() -> count("run_batches WHERE state = 'pending'") > 0);
      assertThat(last("outcome")).isEqualTo("running");
      assertThat(service.post("/api/sync/runs/" + last("id::text") + "/cancel").statusCode())
          .isLessThan(300);

      await()
          .atMost(PROMISED)
          .pollInterval(Duration.ofMillis(100))
          .until(() -> !last("outcome").equals("running"));
      assertThat(last("outcome")).isEqualTo("cancelled");
      assertThat(last("failure ->> 'code'")).isEqualTo("CANCELLED");
      assertThat(count("run_leases WHERE expires_at > clock_timestamp()"))
          .as("leases that are held")
          .isZero();

      between.thaw();
      await().atMost(LONG).until(() -> count("run_batches WHERE state = 'pending'") == 0);
      assertThat(new Invariants(pair).violations()).isEmpty();
    }
  }

  private Map<String, Object> properties(JungleScoutServer source, SwitchedProxy between) {
    Map<String, Object> properties = new LinkedHashMap<>(pair.properties());
    properties.put("DB_PROD_PORT", between.port());
    properties.put("JWT_SECRET", Http.JWT_SECRET);
    properties.put("JUNGLE_SCOUT_API_KEY", "frozen:production");
    properties.put("JUNGLE_SCOUT_BASE_URL", source.url());
    properties.put("syncline.run.heartbeat", "1s");
    properties.put("syncline.database.timeouts.socket", "6s");
    properties.put("syncline.database.timeouts.statement", "4s");
    return properties;
  }

  private long count(String what) {
    return staging.queryForObject("SELECT count(*) FROM " + what, Long.class);
  }

  private String last(String column) {
    return staging.queryForObject(
        "SELECT " + column + " FROM sync_runs ORDER BY started_at DESC LIMIT 1", String.class);
  }
}
