package io.syncline.stockx;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.syncline.support.SandboxService.Answer;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;

/** What StockX may answer that is not as documented, and what it costs: never the run. */
class StockxFaultsIT extends StockxShop {
  /** For longer than a statement may wait for a lock. */
  private static final String REFRESH_THAT_WAITS =
      "SELECT count(*) FROM pg_stat_activity WHERE query LIKE 'REFRESH%' AND wait_event_type = 'Lock'"
          + " AND query_start < clock_timestamp() - interval '6 seconds'";

  private static final String INSERT_THAT_WAITS =
      "SELECT count(*) FROM pg_stat_activity WHERE query LIKE '%master_market_data%' AND wait_event_type = 'Lock'";

  @Test
  void a_nul_in_a_style_or_a_size_is_left_out_and_fails_nothing() {
    fault("{\"source\":\"stockx\",\"kind\":\"NUL_CHARACTERS\"}");
    assertCounts(run(""), 4, 1);
    assertThat(count("SELECT count(*) FROM stockx_products WHERE jsonb_array_length(variants) > 0"))
        .isEqualTo(4);
    assertThat(count("SELECT count(*) FROM master_market_data WHERE size ~ '^[0-9.]+$'"))
        .isPositive();
  }

  @Test
  void a_sku_that_no_index_takes_costs_itself_only_in_every_run() {
    String overlong = overlong();
    hold(overlong);
    for (int i = 0; i < 2; i++) {
      assertCounts(run("?force=true"), 4, i == 0 ? 1 : 0);
      assertThat(outcome()).isEqualTo("partial");
      assertThat(sampleErrors())
          .contains("is longer than 200 characters: " + overlong.substring(0, 20));
    }
    assertThat(count("SELECT count(*) FROM stockx_products WHERE synced_at IS NOT NULL"))
        .isEqualTo(4);
  }

  @Test
  void a_style_that_no_index_takes_does_not_keep_the_view_from_being_refreshed() {
    fault("{\"source\":\"stockx\",\"kind\":\"LONG_STYLES\"}");
    assertCounts(run("?sku=" + sku(0)), 0, 1);
    assertThat(outcome()).isEqualTo("partial");
    service.delete("/sandbox/admin/faults");
    assertCounts(run(""), 3, 1);
    assertThat(count("SELECT count(*) FROM sync_view_refreshes WHERE failures > 0")).isZero();
    assertThat(count("SELECT count(DISTINCT sku) FROM master_market_latest")).isEqualTo(3);
  }

  @Test
  void a_product_whose_state_a_trigger_refuses_costs_itself_only() {
    staging.execute(
        "CREATE FUNCTION no_state() RETURNS trigger AS 'BEGIN RAISE EXCEPTION ''no''; END' LANGUAGE plpgsql");
    staging.execute(
        "CREATE TRIGGER no_state BEFORE INSERT OR UPDATE ON stockx_products FOR EACH ROW WHEN (NEW.sku = '"
            + sku(0)
            + "') EXECUTE FUNCTION no_state()");
    try {
      assertCounts(run(""), 3, 2);
      assertThat(outcome()).isEqualTo("partial");
      assertThat(sampleErrors()).contains("staging refused a value (SQLSTATE P0001): " + sku(0));
    } finally {
      staging.execute("DROP FUNCTION no_state CASCADE");
    }
  }

  @Test
  void a_first_currency_that_is_not_answered_does_not_void_the_others() {
    run("");
    fault("{\"source\":\"stockx\",\"kind\":\"HTTP_404\",\"endpoint\":\"market-data\",\"count\":2}");
    JsonNode result = run("?force=true&sku=" + sku(0)).body().at("/results/0");
    assertThat(result.path("success").asBoolean(true)).isFalse();
    assertThat(result.path("currencies").toString()).isEqualTo("[\"GBP\",\"EUR\"]");
    assertThat(result.path("error").asText()).contains("USD: HTTP 404").doesNotContain("know");
    assertThat(outcome()).isEqualTo("partial");
    assertThat(count("SELECT count(*) FROM stockx_products WHERE product_id IS NULL"))
        .as("only the one that nobody knows")
        .isEqualTo(1);
  }

  @Test
  void a_run_that_read_no_price_because_stockx_is_away_has_failed() {
    run("");
    fault("{\"source\":\"stockx\",\"kind\":\"HTTP_500\",\"endpoint\":\"market-data\"}");
    Answer answer = run("?force=true");
    assertThat(answer.body().path("success").asBoolean(true)).isFalse();
    assertThat(outcome()).isEqualTo("failed");
  }

