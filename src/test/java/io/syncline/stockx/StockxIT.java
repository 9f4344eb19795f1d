package io.syncline.stockx;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.syncline.support.Postgres;
import io.syncline.support.SandboxService.Answer;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;

class StockxIT extends StockxShop {

  @Test
  @DisplayName(
      "SX-01, SX-06, SX-09, SX-10, SX-12, SX-14: distinct SKUs, three currencies, exact keys")
  void a_run_reads_the_inventory() {
    Answer answer = run("");
    List<String> members = new ArrayList<>();
    answer.body().fieldNames().forEachRemaining(members::add);
    assertThat(members)
        .containsExactly(
            "success",
            "productsProcessed",
            "successCount",
            "failCount",
            "totalSnapshots",
            "duration",
            "results");
    assertCounts(answer, 4, 1);
    assertThat(answer.body().path("success").asBoolean()).isTrue();
    assertThat(answer.body().path("duration").asLong()).isPositive();
    long rows = count(staging, "SELECT count(*) FROM master_market_data");
    assertThat(answer.body().path("totalSnapshots").asLong()).isEqualTo(rows).isPositive();
    assertThat(count(staging, "SELECT count(DISTINCT currency_code) FROM master_market_data"))
        .isEqualTo(3);
    assertThat(requests("market-data")).isEqualTo(12);
    assertThat(requests("oauth")).as("one token for all workers").isLessThanOrEqualTo(1);
    assertThat(rows(staging)).isEqualTo(rows(production));
  }

  @Test
  @DisplayName("SX-01, SX-02: GET and POST, the secret in either header")
  void both_verbs_and_both_headers_start_a_run() {
    assertThat(service.get(PATH, service.cronSecret()).status()).isEqualTo(200);
    assertThat(service.get(PATH).status()).isEqualTo(401);
    assertThat(service.get(PATH, "x-cron-secret", "wrong").status()).isEqualTo(401);
    assertThat(service.get(PATH + "?skuu=x", service.cronSecret()).status()).isEqualTo(400);
    assertThat(service.get(PATH + "?force=maybe", service.cronSecret()).status()).isEqualTo(400);
    assertThat(service.get(PATH + "?product_id=../x&sku=a", service.cronSecret()).status())
        .isEqualTo(400);
  }

  @Test
  @DisplayName("SX-11, SX-34: the view has the newest snapshot of each variant, in both databases")
  void the_view_is_refreshed() {
    run("");
    run("?force=true");
    service.atRest();
    for (JdbcTemplate database : List.of(staging, production)) {
      assertThat(
              count(
                  database,
                  "SELECT count(*) FROM master_market_latest l WHERE snapshot_at <> (SELECT max(snapshot_at)"
                      + " FROM master_market_data d WHERE d.stockx_variant_id = l.stockx_variant_id"
                      + " AND d.currency_code = l.currency_code)"))
          .isZero();
      assertThat(count(database, "SELECT count(*) FROM master_market_latest"))
          .isEqualTo(count(database, "SELECT count(*) FROM master_market_data") / 2);
    }
    assertThat(
            count(
                staging,
                "SELECT count(*) FROM master_market_latest l JOIN sync_runs r ON r.id = l.run_id"))
        .isEqualTo(count(staging, "SELECT count(*) FROM master_market_latest"));
    assertThat(count(staging, "SELECT count(*) FROM sync_view_refreshes WHERE failures = 0"))
        .isEqualTo(2);
  }

  @Test
  @DisplayName("SX-17: what is fresher than eight hours is skipped and counted, unless forced")
  void what_is_fresher_than_eight_hours_is_skipped_unless_forced() {
    run("");
    Answer again = run("");
    assertCounts(again, 0, 0);
    assertThat(report(again).path("fresh").asInt()).isEqualTo(4);
    staging.update(
        "UPDATE stockx_products SET synced_at = now() - interval '8 hours 1 minute' WHERE sku = ?",
        sku(2));
    staging.update(
        "UPDATE stockx_products SET synced_at = now() - interval '7 hours 59 minutes' WHERE sku = ?",
        sku(3));
    assertThat(skus(run(""))).containsExactly(sku(2));
    assertThat(skus(run("?force=true"))).containsExactlyInAnyOrder(sku(0), sku(1), sku(2), sku(3));
  }

