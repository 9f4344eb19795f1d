package io.syncline.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.syncline.support.SandboxService;
import io.syncline.support.SandboxService.Answer;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;

/** Of each thing that a pipeline keeps: who looked last, what that decided, what makes it due. */
class WhyIT {
  private static SandboxService service;
  private static JdbcTemplate staging;
  private static JdbcTemplate production;

  @BeforeAll
  static void start() {
    service = SandboxService.start("--syncline.sandbox.junglescout.products=3");
    staging = new JdbcTemplate(service.pair().stagingSource());
    production = new JdbcTemplate(service.pair().productionSource());
  }

  @AfterAll
  static void stop() {
    service.close();
  }

  @Test
  void a_product_says_when_it_was_read_by_whom_and_when_it_is_due() {
    service.post(
        "/api/pipelines/junglescout/runs", "{\"mode\": \"hourly\"}", service.token("admin"));
    service.atRest();
    String product = table("%product");
    String status = table("%jungle_scout_sync_status");
    String asin = text("SELECT min(asin) FROM %s WHERE has_product_data".formatted(status));
    assertThat(why("asin=" + asin))
        .contains("ok product: visible in ", "ok product data: read at 20", "by run ")
        .contains("due again from ")
        .contains("ok production: has all batches of jungle_scout_product_data;");
    assertThat(why("asin=" + asin + "&marketplace=uk"))
        .contains("warn schedule: reads us only", "no run has met it in uk yet");
    staging.update(
        "UPDATE %s SET product_data_synced_at = now() AT TIME ZONE 'UTC' - interval '31 days' WHERE asin = ?"
            .formatted(status),
        asin);
    assertThat(why("asin=" + asin))
        .contains("warn product data: read at ", ", due since ", "kept no longer");
    staging.update(
        "UPDATE %s SET has_product_data = false, error = 'Product not found', product_fetch_attempted_at = now() AT TIME ZONE 'UTC' WHERE asin = ?"
            .formatted(status),
        asin);
    assertThat(why("asin=" + asin.toLowerCase()))
        .contains("warn product data: Product not found at ", "asked for again from ");
    staging.update(
        "UPDATE %s SET product_visibility = false WHERE asin = ?".formatted(product), asin);
    assertThat(why("asin=" + asin)).contains("warn product: not visible");
    assertThat(why("asin=B000000000")).contains("fail product: not in " + product);
    assertThat(code("asin=" + asin + "&marketplace=moon")).isEqualTo("INVALID_PARAMETER");
  }

  @Test
  void a_sku_says_who_names_it_and_what_the_last_run_made_of_it() {
    service.post("/api/cron/sync-stockx-prices", "", service.cronSecret());
    service.atRest();
    String sku = text("SELECT min(sku) FROM stockx_products WHERE synced_at IS NOT NULL");
    assertThat(why("sku=" + sku))
        .contains("ok selection: named by ", "ok prices: read at 20", "by run ", "due again from ")
        .contains("view master_market_latest: refreshed last in production 20");
    staging.update(
        "UPDATE stockx_products SET unknown_at = now(), synced_at = NULL WHERE sku = ?", sku);
    assertThat(why("sku=" + sku)).contains("warn prices: StockX did not know it at ");
    assertThat(why("sku=none-of-ours"))
        .contains("warn selection: nothing that is looked at names it", "no run has asked for it");
  }

  @Test
  void a_listing_says_its_factor_beside_what_yuhinkai_says_now() {
    service.post("/api/admin/sync-elite-factor", "{\"all\": true}", service.cronSecret());
    service.atRest();
    String listing =
        text("SELECT min(id)::text FROM listings WHERE artisan_elite_factor IS NOT NULL");
    String artisan = text("SELECT artisan_id FROM listings WHERE id = " + listing);
    assertThat(why("listing=" + listing))
        .contains("ok last look: by run ", "ok factor: all listings hold ");
    for (JdbcTemplate database : new JdbcTemplate[] {staging, production}) {
      database.update(
          "UPDATE listings SET artisan_elite_factor = 0.9999 WHERE artisan_id = ?", artisan);
    }
    assertThat(why("artisan=" + artisan))
        .contains("warn factor: Yuhinkai says ", "POST /api/admin/sync-elite-factor");
    assertThat(why("listing=999999999")).contains("fail listing: not in staging");
    assertThat(code("listing=x")).isEqualTo("INVALID_PARAMETER");
  }

