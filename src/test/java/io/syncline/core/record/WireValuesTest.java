package io.syncline.core.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WireValuesTest {
  /** Read as the source client reads it: numbers keep their digits. */
  private static final JsonMapper WIRE =
      JsonMapper.builder()
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .build();

  @Test
  void a_list_is_no_text() {
    WireValues values = of("[\"a\"]");
    assertThat(values.text("v", 10)).isNull();
    assertThat(values.faults()).containsExactly("v: not a text");
  }

  @Test
  void a_number_may_stand_for_a_text_and_text_for_a_number() {
    assertThat(of("12").text("v", 10)).isEqualTo("12");
    assertThat(of("\" 12 \"").integer("v")).isEqualTo(12);
    assertThat(of("\"12.345\"").decimal("v", 10)).isEqualTo(new BigDecimal("12.35"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"true", "{}", "[]", "\"\"", "\"NaN\"", "\"Infinity\""})
  void what_is_no_number_is_a_fault(String wire) {
    WireValues values = of(wire);
    assertThat(values.decimal("v", 10)).isNull();
    assertThat(values.faults()).containsExactly("v: not a number");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"1e999999999", "\"1e999999999\"", "\"-1E+999999999\"", "\"1e-999999999\""})
  void a_number_of_a_billion_digits_costs_no_time(String wire) {
    assertTimeoutPreemptively(
        Duration.ofSeconds(5),
        () -> {
          WireValues values = of(wire);
          assertThat(values.integer("v")).isNull();
          assertThat(values.decimal("v", 15)).isNull();
          assertThat(values.faults()).hasSize(2).allMatch("v: out of range"::equals);
        });
  }

  @ParameterizedTest
  @CsvSource({"99999999.99,true", "99999999.995,false", "-99999999.99,true"})
  void a_decimal_has_to_fit_after_rounding(String wire, boolean fits) {
    assertThat(of(wire).decimal("v", 10) != null).isEqualTo(fits);
  }

  @ParameterizedTest
  @CsvSource({
    "2026-11-18,true",
    "2026-11-18T23:59:59Z,true",
    "2026-02-30,false",
    "18.11.2026,false"
  })
  void a_date_may_carry_a_time(String wire, boolean readable) {
    WireValues values = of("\"" + wire + "\"");
    LocalDate date = values.date("v");
    assertThat(date).isEqualTo(readable ? LocalDate.of(2026, 11, 18) : null);
    assertThat(values.faults()).hasSize(readable ? 0 : 1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0001-01-01", "1899-12-31", "2201-01-01"})
  void a_date_nobody_means_is_out_of_range(String wire) {
    WireValues values = of("\"" + wire + "\"");
    assertThat(values.date("v")).isNull();
    assertThat(values.faults()).containsExactly("v: out of range");
  }

  @Test
  void an_amount_is_positive_and_zero_is_none() {
    assertThat(of("\"142\"").amount("v", 12)).isEqualByComparingTo("142");
    assertThat(of("120.5").amount("v", 12)).isEqualByComparingTo("120.5");
    assertThat(of("\"0\"").amount("v", 12)).isNull();
    assertThat(of("null").amount("v", 12)).isNull();
    WireValues negative = of("\"-1\"");
    assertThat(negative.amount("v", 12)).isNull();
    assertThat(negative.faults()).containsExactly("v: below zero");
  }

  @Test
  void only_true_and_false_are_true_and_false() {
    assertThat(of("true").bool("v")).isTrue();
    assertThat(of("null").bool("v")).isNull();
    for (String other : List.of("1", "\"yes\"", "\"\"", "\"1\"", "[true]", "{}")) {
      WireValues values = of(other);
      assertThat(values.bool("v")).isNull();
      assertThat(values.faults()).containsExactly("v: not true or false");
    }
  }

  @Test
  void the_words_true_and_false_stand_for_themselves() {
    assertThat(of("\"true\"").bool("v")).isTrue();
    assertThat(of("\" False \"").bool("v")).isFalse();
  }

  @Test
  void half_a_character_is_left_out_like_a_nul() {
    WireValues values = of("\"a\\ud800b\\u0000c😀\"");
    assertThat(values.text("v", 10)).isEqualTo("abc😀");
    assertThat(values.faults()).containsExactly("v: NUL or half a character left out");
  }

  @Test
  void json_that_can_be_stored_stays_as_it_came() {
    String json = "{\"b\":[1,2.50,\"😀\\\\u0000\",null,true],\"a\":12345678901234567890}";
    WireValues values = of(json);
    assertThat(values.json("v")).isEqualTo(json);
    assertThat(values.faults()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"1e131000", "-1E+41", "1e-16000", "0e131000", "1e999999999"})
  void a_number_that_json_would_write_out_is_null_in_it_and_a_fault(String wide) {
    WireValues values = of("{\"a\":[1," + wide + ",2],\"b\":{\"c\":" + wide + "}}");
    assertThat(values.json("v")).isEqualTo("{\"a\":[1,null,2],\"b\":{\"c\":null}}");
    assertThat(values.faults())
        .containsExactly("v: NUL, half a character or a number out of range left out");
  }

  @Test
  void what_no_database_stores_is_left_out_of_json() {
    WireValues values = of("{\"a\\u0000b\":\"x\\u0000y\\udc00z\"}");
    assertThat(values.json("v")).isEqualTo("{\"ab\":\"xyz\"}");
    assertThat(values.faults()).hasSize(1);
  }

  private static WireValues of(String value) {
    try {
      return new WireValues(WIRE.readTree("{\"v\":" + value + "}"));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(value, e);
    }
  }
}
