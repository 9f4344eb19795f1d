package io.syncline.entities;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.syncline.api.Http;
import io.syncline.sandbox.google.SampleSheets;
import io.syncline.support.Postgres;
import io.syncline.support.Postgres.Pair;
import io.syncline.support.ServiceProcess;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;

class TabRunKillIT {
  private static final UUID FEED = UUID.fromString("00000000-0000-4000-8000-00000000000b");

  private final Pair pair = Postgres.freshPair();
  private final JdbcTemplate staging = new JdbcTemplate(pair.stagingSource());
  private final JdbcTemplate production = new JdbcTemplate(pair.productionSource());

  /** SE-24, SE-36. */
  @Test
  void a_run_that_dies_in_the_middle_leaves_whole_batches_and_the_next_one_does_the_rest() {
    try (ServiceProcess first = ServiceProcess.serve(properties("1"))) {
      configure();
      assertThat(first.post("/api/sync/tab/" + FEED + "?wait=false").statusCode()).isEqualTo(202);
      await()
          .atMost(Duration.ofSeconds(60))
          .pollInterval(Duration.ofMillis(5))
          .until(() -> count(staging, "partners") > 20);
      first.kill();
    }
    assertThat(count(staging, "partners")).isBetween(21L, 148L);
    assertNothingHalf();
    try (ServiceProcess second = ServiceProcess.serve(properties("50"))) {
      await()
          .atMost(Duration.ofSeconds(90))
          .until(() -> count(staging, "run_batches WHERE state = 'pending'") == 0);
      assertNothingHalf();
      await()
          .atMost(Duration.ofSeconds(90))
          .until(() -> count(staging, "sync_runs WHERE status = 'running'") == 0);
      assertThat(assertOnlyRunFailed()).isEqualTo("INTERRUPTED");
      await()
          .atMost(Duration.ofSeconds(90))
          .until(() -> second.post("/api/sync/tab/" + FEED).statusCode() == 200);
      JsonNode again = Http.json(second.post("/api/sync/tab/" + FEED));
      assertThat(again.path("stats").path("rows_created").asInt()).as("%s", again).isZero();
      assertThat(again.path("stats").path("fields_changed").asInt()).as("%s", again).isZero();
      await()
          .atMost(Duration.ofSeconds(90))
          .until(() -> count(staging, "run_batches WHERE state = 'pending'") == 0);
    }
    assertThat(count(staging, "partners")).isEqualTo(149);
    assertNothingHalf();
    for (String table : List.of("partners", "field_lineage")) {
      assertThat(ids(production, table)).as(table).isEqualTo(ids(staging, table));
    }
  }

  /** SE-62. */
  @Test
  void staging_that_goes_away_in_the_middle_costs_the_run_and_the_next_one_does_the_rest() {
    try (ServiceProcess service = ServiceProcess.serve(properties("1"))) {
      configure();
      assertThat(service.post("/api/sync/tab/" + FEED + "?wait=false").statusCode()).isEqualTo(202);
      await()
          .atMost(Duration.ofSeconds(60))
          .pollInterval(Duration.ofMillis(5))
          .until(() -> count(staging, "partners") > 20);
      Postgres.takeDown(pair.staging());
      await()
          .atMost(Duration.ofSeconds(60))
          .until(() -> service.text().contains("staging is away"));
      Postgres.bringUp(pair.staging());
      await()
          .atMost(Duration.ofSeconds(90))
          .ignoreExceptions()
          .until(() -> count(staging, "sync_runs WHERE status = 'running'") == 0);
      assertThat(count(staging, "partners")).isBetween(21L, 148L);
      assertThat(assertOnlyRunFailed()).isIn("DB_UNAVAILABLE", "LEASE_LOST");
      await()
          .atMost(Duration.ofSeconds(90))
          .until(() -> service.post("/api/sync/tab/" + FEED).statusCode() == 200);
      await()
          .atMost(Duration.ofSeconds(90))
          .until(() -> count(staging, "run_batches WHERE state = 'pending'") == 0);
    }
    assertThat(count(staging, "partners")).isEqualTo(149);
    assertNothingHalf();
    for (String table : List.of("partners", "field_lineage")) {
      assertThat(ids(production, table)).as(table).isEqualTo(ids(staging, table));
    }
  }

  /** The run that was broken off is over and counts what it had committed; answers why it ended. */
  private String assertOnlyRunFailed() {
    Map<String, Object> run =
        staging.queryForMap(
            "SELECT *, failure ->> 'code' AS code FROM sync_runs WHERE tab_mapping_id = ?", FEED);
    assertThat(run)
        .containsEntry("status", "failed")
        .containsEntry("outcome", "failed")
        .containsEntry("rows_created", (int) count(staging, "partners"))
        .containsEntry("fields_changed", (int) count(staging, "field_lineage"));
    assertThat(run.get("completed_at")).isNotNull();
    return (String) run.get("code");
  }

  private void configure() {
    UUID source = UUID.randomUUID();
    new MappedTabs(staging)
        .spreadsheet(source, SampleSheets.MASTER)
        .tab(FEED, source, "Partners", SampleSheets.PARTNERS)
        .key(FEED, "Brand Name")
        .map(FEED, "Tier", "tier");
  }

  /** Every entity has its lineage and all lineage its entity, in either database. */
  private void assertNothingHalf() {
    for (JdbcTemplate database : List.of(staging, production)) {
      assertThat(
              count(
                  database,
                  "partners p WHERE NOT EXISTS (SELECT 1 FROM field_lineage l WHERE l.entity_id = p.id)"))
          .as("entity without lineage")
          .isZero();
      assertThat(
              count(
                  database,
                  "field_lineage l WHERE NOT EXISTS (SELECT 1 FROM partners p WHERE p.id = l.entity_id)"))
          .as("lineage without entity")
          .isZero();
    }
  }

  private Map<String, Object> properties(String rowsPerBatch) {
    Map<String, Object> properties = new HashMap<>(pair.properties());
    properties.put("JWT_SECRET", Http.JWT_SECRET);
    properties.put("syncline.run.lease-time", "3s");
    properties.put("syncline.run.heartbeat", "500ms");
    properties.put("syncline.run.sweep", "1s");
    properties.put("spring.profiles.active", "sandbox");
    properties.put("syncline.entities.rows-per-batch", rowsPerBatch);
    properties.put("syncline.sandbox.junglescout.products", "1");
    properties.put("syncline.sandbox.stockx.products", "1");
    properties.put("syncline.sandbox.entities.feeds", "false");
    properties.put("syncline.sandbox.clientapi.accounts", "false");
    properties.put("syncline.relay.interval", "200ms");
    properties.put("syncline.relay.grace", "200ms");
    return properties;
  }

  private static String ids(JdbcTemplate database, String table) {
    return database.queryForObject(
        "SELECT count(*) || md5(string_agg(id::text, ' ' ORDER BY id)) FROM " + table,
        String.class);
  }

  private static long count(JdbcTemplate database, String what) {
    return database.queryForObject("SELECT count(*) FROM " + what, Long.class);
  }
}