  @Test
  void a_sku_that_stockx_does_not_know_is_not_searched_again_for_a_week() {
    run("");
    service.delete("/sandbox/admin/requests");
    assertCounts(run("?force=true"), 4, 0);
    assertThat(requests("search")).as("known products keep their ids").isZero();
    assertThat(requests("variants")).as("sizes are kept for a day").isZero();
    staging.update("UPDATE stockx_products SET unknown_at = now() - interval '8 days'");
    assertCounts(run(""), 0, 1);
  }

  @Test
  @DisplayName("SX-18: the rest is taken by the next runs, and nobody starves")
  void the_rest_is_taken_by_the_next_runs_and_nobody_starves() {
    staging.execute("TRUNCATE \"Inventory\"");
    for (int i = 0; i < 30; i++) {
      hold(sku(i));
    }
    List<String> first = skus(run("?force=true"));
    List<String> second = skus(run("?force=true"));
    List<String> third = skus(run("?force=true"));
    assertThat(first).hasSize(12);
    assertThat(second).hasSize(12).doesNotContainAnyElementsOf(first);
    assertThat(third).hasSize(12);
    List<String> all = new ArrayList<>(first);
    all.addAll(second);
    all.addAll(third);
    assertThat(Set.copyOf(all)).as("all thirty within three runs").hasSize(30);
  }

  @Test
  @DisplayName("SX-07, SX-08: popular, then viewed of late; each leaves places to the next")
  void each_selection_leaves_places_to_the_next() {
    staging.execute("TRUNCATE \"Inventory\"");
    for (int i = 0; i < 13; i++) {
      hold(sku(i));
    }
    staging.execute("CREATE TABLE product_analytics (sku text, view_count int)");
    staging.update(
        "INSERT INTO product_analytics VALUES (?, 5), (?, 9), (?, 7)", sku(20), sku(21), sku(22));
    staging.execute("CREATE TABLE product_views (sku text, viewed_at timestamptz)");
    staging.update(
        "INSERT INTO product_views VALUES (?, now() - interval '23 hours'), (?, now() - interval '25 hours')",
        sku(30),
        sku(31));
    List<String> chosen = skus(run(""));
    assertThat(chosen).hasSize(12).contains(sku(21), sku(22), sku(30)).doesNotContain(sku(31));
    assertThat(chosen.stream().filter(sku -> sku.compareTo(sku(12)) < 0)).hasSize(9);
  }

  @Test
  @DisplayName("SX-16: as many products side by side as configured, and not one more")
  void as_many_products_are_read_side_by_side_as_configured() {
    fault("{\"source\":\"stockx\",\"endpoint\":\"market-data\",\"kind\":\"SLOW\"}");
    hold(sku(4), sku(5), sku(6), sku(7));
    assertCounts(run(""), 8, 1);
    assertThat(requests("max_concurrent_market")).isEqualTo(4);
  }

  @Test
  @DisplayName("SX-29: one product in all regions, by SKU, forced, with the sizes of a region")
  void one_product_is_read_in_all_regions_when_it_is_named() {
    Answer answer = run("?sku=" + sku(5) + "&size_region=us");
    assertThat(skus(answer)).containsExactly(sku(5));
    assertThat(
            staging.queryForList(
                "SELECT DISTINCT left(local_size, 4) FROM master_market_data", String.class))
        .containsExactly("US M");
    assertCounts(run("?sku=" + sku(5)), 0, 0);
    assertCounts(run("?sku=" + sku(5) + "&force=true"), 1, 0);
  }

