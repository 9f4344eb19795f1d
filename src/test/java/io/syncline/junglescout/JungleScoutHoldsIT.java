package io.syncline.junglescout;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.junglescout.FakeVendors.Call;
import io.syncline.junglescout.FakeVendors.Reply;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** Products that are not there, or cannot be stored, and those that must not wait for them. */
@ExtendWith(OutputCaptureExtension.class)
class JungleScoutHoldsIT extends JungleScoutService {
  private static final int LIMIT = 100;
  private static final String READ = "product_data_synced_at > timestamp '2024-01-01'";

  @Test
  @DisplayName(
      "JS-37, JS-46: before L delisted are held, M stale are read in ceil((L + M) / limit)")
  void delisted_products_cost_the_stale_ones_one_turn_each() {
    List<String> delisted = delisted(120);
    List<String> stale = stale(230);
    hours(4);
    assertThat(read(stale)).isEqualTo(230);
    assertThat(count("SELECT count(*) FROM " + STATUS + " WHERE error IS NOT NULL")).isEqualTo(120);
    assertThat(asked()).containsOnlyOnceElementsOf(delisted).hasSize(350);
  }

  @Test
  @DisplayName("JS-37, JS-46: while L delisted are held, M stale are read in ceil(M / limit)")
  void held_products_take_no_slot_and_no_call() {
    List<String> delisted = delisted(120);
    hours(2);
    VENDORS.calls.clear();
    List<String> stale = stale(230);
    hours(3);
    assertThat(read(stale)).isEqualTo(230);
    assertThat(asked()).hasSize(230).doesNotContainAnyElementsOf(delisted);
    VENDORS.calls.clear();
    assertThat(hourly().message()).isEqualTo("Hourly sync skipped: all data is fresh");
    asAdmin("/admin/sync-jungle-scout?date_range=1month");
    assertThat(VENDORS.asinsOfSales()).hasSize(230).doesNotContainAnyElementsOf(delisted);
  }

  @Test
  @DisplayName("JS-41, JS-46: a delisted product is asked for again after its fifteen days")
  void a_held_product_is_asked_for_again_after_its_days() {
    List<String> delisted = delisted(1);
    hourly();
    clock.advance(Duration.ofDays(15).minusSeconds(1));
    hourly();
    assertThat(VENDORS.productCalls()).hasSize(1);
    clock.advance(Duration.ofSeconds(2));
    VENDORS.unknown.clear();
    assertThat(hourly().count("successful_product_sync")).isEqualTo(1);
    assertThat(status(delisted.get(0)))
        .containsEntry("product_fetch_attempted_at", null)
        .containsEntry("error", null);
  }

