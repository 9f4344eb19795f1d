package io.syncline.core.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FaultsTest {

  @ParameterizedTest
  @CsvSource({
    "42501,the owner of the tables",
    "42809,rename it",
    "2BP01,rename it",
    "08001,may create tables",
    ",may create tables"
  })
  void a_migration_that_failed_is_told_with_what_to_do_and_without_the_drivers_text(
      String state, String advice) {
    Throwable fault = new IllegalStateException(new SQLException("canary", state));
    assertThat(Faults.advice(fault, "DB_STAGING_USER")).contains(advice);
    assertThat(Faults.describe(fault)).isEqualTo("SQLException " + state);
    assertThat(Faults.advice(fault, "DB_STAGING_USER") + Faults.describe(fault))
        .doesNotContain("canary");
  }
}