  @Test
  @DisplayName("SX-13: products that fail cost themselves only; a failed currency not the others")
  void failures_cost_themselves_only() {
    fault("{\"source\":\"stockx\",\"kind\":\"OTHER_CURRENCY\",\"count\":1}");
    Answer answer = run("");
    assertCounts(answer, 3, 2);
    JsonNode mixed = null;
    for (JsonNode result : answer.body().path("results")) {
      if (result.path("error").asText().contains("another currency")) {
        mixed = result;
      }
    }
    assertThat(mixed).isNotNull();
    assertThat(mixed.path("currencies").size()).isEqualTo(2);
    assertThat(
            count(staging, "SELECT count(*) FROM master_market_data WHERE currency_code = 'JPY'"))
        .isZero();
    assertThat(outcome()).isEqualTo("partial");
    assertThat(count(staging, "SELECT count(*) FROM stockx_products WHERE synced_at IS NOT NULL"))
        .as("only whole products are fresh")
        .isEqualTo(3);
  }

  @Test
  @DisplayName("SX-30: 429 slows the run down and does not fail it")
  void a_429_slows_the_run_down_and_does_not_fail_it() {
    fault("{\"source\":\"stockx\",\"kind\":\"HTTP_429\",\"count\":2,\"endpoint\":\"market-data\"}");
    assertCounts(run(""), 4, 1);
  }

  @Test
  void a_429_that_stays_ends_the_run_after_a_few_calls() {
    staging.execute("TRUNCATE \"Inventory\"");
    hold(sku(0), sku(1), sku(2), sku(3));
    run("");
    service.delete("/sandbox/admin/requests");
    fault("{\"source\":\"stockx\",\"kind\":\"HTTP_429\"}");
    run("?force=true");
    assertThat(outcome()).as("nothing was read").isEqualTo("failed");
    assertThat(errorCode()).isEqualTo("SOURCE_THROTTLED");
    assertThat(requests("market-data")).as("four at once, then two").isLessThanOrEqualTo(6);
  }

  @Test
  void a_401_renews_the_token_once_and_one_that_stays_stops_the_run() {
    fault("{\"source\":\"stockx\",\"kind\":\"HTTP_401\",\"count\":1}");
    assertCounts(run(""), 4, 1);
    assertThat(requests("oauth")).isBetween(1, 2);
    fault("{\"source\":\"stockx\",\"kind\":\"HTTP_401\"}");
    Answer refused = run("?force=true");
    assertThat(refused.body().path("success").asBoolean(true)).isFalse();
    assertThat(errorCode()).isEqualTo("SOURCE_REFUSED_KEY");
  }

  @Test
  void an_invalid_grant_stops_the_run_and_asks_for_a_new_authorisation() {
    fault("{\"source\":\"stockx\",\"kind\":\"INVALID_GRANT\"}");
    fault("{\"source\":\"stockx\",\"kind\":\"HTTP_401\",\"count\":1}");
    run("?force=true");
    assertThat(outcome()).isEqualTo("failed");
    assertThat(
            staging.queryForObject(
                "SELECT failure ->> 'message' FROM sync_runs ORDER BY started_at DESC LIMIT 1",
                String.class))
        .contains("STOCKX_REFRESH_TOKEN");
    assertThat(requests("oauth")).isEqualTo(1);
  }

  @Test
  void an_id_that_stockx_does_not_know_any_more_is_looked_for_anew() {
    run("");
    staging.update(
        "UPDATE stockx_products SET product_id = '00000000-0000-4000-8000-000000000000' WHERE sku = ?",
        sku(0));
    assertCounts(run("?sku=" + sku(0) + "&force=true"), 1, 0);
  }

  @Test
  void a_sku_that_no_search_may_carry_costs_itself_only() {
    hold("A{{b}}", "${y}", "x\u0001");
    Answer answer = run("");
    assertCounts(answer, 4, 4);
    assertThat(outcome()).isEqualTo("partial");
  }

  @Test
  void two_spellings_of_a_product_are_read_once_and_both_are_fresh() {
    run("");
    hold(sku(1).replace("-", " ").toLowerCase(java.util.Locale.ROOT));
    run("?force=true");
    service.delete("/sandbox/admin/requests");
    run("?force=true");
    assertThat(requests("market-data")).isEqualTo(12);
    assertThat(count(staging, "SELECT count(*) FROM stockx_products WHERE synced_at IS NOT NULL"))
        .isEqualTo(5);
    String other = sku(1).replace("-", "").toLowerCase(java.util.Locale.ROOT);
    assertThat(read("/api/stockx/prices/" + other).path("currencies")).hasSize(3);
  }

