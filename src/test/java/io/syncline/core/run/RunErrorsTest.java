package io.syncline.core.run;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.syncline.core.error.ErrorKind;
import io.syncline.core.error.RecordError;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RunErrorsTest {
  private final RunErrors errors = new RunErrors();

  @Test
  void a_run_without_errors_has_four_counts_of_zero() {
    assertThat(errors.summary())
        .hasToString(
            """
            {"db_errors":0,"api_errors":0,"parse_errors":0,"other_errors":0,"sample_errors":[]}\
            """);
  }

  @Test
  void errors_are_counted_by_kind() {
    add(ErrorKind.DB, 2);
    add(ErrorKind.PARSE, 3);
    assertThat(errors.count(ErrorKind.DB)).isEqualTo(2);
    assertThat(errors.count(ErrorKind.API)).isZero();
    assertThat(errors.total()).isEqualTo(5);
    JsonNode summary = errors.summary();
    assertThat(summary.path("parse_errors").asInt()).isEqualTo(3);
    assertThat(summary.path("sample_errors")).hasSize(5);
  }

  @Test
  void the_first_ten_are_kept_and_all_are_counted() {
    add(ErrorKind.API, 25);
    assertThat(errors.count(ErrorKind.API)).isEqualTo(25);
    assertThat(errors.samples())
        .extracting(RecordError::message)
        .containsExactly("e0", "e1", "e2", "e3", "e4", "e5", "e6", "e7", "e8", "e9");
    assertThat(errors.summary().path("sample_errors")).hasSize(10);
  }

  @Test
  void errors_of_many_threads_are_all_counted() {
    IntStream.range(0, 10_000)
        .parallel()
        .forEach(i -> errors.add(new RecordError(ErrorKind.DB, "k", "e" + i)));
    assertThat(errors.total()).isEqualTo(10_000);
    assertThat(errors.samples()).hasSize(10);
  }

  private void add(ErrorKind kind, int times) {
    for (int i = 0; i < times; i++) {
      errors.add(new RecordError(kind, "key", "e" + i));
    }
  }
}
