package io.syncline.junglescout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What a run tells is what is stored, not what was found. */
class JungleScoutStoredIT extends JungleScoutService {

  @AfterEach
  void take_everything_again() {
    for (String table : new String[] {PRODUCTS, SALES}) {
      staging.execute("ALTER TABLE dev_az_" + table + " DROP CONSTRAINT IF EXISTS refuses");
      production.execute("ALTER TABLE prod_az_" + table + " DROP CONSTRAINT IF EXISTS refuses");
    }
  }

  @Test
  @DisplayName("JS-47, JS-61, JS-73: a product that staging refused is failed and has no sales")
  void a_refused_product_is_not_counted() {
    refuse(PRODUCTS, asin(1));
    newProducts(asins(0, 4));
    var answer = hourly();
    assertThat(answer.count("total_asins_processed")).isEqualTo(4);
    assertThat(answer.count("successful_product_sync"))
        .isEqualTo(3)
        .isEqualTo((int) count("SELECT count(*) FROM dev_az_" + PRODUCTS));
    assertThat(answer.count("successful_sales_sync")).isEqualTo(3);
    assertThat(answer.count("failed_asins")).isEqualTo(1);
    assertThat(answer.at("error_summary").path("db_errors").asInt()).isEqualTo(1);
    assertThat(VENDORS.asinsOfSales()).containsExactlyInAnyOrder(asin(0), asin(2), asin(3));
    assertThat(status(asin(1))).containsEntry("has_product_data", false);
    assertThat(notice(lastRun()).toString()).contains("\"3/4\"");
  }

  @Test
  @DisplayName("JS-61: a product whose days staging refused all is failed, one of them is none")
  void refused_sales_are_not_counted() {
    staging.execute(
        "ALTER TABLE dev_az_%s ADD CONSTRAINT refuses CHECK (asin <> '%s' AND (asin <> '%s' OR date <> '2024-01-14'))"
            .formatted(SALES, asin(1), asin(2)));
    newProducts(asins(0, 3));
    var answer = hourly();
    assertThat(answer.count("successful_product_sync")).isEqualTo(3);
    assertThat(answer.count("successful_sales_sync")).isEqualTo(2);
    assertThat(answer.count("failed_asins")).isEqualTo(1);
    assertThat(answer.count("total_asins_processed")).isEqualTo(3);
    assertThat(count("SELECT count(*) FROM dev_az_" + SALES)).isEqualTo(5);
    assertThat(outcome()).isEqualTo("partial");
  }

  @Test
  void a_dry_run_counts_as_stored_what_a_real_one_would_store() {
    refuse(PRODUCTS, asin(1));
    newProducts(asins(0, 4));
    var answer = hourly("?dry_run=true");
    assertThat(answer.count("successful_product_sync")).isEqualTo(3);
    assertThat(answer.count("failed_asins")).isEqualTo(1);
    assertThat(count("SELECT count(*) FROM dev_az_" + PRODUCTS)).isZero();
  }

  @Test
  @DisplayName("JS-45, JS-51: what production refused for good is not there, and is read again")
  void what_production_buried_is_read_again() {
    production.execute(
        "ALTER TABLE prod_az_%s ADD CONSTRAINT refuses CHECK (asin <> '%s')"
            .formatted(PRODUCTS, asin(1)));
    production.execute(
        "ALTER TABLE prod_az_%s ADD CONSTRAINT refuses CHECK (asin <> '%s' AND (asin <> '%s' OR date <> '2024-01-14'))"
            .formatted(SALES, asin(2), asin(0)));
    newProducts(asins(0, 3));
    hourly();
    assertThat(outcome()).isEqualTo("partial");
    await()
        .atMost(Duration.ofSeconds(90))
        .until(() -> count("SELECT count(*) FROM run_batches WHERE state = 'pending'") == 0);
    assertThat(status(asin(1))).containsEntry("has_product_data", false);
    assertThat(status(asin(2)))
        .containsEntry("has_product_data", true)
        .containsEntry("has_sales_data", false);
    assertThat(status(asin(0)))
        .as("one day of it is a dead letter, the others are there")
        .containsEntry("has_sales_data", true);
    take_everything_again();
    VENDORS.reset();
    hourly();
    assertThat(VENDORS.productCalls()).anyMatch(call -> call.keywords().contains(asin(1)));
    assertThat(VENDORS.asinsOfSales()).contains(asin(2)).doesNotContain(asin(0));
    assertThat(status(asin(1))).containsEntry("has_product_data", true);
    assertThat(status(asin(2))).containsEntry("has_sales_data", true);
  }

  private void refuse(String table, String asin) {
    staging.execute(
        "ALTER TABLE dev_az_%s ADD CONSTRAINT refuses CHECK (asin <> '%s')".formatted(table, asin));
  }
}
