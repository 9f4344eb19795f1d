package io.syncline.entities.engine.transform;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.entities.engine.value.Cell;
import io.syncline.entities.engine.value.Jsons;
import java.math.BigDecimal;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TransformsTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          en_US | 1,234.5            | 1234.5
          en_US | 1234.50            | 1234.50
          en_US | -0.5               | -0.5
          en_US | .5                 | 0.5
          en_US | (12)               | -12
          en_US | \u22127            | -7
          en_US | 1,234,567          | 1234567
          de_DE | 1.234,50           | 1234.50
          de_DE | -1.234.567         | -1234567
          de_CH | 1'234.5            | 1234.5
          de_CH | 1’234.5            | 1234.5
          fr_FR | 1 234,5            | 1234.5
          fr_FR | 1\u00A0234,5       | 1234.5
          fr_FR | 1\u202F234,5       | 1234.5
          en_US | 1,23               | INVALID_NUMBER
          en_US | 1234,567           | INVALID_NUMBER
          en_US | 1,2345             | INVALID_NUMBER
          en_US | ,123               | INVALID_NUMBER
          en_US | 1,,234             | INVALID_NUMBER
          en_US | 12abc              | INVALID_NUMBER
          en_US | 1.234,50           | INVALID_NUMBER
          en_US | 1 234              | INVALID_NUMBER
          en_US | 12.                | INVALID_NUMBER
          en_US | 1e5                | INVALID_NUMBER
          en_US | (-5)               | INVALID_NUMBER
          en_US | --5                | INVALID_NUMBER
          en_US | ()                 | INVALID_NUMBER
          en_US | -                  | INVALID_NUMBER
          en_US | NaN                | INVALID_NUMBER
          de_DE | 1,234.5            | INVALID_NUMBER
          """)
  void rule_7_a_number_is_read_as_its_locale_writes_it_or_not_at_all(
      String locale, String text, String read) {
    assertThat(Transformed.by("number").in(locale).of(text)).isEqualTo(read);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          12                  | 12
          1,200               | 1200
          12.0                | 12
          9223372036854775807 | 9223372036854775807
          9223372036854775808 | INVALID_INTEGER
          12.5                | INVALID_INTEGER
          12 pieces           | INVALID_INTEGER
          """)
  void rule_7_an_integer_has_no_fraction_and_64_bits(String text, String read) {
    assertThat(Transformed.by("integer").of(text)).isEqualTo(read);
  }

  @Test
  void rule_7_numbers_and_booleans_are_taken_or_refused_by_their_type() {
    assertThat(Transformed.by("text").of(1001)).isEqualTo("1001");
    assertThat(Transformed.by("text").of(Cell.number(new BigDecimal("1E+20"))))
        .isEqualTo("100000000000000000000");
    assertThat(Transformed.by("text").of(Cell.bool(true))).isEqualTo("TRUE");
    assertThat(Transformed.by("integer").of(12)).isEqualTo("12");
    assertThat(Transformed.by("integer").of(12.5)).isEqualTo("INVALID_INTEGER");
    assertThat(Transformed.by("number").of(12.5)).isEqualTo("12.5");
    assertThat(Transformed.by("percent").of(0.155)).isEqualTo("0.155");
    assertThat(Transformed.by("boolean").of(1)).isEqualTo("true");
    assertThat(Transformed.by("boolean").of(0)).isEqualTo("false");
    assertThat(Transformed.by("boolean").of(2)).isEqualTo("INVALID_BOOLEAN");
    assertThat(Transformed.by("boolean").of(Cell.bool(false))).isEqualTo("false");
    assertThat(Transformed.by("email").of(1)).isEqualTo("INVALID_EMAIL");
    assertThat(Transformed.by("json").of(1)).isEqualTo("INVALID_JSON");
    for (String name : List.of("integer", "number", "currency", "percent", "date", "datetime")) {
      assertThat(Transformed.by(name).of(Cell.bool(true))).startsWith("INVALID_");
    }
  }

  @Test
  void rule_7_text_keeps_inner_spaces_and_is_composed() {
    assertThat(Transformed.by("text").of("\u00A0 Ame\u0301lie  B\uFEFF")).isEqualTo("Amélie  B");
    assertThat(Transformed.by("text").with("{\"case\":\"upper\"}").of("aé")).isEqualTo("AÉ");
    assertThat(Transformed.by("text").with("{\"case\":\"lower\"}").of("AÉ")).isEqualTo("aé");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          15.5%      | ''         | 0.155
          15.5 %     | ''         | 0.155
          (5%)       | ''         | -0.05
          (-5%)      | ''         | INVALID_PERCENT
          15.5       | ''         | INVALID_PERCENT
          15.5       | percent    | 0.155
          0.155      | fraction   | 0.155
          15.5%      | fraction   | 0.155
          %15        | ''         | INVALID_PERCENT
          """)
  void rule_7_a_percentage_ends_in_its_sign_unless_a_setting_says_what_bare_text_is(
      String text, String bare, String read) {
    String config = bare.isEmpty() ? "{}" : "{\"bare_string\":\"" + bare + "\"}";
    assertThat(Transformed.by("percent").with(config).of(text)).isEqualTo(read);
  }

  /** SE-34. */
  @ParameterizedTest
  @CsvSource({
    "Yes,true",
    "ACTIVE,true",
    "y,true",
    "1,true",
    "on,true",
    "enabled,true",
    "no,false",
    "Inactive,false",
    "off,false",
    "0,false",
    "disabled,false",
    "x,INVALID_BOOLEAN"
  })
  void rule_7_words_that_are_true_or_false(String text, String read) {
    assertThat(Transformed.by("boolean").of(text)).isEqualTo(read);
  }

  @Test
  void rule_7_the_words_of_a_boolean_can_be_replaced() {
    Transformed own =
        Transformed.by("boolean").with("{\"true_values\":[\"x\"],\"false_values\":[\"-\"]}");
    assertThat(own.of("X")).isEqualTo("true");
    assertThat(own.of("-")).isEqualTo("false");
    assertThat(own.of("yes")).isEqualTo("INVALID_BOOLEAN");
  }

  /** SE-59. */
  @ParameterizedTest
  @ValueSource(
      strings = {"a", "a@", "@b.co", "a@b", "a@@b.co", "a@b@c.co", "a b@c.co", "a@.co", "a@b."})
  void rule_7_an_address_that_is_none_is_refused_in_the_words_of_the_document(String text) {
    Reading refused = Transformed.by("email").reading(text);
    assertThat(((Reading.Refused) refused).message()).isEqualTo("Invalid email format");
  }

  @Test
  void rule_7_an_address_is_in_small_letters() {
    assertThat(Transformed.by("email").of(" Ann@Example.COM ")).isEqualTo("ann@example.com");
  }

  @Test
  void rule_7_an_enum_compares_as_keys_do() {
    Transformed tiers =
        Transformed.by("enum").with("{\"values\":{\"Gold  Tier\":\"gold\",\"1\":\"one\"}}");
    assertThat(tiers.of("GOLD tier")).isEqualTo("gold");
    assertThat(tiers.of(1)).isEqualTo("one");
    assertThat(tiers.of("silver")).isEqualTo("UNKNOWN_ENUM");
  }

  @Test
  void rule_7_json_is_parsed_whole() {
    assertThat(Transformed.by("json").of("{\"a\":[1.0,\"x\"]}")).isEqualTo("{\"a\":[1,\"x\"]}");
    assertThat(Transformed.by("json").of("{\"a\":1} x")).isEqualTo("INVALID_JSON");
    assertThat(Transformed.by("json").of("{'a':1}")).isEqualTo("INVALID_JSON");
    assertThat(Transformed.by("json").of("{\"a\":1e999999}")).isEqualTo("INVALID_JSON");
    assertThat(Transformed.by("json").of("[".repeat(5_000))).isEqualTo("INVALID_JSON");
  }

  @Test
  void rule_7_a_list_of_an_api_is_json_and_text_and_nothing_else() {
    Cell list = Cell.of(Objects.requireNonNull(Jsons.parsed("[\"a@b.co\"]")));
    assertThat(Transformed.by("json").of(list)).isEqualTo("[\"a@b.co\"]");
    assertThat(Transformed.by("text").of(list)).isEqualTo("[\"a@b.co\"]");
    assertThat(Transformed.by("email").of(list)).isEqualTo("INVALID_EMAIL");
    assertThat(Transformed.by("number").of(list)).isEqualTo("INVALID_NUMBER");
    assertThat(Transformed.by("currency").of(list)).isEqualTo("INVALID_CURRENCY");
    assertThat(Transformed.by("percent").of(list)).isEqualTo("INVALID_PERCENT");
    assertThat(Transformed.by("date").of(list)).isEqualTo("INVALID_DATE");
  }

  /** SE-31. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          nosuch   | {}                            | transform: 'nosuch' is none of
          text     | {"case":"title"}              | case: none of lower, upper
          text     | {"formats":["d"]}             | formats: no setting of this transform
          currency | {"currency":"QQQ"}            | currency: no code of ISO 4217
          percent  | {"bare_string":"x"}           | bare_string: none of percent, fraction
          date     | {"formats":["bogus"]}         | formats: 'bogus' is no pattern of a date
          date     | {"min_date":"1.2.2026"}       | min_date: not a day
          date     | {"min_date":"2101-01-01"}     | min_date: after max_date
          enum     | {}                            | values: empty
          enum     | {"values":{"a":null}}         | values: 'a' stands for no text
          enum     | {"values":{"a":"1","A":"2"}}  | values: 'A' stands there twice
          boolean  | {"true_values":["no"]}        | false_values: has a word of true_values
          boolean  | {"true_values":"no"}          | true_values: not a list
          """)
  void rule_1_3_settings_that_are_none_are_named(String name, String config, String fault) {
    assertThat(Transformed.by(name).with(config).faults()).anyMatch(it -> it.startsWith(fault));
  }

  @Test
  void rule_9_a_message_shows_at_most_80_characters_of_a_cell() {
    Reading refused = Transformed.by("number").reading("x".repeat(5_000));
    assertThat(((Reading.Refused) refused).message())
        .isEqualTo("Not a number: '" + "x".repeat(80) + "'");
  }
}
