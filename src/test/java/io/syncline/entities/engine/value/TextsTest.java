package io.syncline.entities.engine.value;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.math.BigDecimal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TextsTest {

  @ParameterizedTest
  @ValueSource(
      strings = {"", " ", "\u00A0", "\u202F", "\uFEFF", "\t\r\n", " \u00A0\u3000", "\u0000"})
  void rule_2_1_text_of_nothing_but_white_space_is_an_empty_cell(String text) {
    assertThat(Cell.text(text).isEmpty()).isTrue();
  }

  @Test
  void rule_2_1_false_and_zero_are_not_empty() {
    assertThat(Cell.bool(false).isEmpty()).isFalse();
    assertThat(Cell.number(BigDecimal.ZERO).isEmpty()).isFalse();
    assertThat(Cell.of(JsonNodeFactory.instance.nullNode()).isEmpty()).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          Acme Ltd            | acme ltd
          ACME\u00A0\u00A0Ltd | acme ltd
          Straße              | STRASSE
          ﬁne                 | FINE
          Ｆｕｌｌ              | full
          Ame\u0301lie        | AMÉLIE
          ΟΔΟΣ                | οδος
          ΟΔΟΣ                | οδοσ
          """)
  void rule_3_1_spellings_of_one_key(String one, String other) {
    assertThat(Texts.normalized(one)).isEqualTo(Texts.normalized(other));
    assertThat(Texts.normalized(Texts.normalized(one))).isEqualTo(Texts.normalized(one));
  }

  @ParameterizedTest
  @CsvSource({"acme,acm e", "acme,acmé", "a%,ab", "a_b,axb"})
  void rule_3_1_keys_that_differ(String one, String other) {
    assertThat(Texts.normalized(one)).isNotEqualTo(Texts.normalized(other));
  }

  @Test
  void rule_2_1_a_number_that_no_column_holds_is_the_text_that_it_came_as() {
    assertThat(Cell.number(new BigDecimal("1e999999999"))).isEqualTo(Cell.text("1E+999999999"));
  }

  @Test
  void rule_2_1_what_no_database_stores_is_left_out() {
    assertThat(Cell.text("a\u0000b\uD800c")).isEqualTo(Cell.text("abc"));
    assertThat(Cell.text("${x} {{y}} '; drop table --\u0007").spelling())
        .isEqualTo("${x} {{y}} '; drop table --\u0007");
  }
}
