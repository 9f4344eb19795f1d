package io.syncline.elitefactor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.syncline.elitefactor.EliteFactorSettings.Lookup;
import org.junit.jupiter.api.Test;

class EliteFactorSettingsTest {

  @Test
  void a_look_up_without_prefix_may_know_any_code() {
    assertThat(lookup("smiths", null).mayKnow("MAS590")).isTrue();
    assertThat(lookup("smiths", "TOS").mayKnow("MAS590")).isFalse();
  }

  @Test
  void a_name_that_is_missing_or_no_name_is_refused_with_what_is_needed() {
    assertThatThrownBy(() -> lookup(null, "")).hasMessageContaining("elite-count");
    assertThatThrownBy(() -> lookup("a; DROP TABLE b", "")).hasMessageContaining("names of a-z");
  }

  private static Lookup lookup(String table, String prefix) {
    return new Lookup(table, "id", "factor", prefix, "elites", "items");
  }
}