  @Test
  void a_stop_in_the_middle_of_a_group_keeps_what_the_group_has_read() {
    staging.execute("TRUNCATE \"Inventory\"");
    hold(sku(0), sku(1), sku(2));
    run("");
    long before = count(staging, "SELECT count(*) FROM master_market_data");
    hold(sku(4));
    fault("{\"source\":\"stockx\",\"kind\":\"HTTP_429\",\"endpoint\":\"search\"}");
    run("?force=true");
    service.atRest();
    assertThat(errorCode()).isEqualTo("SOURCE_THROTTLED");
    assertThat(outcome()).isEqualTo("partial");
    assertThat(count(staging, "SELECT count(*) FROM master_market_data")).isGreaterThan(before);
    assertThat(rows(production)).isEqualTo(rows(staging));
  }

  @Test
  void a_body_is_read_like_the_query_and_a_member_in_both_is_refused() {
    Answer dry = service.post(PATH, "{\"dry_run\": true}", service.cronSecret());
    assertThat(dry.status()).isEqualTo(200);
    assertThat(rows(staging)).isEmpty();
    assertThat(
            service.post(PATH + "?force=true", "{\"force\": true}", service.cronSecret()).status())
        .isEqualTo(400);
    assertThat(service.post(PATH, "[]", service.cronSecret()).status()).isEqualTo(400);
  }

  @Test
  void garbage_on_one_product_costs_that_product_only() {
    fault("{\"source\":\"stockx\",\"kind\":\"GARBAGE\",\"count\":3,\"endpoint\":\"search\"}");
    Answer answer = run("");
    assertThat(answer.body().path("productsProcessed").asInt()).isEqualTo(5);
    assertThat(answer.body().path("successCount").asInt()).isBetween(1, 4);
  }

  @Test
  void while_production_is_down_staging_is_read_on_and_relay_and_view_catch_up() {
    Postgres.takeDown(service.pair().production());
    try {
      assertThat(run("").body().path("successCount").asInt()).isEqualTo(4);
    } finally {
      service.bringUp(service.pair().production());
    }
    service.atRest();
    assertThat(rows(production)).isEqualTo(rows(staging)).isNotEmpty();
    org.awaitility.Awaitility.await()
        .untilAsserted(
            () ->
                assertThat(count(production, "SELECT count(*) FROM master_market_latest"))
                    .isEqualTo(rows(staging).size()));
  }

  @Test
  @DisplayName("SX-11: a view that cannot be refreshed is told by run, freshness and health")
  void a_view_that_cannot_be_refreshed_is_told() {
    production.execute("ALTER MATERIALIZED VIEW master_market_latest RENAME TO hidden");
    try {
      run("");
      assertThat(outcome()).isEqualTo("partial");
      assertThat(read("/api/stockx/freshness").at("/view_failures/production").asInt())
          .isPositive();
      org.awaitility.Awaitility.await()
          .until(() -> service.get("/health").body().path("status").asText().equals("degraded"));
      run("");
      assertThat(outcome()).as("a run that wrote nothing").isEqualTo("completed");
    } finally {
      production.execute("ALTER MATERIALIZED VIEW hidden RENAME TO master_market_latest");
    }
    org.awaitility.Awaitility.await()
        .untilAsserted(
            () ->
                assertThat(read("/api/stockx/freshness").at("/view_failures/production").asInt())
                    .isZero());
    assertThat(count(production, "SELECT count(*) FROM master_market_latest"))
        .isEqualTo(rows(staging).size());
  }

  @Test
  @DisplayName("SX-32: what can be bought low and sold high is told to people")
  void arbitrage_is_told() {
    run("");
    org.awaitility.Awaitility.await()
        .until(
            () ->
                service
                    .get("/sandbox/discord/messages")
                    .body()
                    .toString()
                    .matches("(?s).*StockX Price Sync.*buy in [A-Z]{3}, sell in [A-Z]{3}, \\+.*"));
  }

