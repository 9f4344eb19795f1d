package io.syncline.junglescout;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.springframework.test.context.TestPropertySource;

@TestPropertySource(properties = "syncline.junglescout.sales-batch-rows=100")
class JungleScoutSmallBatchesIT extends JungleScoutService {

  @Test
  @DisplayName("JS-44: batches of 100 take four statements per database for 366 days")
  void a_year_is_four_statements_at_the_documents_size() {
    clock.set("2024-03-02T05:00:00Z");
    newProducts(asins(0, 2));
    VENDORS.days(400);
    hourly();
    assertThat(count("SELECT count(*) FROM dev_az_" + SALES)).isEqualTo(732);
    assertThat(count("SELECT count(*) FROM run_batches WHERE stream = 'sales'")).isEqualTo(8);
    assertThat(count("SELECT max(rows) FROM run_batches WHERE stream = 'sales'")).isEqualTo(100);
    assertThat(count("SELECT count(*) FROM run_batches WHERE state <> 'applied'")).isZero();
    assertThat(status(asin(0))).containsEntry("has_sales_data", true);
    assertBothDatabasesAreEqual();
  }
}
