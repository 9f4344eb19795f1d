package io.syncline.entities.engine.value;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.NullNode;
import java.math.BigDecimal;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FieldTypeTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          numeric(12,2)               | 10              | 10.00
          numeric(6,4)                | 0.33333333      | 0.3333
          numeric(12,2)               | 0.005           | 0.01
          numeric(12,2)               | -0.005          | -0.01
          numeric                     | 10.50           | 10.5
          bigint                      | 7               | 7.0
          double precision            | 0.1             | 0.10
          real                        | 0.1             | 0.1000000001
          double precision            | 0.0000001       | 1e-07
          double precision            | 1.5e+30         | 1.50E30
          real                        | 16777217        | 1.6777216e+07
          numeric                     | 100000          | 1e5
          boolean                     | t               | TRUE
          boolean                     | yes             | 1
          date                        | 2026-03-15      | 2026-03-15
          timestamp with time zone    | 2026-03-15T16:00:00Z | 2026-03-15 17:00:00+01
          timestamp(0) with time zone | 2026-03-15T16:00:00.6Z | 2026-03-15 16:00:01+00
          timestamptz                 | 2026-03-15 00:00:00+05:30 | 2026-03-14T18:30:00Z
          timestamp without time zone | 2026-03-15 16:00:00 | 2026-03-15T16:00:00Z
          timestamptz                 | 2026-03-15      | 2026-03-15 00:00:00+00
          citext                      | Acme            | ACME
          character(5)                | ab              | ab···
          uuid                        | 0A000000-0000-0000-0000-000000000001 | 0a000000-0000-0000-0000-000000000001
          uuid                        | {0A000000-00000000-0000000000000001} | 0a000000-0000-0000-0000-000000000001
          jsonb                       | {"a":1.0,"b":[]} | {"b":[],"a":1}
          """)
  void rule_8_1_one_value_to_the_column(String type, String one, String other) {
    assertThat(same(type, one, other)).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          text                     | 10         | 10.00
          text                     | Acme       | ACME
          numeric(12,2)            | 10.01      | 10
          numeric                  | 0.33333333 | 0.3333
          timestamp with time zone | 2026-03-15T16:00:00.000001Z | 2026-03-15T16:00:00Z
          jsonb                    | 1          | "1"
          tier                     | Gold       | gold
          text[]                   | {a,b}      | {b,a}
          """)
  void rule_8_1_two_values_to_the_column(String type, String one, String other) {
    assertThat(same(type, one, other)).isFalse();
  }

  @Test
  void rule_8_1_null_is_null_only() {
    FieldType text = FieldType.of("text");
    assertThat(text.same(null, null)).isTrue();
    assertThat(text.same(null, new Value.Text("null"))).isFalse();
    assertThat(FieldType.of("jsonb").same(null, new Value.Json(NullNode.getInstance()))).isFalse();
  }

  @Test
  void rule_8_1_what_cannot_be_cast_goes_to_the_database_as_it_is() {
    assertThat(FieldType.of("numeric(12,2)").cast(new Value.Text("abc")))
        .isEqualTo(new Value.Text("abc"));
    assertThat(FieldType.of("date").cast(new Value.Text("15.3.")))
        .isEqualTo(new Value.Text("15.3."));
    assertThat(FieldType.of("boolean").cast(new Value.Num(BigDecimal.TEN)))
        .isEqualTo(new Value.Num(BigDecimal.TEN));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          numeric(12,2)            | 10
          bigint                   | 7
          boolean                  | t
          date                     | 2026-03-15
          timestamp with time zone | 2026-03-15 16:00:00.25+00
          text                     | it's
          jsonb                    | {"a":[null,1]}
          tier                     | gold
          """)
  void rule_8_1_a_value_is_the_same_after_claims_kept_it_as_json(String type, String text) {
    FieldType field = FieldType.of(type);
    Value value = Objects.requireNonNull(field.read(text));
    assertThat(field.read(value.json())).isEqualTo(value);
    assertThat(field.read(value.text())).isEqualTo(value);
  }

  @Test
  void rule_10_3_json_is_spelt_in_one_order() {
    Value ordered = FieldType.of("jsonb").read("{\"bb\":1.0,\"a\":{\"d\":1,\"c\":2}}");
    assertThat(Objects.requireNonNull(ordered).text())
        .isEqualTo("{\"a\":{\"c\":2,\"d\":1},\"bb\":1}");
  }

  @Test
  void rule_8_1_what_postgresql_takes_for_no_number_of_that_type_is_none() {
    assertThat(FieldType.of("bigint").read("1e5")).isEqualTo(new Value.Text("1e5"));
    assertThat(FieldType.of("numeric").read("1e999999999"))
        .isEqualTo(new Value.Text("1e999999999"));
  }

  private static boolean same(String type, String one, String other) {
    FieldType field = FieldType.of(type);
    return field.same(field.read(one), field.read(other.replace('·', ' ')));
  }
}
