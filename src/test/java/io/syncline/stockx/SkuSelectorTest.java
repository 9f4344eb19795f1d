package io.syncline.stockx;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SkuSelectorTest {

  @Test
  void five_later_tables_leave_the_inventory_half_of_a_run() {
    assertThat(SkuSelector.reserved(10, 50, 5)).isEqualTo(5);
    assertThat(SkuSelector.reserved(10, 100, 5)).isEqualTo(10);
    assertThat(SkuSelector.reserved(10, 4, 5)).isZero();
  }

  @Test
  void few_later_tables_get_what_is_configured() {
    assertThat(SkuSelector.reserved(10, 50, 2)).isEqualTo(10);
    assertThat(SkuSelector.reserved(10, 50, 0)).isZero();
  }
}
