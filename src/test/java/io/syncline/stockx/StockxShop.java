package io.syncline.stockx;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.syncline.support.SandboxService;
import io.syncline.support.SandboxService.Answer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.springframework.jdbc.core.JdbcTemplate;

/** A service with a shop of ten inventory rows before each test, and what its tests ask. */
abstract class StockxShop {
  static final String PATH = "/api/cron/sync-stockx-prices";
  static SandboxService service;
  static JdbcTemplate staging;
  static JdbcTemplate production;

  @BeforeAll
  static void start() {
    service =
        SandboxService.start(
            "--syncline.sandbox.junglescout.products=1",
            "--syncline.database.timeouts.pool=1s",
            "--syncline.sandbox.stockx.products=40",
            "--syncline.sandbox.stockx.variants=4",
            "--syncline.stockx.products-per-run=12",
            "--syncline.stockx.products-at-once=4",
            "--syncline.stockx.later-percent=25",
            "--syncline.source.first-delay=10",
            "--syncline.write.first-delay=20",
            "--syncline.relay.interval=200ms",
            "--syncline.relay.grace=200ms",
            "--syncline.relay.view-interval=200ms",
            "--syncline.relay.longest-delay=1s");
    staging = new JdbcTemplate(service.pair().stagingSource());
    production = new JdbcTemplate(service.pair().productionSource());
  }

  @AfterAll
  static void stop() {
    service.close();
  }

  /** Ten known products, each held by two users, one that nobody knows and one without a SKU. */
  @BeforeEach
  void shop() {
    service.delete("/sandbox/admin/faults");
    service.delete("/sandbox/admin/requests");
    service.atRest();
    for (JdbcTemplate database : List.of(staging, production)) {
      database.execute("TRUNCATE master_market_data");
      database.execute("REFRESH MATERIALIZED VIEW master_market_latest");
    }
    staging.execute(
        "TRUNCATE stockx_products, run_batches, sync_dead_letters, sync_view_refreshes, \"Inventory\"");
    staging.execute(
        "DROP TABLE IF EXISTS product_analytics, product_views, product_recommendations");
    hold(sku(0), sku(0), sku(1), sku(1), sku(2), sku(3), "NOBODY-1", null, " ");
  }

  static Answer run(String query) {
    return service.post(PATH + query, "", service.cronSecret());
  }

  static JsonNode read(String path) {
    Answer answer = service.get(path, service.token("viewer"));
    assertThat(answer.status()).as("%s", answer.body()).isEqualTo(200);
    return answer.body();
  }

  static void fault(String order) {
    assertThat(service.put("/sandbox/admin/faults", order).status()).isEqualTo(200);
  }

  static int requests(String endpoint) {
    return service.get("/sandbox/admin/requests").body().path("stockx").path(endpoint).asInt(-1);
  }

  static void assertCounts(Answer answer, int succeeded, int failed) {
    assertThat(answer.status()).as("%s", answer.body()).isEqualTo(200);
    assertThat(answer.body().path("successCount").asInt())
        .as("%s", answer.body())
        .isEqualTo(succeeded);
    assertThat(answer.body().path("failCount").asInt()).isEqualTo(failed);
    assertThat(answer.body().path("productsProcessed").asInt()).isEqualTo(succeeded + failed);
  }

  static List<String> skus(Answer answer) {
    List<String> skus = new ArrayList<>();
    answer.body().path("results").forEach(result -> skus.add(result.path("sku").asText()));
    return skus;
  }

  static JsonNode report(Answer answer) {
    assertThat(answer.status()).isEqualTo(200);
    String id =
        staging.queryForObject(
            "SELECT id::text FROM sync_runs ORDER BY started_at DESC LIMIT 1", String.class);
    return read("/api/sync/runs/" + id).path("report");
  }

  static String outcome() {
    return staging.queryForObject(
        "SELECT outcome FROM sync_runs ORDER BY started_at DESC LIMIT 1", String.class);
  }

  static String errorCode() {
    return staging.queryForObject(
        "SELECT failure ->> 'code' FROM sync_runs ORDER BY started_at DESC LIMIT 1", String.class);
  }

  static void hold(String... skus) {
    for (String sku : skus) {
      staging.update("INSERT INTO \"Inventory\" (user_id, sku) VALUES (1, ?)", sku);
    }
  }

  static String sku(int number) {
    return "SR%04d-%03d".formatted(number, number * 7 % 1000);
  }

  static List<String> rows(JdbcTemplate database) {
    return database.queryForList(
        "SELECT t::text FROM master_market_data t ORDER BY 1", String.class);
  }

  static long count(JdbcTemplate database, String sql) {
    Long count = database.queryForObject(sql, Long.class);
    return count == null ? 0 : count;
  }

  static long count(String sql) {
    return count(staging, sql);
  }

  static String id(int number) {
    return UUID.nameUUIDFromBytes(("product-" + number).getBytes(StandardCharsets.UTF_8))
        .toString();
  }
}
