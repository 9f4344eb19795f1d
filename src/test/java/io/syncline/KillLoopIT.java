package io.syncline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.syncline.api.Http;
import io.syncline.sandbox.junglescout.JungleScoutServer;
import io.syncline.support.Invariants;
import io.syncline.support.Postgres;
import io.syncline.support.Postgres.Pair;
import io.syncline.support.ServiceProcess;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Kills the service in the middle of its work, again and again, and counts afterwards. How often is
 * {@code syncline.kills}, the moments follow from {@code syncline.seed}.
 */
class KillLoopIT {
  private static final Logger LOG = LoggerFactory.getLogger(KillLoopIT.class);
  private static final int KILLS = Integer.getInteger("syncline.kills", 4);
  private static final long SEED = Long.getLong("syncline.seed", System.currentTimeMillis());
  private static final int PRODUCTS = Integer.getInteger("syncline.products", 300);
  private static final int LATEST_KILL = 2_500;

  private final Random random = new Random(SEED);
  private final Pair pair = Postgres.freshPair();
  private final JdbcTemplate staging = new JdbcTemplate(pair.stagingSource());
  private final JdbcTemplate production = new JdbcTemplate(pair.productionSource());
  private final Invariants invariants = new Invariants(pair);
  private final Map<String, Integer> tally = new TreeMap<>();

  @Test
  void every_record_is_in_both_databases_once_however_often_the_service_is_killed() {
    LOG.info("kills={} products={} seed={}", KILLS, PRODUCTS, SEED);
    try (JungleScoutServer source = JungleScoutServer.start(PRODUCTS, Duration.ofMillis(5))) {
      ServiceProcess.serve(properties(source)).close();
      sell(source);
      Map<String, String> before = new HashMap<>();
      for (int kill = 1; kill <= KILLS; kill++) {
        killOnce(source, kill);
        before = nothingWentBack(before);
      }
      finish(source);
      nothingWentBack(before);
      LOG.info("kill loop seed={} {} {}", SEED, tally, ended());
      assertThat(invariants.violations()).as("seed " + SEED).isEmpty();
      assertThat(stored()).as("seed " + SEED).isEqualTo(new TreeMap<>(source.units()));
      assertThat(production.queryForList(PRODUCTS_STORED, String.class))
          .as("seed " + SEED)
          .containsExactlyInAnyOrderElementsOf(source.products());
    }
  }

  private static final String PRODUCTS_STORED =
      "SELECT DISTINCT asin FROM prod_az_jungle_scout_product_data";

  private void killOnce(JungleScoutServer source, int kill) {
    try (ServiceProcess service = ServiceProcess.serve(properties(source))) {
      String run = start(service, source);
      await()
          .atMost(Duration.ofSeconds(60))
          .pollInterval(Duration.ofMillis(10))
          .until(() -> count("run_batches WHERE run_id = '" + run + "'") > 0 || !isRunning(run));
      Duration pause = Duration.ofMillis(random.nextInt(LATEST_KILL));
      assertThat(service.endsWithin(pause)).as(service.text()).isFalse();
      service.kill();
      tally("kills");
      tally(isRunning(run) ? "kills during a run" : "kills after a run");
      if (count("run_batches WHERE state = 'pending'") > 0) {
        tally("kills between staging and production");
      }
      LOG.info("kill={} after={} run={}", kill, pause.toMillis(), run);
    }
  }

  /** Goes on with what was left undone, or does everything anew with other numbers. */
  private String start(ServiceProcess service, JungleScoutServer source) {
    boolean fresh = latestCompleted();
    if (fresh) {
      source.sellMore();
      tally("fresh runs");
    }
    String path =
        "/admin/master-sync?marketplace=us&date_range=1year&sync_mode="
            + (fresh ? "fresh" : "resume");
    await()
        .atMost(Duration.ofSeconds(60))
        .pollInterval(Duration.ofMillis(100))
        .until(() -> service.post(path).statusCode() < 300);
    return staging.queryForObject(
        "SELECT id::text FROM sync_runs ORDER BY fence DESC LIMIT 1", String.class);
  }

  private void finish(JungleScoutServer source) {
    try (ServiceProcess service = ServiceProcess.serve(properties(source))) {
      String run = start(service, source);
      await().atMost(Duration.ofMinutes(3)).until(() -> !isRunning(run));
      await()
          .atMost(Duration.ofSeconds(45))
          .until(
              () ->
                  count("run_batches WHERE state = 'pending'") == 0
                      && count("sync_runs WHERE status = 'running'") == 0);
    }
    assertThat(latestCompleted()).as("the last run ended well").isTrue();
  }

  private Map<String, String> nothingWentBack(Map<String, String> before) {
    Map<String, String> now = invariants.marks();
    before.forEach(
        (name, time) -> assertThat(now.get(name)).as("I10 " + name).isGreaterThanOrEqualTo(time));
    return now;
  }

  private boolean latestCompleted() {
    return staging
        .queryForList("SELECT outcome FROM sync_runs ORDER BY fence DESC LIMIT 1", String.class)
        .stream()
        .anyMatch(outcome -> outcome.equals("completed") || outcome.equals("partial"));
  }

  private boolean isRunning(String run) {
    return count("sync_runs WHERE status = 'running' AND id = '" + run + "'") == 1;
  }

  private long count(String what) {
    return Optional.ofNullable(staging.queryForObject("SELECT count(*) FROM " + what, Long.class))
        .orElse(0L);
  }

  private Map<String, Integer> stored() {
    Map<String, Integer> stored = new TreeMap<>();
    production.query(
        "SELECT asin || '/' || date, estimated_units_sold"
            + " FROM prod_az_jungle_scout_sales_estimate_data",
        row -> {
          stored.put(row.getString(1), row.getInt(2));
        });
    return stored;
  }

  private String ended() {
    return staging
        .queryForList(
            "SELECT outcome || coalesce(' ' || (failure ->> 'code'), '') || '=' || count(*) FROM sync_runs"
                + " GROUP BY outcome, failure ->> 'code' ORDER BY 1",
            String.class)
        .toString();
  }

  private void tally(String what) {
    tally.merge(what, 1, Integer::sum);
  }

  private void sell(JungleScoutServer source) {
    source
        .asins()
        .forEach(asin -> staging.update("INSERT INTO dev_az_product (asin) VALUES (?)", asin));
  }

  /** A lease of three seconds, so that a hundred kills are not a hundred times half a minute. */
  private Map<String, Object> properties(JungleScoutServer source) {
    Map<String, Object> properties = new LinkedHashMap<>(pair.properties());
    properties.put("JWT_SECRET", Http.JWT_SECRET);
    properties.put("JUNGLE_SCOUT_API_KEY", "kill:loop");
    properties.put("JUNGLE_SCOUT_BASE_URL", source.url());
    properties.put("syncline.junglescout.calls-per-second", 1_000);
    properties.put("syncline.junglescout.calls-per-minute", 60_000);
    properties.put("syncline.junglescout.calls-per-month", 10_000_000);
    properties.put("syncline.junglescout.sales-batch-rows", 1_500);
    properties.put("syncline.run.lease-time", "3s");
    properties.put("syncline.run.heartbeat", "500ms");
    properties.put("syncline.run.sweep", "1s");
    return properties;
  }
}
