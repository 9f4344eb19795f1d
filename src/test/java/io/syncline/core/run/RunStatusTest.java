package io.syncline.core.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RunStatusTest {

  @Test
  void a_running_run_becomes_completed_or_failed() {
    assertThat(RunStatus.RUNNING.canBecome(RunStatus.COMPLETED)).isTrue();
    assertThat(RunStatus.RUNNING.canBecome(RunStatus.FAILED)).isTrue();
    assertThat(RunStatus.RUNNING.canBecome(RunStatus.RUNNING)).isFalse();
  }

  @ParameterizedTest
  @EnumSource(RunStatus.class)
  void a_run_that_is_over_becomes_nothing_else(RunStatus next) {
    assertThat(RunStatus.COMPLETED.canBecome(next)).isFalse();
    assertThat(RunStatus.FAILED.canBecome(next)).isFalse();
  }

  @ParameterizedTest
  @EnumSource(RunStatus.class)
  void a_status_is_found_by_its_word(RunStatus status) {
    assertThat(RunStatus.of(status.word())).isEqualTo(status);
    assertThat(status.word()).isEqualTo(status.word().toLowerCase(java.util.Locale.ROOT));
  }

  @Test
  void another_word_is_no_status() {
    assertThatThrownBy(() -> RunStatus.of("partial")).isInstanceOf(IllegalArgumentException.class);
  }
}
