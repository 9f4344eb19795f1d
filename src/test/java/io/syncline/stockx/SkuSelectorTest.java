package io.syncline.stockx;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SkuSelectorTest {

  @ParameterizedTest
  @CsvSource({"10, 100, 10", "10, 50, 5", "10, 12, 1", "10, 4, 1", "0, 100, 0", "100, 100, 100"})
  void the_later_tables_keep_their_part_of_a_run(int percent, int perRun, int kept) {
    assertThat(SkuSelector.kept(percent, perRun)).isEqualTo(kept);
  }
}
