package io.syncline.core.error;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SqlStatesTest {

  @ParameterizedTest
  @ValueSource(
      strings = {"22001", "22P05", "23505", "23514", "54000", "54001", "44000", "21000", "P0001"})
  void a_value_is_refused(String state) {
    assertThat(SqlStates.isRefusal(state)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"08006", "40001", "42703", "53300", "55P03", "57014", "25006", "P0002", "XX000"})
  void anything_else_is_not_about_a_value(String state) {
    assertThat(SqlStates.isRefusal(state)).isFalse();
  }

  @Test
  void a_failure_without_a_state_is_not_about_a_value() {
    assertThat(SqlStates.isRefusal(null)).isFalse();
    assertThat(SqlStates.of(new IllegalStateException(new SQLException("no state")))).isEmpty();
    assertThat(SqlStates.of(new IllegalStateException(new SQLException("x", "54000"))))
        .contains("54000");
  }
}
