package io.syncline.core.run;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.syncline.core.error.ErrorKind;
import io.syncline.core.error.RecordError;
import io.syncline.core.error.RowError;
import io.syncline.core.error.Severity;
import io.syncline.core.run.RunErrors.Numbered;
import java.util.List;
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

  @Test
  void warnings_are_entries_and_no_errors() {
    errors.add(new RowError("47", "E-mail", "INVALID_EMAIL", "no @", Severity.WARNING));
    errors.add(new RowError("89", null, "KEY_EMPTY", "no key", Severity.ERROR));
    errors.add(new RowError("90", null, "DB_REJECTED", "too long", Severity.ERROR));
    assertThat(errors.total()).isEqualTo(2);
    assertThat(errors.count(ErrorKind.DB)).isEqualTo(1);
    assertThat(errors.warnings()).isEqualTo(1);
    assertThat(errors.json())
        .hasToString(
            """
            {"total":3,"items":[\
            {"row":47,"column":"E-mail","code":"INVALID_EMAIL","message":"no @","severity":"warning"},\
            {"row":89,"column":null,"code":"KEY_EMPTY","message":"no key","severity":"error"},\
            {"row":90,"column":null,"code":"DB_REJECTED","message":"too long","severity":"error"}]}\
            """);
  }

  @Test
  void the_first_two_hundred_entries_are_shown_and_all_are_numbered() {
    add(ErrorKind.API, 250);
    assertThat(errors.json().path("total").asInt()).isEqualTo(250);
    assertThat(errors.json().path("items")).hasSize(200);
    assertThat(errors.json().at("/items/0/code").asText()).isEqualTo("API_ERROR");
    assertThat(errors.unsaved(1_000)).extracting(Numbered::seq).hasSize(250).isSorted();
  }

  @Test
  void what_goes_with_a_batch_counts_when_that_is_committed_and_is_not_stored_twice() {
    List<Numbered> some =
        errors.number(List.of(new RowError("2", null, "KEY_EMPTY", "no key", Severity.ERROR)));
    assertThat(errors.total()).as("not committed yet").isZero();
    errors.stored(some);
    assertThat(errors.total()).isEqualTo(1);
    assertThat(errors.unsaved(10)).isEmpty();
  }

  private void add(ErrorKind kind, int times) {
    for (int i = 0; i < times; i++) {
      errors.add(new RecordError(kind, "key", "e" + i));
    }
  }
}
