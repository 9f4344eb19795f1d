package io.syncline.entities;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

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
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;

class FeedChangeKillIT {
  private static final UUID SOURCE = UUID.fromString("00000000-0000-4000-8000-0000000000aa");
  private static final UUID FEED = UUID.fromString("00000000-0000-4000-8000-0000000000ab");
  private static final UUID OTHER = UUID.fromString("00000000-0000-4000-8000-0000000000ac");
  private static final int PARTNERS = 149;

  private final Pair pair = Postgres.freshPair();
  private final JdbcTemplate staging = new JdbcTemplate(pair.stagingSource());
  private final JdbcTemplate production = new JdbcTemplate(pair.productionSource());

  @Test
  void a_tab_whose_deletion_dies_in_the_middle_is_there_and_can_be_deleted_again() {
    try (ServiceProcess first = ServiceProcess.serve(properties("50"))) {
      configure();
      for (UUID feed : List.of(FEED, OTHER)) {
        assertThat(first.post("/api/sync/tab/" + feed).statusCode()).isEqualTo(200);
      }
      assertThat(count(staging, "partners WHERE tier <> status")).isEqualTo(PARTNERS);
    }
    try (ServiceProcess first = ServiceProcess.serve(properties("1"))) {
      CompletableFuture<Void> lost =
          CompletableFuture.runAsync(() -> first.delete("/api/entities/tabs/" + FEED));
      await()
          .atMost(Duration.ofSeconds(60))
          .pollInterval(Duration.ofMillis(5))
          .until(() -> claims() < PARTNERS - 5);
      first.kill();
      assertThat(lost).failsWithin(Duration.ofSeconds(30));
    }
    assertThat(claims()).isBetween(1L, PARTNERS - 6L);
    assertThat(count(staging, "tab_mappings WHERE status = 'deleted'")).isZero();
    assertNothingHalf();
    try (ServiceProcess second = ServiceProcess.serve(properties("50"))) {
      await()
          .atMost(Duration.ofSeconds(90))
          .until(() -> second.delete("/api/entities/tabs/" + FEED).statusCode() == 200);
      await()
          .atMost(Duration.ofSeconds(90))
          .until(() -> count(staging, "run_batches WHERE state = 'pending'") == 0);
    }
    assertThat(claims()).isZero();
    assertThat(count(staging, "tab_mappings WHERE status = 'deleted'")).isEqualTo(1);
    assertThat(count(staging, "feed_rows WHERE feed_id = '%s'".formatted(FEED))).isZero();
    assertThat(count(staging, "partners WHERE tier = status")).isEqualTo(PARTNERS);
    assertNothingHalf();
    for (String table : List.of("partners", "field_lineage")) {
      assertThat(rows(production, table)).as(table).isEqualTo(rows(staging, table));
    }
  }

  /** One feed has the tier from its column and decides, the other one has it from the status. */
  private void configure() {
    staging.execute("TRUNCATE data_sources, tab_mappings, column_mappings, computed_fields");
    new MappedTabs(staging).spreadsheet(SOURCE, SampleSheets.MASTER);
    tab(FEED, "Tier");
    tab(OTHER, "Status");
    staging.update(
        "INSERT INTO column_mappings (tab_mapping_id, source_column, target_field)"
            + " VALUES (?, 'Status', 'status')",
        OTHER);
    staging.update(
        "INSERT INTO computed_fields (entity_type, field_name, source_priority)"
            + " VALUES ('partners', 'tier', jsonb_build_object(?::text, 10))",
        FEED.toString());
  }

  private void tab(UUID id, String column) {
    new MappedTabs(staging).tab(id, SOURCE, "Partners", SampleSheets.PARTNERS);
    staging.update(
        "INSERT INTO column_mappings (tab_mapping_id, source_column, target_field, is_key)"
            + " VALUES (?, 'Brand Name', 'brand_name', true), (?, ?, 'tier', false)",
        id,
        id,
        column);
  }

  private long claims() {
    return count(staging, "source_values WHERE feed_id = '%s'".formatted(FEED));
  }

  /** What a field holds is what its newest lineage says. */
  private void assertNothingHalf() {
    assertThat(
            count(
                staging,
                """
                partners p WHERE to_jsonb(p.tier) IS DISTINCT FROM (
                    SELECT l.new_value FROM field_lineage l
                    WHERE l.entity_id = p.id AND l.field_name = 'tier' ORDER BY l.changed_at DESC, l.id DESC LIMIT 1)
                """))
        .isZero();
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

  private static String rows(JdbcTemplate database, String table) {
    return database.queryForObject(
        "SELECT count(*) || md5(string_agg(to_jsonb(t)::text, ' ' ORDER BY id)) FROM %s t"
            .formatted(table),
        String.class);
  }

  private static long count(JdbcTemplate database, String what) {
    return database.queryForObject("SELECT count(*) FROM " + what, Long.class);
  }
}
