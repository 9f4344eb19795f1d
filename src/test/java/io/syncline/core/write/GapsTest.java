package io.syncline.core.write;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.core.write.Gaps.Held;
import java.util.Set;
import org.junit.jupiter.api.Test;

class GapsTest {

  @Test
  void what_both_hold_alike_gets_what_is_new() {
    assertThat(Gaps.between(held(true), held(true))).isEmpty();
    assertThat(Gaps.between(held(true, "0.5"), held(true, "0.5"))).isEmpty();
  }

  @Test
  void what_is_empty_in_one_only_gets_what_the_other_holds() {
    assertThat(Gaps.between(held(false, "0.5"), held(true))).contains("0.5");
    assertThat(Gaps.between(held(true), held(false, "0.5"))).contains("0.5");
    assertThat(Gaps.between(held(true, "0.5"), held(true))).contains("0.5");
    assertThat(Gaps.between(held(false, "0.5"), held(true, "0.5"))).contains("0.5");
    assertThat(Gaps.between(held(false, "0.5", "0.7"), held(true, "0.5"))).contains("0.7");
  }

  @Test
  void a_gap_that_no_one_factor_closes_is_left_to_a_refresh() {
    assertThat(Gaps.between(held(false, "0.5", "0.7"), held(true))).isEmpty();
    assertThat(Gaps.between(held(true, "0.5"), held(true, "0.7"))).isEmpty();
  }

  private static Held held(boolean hasEmpty, String... factors) {
    return new Held(Set.of(factors), hasEmpty);
  }
}
