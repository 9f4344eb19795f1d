package io.syncline.stockx;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.support.SandboxService.Answer;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** Which products a run takes, and what tables of somebody else may do to it. */
@ExtendWith(OutputCaptureExtension.class)
class StockxSelectionIT extends StockxShop {

  @Test
  @DisplayName("SX-06, SX-18: the inventory comes first and whole while it fits into a run")
  void the_inventory_comes_first_and_whole() {
    inventory(11);
    laterTables();
    List<String> chosen = skus(run(""));
    assertThat(chosen).hasSize(12);
    assertThat(chosen.stream().filter(sku -> sku.matches("SR\\d{4}-\\d{3}"))).hasSize(11);
    inventory(12);
    assertThat(skus(run("?force=true"))).hasSize(12).allMatch(sku -> sku.startsWith("SR"));
  }

  @Test
  @DisplayName("SX-18: an inventory that does not fit leaves the later tables their part")
  void the_later_tables_keep_a_part() {
    inventory(13);
    laterTables();
    List<String> chosen = skus(run(""));
    assertThat(chosen).hasSize(12);
    assertThat(chosen.stream().filter(sku -> sku.matches("SR\\d{4}-\\d{3}"))).hasSize(9);
    assertThat(chosen.stream().filter(sku -> sku.endsWith("Q"))).hasSize(1);
    assertThat(chosen.stream().filter(sku -> sku.startsWith("V"))).hasSize(1);
    assertThat(chosen.stream().filter(sku -> sku.startsWith("R"))).hasSize(1);
  }

  @Test
  @DisplayName("SX-18: places that the later tables do not need are the inventory's")
  void places_that_nobody_needs_are_the_inventory_s() {
    inventory(13);
    assertThat(skus(run(""))).hasSize(12);
  }

  @Test
  @DisplayName("SX-07: a product whose rank is 0 or unknown is no candidate of that table")
  void without_a_rank_no_candidate() {
    inventory(0);
    staging.execute(
        "CREATE TABLE product_analytics (sku text, view_count int, search_count int, trending_score float)");
    for (int i = 0; i < 30; i++) {
      staging.update(
          "INSERT INTO product_analytics VALUES (?, ?, ?, ?)",
          sku(i),
          i < 20 ? i : null,
          i == 25 ? 3 : 0,
          i == 26 ? 0.5 : null);
    }
    List<String> chosen = skus(run(""));
    assertThat(chosen).contains(sku(25), sku(26)).hasSize(12);
    assertThat(chosen.stream().filter(sku -> sku.compareTo(sku(20)) < 0))
        .as("the ten most viewed, and no product that nobody looked for")
        .containsExactlyInAnyOrderElementsOf(
            IntStream.range(10, 20).mapToObj(StockxShop::sku).toList());
    staging.update("UPDATE product_analytics SET view_count = 0, trending_score = 0");
    assertThat(skus(run("?force=true"))).containsExactly(sku(25));
  }

  @Test
  @DisplayName("SX-07, SX-20: only the top hundred of a table are considered")
  void only_the_top_hundred_of_a_table_are_considered() {
    inventory(0);
    staging.execute(
        "CREATE TABLE product_analytics AS SELECT 'T' || n AS sku, n + 10 AS view_count"
            + " FROM generate_series(1, 100) n");
    staging.execute(
        "INSERT INTO stockx_products (sku, unknown_at) SELECT sku, now() FROM product_analytics");
    staging.update("INSERT INTO product_analytics VALUES (?, 1)", sku(20));
    assertThat(skus(run(""))).isEmpty();
    staging.update("UPDATE product_analytics SET view_count = 500 WHERE sku = ?", sku(20));
    assertThat(skus(run(""))).containsExactly(sku(20));
  }

  @Test
  @DisplayName("SX-08: viewed within 24 hours, to the second; then what is recommended")
  void viewed_of_late_comes_before_recommended() {
    inventory(0);
    staging.execute("CREATE TABLE product_views (sku text, viewed_at timestamptz)");
    staging.update(
        "INSERT INTO product_views VALUES (?, now() - interval '24 hours' + interval '20 seconds'),"
            + " (?, now() - interval '24 hours 1 second')",
        sku(1),
        sku(2));
    staging.execute("CREATE TABLE product_recommendations (sku text)");
    staging.update("INSERT INTO product_recommendations VALUES (?)", sku(3));
    assertThat(skus(run(""))).containsExactlyInAnyOrder(sku(1), sku(3));
    staging.execute("TRUNCATE product_views, product_recommendations, stockx_products");
    for (int i = 0; i < 12; i++) {
      staging.update("INSERT INTO product_views VALUES (?, now())", sku(i));
      staging.update("INSERT INTO product_recommendations VALUES (?)", sku(20 + i));
    }
    assertThat(skus(run("")).stream().filter(sku -> sku.compareTo(sku(20)) < 0)).hasSize(11);
  }

  @Test
  @DisplayName("SX-17: eight hours, to the second")
  void a_product_is_stale_after_eight_hours_to_the_second() {
    run("");
    staging.update(
        "UPDATE stockx_products SET synced_at = now() - interval '8 hours 1 second' WHERE sku = ?",
        sku(2));
    staging.update(
        "UPDATE stockx_products SET synced_at = now() - interval '8 hours' + interval '20 seconds'"
            + " WHERE sku = ?",
        sku(3));
    assertThat(skus(run(""))).containsExactly(sku(2));
  }

