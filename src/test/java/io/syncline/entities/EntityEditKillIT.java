package io.syncline.entities;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.syncline.api.Http;
import io.syncline.support.Postgres;
import io.syncline.support.Postgres.Pair;
import io.syncline.support.ServiceProcess;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;

class EntityEditKillIT {
  private static final UUID ACME = UUID.fromString("00000000-0000-4000-8000-000000000001");

  private final Pair pair = Postgres.freshPair();
  private final JdbcTemplate staging = new JdbcTemplate(pair.stagingSource());
  private final JdbcTemplate production = new JdbcTemplate(pair.productionSource());

  @Test
  void an_edit_whose_process_dies_between_the_two_commits_reaches_production() throws SQLException {
    try (ServiceProcess first = ServiceProcess.serve(properties());
        Connection lock = pair.productionSource().getConnection()) {
      for (JdbcTemplate database : List.of(staging, production)) {
        database.update("INSERT INTO partners (id, brand_name) VALUES (?, 'Acme')", ACME);
      }
      lock.setAutoCommit(false);
      lock.createStatement().execute("LOCK TABLE partners IN ACCESS EXCLUSIVE MODE");
      CompletableFuture<Void> lost =
          CompletableFuture.runAsync(
              () -> first.patch("/api/entities/partners/" + ACME, "{\"tier\": \"gold\"}"));
      await()
          .atMost(Duration.ofSeconds(30))
          .until(() -> count(staging, "run_batches WHERE state = 'pending'") == 1);
      first.kill();
      lock.rollback();
      assertThat(lost).failsWithin(Duration.ofSeconds(30));
    }
    assertThat(count(staging, "partners WHERE tier = 'gold'")).isEqualTo(1);
    assertThat(count(staging, "field_lineage")).isEqualTo(1);
    assertThat(count(production, "partners WHERE tier = 'gold'")).isZero();
    assertThat(count(production, "field_lineage")).isZero();
    try (ServiceProcess second = ServiceProcess.serve(properties())) {
      await()
          .atMost(Duration.ofSeconds(90))
          .until(() -> count(staging, "run_batches WHERE state = 'pending'") == 0);
      assertThat(count(production, "partners WHERE tier = 'gold'")).isEqualTo(1);
      assertThat(count(production, "field_lineage")).isEqualTo(1);
      await()
          .atMost(Duration.ofSeconds(90))
          .until(
              () ->
                  Http.json(second.patch("/api/entities/partners/" + ACME, "{\"tier\": \"iron\"}"))
                      .path("success")
                      .asBoolean());
    }
    assertThat(count(production, "field_lineage WHERE previous_value = '\"gold\"'")).isEqualTo(1);
  }

  @Test
  void an_undo_whose_process_dies_between_two_batches_is_finished_by_the_same_call()
      throws SQLException {
    List<UUID> partners = List.of(new UUID(7, 1), new UUID(7, 2), ACME);
    String run;
    try (ServiceProcess first = ServiceProcess.serve(properties());
        Connection lock = pair.stagingSource().getConnection()) {
      for (UUID partner : partners) {
        for (JdbcTemplate database : List.of(staging, production)) {
          database.update(
              "INSERT INTO partners (id, brand_name) VALUES (?, ?)", partner, partner.toString());
        }
        first.patch("/api/entities/partners/" + partner, "{\"tier\": \"gold\"}");
      }
      run =
          staging.queryForObject(
              "SELECT min(id::text) FROM sync_runs WHERE trigger = 'edit'", String.class);
      staging.update(
          "UPDATE sync_runs SET parent_run_id = ?::uuid WHERE trigger = 'edit' AND id <> ?::uuid",
          run,
          run);
      lock.setAutoCommit(false);
      lock.createStatement()
          .execute("SELECT 1 FROM partners WHERE id = '" + partners.get(1) + "' FOR UPDATE");
      CompletableFuture<Void> lost =
          CompletableFuture.runAsync(() -> first.post("/api/sync/runs/" + run + "/undo"));
      await()
          .atMost(Duration.ofSeconds(30))
          .until(() -> count(staging, "partners WHERE tier IS NULL") > 0);
      first.kill();
      lock.rollback();
      assertThat(lost).failsWithin(Duration.ofSeconds(30));
    }
    assertThat(count(staging, "partners WHERE tier = 'gold'")).isPositive();
    try (ServiceProcess second = ServiceProcess.serve(properties())) {
      await()
          .atMost(Duration.ofSeconds(90))
          .until(
              () ->
                  Http.json(second.post("/api/sync/runs/" + run + "/undo"))
                      .path("success")
                      .asBoolean());
      await()
          .atMost(Duration.ofSeconds(90))
          .until(() -> count(staging, "run_batches WHERE state = 'pending'") == 0);
    }
    for (JdbcTemplate database : List.of(staging, production)) {
      assertThat(count(database, "partners WHERE tier IS NULL")).isEqualTo(3);
      assertThat(count(database, "field_lineage WHERE new_value IS NULL")).isEqualTo(3);
    }
  }

  /** With a source, as the pipeline is off without any. */
  private Map<String, Object> properties() {
    Map<String, Object> properties = new HashMap<>(pair.properties());
    properties.put("JWT_SECRET", Http.JWT_SECRET);
    properties.put("syncline.run.lease-time", "3s");
    properties.put("syncline.run.heartbeat", "500ms");
    properties.put("syncline.run.sweep", "1s");
    properties.put("CLOSE_API_KEY", "none-of-anybody");
    properties.put("syncline.entities.rows-per-batch", "1");
    return properties;
  }

  private static long count(JdbcTemplate database, String what) {
    return database.queryForObject("SELECT count(*) FROM " + what, Long.class);
  }
}
