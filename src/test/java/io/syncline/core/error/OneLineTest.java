package io.syncline.core.error;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OneLineTest {

  @Test
  void plain_text_stays_as_it_is() {
    assertThat(OneLine.of("Größe 42, 😀", 180)).isEqualTo("Größe 42, 😀");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a\nb", "a\rb", "a\u0007b", "a\u001bb", "a\u2028b", "a\u0085b"})
  void what_breaks_a_line_is_a_blank(String text) {
    assertThat(OneLine.of(text, 180)).isEqualTo("a b");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a\0b", "a\ud800b", "a\udc00b", "ab\ud83d"})
  void what_no_database_stores_is_left_out(String text) {
    assertThat(OneLine.of(text, 180)).isEqualTo("ab");
  }

  @Test
  void a_long_text_is_cut_between_two_characters() {
    assertThat(OneLine.of("abc😀d", 5)).isEqualTo("abc😀…");
    assertThat(OneLine.of("abc😀d", 4)).isEqualTo("abc…");
    assertThat(OneLine.of("abc😀", 5)).isEqualTo("abc😀");
  }

  @Test
  void failures_and_errors_are_one_line_whatever_a_source_says() {
    assertThat(TransientFailure.source(StopReason.INTERNAL, "a\0\nb").getMessage())
        .isEqualTo("a b");
    assertThat(TerminalFailure.stopped(StopReason.INTERNAL, "y".repeat(10_000)).getMessage())
        .hasSize(501);
    RecordError error = new RecordError(ErrorKind.API, "k\0".repeat(1_000), "m\n".repeat(1_000));
    assertThat(error.key()).hasSize(181).doesNotContain("\0");
    assertThat(error.message()).hasSize(181).doesNotContain("\n");
  }
}