  @Test
  void a_second_start_while_one_runs_is_refused_with_its_id_and_calls_nobody() {
    fault("{\"source\":\"stockx\",\"kind\":\"SLOW\",\"delay_ms\":1500,\"endpoint\":\"search\"}");
    CompletableFuture<Answer> first = CompletableFuture.supplyAsync(() -> run(""));
    org.awaitility.Awaitility.await()
        .until(
            () -> count(staging, "SELECT count(*) FROM sync_runs WHERE status = 'running'") == 1);
    Answer second = run("");
    assertThat(second.status()).isEqualTo(409);
    assertThat(second.body().path("run_id").asText()).isNotEmpty();
    assertCounts(first.join(), 4, 1);
    assertThat(requests("market-data")).isEqualTo(12);
  }

  @Test
  @DisplayName("SX-21, SX-22: the freshness answer is the document's SQL")
  void the_freshness_answer_is_the_documents_sql() {
    run("");
    JsonNode answer = read("/api/stockx/freshness");
    assertThat(answer.path("products_with_fresh_data").asInt()).isEqualTo(4);
    assertThat(answer.path("currencies_synced").asInt()).isEqualTo(3);
    assertThat(answer.path("by_currency")).hasSize(3);
    assertThat(answer.at("/by_currency/0/currency_code").asText()).isEqualTo("EUR");
    assertThat(answer.at("/by_currency/0/snapshots").asLong())
        .isEqualTo(
            count(
                staging, "SELECT count(*) FROM master_market_latest WHERE currency_code = 'EUR'"));
    assertThat(answer.at("/view_age_seconds/production").isNumber()).isTrue();
    assertThat(service.get("/api/stockx/freshness").status()).isEqualTo(401);
  }

  @Test
  @DisplayName("SX-31, SX-33: prices are read without a call to StockX, with their age")
  void prices_are_answered_without_a_call_to_stockx() {
    run("");
    service.delete("/sandbox/admin/requests");
    fault("{\"source\":\"stockx\",\"kind\":\"HTTP_500\"}");
    JsonNode answer = read("/api/stockx/prices/" + sku(1));
    assertThat(answer.path("currencies")).hasSize(3);
    assertThat(answer.at("/currencies/GBP/0/age_seconds").asInt(-1)).isBetween(0, 600);
    assertThat(requests("total")).isZero();
    assertThat(service.get("/api/stockx/prices/NOPE", service.token("viewer")).status())
        .isEqualTo(404);
  }

  @Test
  @DisplayName(
      "SX-32: spread between currencies at the configured rates, arbitrage above ten percent")
  void prices_are_compared_at_the_configured_rates() {
    run("");
    staging.update("DELETE FROM master_market_data WHERE sku <> ?", sku(1));
    staging.update("UPDATE master_market_data SET lowest_ask = 100, highest_bid = 90");
    staging.update("UPDATE master_market_data SET highest_bid = 100 WHERE currency_code = 'GBP'");
    staging.execute("REFRESH MATERIALIZED VIEW master_market_latest");
    JsonNode size = read("/api/stockx/compare/" + sku(1)).at("/sizes/0");
    assertThat(size.at("/lowest_ask/GBP").decimalValue()).isEqualByComparingTo("127");
    assertThat(size.path("spread_percent").decimalValue()).isEqualByComparingTo("27");
    assertThat(size.at("/arbitrage/buy_in").asText()).isEqualTo("USD");
    assertThat(size.at("/arbitrage/sell_in").asText()).isEqualTo("GBP");
    assertThat(size.at("/arbitrage/gain_percent").decimalValue()).isEqualByComparingTo("27");
  }