  @Test
  void a_table_that_is_not_there_is_told_of_once(CapturedOutput output) {
    run("");
    run("?force=true");
    assertThat(output.getAll().split("selection left out name=recommended")).hasSize(2);
  }

  @Test
  void a_table_that_cannot_be_read_costs_itself_only() {
    staging.execute("CREATE TABLE product_analytics (sku text, view_count text)");
    staging.execute("INSERT INTO product_analytics VALUES ('X', 'n/a')");
    staging.execute("CREATE TABLE product_views (sku text, viewed_at bigint)");
    assertLeftOut(run(""), "most viewed");
    for (String state : List.of("42501", "57014", "22012")) {
      recommendationsThatRaise(state);
      Answer answer = run("?force=true");
      staging.execute("DROP VIEW product_recommendations");
      assertLeftOut(answer, "recommended");
    }
  }

  /** After more runs than a session needs to keep a statement prepared. */
  @Test
  void a_column_that_changes_its_type_is_compared_by_its_new_one() {
    inventory(0);
    staging.execute("CREATE TABLE product_views (sku text, viewed_at bigint)");
    for (int i = 0; i < 20; i++) {
      run("?force=true");
    }
    staging.execute("DROP TABLE product_views");
    staging.execute("CREATE TABLE product_views (sku text, viewed_at timestamptz)");
    staging.update("INSERT INTO product_views VALUES (?, now())", sku(1));
    for (int i = 0; i < 20; i++) {
      assertThat(skus(run("?force=true"))).containsExactly(sku(1));
    }
  }

  @Test
  void an_outage_of_staging_itself_stops_the_run() {
    recommendationsThatRaise("57P01");
    Answer answer = run("?force=true");
    staging.execute("DROP VIEW product_recommendations");
    assertThat(answer.body().path("success").asBoolean(false)).isFalse();
    assertThat(outcome()).isEqualTo("failed");
  }

  @Test
  void the_daily_limit_ends_a_run_as_partial_and_its_count_outlives_the_run() {
    String day = java.time.LocalDate.now(java.time.ZoneOffset.UTC).toString();
    staging.update("DELETE FROM sync_source_usage WHERE source = 'stockx'");
    staging.update("INSERT INTO sync_source_usage VALUES ('stockx', ?, 24990)", day);
    try {
      run("");
      assertThat(outcome()).isEqualTo("partial");
      assertThat(errorCode()).isEqualTo("BUDGET_USED_UP");
      assertThat(requests("total") - requests("oauth")).isEqualTo(10);
      assertThat(count("SELECT calls FROM sync_source_usage WHERE source = 'stockx'"))
          .isEqualTo(25_000);
      run("");
      assertThat(errorCode()).isEqualTo("BUDGET_USED_UP");
      assertThat(requests("total") - requests("oauth")).as("not one call more").isEqualTo(10);
      staging.update("UPDATE sync_source_usage SET calls = 30000 WHERE source = 'stockx'");
      assertThat(read("/api/stockx/budget").path("left_today").asInt(-1)).isZero();
    } finally {
      staging.update("DELETE FROM sync_source_usage WHERE source = 'stockx'");
    }
  }

  private static void assertLeftOut(Answer answer, String name) {
    assertCounts(answer, 4, answer.body().path("failCount").asInt());
    assertThat(outcome()).isEqualTo("partial");
    assertThat(
            staging.queryForObject(
                "SELECT t::text FROM sync_runs t ORDER BY started_at DESC LIMIT 1", String.class))
        .contains("the selection " + name + " cannot be read");
  }

  private static void recommendationsThatRaise(String state) {
    staging.execute(
        "CREATE OR REPLACE FUNCTION raise_it() RETURNS text LANGUAGE plpgsql AS"
            + " 'BEGIN RAISE EXCEPTION ''no'' USING ERRCODE = ''"
            + state
            + "''; END'");
    staging.execute("CREATE VIEW product_recommendations AS SELECT raise_it() AS sku");
  }

  private static void inventory(int products) {
    staging.execute("TRUNCATE \"Inventory\"");
    IntStream.range(0, products).forEach(i -> hold(sku(i)));
  }

  private static void laterTables() {
    staging.execute(
        "CREATE TABLE product_analytics AS SELECT 'A' || n || 'Q' AS sku, n AS view_count"
            + " FROM generate_series(1, 12) n");
    staging.execute(
        "CREATE TABLE product_views AS SELECT 'V' || n AS sku, now() AS viewed_at"
            + " FROM generate_series(1, 12) n");
    staging.execute(
        "CREATE TABLE product_recommendations AS SELECT 'R' || n AS sku FROM generate_series(1, 12) n");
  }

  /** The later a product the more it is viewed and the less searched; two are trending. */
  private static void analytics() {
    staging.execute(
        "CREATE TABLE product_analytics (sku text, view_count int, search_count int, trending_score float)");
    for (int i = 0; i < 30; i++) {
      staging.update(
          "INSERT INTO product_analytics VALUES (?, ?, ?, ?)",
          sku(i),
          i,
          100 - i,
          i == 10 || i == 11 ? 0.9 : 0.1);
    }
  }
}