  @Test
  void a_cell_says_who_decides_it_who_loses_and_who_is_silent() {
    service.atRest();
    UUID entity = UUID.randomUUID();
    UUID feed = UUID.randomUUID();
    for (JdbcTemplate database : new JdbcTemplate[] {staging, production}) {
      database.update(
          "INSERT INTO partners (id, brand_name, tier) VALUES (?, ?, 'silver')",
          entity,
          "" + entity);
    }
    staging.update(
        "INSERT INTO data_sources (id, name, type, connector_config)"
            + " VALUES (?, 'Sheet', 'google_sheet', '{\"spreadsheet_id\": \"1WhyIT\"}')",
        feed);
    staging.update(
        "INSERT INTO tab_mappings (id, data_source_id, tab_name, primary_entity)"
            + " VALUES (?, ?, 'Of why', 'partners')",
        feed,
        feed);
    staging.update(
        "INSERT INTO column_mappings (tab_mapping_id, source_column, target_field, is_key)"
            + " VALUES (?, 'Brand', 'brand_name', true), (?, 'Tier', 'tier', false)",
        feed,
        feed);
    staging.update(
        "INSERT INTO source_values (feed_id, entity_id, field_name, entity_type, value)"
            + " VALUES (?, ?, 'tier', 'partners', '\"gold\"')",
        feed,
        entity);
    String cell = "entity_type=partners&entity_id=" + entity + "&field=";
    assertThat(why(cell + "tier"))
        .contains("ok field tier: holds \"silver\", no change of it is known; a feed decides it")
        .contains("Of why: says \"gold\"", "it decides and is written when it runs next");
    staging.update("UPDATE tab_mappings SET status = 'paused' WHERE id = ?", feed);
    assertThat(why(cell + "tier")).contains("it is paused or cannot be run");
    staging.update(
        "UPDATE column_mappings SET target_field = NULL WHERE tab_mapping_id = ? AND NOT is_key",
        feed);
    assertThat(why(cell + "tier")).contains("it does not map the field any more");
    assertThat(why(cell + "notes")).contains("nobody decides it");
    assertThat(code(cell + "colour")).isEqualTo("INVALID_PARAMETER");
    assertThat(code("entity_type=partners&entity_id=" + UUID.randomUUID()))
        .isEqualTo("UNKNOWN_ENTITY");
  }

  @Test
  void a_row_of_production_is_compared_with_staging_s() {
    service.atRest();
    UUID entity = UUID.randomUUID();
    for (JdbcTemplate database : new JdbcTemplate[] {staging, production}) {
      database.update(
          "INSERT INTO partners (id, brand_name, tier, created_at, updated_at)"
              + " VALUES (?, ?, 'silver', '2024-01-01', '2024-01-01')",
          entity,
          "" + entity);
    }
    String row = "table=partners&key=" + entity;
    assertThat(why(row)).contains("ok row: the same in both databases");
    production.update("UPDATE partners SET tier = 'gold' WHERE id = ?", entity);
    assertThat(why(row)).contains("warn row: tier: staging silver, production gold");
    production.update("DELETE FROM partners WHERE id = ?", entity);
    assertThat(why(row)).contains("warn row: in staging only");
    staging.update("DELETE FROM partners WHERE id = ?", entity);
    assertThat(why(row)).contains("warn row: in neither database");
    assertThat(code("table=partners&key=x")).isEqualTo("INVALID_PARAMETER");
    assertThat(code("table=pg_authid&key=1")).isEqualTo("INVALID_PARAMETER");
  }

  @Test
  void what_could_not_be_written_is_named() {
    staging.update(
        """
        INSERT INTO sync_dead_letters
            (id, run_id, pipeline, stream, table_name, destination, record_key, record, kind, error)
        VALUES (gen_random_uuid(), gen_random_uuid(), 'stockx', 'snapshots', 'master_market_data', 'production',
                'x', '{"sku": "DEAD-1"}', 'db', 'out of range (22003)')
        """);
    assertThat(why("sku=DEAD-1"))
        .contains("fail dead letter ", "production refused it: out of range");
    staging.update(
        "UPDATE sync_dead_letters SET closed_at = now() WHERE record ->> 'sku' = 'DEAD-1'");
    assertThat(why("sku=DEAD-1")).doesNotContain("dead letter");
  }

  @Test
  void what_nobody_explains_is_refused_with_what_there_is() {
    for (String query : new String[] {"", "asin=B000000000&sku=x", "marketplace=us"}) {
      Answer answer = service.get("/api/why?" + query, service.token("viewer"));
      assertThat(answer.status()).as(query).isEqualTo(400);
      assertThat(answer.body().path("allowed").toString())
          .contains("\"client\"", "asin (with marketplace)", "\"sku\"", "\"listing\"");
    }
    assertThat(service.get("/api/why?sku=x").status()).isEqualTo(401);
  }

  private static String why(String query) {
    Answer answer = service.get("/api/why?" + query, service.token("viewer"));
    assertThat(answer.status()).as("%s", answer.body()).isEqualTo(200);
    return StreamSupport.stream(answer.body().path("findings").spliterator(), false)
        .map(WhyIT::line)
        .collect(Collectors.joining("\n"));
  }

  private static String line(JsonNode finding) {
    return "%s %s: %s"
        .formatted(
            finding.path("level").asText(),
            finding.path("what").asText(),
            finding.path("action").asText());
  }

  private static String code(String query) {
    return service.get("/api/why?" + query, service.token("viewer")).body().path("code").asText();
  }

  private static String text(String sql) {
    return staging.queryForObject(sql, String.class);
  }

  /** The one table of that name, whatever its prefix is. */
  private static String table(String like) {
    return staging.queryForObject(
        "SELECT min(relname) FROM pg_class WHERE relkind = 'r' AND relname LIKE ? AND relname NOT LIKE 'stockx%'",
        String.class, like);
  }
}
