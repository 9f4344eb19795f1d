package io.syncline.junglescout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.syncline.junglescout.FakeVendors.Reply;
import io.syncline.support.Postgres;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class JungleScoutFailuresIT extends JungleScoutService {
  private static final int RED = 15158332;
  private static final int YELLOW = 16776960;

  @Test
  @DisplayName("JS-57, JS-64: two failures and a success are three calls and no error")
  void a_call_is_tried_three_times() {
    newProducts(asins(0, 1));
    VENDORS.products(
        call -> VENDORS.productCalls().size() < 3 ? new Reply(500, "<html>") : VENDORS.found(call));
    var answer = hourly();
    assertThat(answer.count("successful_product_sync")).isEqualTo(1);
    assertThat(answer.count("total_api_calls")).isEqualTo(4).isEqualTo(VENDORS.calls.size());
    assertThat(outcome()).isEqualTo("completed");
  }

  @Test
  @DisplayName("JS-57, JS-60: an ASIN that fails three times costs itself only")
  void an_asin_that_fails_costs_only_itself() {
    newProducts(asins(0, 5));
    VENDORS.sales(
        call -> call.asin().equals(asin(2)) ? new Reply(500, "") : VENDORS.estimates(call));
    var answer = hourly();
    assertThat(answer.count("failed_asins")).isEqualTo(1);
    assertThat(answer.count("successful_sales_sync")).isEqualTo(4);
    assertThat(answer.count("total_asins_processed")).isEqualTo(5);
    assertThat(answer.count("total_api_calls")).isEqualTo(8).isEqualTo(VENDORS.calls.size());
    assertThat(answer.at("error_summary").path("api_errors").asInt()).isEqualTo(1);
    assertThat(answer.at("error_summary").path("sample_errors").get(0).asText()).contains(asin(2));
    assertThat(status(asin(2)))
        .containsEntry("has_sales_data", false)
        .containsEntry("sales_estimate_data_synced_at", null);
    assertThat(outcome()).isEqualTo("partial");
    assertThat(notice(lastRun()).path("color").asInt()).isEqualTo(YELLOW);
    assertThat(notice(lastRun()).toString()).contains("DB: 0 | API: 1 | Parse: 0 | Other: 0");
  }

  @Test
  @DisplayName("JS-57: a refusal that is no throttling is not tried again")
  void a_bad_request_is_not_tried_again() {
    newProducts(asins(0, 1));
    VENDORS.sales(call -> new Reply(400, "{\"errors\":[{\"code\":\"BAD_REQUEST\"}]}"));
    var answer = hourly();
    assertThat(VENDORS.salesCalls()).hasSize(1);
    assertThat(answer.count("failed_asins")).isEqualTo(1);
    assertThat(answer.at("error_summary").path("sample_errors").get(0).asText())
        .isEqualTo("Sales fetch for " + asin(0) + " failed: HTTP 400 BAD_REQUEST");
  }

  @Test
  @DisplayName("JS-46: nobody is held for fifteen days by an answer that did not arrive whole")
  void not_found_needs_a_complete_answer() {
    newProducts(asins(0, 2));
    VENDORS.products(
        call -> {
          String page = VENDORS.found(call).body();
          return call.query().containsKey("page[cursor]")
              ? new Reply(500, "")
              : new Reply(200, page.replace("\"next\":null", "\"next\":\"" + next("c1") + "\""));
        });
    VENDORS.unknown.add(asin(0));
    var answer = hourly();
    assertThat(status(asin(0)))
        .containsEntry("product_fetch_attempted_at", null)
        .containsEntry("error", null);
    assertThat(status(asin(1))).containsEntry("has_product_data", true);
    assertThat(answer.count("failed_asins")).isEqualTo(1);
    assertThat(outcome()).isEqualTo("partial");
    VENDORS.reset();
    assertThat(hourly().count("new_asins_synced")).isEqualTo(1);
  }

  @Test
  @DisplayName("JS-42: pages are followed by their cursor with the same body")
  void pages_are_followed_to_their_end() {
    newProducts(asins(0, 3));
    VENDORS.products(
        call -> {
          int page = VENDORS.productCalls().size();
          String next = page < 3 ? "\"" + next("c" + page) + "\"" : "null";
          return new Reply(
              200,
              "{\"data\":[%s],\"links\":{\"next\":%s}}"
                  .formatted(FakeVendors.product("us", asin(page - 1)), next));
        });
    assertThat(hourly().count("successful_product_sync")).isEqualTo(3);
    assertThat(VENDORS.productCalls()).hasSize(3);
    assertThat(VENDORS.productCalls().get(2).query()).containsEntry("page[cursor]", "c2");
    assertThat(VENDORS.productCalls().get(2).keywords()).hasSize(3);
    assertThat(outcome()).isEqualTo("completed");
  }

  @Test
  void a_refused_key_stops_the_run_with_a_red_notice_and_no_further_call() {
    newProducts(asins(0, 5));
    VENDORS.products(call -> new Reply(401, "{\"errors\":[{\"status\":\"401\"}]}"));
    var answer = hourly();
    assertThat(answer.message()).isEqualTo("Hourly sync stopped early");
    assertThat(answer.at("stopped_early").asBoolean()).isTrue();
    assertThat(answer.at("stop_reason").asText()).contains("refused the credential (HTTP 401)");
    assertThat(VENDORS.calls).hasSize(1);
    assertThat(outcome()).isEqualTo("failed");
    assertThat(errorCode()).isEqualTo("SOURCE_REFUSED_KEY");
    assertThat(notice(lastRun()).path("color").asInt()).isEqualTo(RED);
  }

  @Test
  void a_key_refused_midway_stops_all_workers() {
    newProducts(asins(0, 60));
    VENDORS.sales(
        call -> VENDORS.salesCalls().size() > 10 ? new Reply(403, "") : VENDORS.estimates(call));
    var answer = hourly();
    assertThat(answer.at("stopped_early").asBoolean()).isTrue();
    assertThat(VENDORS.salesCalls()).hasSizeLessThan(25);
    assertThat(outcome()).isEqualTo("failed");
  }

  @Test
  @DisplayName("JS-55, JS-72: staging down stops all workers, with a red notice and no more calls")
  void staging_down_stops_the_run() {
    newProducts(asins(0, 100));
    VENDORS.days(400);
    AtomicInteger after = new AtomicInteger();
    VENDORS.sales(
        call -> {
          if (VENDORS.salesCalls().size() == 12) {
            Postgres.takeDown(stagingName);
          }
          after.incrementAndGet();
          return VENDORS.estimates(call);
        });
    JsonNode notice = notice(hourly("?wait=false").body().path("run_id").asText());
    assertThat(notice.path("color").asInt()).isEqualTo(RED);
    assertThat(notice.path("description").asText()).contains("Stopped early").contains("staging");
    int calls = after.get();
    assertThat(calls).isLessThan(100);
    await()
        .during(Duration.ofSeconds(1))
        .atMost(Duration.ofSeconds(5))
        .until(() -> after.get() == calls);
    long left =
        production.queryForObject("SELECT count(DISTINCT asin) FROM prod_az_" + SALES, Long.class);
    Postgres.bringUp(stagingName);
    assertThat(left).isLessThanOrEqualTo(count("SELECT count(DISTINCT asin) FROM dev_az_" + SALES));
    staging.update(
        "UPDATE sync_runs SET heartbeat_at = now() - interval '1 hour' WHERE status = 'running'");
    awaitNoRun();
    assertThat(hourlyStatus().at("stopped_early").asBoolean()).isTrue();
    assertThat(hourlyStatus().at("stop_reason").asText()).isNotEmpty();
    assertThat(hourlyStatus().at("is_running").asBoolean(true)).isFalse();
  }

  @Test
  @DisplayName("JS-18, JS-51: production down leaves the rest to the relay; then the flags are set")
  void production_down_is_caught_up_by_the_relay() {
    newProducts(asins(0, 3));
    VENDORS.sales(
        call -> {
          Postgres.takeDown(productionName);
          return VENDORS.estimates(call);
        });
    var answer = hourly();
    assertThat(answer.count("successful_product_sync")).isEqualTo(3);
    assertThat(answer.at("error_summary").path("db_errors").asInt()).isEqualTo(1);
    assertThat(answer.at("stopped_early").asBoolean()).isFalse();
    assertThat(outcome()).isEqualTo("partial");
    assertThat(count("SELECT count(*) FROM dev_az_" + SALES)).isEqualTo(9);
    assertThat(status(asin(0)))
        .containsEntry("has_product_data", true)
        .containsEntry("has_sales_data", false)
        .containsEntry("sales_estimate_data_synced_at", null);
    Postgres.bringUp(productionName);
    awaitNoRun();
    assertBothDatabasesAreEqual();
    assertThat(count("SELECT count(*) FROM " + STATUS + " WHERE has_sales_data")).isEqualTo(3);
  }

  static Stream<Arguments> liesAboutSales() {
    return Stream.of(
        lie(
            "errors in a success",
            body -> body.replaceFirst("^\\{", "{\"meta\":{\"errors\":[{}]},")),
        lie("another product", body -> body.replace(asin(0), "B0OTHER001")),
        lie("another market", body -> body.replace("us/", "uk/")),
        lie(
            "out of range",
            body ->
                body.replaceFirst(
                    "\"estimated_units_sold\":\\d+", "\"estimated_units_sold\":99999999999")),
        lie("an endless number", body -> body.replaceFirst("24.9", "\"1e999999999\"")),
        lie("no date", body -> body.replaceFirst("\"date\":\"[^\"]+\",", "")),
        lie(
            "a day not asked for",
            body -> body.replaceFirst("\"date\":\"[^\"]+\"", "\"date\":\"2031-01-01\"")),
        lie(
            "a flag that is none",
            body -> body.replace("\"is_parent\":false", "\"is_parent\":\"\\u0000yes\"")),
        lie("half an answer", body -> body.substring(0, body.length() / 2)),
        lie("no answer", body -> ""),
        lie("a page of HTML", body -> "<html>maintenance</html>"),
        lie("no data", body -> "{}"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("liesAboutSales")
  @DisplayName("D13: a source that lies about sales never ends a run as completed")
  void a_lie_about_sales_is_partial_and_keeps_the_others(String name, UnaryOperator<String> lie) {
    newProducts(asins(0, 3));
    VENDORS.sales(
        call -> {
          String body = VENDORS.estimates(call).body();
          return new Reply(200, call.asin().equals(asin(0)) ? lie.apply(body) : body);
        });
    var answer = hourly();
    assertThat(answer.status()).isEqualTo(200);
    assertThat(outcome()).isEqualTo("partial");
    assertThat(answer.count("successful_product_sync")).isEqualTo(3);
    assertThat(count("SELECT count(*) FROM dev_az_" + SALES + " WHERE asin <> '" + asin(0) + "'"))
        .isEqualTo(6);
    assertThat(count("SELECT count(*) FROM dev_az_" + SALES + " WHERE asin = 'B0OTHER001'"))
        .isZero();
    assertBothDatabasesAreEqual();
  }

  static Stream<Arguments> liesAboutProducts() {
    return Stream.of(
        lie(
            "errors in a success",
            body -> body.replace("\"meta\":{", "\"meta\":{\"errors\":[{}],")),
        lie(
            "a looping cursor",
            body -> body.replace("\"next\":null", "\"next\":\"" + next("same") + "\"")),
        lie(
            "a cursor elsewhere",
            body -> body.replace("\"next\":null", "\"next\":\"https://example.invalid/\"")),
        lie("a product without an id", body -> body.replaceFirst("\\[", "[{},")),
        lie("an endless price", body -> body.replaceFirst("24.9", "\"1e999999999\"")),
        lie(
            "reviews out of range",
            body -> body.replaceFirst("\"reviews\":12", "\"reviews\":99999999999")));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("liesAboutProducts")
  @DisplayName("D13: a source that lies about products never ends a run as completed")
  void a_lie_about_products_is_partial_and_keeps_the_others(
      String name, UnaryOperator<String> lie) {
    newProducts(asins(0, 3));
    VENDORS.unknown.add(asin(2));
    VENDORS.products(call -> new Reply(200, lie.apply(VENDORS.found(call).body())));
    hourly();
    assertThat(outcome()).isEqualTo("partial");
    assertThat(count("SELECT count(*) FROM dev_az_" + PRODUCTS)).isEqualTo(2);
    assertThat(VENDORS.productCalls()).hasSizeLessThan(12);
    assertThat(VENDORS.asinsOfSales()).containsExactlyInAnyOrder(asin(0), asin(1));
    assertBothDatabasesAreEqual();
  }

  @Test
  void nul_characters_reach_neither_database() {
    newProducts(asins(0, 1));
    VENDORS.products(
        call ->
            new Reply(
                200,
                VENDORS
                    .found(call)
                    .body()
                    .replace("Bottle", "Bot\\u0000tle")
                    .replace("0123456789012", "0\\u0000")));
    hourly();
    assertThat(staging.queryForObject("SELECT title FROM dev_az_" + PRODUCTS, String.class))
        .isEqualTo("Bottle " + asin(0));
    assertThat(
            staging.queryForObject("SELECT ean_list ->> 0 FROM dev_az_" + PRODUCTS, String.class))
        .isEqualTo("0");
    assertBothDatabasesAreEqual();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1e200000",
        "-1e131000",
        "\"a\\u0000b\"",
        "\"a\\ud800b\"",
        "{\"a\\u0000\":1e200000}"
      })
  void a_day_that_no_database_stores_costs_itself_only(String odd) {
    newProducts(asins(0, 2));
    VENDORS.sales(
        call ->
            new Reply(
                200,
                VENDORS
                    .estimates(call)
                    .body()
                    .replaceFirst(
                        "\"estimated_units_sold\":\\d+",
                        Matcher.quoteReplacement("\"estimated_units_sold\":" + odd))));
    hourly();
    assertThat(outcome()).isEqualTo("partial");
    assertThat(count("SELECT count(*) FROM dev_az_" + SALES)).isEqualTo(4);
    assertBothDatabasesAreEqual();
    assertThat(
            staging.queryForList(
                "SELECT record #>> '{}' FROM sync_dead_letters WHERE kind = 'parse'", String.class))
        .hasSize(2)
        .allSatisfy(record -> assertThat(record).contains("2024-01-14").hasSizeLessThan(200));
  }

  @Test
  void numbers_that_jsonb_would_write_out_are_null_and_cost_nothing_else() {
    newProducts(asins(0, 2));
    String wide = "1e131000," + "1e131000,".repeat(1_499) + "\"0123456789012\"";
    VENDORS.products(
        call -> new Reply(200, VENDORS.found(call).body().replaceFirst("\"0123456789012\"", wide)));
    hourly();
    assertThat(outcome()).isEqualTo("partial");
    assertThat(
            staging.queryForList(
                "SELECT ean_list ->> -1 FROM dev_az_" + PRODUCTS + " ORDER BY asin", String.class))
        .containsExactly("0123456789012", "0123456789012");
    assertThat(count("SELECT max(length(ean_list::text)) FROM dev_az_" + PRODUCTS))
        .isLessThan(2L * wide.length());
    assertBothDatabasesAreEqual();
    assertThat(count("SELECT count(*) FROM dev_az_" + SALES)).as("their sales").isEqualTo(6);
  }

  @Test
  void a_name_too_long_costs_itself_only() {
    staging.execute("ALTER TABLE dev_az_product ALTER COLUMN asin TYPE text");
    newProducts(List.of(asin(0), "B0" + "1".repeat(5_000)));
    hourly();
    assertThat(outcome()).isEqualTo("partial");
    assertThat(VENDORS.asinsOfSales()).containsExactly(asin(0));
  }

  @Test
  void a_refused_state_costs_its_product_only() {
    newProducts(asins(0, 3));
    VENDORS.unknown.addAll(asins(0, 2));
    staging.execute(
        "CREATE FUNCTION no_state() RETURNS trigger AS 'BEGIN RAISE EXCEPTION ''no''; END' LANGUAGE plpgsql");
    staging.execute(
        "CREATE TRIGGER no_state BEFORE UPDATE ON %s FOR EACH ROW WHEN (NEW.asin = '%s') EXECUTE FUNCTION no_state()"
            .formatted(STATUS, asin(0)));
    try {
      hourly();
      assertThat(outcome()).isEqualTo("partial");
      assertThat(status(asin(0))).containsEntry("error", null);
      assertThat(status(asin(1))).containsEntry("error", AsinStore.NOT_FOUND);
      assertThat(VENDORS.asinsOfSales()).containsExactly(asin(2));
    } finally {
      staging.execute("DROP FUNCTION no_state CASCADE");
    }
  }

  @Test
  @DisplayName("JS-58: a bad record is kept with its reason")
  void a_bad_record_is_a_dead_letter() {
    newProducts(asins(0, 1));
    VENDORS.sales(
        call ->
            new Reply(
                200,
                VENDORS
                    .estimates(call)
                    .body()
                    .replaceFirst(
                        "\"estimated_units_sold\":\\d+", "\"estimated_units_sold\":99999999999")));
    var answer = hourly();
    Map<String, Object> letter =
        staging.queryForMap(
            "SELECT stream, kind, record_key, error, record ->> 'estimated_units_sold' AS units FROM sync_dead_letters");
    assertThat(letter)
        .containsEntry("stream", "sales")
        .containsEntry("kind", "parse")
        .containsEntry("record_key", asin(0) + "/2024-01-14")
        .containsEntry("error", "estimated_units_sold: out of range")
        .containsEntry("units", "99999999999");
    assertThat(answer.at("error_summary").path("parse_errors").asInt()).isEqualTo(1);
    assertThat(count("SELECT count(*) FROM dev_az_" + SALES)).isEqualTo(2);
  }

  @Test
  void sales_without_one_readable_day_are_failed() {
    newProducts(asins(0, 2));
    VENDORS.sales(
        call -> {
          String body = VENDORS.estimates(call).body();
          return new Reply(
              200,
              call.asin().equals(asin(0)) ? body.replace("\"date\":\"", "\"date\":\"x") : body);
        });
    var answer = hourly();
    assertThat(answer.count("failed_asins")).isEqualTo(1);
    assertThat(answer.count("successful_sales_sync")).isEqualTo(1);
    assertThat(status(asin(0))).containsEntry("has_sales_data", false);
  }

  @Test
  void a_used_up_budget_ends_the_run_as_partial_without_a_further_call() {
    clock.set("2031-05-10T10:00:00Z");
    staging.update("INSERT INTO sync_source_usage VALUES ('junglescout', '2031-05', 74997)");
    newProducts(asins(0, 10));
    var answer = hourly();
    assertThat(VENDORS.calls).hasSize(3);
    assertThat(answer.count("total_api_calls")).isEqualTo(3);
    assertThat(outcome()).isEqualTo("partial");
    assertThat(errorCode()).isEqualTo("BUDGET_USED_UP");
    assertThat(answer.at("stopped_early").asBoolean()).isTrue();
    assertThat(answer.at("stop_reason").asText()).contains("budget of 75000 calls a month");
    var again = hourly();
    assertThat(VENDORS.calls).hasSize(3);
    assertThat(again.message()).isEqualTo("Hourly sync stopped early");
    assertThat(outcome()).as("partial means that something was done").isEqualTo("failed");
  }

  @Test
  void a_wait_too_long_ends_the_run_which_failed_where_nothing_was_read() {
    newProducts(asins(0, 3));
    VENDORS.products(
        call ->
            new Reply(
                429,
                "{\"errors\":[{\"detail\":\"Throttled, retry again at 2024-01-15T12:00:00+00:00\"}]}"));
    var answer = hourly();
    assertThat(VENDORS.calls).hasSize(1);
    assertThat(outcome()).isEqualTo("failed");
    assertThat(errorCode()).isEqualTo("SOURCE_THROTTLED");
    assertThat(answer.at("stopped_early").asBoolean()).isTrue();
  }

  @Test
  @DisplayName("JS-60: a run ends although every read of sales fails")
  void a_run_ends_when_every_read_of_sales_fails() {
    newProducts(asins(0, 2));
    VENDORS.sales(call -> new Reply(500, ""));
    var answer = hourly();
    assertThat(answer.count("failed_asins")).isEqualTo(2);
    assertThat(outcome()).isEqualTo("partial");
  }

  @ParameterizedTest
  @ValueSource(ints = {500, 400})
  void a_run_that_read_nothing_has_failed_and_is_told_red(int status) {
    newProducts(asins(0, 2));
    VENDORS.products(call -> new Reply(status, "<html>"));
    var answer = hourly();
    assertThat(answer.message()).isEqualTo("Hourly sync stopped early");
    assertThat(answer.at("stop_reason").asText())
        .startsWith("nothing could be read: Product fetch");
    assertThat(answer.count("failed_asins")).isEqualTo(2);
    assertThat(outcome()).isEqualTo("failed");
    assertThat(errorCode()).isEqualTo("NOTHING_READ");
    assertThat(notice(lastRun()).path("color").asInt()).isEqualTo(RED);
    assertThat(status(asin(0))).containsEntry("product_fetch_attempted_at", null);
  }

  @Test
  void a_whole_market_stops_after_ten_product_calls_that_failed() {
    newProducts(asins(0, 1200));
    VENDORS.products(call -> new Reply(500, ""));
    master("");
    assertThat(VENDORS.productCalls()).hasSize(30);
    assertThat(outcome()).isEqualTo("failed");
    assertThat(errorCode()).isEqualTo("SOURCE_UNAVAILABLE");
  }

  @Test
  @DisplayName("JS-59: no secret reaches the answer, the ledger or the notice")
  void secrets_are_nowhere() {
    newProducts(asins(0, 2));
    VENDORS.sales(
        call ->
            call.asin().equals(asin(0))
                ? new Reply(500, "{\"key\":\"" + FakeVendors.KEY + "\"}")
                : VENDORS.estimates(call));
    Answer answer = hourly();
    assertThat(answer.body().toString() + notice(lastRun())).doesNotContain("canary");
    assertThat(rows(staging, "sync_runs").toString()).doesNotContain("canary");
  }

  private static String next(String cursor) {
    return "https://developer.junglescout.com/api/product_database_query?page[size]=100&page%5Bcursor%5D="
        + cursor;
  }

  private static Arguments lie(String name, UnaryOperator<String> lie) {
    return Arguments.of(name, lie);
  }
}