  @Test
  @DisplayName("SX-12, SX-14: what is told of a product is what is stored of it")
  void refused_prices_are_not_counted() {
    staging.execute(
        "ALTER TABLE master_market_data ADD CONSTRAINT refuses CHECK (currency_code <> 'GBP')");
    try {
      Answer answer = run("?sku=" + sku(0));
      assertCounts(answer, 0, 1);
      int stored = rows(staging).size();
      assertThat(answer.body().path("totalSnapshots").asInt()).isEqualTo(stored).isPositive();
      JsonNode result = answer.body().at("/results/0");
      assertThat(result.path("snapshots").asInt()).isEqualTo(stored);
      assertThat(result.path("error").asText())
          .isEqualTo("prices that staging refused: " + stored / 2);
    } finally {
      staging.execute("ALTER TABLE master_market_data DROP CONSTRAINT refuses");
    }
  }

  @Test
  @DisplayName("SX-12: a product of which production refused every price is read again")
  void what_production_buried_is_read_again() {
    JdbcTemplate production = new JdbcTemplate(service.pair().productionSource());
    production.execute(
        "ALTER TABLE master_market_data ADD CONSTRAINT refuses CHECK (region = '') NOT VALID");
    try {
      run("?sku=" + sku(0));
      Awaitility.await()
          .atMost(Duration.ofSeconds(90))
          .until(() -> count("SELECT count(*) FROM run_batches WHERE state = 'pending'") == 0);
      assertThat(count("SELECT count(*) FROM sync_dead_letters WHERE closed_at IS NULL"))
          .isPositive();
      assertThat(count("SELECT count(*) FROM stockx_products WHERE synced_at IS NOT NULL"))
          .isZero();
    } finally {
      production.execute("ALTER TABLE master_market_data DROP CONSTRAINT refuses");
      staging.execute("UPDATE sync_dead_letters SET closed_at = now() WHERE closed_at IS NULL");
    }
  }

  @Test
  @DisplayName("SX-11: a refresh of the view that is under way is waited for")
  void a_refresh_under_way_is_waited_for() throws Exception {
    run("?sku=" + sku(0));
    try (Connection other = service.pair().stagingSource().getConnection();
        Statement statement = other.createStatement()) {
      other.setAutoCommit(false);
      statement.execute("REFRESH MATERIALIZED VIEW CONCURRENTLY master_market_latest");
      var answer = CompletableFuture.supplyAsync(() -> run("?force=true&sku=" + sku(0)));
      Awaitility.await()
          .atMost(Duration.ofSeconds(60))
          .until(() -> count(REFRESH_THAT_WAITS) > 0 || answer.isDone());
      assertThat(production.queryForList("SELECT DISTINCT run_id FROM master_market_latest"))
          .as("production's waits for nobody")
          .isEqualTo(
              staging.queryForList("SELECT id AS run_id FROM sync_runs WHERE status = 'running'"));
      other.commit();
      assertCounts(answer.get(60, TimeUnit.SECONDS), 1, 0);
    }
    assertThat(outcome()).isEqualTo("completed");
    assertThat(count("SELECT count(DISTINCT run_id) FROM master_market_latest")).isEqualTo(1);
  }

  @Test
  void a_group_is_read_and_stored_while_production_takes_the_one_before() throws Exception {
    hold(sku(4), sku(5), sku(6), sku(7));
    try (Connection other = service.pair().productionSource().getConnection();
        Statement statement = other.createStatement()) {
      other.setAutoCommit(false);
      statement.execute("LOCK TABLE master_market_data IN SHARE MODE");
      var answer = CompletableFuture.supplyAsync(() -> run(""));
      Awaitility.await()
          .atMost(Duration.ofSeconds(60))
          .until(() -> count(INSERT_THAT_WAITS) > 0 || answer.isDone());
      Awaitility.await("the second group, before production was given up for the first")
          .atMost(Duration.ofSeconds(12)) // three tries of five seconds
          .until(() -> count("SELECT count(*) FROM run_batches WHERE state = 'pending'") == 2);
      other.commit();
      answer.get(60, TimeUnit.SECONDS);
    }
    service.atRest();
    assertThat(rows(production)).isEqualTo(rows(staging)).isNotEmpty();
  }