  @Test
  void the_prices_of_a_size_are_told_as_they_moved_and_products_by_a_part_of_their_sku() {
    run("?sku=" + sku(1));
    JsonNode price = read("/api/stockx/prices/" + sku(1)).at("/currencies/USD/0");
    String variant = price.path("variant_id").asText();
    staging.update(
        """
        INSERT INTO master_market_data (stockx_variant_id, currency_code, snapshot_at, sku, lowest_ask)
        VALUES (?, 'USD', now() - interval '1 day', ?, 10.50), (?, 'USD', now() - interval '2 days', ?, 9)
        """,
        variant,
        sku(1),
        variant,
        sku(1));
    String path = "/api/stockx/history?currency_code=USD&variant_id=" + variant;
    assertThat(read(path).path("prices"))
        .extracting(it -> it.path("lowest_ask").decimalValue().doubleValue())
        .containsExactly(9.0, 10.5, price.path("lowest_ask").asDouble());
    assertThat(read(path + "&limit=1").at("/prices/0/snapshot_at").asText())
        .isEqualTo(price.path("snapshot_at").asText());
    assertThat(
            service.get("/api/stockx/history?currency_code=USD", service.token("viewer")).status())
        .isEqualTo(400);
    String part = sku(1).toLowerCase(java.util.Locale.ROOT).substring(2);
    JsonNode products = read("/api/stockx/products?q=" + part);
    assertThat(products.path("products"))
        .extracting(it -> it.path("sku").asText())
        .contains(sku(1))
        .allMatch(it -> it.toLowerCase(java.util.Locale.ROOT).contains(part));
    assertThat(read("/api/stockx/products?q=%25").path("products")).isEmpty();
  }

  @Test
  @DisplayName("SX-32: what is too old or of no region any more is named and not compared")
  void what_is_too_old_or_of_no_region_is_named_and_not_compared() {
    run("?sku=" + sku(1));
    staging.update("UPDATE master_market_data SET lowest_ask = 100, highest_bid = 300");
    staging.update(
        "UPDATE master_market_data SET snapshot_at = now() - interval '49 hours' WHERE currency_code = 'GBP'");
    staging.update(
        "UPDATE master_market_data SET currency_code = 'JPY' WHERE currency_code = 'EUR'");
    staging.execute("REFRESH MATERIALIZED VIEW master_market_latest");
    JsonNode answer = read("/api/stockx/compare/" + sku(1));
    assertThat(answer.path("base_currency").asText()).isEqualTo("USD");
    assertThat(answer.path("currencies_not_configured").toString()).isEqualTo("[\"JPY\"]");
    JsonNode size = answer.at("/sizes/0");
    assertThat(size.path("too_old").toString()).isEqualTo("[\"GBP\"]");
    assertThat(size.at("/snapshots/GBP/age_hours").asDouble()).isBetween(49.0, 49.1);
    assertThat(size.at("/snapshots/USD/age_hours").asDouble()).isBetween(0.0, 0.1);
    assertThat(size.path("lowest_ask").toString()).startsWith("{\"USD\"");
    assertThat(size.path("lowest_ask")).hasSize(1);
    assertThat(size.has("arbitrage")).as("a bid above the ask of one currency").isFalse();
  }

  @Test
  @DisplayName("SX-31: either SKU of a style that a slash joins finds the product's prices")
  void either_sku_of_a_joined_style_finds_the_prices() {
    String other = sku(3) + "X";
    hold(other);
    run("");
    staging.update("DELETE FROM master_market_data WHERE inventory_sku = ?", other);
    staging.execute("REFRESH MATERIALIZED VIEW master_market_latest");
    for (String sku : List.of(sku(3), other, other.toLowerCase(java.util.Locale.ROOT))) {
      assertThat(read("/api/stockx/prices/" + sku).path("currencies")).as(sku).hasSize(3);
      assertThat(read("/api/stockx/compare/" + sku).path("sizes")).as(sku).isNotEmpty();
    }
  }

  @Test
  void the_canary_of_each_credential_is_in_no_table_answer_or_log() {
    Answer answer = run("");
    String ledger =
        staging.queryForList("SELECT t::text FROM sync_runs t", String.class).toString();
    assertThat(answer.body() + ledger + rows(staging))
        .doesNotContain("sandbox-not-a-secret", "sandbox-refresh-token", "Bearer ");
  }
}