  @Test
  @DisplayName("JS-46: a product without sales is not asked for them while it is held")
  void a_held_product_that_lacks_sales_takes_no_slot() {
    readProducts(asins(0, 1), Duration.ofDays(1));
    staging.update(
        "UPDATE "
            + STATUS
            + " SET sales_due = true, product_fetch_attempted_at = '2024-01-15 09:00'");
    assertThat(hourly().count("total_asins_processed")).isZero();
    assertThat(VENDORS.calls).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"us/B0OTHER001", "uk/B000000000", "B0OTHER001"})
  @DisplayName("JS-46: what nobody asked for is left out and said; what is missing is held")
  void a_search_may_find_others(String id, CapturedOutput output) {
    newProducts(asins(0, 3));
    VENDORS.unknown.add(asin(2));
    VENDORS.products(
        call -> {
          String other = FakeVendors.product("us", "B0OTHER001").put("id", id).toString();
          return new Reply(200, VENDORS.found(call).body().replaceFirst("\\[", "[" + other + ","));
        });
    var answer = hourly();
    assertThat(outcome()).isEqualTo("completed");
    assertThat(answer.count("successful_product_sync")).isEqualTo(2);
    assertThat(answer.count("failed_asins")).isEqualTo(1);
    assertThat(count("SELECT count(*) FROM dev_az_" + PRODUCTS)).isEqualTo(2);
    assertThat(status(asin(2))).containsEntry("error", "Product not found in JungleScout API");
    assertThat(output.getAll()).contains("products left out that nobody asked for count=1");
  }

  @ParameterizedTest
  @ValueSource(strings = {"null", "{}", "[]", "\"none\"", "{\"title\":null,\"color\":\"red\"}"})
  @DisplayName("JS-58: a product without attributes is a parse error and no row of NULLs")
  void a_product_without_attributes_is_a_parse_error(String attributes) {
    newProducts(asins(0, 2));
    VENDORS.products(call -> withAttributes(call, asin(0), attributes));
    var answer = hourly();
    assertThat(outcome()).isEqualTo("partial");
    assertThat(answer.count("successful_product_sync")).isEqualTo(1);
    assertThat(answer.count("failed_asins")).isEqualTo(1);
    assertThat(answer.at("error_summary").path("parse_errors").asInt()).isEqualTo(1);
    assertThat(count("SELECT count(*) FROM dev_az_" + PRODUCTS)).isEqualTo(1);
    assertThat(VENDORS.asinsOfSales()).containsExactly(asin(1));
    assertThat(status(asin(0)))
        .containsEntry("has_product_data", false)
        .containsEntry("product_fetch_attempted_at", null);
    assertThat(staging.queryForMap("SELECT record_key, error FROM sync_dead_letters"))
        .containsEntry("record_key", asin(0))
        .containsEntry("error", "attributes: missing");
  }

  @Test
  @DisplayName("JS-36: products of which nothing can be stored do not keep the others waiting")
  void products_that_cannot_be_stored_go_to_the_end() {
    newProducts(asins(0, LIMIT));
    VENDORS.products(
        call -> {
          String body = VENDORS.found(call).body();
          return call.keywords().contains(asin(LIMIT))
              ? new Reply(200, body)
              : new Reply(200, body.replace("\"attributes\"", "\"nothing\""));
        });
    hourly();
    clock.advance(Duration.ofHours(1));
    newProducts(asins(LIMIT, 1));
    assertThat(hourly().count("successful_product_sync")).isEqualTo(LIMIT);
    assertThat(VENDORS.productCalls().get(1).keywords()).contains(asin(LIMIT));
    assertThat(count("SELECT count(*) FROM " + STATUS + " WHERE product_asked_at IS NOT NULL"))
        .isEqualTo(1);
  }

  @Test
  @DisplayName(
      "JS-36: stale products of which nothing can be stored do not keep the others waiting")
  void stale_products_that_cannot_be_stored_go_to_the_end() {
    readProducts(asins(0, LIMIT), Duration.ofDays(40));
    readProducts(asins(LIMIT, 1), Duration.ofDays(35));
    VENDORS.products(
        call ->
            new Reply(
                200,
                call.keywords().contains(asin(LIMIT))
                    ? VENDORS.found(call).body()
                    : VENDORS.found(call).body().replace("\"attributes\"", "\"nothing\"")));
    hourly();
    hourly();
    assertThat(read(asins(LIMIT, 1))).isEqualTo(1);
  }

  @Test
  void an_id_without_its_market_is_taken_when_it_is_asked_for() {
    newProducts(asins(0, 2));
    VENDORS.products(call -> new Reply(200, VENDORS.found(call).body().replace("us/", "")));
    VENDORS.sales(call -> new Reply(200, VENDORS.estimates(call).body().replace("us/", "")));
    var answer = hourly();
    assertThat(outcome()).isEqualTo("completed");
    assertThat(answer.count("successful_product_sync")).isEqualTo(2);
    assertThat(answer.count("successful_sales_sync")).isEqualTo(2);
    assertBothDatabasesAreEqual();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void of_a_product_that_an_answer_has_twice_the_newer_is_stored(boolean newerFirst) {
    newProducts(asins(0, 1));
    String old = version("old", "2026-11-20T18:15:57Z");
    String later = version("new", "2026-11-20T19:16:00+01:00");
    VENDORS.products(
        call ->
            new Reply(
                200,
                "{\"data\":[%s,%s],\"links\":{\"next\":null}}"
                    .formatted(newerFirst ? later : old, newerFirst ? old : later)));
    hourly();
    assertThat(staging.queryForObject("SELECT title FROM dev_az_" + PRODUCTS, String.class))
        .isEqualTo("new");
    assertThat(outcome()).isEqualTo("completed");
  }

  @Test
  void the_words_true_and_false_are_true_and_false() {
    newProducts(asins(0, 1));
    VENDORS.products(
        call ->
            withAttributes(
                call,
                asin(0),
                "{\"title\":\"A\",\"is_variant\":\"true\",\"is_parent\":\"False\"}"));
    hourly();
    assertThat(staging.queryForMap("SELECT is_variant, is_parent FROM dev_az_" + PRODUCTS))
        .containsEntry("is_variant", true)
        .containsEntry("is_parent", false);
    assertThat(outcome()).isEqualTo("completed");
  }

  private static String version(String title, String updatedAt) {
    var product = FakeVendors.product("us", asin(0));
    product.withObject("/attributes").put("title", title).put("updated_at", updatedAt);
    return product.toString();
  }

  private static Reply withAttributes(Call call, String asin, String attributes) {
    String whole = FakeVendors.product("us", asin).path("attributes").toString();
    return new Reply(200, VENDORS.found(call).body().replace(whole, attributes));
  }

  /** Products that were read forty days ago and that the vendor does not know any more. */
  private List<String> delisted(int products) {
    List<String> asins = asins(1000, products);
    readProducts(asins, Duration.ofDays(40));
    VENDORS.unknown.addAll(asins);
    return asins;
  }

  private List<String> stale(int products) {
    List<String> asins = asins(2000, products);
    readProducts(asins, Duration.ofDays(35));
    return asins;
  }

  private void hours(int runs) {
    for (int run = 0; run < runs; run++) {
      hourly();
      assertThat(outcome()).isEqualTo("completed");
      clock.advance(Duration.ofHours(1));
    }
  }

  private static List<String> asked() {
    List<String> asked = new ArrayList<>();
    VENDORS.productCalls().forEach(call -> asked.addAll(call.keywords()));
    return asked;
  }

  private long read(List<String> asins) {
    return count(
        "SELECT count(*) FROM "
            + STATUS
            + " WHERE "
            + READ
            + " AND asin BETWEEN '"
            + asins.get(0)
            + "' AND '"
            + asins.get(asins.size() - 1)
            + "'");
  }
}