  @Test
  void the_view_has_what_came_to_production_last() throws Exception {
    try (Connection other = service.pair().productionSource().getConnection();
        Statement statement = other.createStatement()) {
      other.setAutoCommit(false);
      statement.execute("LOCK TABLE master_market_data IN SHARE MODE");
      var answer = CompletableFuture.supplyAsync(() -> run("?sku=" + sku(0)));
      Awaitility.await()
          .atMost(Duration.ofSeconds(60))
          .until(() -> count(INSERT_THAT_WAITS) > 0 || answer.isDone());
      other.commit();
      assertCounts(answer.get(60, TimeUnit.SECONDS), 1, 0);
    }
    assertThat(
            count(
                "SELECT count(*) FROM sync_view_refreshes v, sync_runs r"
                    + " WHERE v.destination = 'production' AND v.refreshed_at < r.completed_at"))
        .as("by the run itself")
        .isEqualTo(1);
  }

  @Test
  void a_cancel_ends_a_run_that_waits_for_the_refresh_of_its_view() throws Exception {
    run("?sku=" + sku(0));
    try (Connection other = service.pair().stagingSource().getConnection();
        Statement statement = other.createStatement()) {
      other.setAutoCommit(false);
      statement.execute("REFRESH MATERIALIZED VIEW CONCURRENTLY master_market_latest");
      var answer = CompletableFuture.supplyAsync(() -> run("?force=true&sku=" + sku(0)));
      Awaitility.await()
          .atMost(Duration.ofSeconds(60))
          .until(() -> count(REFRESH_THAT_WAITS) > 0 || answer.isDone());
      String id =
          staging.queryForObject(
              "SELECT id::text FROM sync_runs WHERE status = 'running'", String.class);
      service.post("/api/sync/runs/" + id + "/cancel", "", service.token("admin"));
      answer.get(60, TimeUnit.SECONDS);
      assertThat(outcome()).isEqualTo("cancelled");
      assertThat(sampleErrors()).as("of a view").doesNotContain("could not be refreshed");
    }
  }

  @Test
  void an_id_found_just_now_is_not_looked_for_anew() {
    fault("{\"source\":\"stockx\",\"kind\":\"HTTP_404\",\"endpoint\":\"market-data\",\"count\":1}");
    JsonNode result = run("?sku=" + sku(0)).body().at("/results/0");
    assertThat(result.path("currencies").toString()).isEqualTo("[\"GBP\",\"EUR\"]");
    assertThat(requests("search")).isEqualTo(1);
  }

  @Test
  void without_sizes_prices_are_stored_and_the_product_is_not_fresh() {
    for (String kind : List.of("HTTP_500", "HTTP_404")) {
      shop();
      fault("{\"source\":\"stockx\",\"kind\":\"" + kind + "\",\"endpoint\":\"variants\"}");
      JsonNode result = run("?sku=" + sku(0)).body().at("/results/0");
      assertThat(result.path("success").asBoolean(true)).as(kind).isFalse();
      assertThat(result.path("error").asText()).startsWith("sizes: ");
      assertThat(result.path("currencies")).hasSize(3);
      assertThat(outcome()).isEqualTo("partial");
      assertThat(count("SELECT count(*) FROM master_market_data WHERE size IS NULL")).isPositive();
      assertThat(count("SELECT count(*) FROM stockx_products WHERE synced_at IS NOT NULL"))
          .isZero();
      service.delete("/sandbox/admin/faults");
      assertCounts(run("?sku=" + sku(0)), 1, 0);
    }
  }

  @Test
  void old_sizes_that_cover_the_market_still_stand_and_the_failure_is_told() {
    run("?sku=" + sku(0));
    staging.update("UPDATE stockx_products SET variants_at = now() - interval '25 hours'");
    fault("{\"source\":\"stockx\",\"kind\":\"HTTP_404\",\"endpoint\":\"variants\"}");
    assertCounts(run("?force=true&sku=" + sku(0)), 1, 0);
    assertThat(outcome()).isEqualTo("partial");
    assertThat(count("SELECT count(*) FROM master_market_data WHERE size IS NULL")).isZero();
  }

  @Test
  void sizes_are_read_again_after_a_day_and_not_before() {
    run("?sku=" + sku(0));
    staging.update(
        "UPDATE stockx_products SET variants_at = now() - interval '23 hours 59 minutes 30 seconds'");
    run("?force=true&sku=" + sku(0));
    assertThat(requests("variants")).isEqualTo(1);
    staging.update("UPDATE stockx_products SET variants_at = now() - interval '24 hours 1 second'");
    run("?force=true&sku=" + sku(0));
    assertThat(requests("variants")).isEqualTo(2);
  }

