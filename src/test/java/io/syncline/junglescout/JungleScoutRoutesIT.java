package io.syncline.junglescout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JungleScoutRoutesIT extends JungleScoutService {

  @ParameterizedTest
  @CsvSource({"120,0,100,0", "60,100,60,40", "0,150,0,100", "30,30,30,30"})
  @DisplayName("JS-38, JS-39: new products first, stale ones fill up, a hundred at most")
  void new_products_first_then_stale_ones(int fresh, int stale, int newRead, int staleRead) {
    newProducts(asins(0, fresh));
    readProducts(asins(1000, stale), Duration.ofDays(31));
    Answer answer = hourly();
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.message()).isEqualTo("Hourly sync completed");
    assertThat(answer.count("new_asins_synced")).isEqualTo(newRead);
    assertThat(answer.count("stale_asins_synced")).isEqualTo(staleRead);
    assertThat(answer.count("total_asins_processed")).isEqualTo(newRead + staleRead);
    assertThat(answer.count("successful_product_sync")).isEqualTo(newRead + staleRead);
    assertThat(answer.count("successful_sales_sync")).isEqualTo(newRead + staleRead);
    assertThat(answer.count("total_api_calls")).isEqualTo(newRead + staleRead + 1);
    assertThat(VENDORS.calls).hasSize(newRead + staleRead + 1);
    assertThat(VENDORS.productCalls()).hasSize(1);
    assertThat(outcome()).isEqualTo("completed");
    assertBothDatabasesAreEqual();
  }

  @Test
  @DisplayName("JS-65: nothing to read is a run without a call, and says so")
  void fresh_data_is_skipped_without_a_call() {
    readProducts(asins(0, 20), Duration.ofDays(3));
    Answer answer = hourly();
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.message()).isEqualTo("Hourly sync skipped: all data is fresh");
    assertThat(answer.count("total_asins_processed")).isZero();
    assertThat(answer.count("total_api_calls")).isZero();
    assertThat(VENDORS.calls).isEmpty();
    assertThat(outcome()).isEqualTo("completed");
  }

  @Test
  @DisplayName("JS-40: 29 d 23 h is fresh, 30 d and a second is stale")
  void stale_begins_after_thirty_days() {
    readProducts(List.of(asin(1)), Duration.ofDays(29).plusHours(23));
    readProducts(List.of(asin(2)), Duration.ofDays(30).plusSeconds(1));
    assertThat(hourly().count("stale_asins_synced")).isEqualTo(1);
    assertThat(VENDORS.asinsOfSales()).containsExactly(asin(2));
  }

  @Test
  @DisplayName("JS-41: a product not found is asked for again after fifteen days, not before")
  void not_found_is_asked_for_again_after_fifteen_days() {
    newProducts(asins(0, 2));
    VENDORS.unknown.add(asin(0));
    Answer first = hourly();
    assertThat(first.count("failed_asins")).isEqualTo(1);
    assertThat(first.count("successful_product_sync")).isEqualTo(1);
    assertThat(status(asin(0)))
        .containsEntry("error", "Product not found in JungleScout API")
        .containsEntry("has_product_data", false)
        .containsEntry("product_fetch_attempted_at", Timestamp.valueOf("2024-01-15 10:00:00"));
    clock.advance(Duration.ofDays(15).minusSeconds(1));
    assertThat(hourly().count("new_asins_synced")).isZero();
    clock.advance(Duration.ofSeconds(2));
    assertThat(hourly().count("new_asins_synced")).isEqualTo(1);
    assertThat(VENDORS.productCalls().get(1).keywords()).containsExactly(asin(0));
  }

  @Test
  @DisplayName("JS-47: no sales call for a product that was not found")
  void sales_are_read_of_stored_products_only() {
    newProducts(asins(0, 3));
    VENDORS.unknown.add(asin(1));
    hourly();
    assertThat(VENDORS.asinsOfSales()).containsExactlyInAnyOrder(asin(0), asin(2));
  }

  @Test
  @DisplayName("JS-33..35: invisible products lose their state and are never read")
  void invisible_products_are_removed_and_never_read() {
    newProducts(asins(0, 3));
    readProducts(asins(10, 2), Duration.ofDays(40));
    staging.update(
        "UPDATE dev_az_product SET product_visibility = false WHERE asin IN (?, ?)",
        asin(0),
        asin(10));
    Answer answer = hourly();
    assertThat(answer.count("cleaned_up_asins")).isEqualTo(1);
    assertThat(answer.count("new_asins_added")).isEqualTo(2);
    assertThat(answer.count("total_asins_processed")).isEqualTo(3);
    assertThat(VENDORS.asinsOfSales()).containsExactlyInAnyOrder(asin(1), asin(2), asin(11));
    assertThat(
            count(
                "SELECT count(*) FROM "
                    + STATUS
                    + " WHERE asin IN ('"
                    + asin(0)
                    + "','"
                    + asin(10)
                    + "')"))
        .isZero();
  }

  @Test
  @DisplayName("JS-36, JS-37: the oldest first, of new and of stale products")
  void the_oldest_come_first() {
    newProducts(asins(0, 101));
    hourly("?dry_run=true");
    readProducts(asins(500, 1), Duration.ofDays(90));
    for (int i = 0; i < 101; i++) {
      staging.update(
          "INSERT INTO " + STATUS + " (asin, created_at) VALUES (?, ?)",
          asin(i),
          LocalDateTime.of(2024, 1, 10, 0, 0).minusMinutes(i));
    }
    VENDORS.calls.clear();
    hourly();
    assertThat(VENDORS.productCalls().get(0).keywords())
        .hasSize(100)
        .startsWith(asin(100), asin(99))
        .doesNotContain(asin(0), asin(500));
  }

  @Test
  @DisplayName("JS-42: one product call of a page of a hundred")
  void the_product_call_asks_for_a_page_of_a_hundred() {
    newProducts(asins(0, 100));
    hourly("?marketplace=uk");
    FakeVendors.Call call = VENDORS.productCalls().get(0);
    assertThat(VENDORS.productCalls()).hasSize(1);
    assertThat(call.query()).containsEntry("page[size]", "100").containsEntry("marketplace", "uk");
    assertThat(call.keywords()).hasSize(100);
    assertThat(call.headers())
        .containsEntry("authorization", FakeVendors.KEY)
        .containsEntry("content-type", "application/vnd.api+json")
        .containsEntry("accept", "application/vnd.junglescout.v1+json")
        .containsEntry("x-api-type", "junglescout");
    assertThat(VENDORS.salesCalls()).allMatch(c -> "uk".equals(c.query().get("marketplace")));
    assertThat(count("SELECT count(*) FROM dev_az_" + SALES + " WHERE marketplace <> 'uk'"))
        .isZero();
  }

  @Test
  @DisplayName("JS-43, JS-50: five sales calls at once and never more")
  void five_workers_read_sales() {
    newProducts(asins(0, 40));
    VENDORS.holdSales();
    assertThat(hourly("?wait=false").status()).isEqualTo(202);
    await().until(() -> VENDORS.salesUnderWay() == 5);
    await().during(Duration.ofMillis(500)).until(() -> VENDORS.salesUnderWay() == 5);
    VENDORS.release();
    awaitNoRun();
    assertThat(VENDORS.mostSalesAtOnce()).isEqualTo(5);
    assertThat(hourlyStatus().count("successful_sales_sync")).isEqualTo(40);
  }

  @Test
  @DisplayName("JS-48: a new product's sales from a year ago to yesterday, as Los Angeles has it")
  void a_new_product_is_read_for_a_year_to_yesterday() {
    clock.set("2024-03-02T05:00:00Z");
    newProducts(asins(0, 1));
    VENDORS.days(400);
    hourly();
    assertThat(VENDORS.salesCalls()).hasSize(1);
    assertThat(VENDORS.salesCalls().get(0).query())
        .containsEntry("start_date", "2023-03-01")
        .containsEntry("end_date", "2024-02-29")
        .containsEntry("asin", asin(0));
    assertThat(count("SELECT count(*) FROM dev_az_" + SALES)).isEqualTo(366);
    assertBothDatabasesAreEqual();
  }

  @Test
  @DisplayName("JS-49: a stale product's sales from its last read to yesterday")
  void a_stale_product_is_read_since_its_last_sync() {
    readProducts(asins(0, 1), Duration.ofDays(31));
    hourly();
    assertThat(VENDORS.salesCalls().get(0).query())
        .containsEntry("start_date", "2023-12-15")
        .containsEntry("end_date", "2024-01-14");
  }

  @Test
  @DisplayName("JS-49: sales that are current need no call and count as read")
  void an_empty_range_needs_no_call() {
    readProducts(asins(0, 1), Duration.ofDays(31));
    staging.update(
        "UPDATE " + STATUS + " SET sales_estimate_data_synced_at = ?",
        LocalDateTime.of(2024, 1, 15, 9, 0));
    Answer answer = hourly();
    assertThat(VENDORS.salesCalls()).isEmpty();
    assertThat(answer.count("successful_sales_sync")).isEqualTo(1);
    assertThat(answer.count("total_asins_processed")).isEqualTo(1);
    assertThat(outcome()).isEqualTo("completed");
  }

  @Test
  void a_gap_longer_than_the_vendor_takes_is_read_in_parts() {
    readProducts(asins(0, 1), Duration.ofDays(800));
    VENDORS.days(1000);
    hourly();
    assertThat(VENDORS.salesCalls()).hasSize(3);
    List<String> ends =
        VENDORS.salesCalls().stream().map(c -> c.query().get("end_date")).sorted().toList();
    assertThat(ends).last().isEqualTo("2024-01-14");
    assertThat(VENDORS.salesCalls())
        .allMatch(
            c ->
                ChronoUnit.DAYS.between(
                        LocalDate.parse(c.query().get("start_date")),
                        LocalDate.parse(c.query().get("end_date")))
                    <= 365);
    assertThat(count("SELECT count(*) FROM dev_az_" + SALES)).isEqualTo(800);
  }

  @Test
  void missing_rank_data_is_an_answer_and_no_failure() {
    newProducts(asins(0, 2));
    VENDORS.sales(
        call ->
            call.asin().equals(asin(0))
                ? new FakeVendors.Reply(
                    422, "{\"errors\":[{\"code\":\"MISSING_RANK_DATA\",\"status\":\"422\"}]}")
                : VENDORS.estimates(call));
    Answer answer = hourly();
    assertThat(outcome()).isEqualTo("completed");
    assertThat(answer.count("failed_asins")).isZero();
    assertThat(answer.count("successful_sales_sync")).isEqualTo(1);
    assertThat(status(asin(0)))
        .containsEntry("has_product_data", true)
        .containsEntry("has_sales_data", false)
        .containsEntry("error", "MISSING_RANK_DATA");
    assertThat(VENDORS.salesCalls()).hasSize(2);
  }

  @Test
  @DisplayName("JS-45, JS-51, JS-20, JS-22: state in staging only, data under both prefixes")
  void state_is_kept_in_staging_only() {
    newProducts(asins(0, 2));
    hourly();
    assertThat(status(asin(1)))
        .containsEntry("has_product_data", true)
        .containsEntry("has_sales_data", true)
        .containsEntry("product_data_synced_at", Timestamp.valueOf("2024-01-15 10:00:00"))
        .containsEntry("sales_estimate_data_synced_at", Timestamp.valueOf("2024-01-15 10:00:00"));
    assertThat(
            production.queryForList(
                "SELECT table_name FROM information_schema.tables WHERE table_name LIKE '%jungle%' ORDER BY 1",
                String.class))
        .containsExactly(
            "prod_az_jungle_scout_product_data", "prod_az_jungle_scout_sales_estimate_data");
    assertThat(
            count("SELECT count(*) FROM dev_az_" + PRODUCTS + " WHERE report_date = '2024-01-15'"))
        .isEqualTo(2);
  }

  @Test
  @DisplayName("JS-21, JS-52: a rerun changes no row, and no updated_at")
  void a_rerun_changes_no_row() {
    newProducts(asins(0, 10));
    asAdmin("/admin/sync-product-database");
    asAdmin("/admin/sync-jungle-scout?date_range=1month");
    List<String> before = rows(staging, "dev_az_" + SALES);
    List<String> products = rows(staging, "dev_az_" + PRODUCTS);
    assertThat(before).hasSize(30);
    clock.advance(Duration.ofHours(1));
    asAdmin("/admin/sync-product-database");
    asAdmin("/admin/sync-jungle-scout?date_range=1month");
    assertThat(VENDORS.calls).hasSize(22);
    assertThat(rows(staging, "dev_az_" + SALES)).isEqualTo(before);
    assertThat(rows(staging, "dev_az_" + PRODUCTS)).isEqualTo(products);
    assertBothDatabasesAreEqual();
  }

  @Test
  @DisplayName("JS-52: a value that changed is updated with its updated_at in both databases")
  void a_changed_value_is_updated_in_both() {
    newProducts(asins(0, 1));
    hourly();
    clock.advance(Duration.ofHours(1));
    VENDORS.sales(
        call -> new FakeVendors.Reply(200, VENDORS.estimates(call).body().replace("24.9", "25.9")));
    asAdmin("/admin/sync-jungle-scout?date_range=1month");
    assertThat(
            count(
                "SELECT count(*) FROM dev_az_"
                    + SALES
                    + " WHERE last_known_price = 25.90 AND updated_at = '2024-01-15 11:00:00'"
                    + " AND created_at = '2024-01-15 10:00:00'"))
        .isEqualTo(3);
    assertBothDatabasesAreEqual();
  }

  @Test
  @DisplayName("JS-11, JS-12: sales only, products only")
  void sales_and_products_are_read_on_their_own() {
    newProducts(asins(0, 2));
    Answer products = asAdmin("/admin/sync-product-database");
    assertThat(products.message()).isEqualTo("Product sync completed");
    assertThat(VENDORS.salesCalls()).isEmpty();
    assertThat(VENDORS.productCalls()).hasSize(1);
    Answer sales = asAdmin("/admin/sync-jungle-scout");
    assertThat(sales.message()).isEqualTo("Sales sync completed");
    assertThat(VENDORS.productCalls()).hasSize(1);
    assertThat(VENDORS.salesCalls()).hasSize(2);
  }

  @Test
  @DisplayName("JS-01, JS-05, JS-61: the status is the answer's, with fifteen fields")
  void the_status_is_that_of_the_last_run() {
    newProducts(asins(0, 1));
    Answer answer = hourly();
    assertThat(answer.body().path("status").properties()).hasSize(15);
    assertThat(hourlyStatus().body().path("status")).isEqualTo(answer.body().path("status"));
    assertThat(answer.at("started_at").asText()).isEqualTo(NOW);
    assertThat(answer.at("completed_at").asText()).isEqualTo(NOW);
    assertThat(answer.at("is_running").asBoolean(true)).isFalse();
  }

  @Test
  void there_is_no_status_before_the_first_run() {
    assertThat(hourlyStatus().status()).isEqualTo(404);
    assertThat(masterStatus().status()).isEqualTo(404);
  }

  @Test
  @DisplayName("JS-02, JS-15, JS-16: who may start what")
  void callers_without_the_right_are_refused() {
    assertThat(post("/admin/hourly-sync").status()).isEqualTo(401);
    assertThat(post("/admin/hourly-sync", "X-API-KEY", "wrong").status()).isEqualTo(401);
    assertThat(post("/admin/hourly-sync", "Authorization", bearer("admin")).status())
        .isEqualTo(401);
    assertThat(get("/admin/hourly-sync/status").status()).isEqualTo(401);
    clock.advance(Duration.ofMinutes(2));
    for (String path :
        List.of("/admin/master-sync", "/admin/sync-jungle-scout", "/admin/sync-product-database")) {
      assertThat(post(path, "Authorization", bearer("viewer")).status()).as(path).isEqualTo(403);
      assertThat(post(path, "X-API-KEY", API_KEY).status()).as(path).isEqualTo(401);
      assertThat(
              post(path, "Authorization", bearer("admin", "another-secret-0123456789-0123456789"))
                  .status())
          .as(path)
          .isEqualTo(401);
    }
    assertThat(VENDORS.calls).isEmpty();
    assertThat(count("SELECT count(*) FROM sync_runs")).isZero();
  }

  @ParameterizedTest
  @CsvSource({
    "/admin/master-sync?marketplace=xx,marketplace,10",
    "/admin/sync-jungle-scout?marketplace=,marketplace,10",
    "/admin/master-sync?date_range=2years,date_range,2",
    "/admin/master-sync?sync_mode=again,sync_mode,2",
    "/admin/master-sync?dry_run=maybe,dry_run,2"
  })
  @DisplayName("JS-03, JS-07, JS-08: unknown values are refused with the ones allowed")
  void unknown_values_are_refused(String path, String parameter, int allowed) {
    Answer answer = asAdmin(path);
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.body().path("parameter").asText()).isEqualTo(parameter);
    assertThat(answer.body().path("allowed")).hasSize(allowed);
    assertThat(count("SELECT count(*) FROM sync_runs")).isZero();
  }

  @Test
  @DisplayName("JS-06: one run at a time; a second start is told which one runs")
  void a_second_start_is_told_the_running_run() {
    newProducts(asins(0, 5));
    VENDORS.holdSales();
    Answer first = hourly("?wait=false");
    assertThat(first.status()).isEqualTo(202);
    String id = first.body().path("run_id").asText();
    assertThat(first.body().path("run_url").asText()).isEqualTo("/api/sync/runs/" + id);
    await().until(() -> VENDORS.salesUnderWay() == 5);
    assertThat(hourlyStatus().at("is_running").asBoolean()).isTrue();
    assertThat(hourlyStatus().at("completed_at").isNull()).isTrue();
    for (Answer second : List.of(hourly(), asAdmin("/admin/master-sync"))) {
      assertThat(second.status()).isEqualTo(409);
      assertThat(second.body().path("code").asText()).isEqualTo("ALREADY_RUNNING");
      assertThat(second.body().path("run_id").asText()).isEqualTo(id);
    }
    VENDORS.release();
    awaitNoRun();
    assertThat(hourlyStatus().count("successful_sales_sync")).isEqualTo(5);
    assertThat(count("SELECT count(*) FROM sync_runs")).isEqualTo(1);
  }

  @Test
  void a_dry_run_writes_nothing_and_shows_the_difference() {
    newProducts(asins(0, 2));
    Answer answer = hourly("?dry_run=true");
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.count("successful_product_sync")).isEqualTo(2);
    for (String table : List.of("dev_az_" + PRODUCTS, "dev_az_" + SALES, STATUS, "run_batches")) {
      assertThat(count("SELECT count(*) FROM " + table)).as(table).isZero();
    }
    assertThat(rows(production, "prod_az_" + SALES)).isEmpty();
    String id = staging.queryForObject("SELECT id::text FROM sync_runs", String.class);
    String shown = get("/api/sync/runs/" + id, "Authorization", bearer("viewer")).body().toString();
    assertThat(shown).contains(asin(0)).contains(asin(1)).contains("create");
    assertThat(
            count(
                "SELECT count(*) FROM sync_run_changes WHERE destination = 'staging' AND kind = 'create'"))
        .isEqualTo(8);
    hourly();
    // told one after the other: by now the dry run's would have come
    notice(
        staging.queryForObject("SELECT id::text FROM sync_runs WHERE NOT dry_run", String.class));
    assertThat(notices(id)).isEmpty();
  }

  @Test
  @DisplayName("JS-67, JS-62: 1,500 products are fifteen batches, and the status moves")
  void a_master_run_goes_through_fifteen_batches() {
    newProducts(asins(0, 1500));
    VENDORS.days(1);
    AtomicReference<Answer> seen = new AtomicReference<>();
    VENDORS.products(
        call -> {
          if (VENDORS.productCalls().size() == 8) {
            seen.set(masterStatus());
          }
          return VENDORS.found(call);
        });
    Answer last = master("?date_range=1month");
    assertThat(seen.get().count("current_batch")).isEqualTo(8);
    assertThat(seen.get().count("total_batches")).isEqualTo(15);
    assertThat(seen.get().count("processed_asins")).isEqualTo(700);
    assertThat(seen.get().at("completed_at").isNull()).isTrue();
    assertThat(seen.get().at("is_running").asBoolean()).isTrue();
    assertThat(VENDORS.productCalls()).hasSize(15).allMatch(call -> call.keywords().size() == 100);
    assertThat(last.body().path("status").properties()).hasSize(14);
    assertThat(last.count("total_asins")).isEqualTo(1500);
    assertThat(last.count("processed_asins")).isEqualTo(1500);
    assertThat(last.count("successful_sales_sync")).isEqualTo(1500);
    assertThat(last.count("total_api_calls")).isEqualTo(1515).isEqualTo(VENDORS.calls.size());
    assertThat(last.at("completed_at").asText()).isEqualTo(NOW);
    assertThat(VENDORS.salesCalls().get(0).query())
        .containsEntry("start_date", "2023-12-15")
        .containsEntry("end_date", "2024-01-14");
    assertBothDatabasesAreEqual();
  }

  @Test
  @DisplayName(
      "JS-08, JS-09: resume does what an interrupted run left undone, fresh does all again")
  void a_master_run_is_resumed_where_it_stopped() {
    newProducts(asins(0, 300));
    VENDORS.products(
        call -> {
          if (VENDORS.productCalls().size() == 2) {
            staging.update("UPDATE sync_runs SET cancel_requested_at = now()");
            String id = staging.queryForObject("SELECT id::text FROM sync_runs", String.class);
            asAdmin("/api/sync/runs/" + id + "/cancel");
          }
          return VENDORS.found(call);
        });
    Answer stopped = master("?date_range=1year");
    assertThat(outcome()).isEqualTo("cancelled");
    assertThat(stopped.at("stopped_early").asBoolean()).isTrue();
    assertThat(stopped.count("processed_asins")).isEqualTo(100);
    VENDORS.reset();
    Answer resumed = master("?date_range=1year&sync_mode=resume");
    assertThat(VENDORS.productCalls()).hasSize(2);
    assertThat(VENDORS.asinsOfSales()).containsExactlyInAnyOrderElementsOf(asins(100, 200));
    assertThat(resumed.count("total_asins")).isEqualTo(300);
    assertThat(resumed.count("processed_asins")).isEqualTo(300);
    assertThat(resumed.count("current_batch")).isEqualTo(3);
    assertThat(outcome()).isEqualTo("completed");
    VENDORS.reset();
    master("?sync_mode=resume");
    assertThat(VENDORS.calls).isEmpty();
    master("?sync_mode=fresh");
    assertThat(VENDORS.calls).hasSize(303);
  }

  @Test
  @DisplayName("JS-70, JS-73: a green notice with the run's numbers")
  void a_run_is_told_to_discord() {
    newProducts(asins(0, 3));
    hourly();
    JsonNode embed = notice(lastRun());
    assertThat(embed.path("title").asText()).isEqualTo("JungleScout Hourly Sync");
    assertThat(embed.path("color").asInt()).isEqualTo(3066993);
    Map<String, String> fields = new LinkedHashMap<>();
    embed
        .path("fields")
        .forEach(f -> fields.put(f.path("name").asText(), f.path("value").asText()));
    assertThat(fields)
        .containsEntry("Processed", "3 ASINs")
        .containsEntry("New", "3")
        .containsEntry("Stale", "0")
        .containsEntry("Product", "3/3")
        .containsEntry("Sales", "3")
        .containsEntry("Duration", "0s")
        .containsEntry("Cleaned", "0")
        .containsEntry("Added", "3")
        .containsEntry("API Calls", "4")
        .hasSize(9);
    assertThat(embed.toString()).doesNotContain("canary");
  }

  @Test
  @DisplayName("JS-75: a Discord that fails does not fail the run")
  void a_failing_discord_does_not_fail_the_run() {
    VENDORS.discord(500);
    newProducts(asins(0, 1));
    Answer answer = hourly();
    assertThat(answer.status()).isEqualTo(200);
    assertThat(outcome()).isEqualTo("completed");
    await().atMost(Duration.ofSeconds(20)).until(() -> notices(lastRun()).size() == 3);
  }

  @Test
  @DisplayName("JS-53: at most one statement per ASIN and database")
  void a_full_run_needs_less_than_a_statement_per_asin() {
    newProducts(asins(0, 38));
    VENDORS.days(400);
    hourly();
    assertThat(count("SELECT count(*) FROM dev_az_" + SALES)).isEqualTo(38 * 365);
    assertThat(count("SELECT count(*) FROM run_batches")).isLessThanOrEqualTo(5);
  }
}