  @Test
  void a_product_without_any_price_is_a_success_and_fresh() {
    fault("{\"source\":\"stockx\",\"kind\":\"EMPTY_MARKET\"}");
    assertCounts(run("?sku=" + sku(0)), 1, 0);
    assertThat(count("SELECT count(*) FROM stockx_products WHERE synced_at IS NOT NULL"))
        .isEqualTo(1);
    assertCounts(run("?sku=" + sku(0)), 0, 0);
  }

  @Test
  void a_secondary_amount_that_is_none_costs_its_column_and_an_ask_its_price() {
    fault("{\"source\":\"stockx\",\"kind\":\"ODD_AMOUNTS\"}");
    assertCounts(run("?sku=" + sku(0)), 1, 0);
    assertThat(count("SELECT count(*) FROM master_market_data WHERE sell_faster IS NOT NULL"))
        .isZero();
    assertThat(outcome()).isEqualTo("partial");
    service.delete("/sandbox/admin/faults");
    fault("{\"source\":\"stockx\",\"kind\":\"ODD_ASKS\",\"count\":1}");
    JsonNode result = run("?sku=" + sku(1)).body().at("/results/0");
    assertThat(result.path("success").asBoolean(true)).isFalse();
    assertThat(result.path("currencies")).hasSize(2);
    assertThat(result.path("error").asText()).isEqualTo("USD: unreadable prices: 1");
    assertCounts(run("?sku=" + sku(1)), 1, 0);
  }

  @Test
  @DisplayName("SX-29: a product by StockX's id alone; its style is the SKU, asked once")
  void a_product_by_its_id() {
    String id = id(5);
    assertThat(skus(run("?product_id=" + id))).containsExactly(sku(5));
    assertThat(requests("product")).isEqualTo(1);
    assertThat(requests("search")).isZero();
    assertThat(staging.queryForList("SELECT DISTINCT sku FROM master_market_data", String.class))
        .containsExactly(sku(5));
    assertCounts(run("?product_id=" + id), 0, 0);
    assertCounts(run("?product_id=" + id + "&force=true"), 1, 0);
    assertThat(requests("product")).isEqualTo(1);
  }

  @Test
  @DisplayName("SX-29: an id beside another product's SKU is refused, and stores nothing")
  void an_id_of_another_product() {
    JsonNode result = run("?product_id=" + id(5) + "&sku=" + sku(1)).body().at("/results/0");
    assertThat(result.path("success").asBoolean(true)).isFalse();
    assertThat(result.path("error").asText()).contains(sku(5)).contains(sku(1));
    assertCounts(run("?product_id=00000000-0000-4000-8000-000000000000"), 0, 1);
    assertThat(rows(staging)).isEmpty();
    assertThat(count("SELECT count(*) FROM stockx_products WHERE product_id IS NOT NULL")).isZero();
    assertCounts(run("?product_id=" + id(5) + "&sku=" + sku(5)), 1, 0);
  }

  @Test
  void a_sku_with_other_signs_is_asked_without_them_and_found() {
    assertCounts(run("?sku=" + sku(1).replace("-", ":")), 1, 0);
  }

  @Test
  void a_style_on_a_later_page_of_the_search_is_found() {
    fault("{\"source\":\"stockx\",\"kind\":\"LATER_PAGE\"}");
    assertCounts(run("?sku=" + sku(1)), 1, 0);
    assertThat(requests("search")).isEqualTo(2);
    assertCounts(run("?sku=NOBODY-1"), 0, 1);
  }

  @Test
  void a_control_character_in_a_request_is_refused() {
    assertThat(run("?sku=A%00B").status()).isEqualTo(400);
  }

  @Test
  @DisplayName("SX-19: after a stop in the first group the rest counts as postponed")
  void after_a_stop_in_the_first_group_the_rest_is_postponed() {
    hold(sku(4), sku(5), sku(6), sku(7), sku(8));
    fault("{\"source\":\"stockx\",\"kind\":\"HTTP_429\",\"endpoint\":\"market-data\"}");
    JsonNode report = report(run(""));
    assertThat(report.path("productsProcessed").asInt()).isBetween(1, 4);
    assertThat(report.path("postponed").asInt())
        .isEqualTo(10 - report.path("productsProcessed").asInt());
  }

  /** So odd that no index can pack it. */
  private static String overlong() {
    return Stream.generate(() -> UUID.randomUUID().toString()).limit(150).collect(joining());
  }

  private static String sampleErrors() {
    return staging.queryForObject(
        "SELECT jsonb_path_query_array(errors, '$.items[*].message')::text FROM sync_runs ORDER BY started_at DESC LIMIT 1",
        String.class);
  }
}
