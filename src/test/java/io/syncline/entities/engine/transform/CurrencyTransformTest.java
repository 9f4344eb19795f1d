package io.syncline.entities.engine.transform;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CurrencyTransformTest {

  /** SE-33. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          en_US | $1,234.50        | 1234.50
          en_US | -$1,234.50       | -1234.50
          en_US | $-1,234.50       | -1234.50
          en_US | ($1,234.50)      | -1234.50
          en_US | (1,234.50)       | -1234.50
          en_US | USD 12           | 12.00
          en_US | 12usd            | 12.00
          en_US | 12.345           | 12.35
          en_US | 12               | 12.00
          de_DE | 1.234,50 €       | 1234.50
          de_DE | -1.234,50\u00A0€ | -1234.50
          de_DE | € -5             | -5.00
          fr_FR | 1\u202F234,50 €  | 1234.50
          de_CH | CHF 1’234.50     | 1234.50
          de_AT | 1.234,50 €       | 1234.50
          en_GB | £0.5             | 0.50
          en_US | €5               | 5.00
          en_US | $                | INVALID_CURRENCY
          en_US | $ 5 USD          | INVALID_CURRENCY
          en_US | -$-5             | INVALID_CURRENCY
          en_US | 5-               | INVALID_CURRENCY
          en_US | 12 pcs           | INVALID_CURRENCY
          en_US | $1.234,50        | INVALID_CURRENCY
          en_US | five             | INVALID_CURRENCY
          """)
  void rule_7_one_marker_stands_before_or_after_an_amount(String locale, String text, String read) {
    assertThat(Transformed.by("currency").in(locale).of(text)).isEqualTo(read);
  }

  @ParameterizedTest
  @CsvSource({
    "USD,$5,5.00",
    "CAD,$5,5.00",
    "MXN,$5,5.00",
    "GBP,£5,5.00",
    "EUR,€5,5.00",
    "JPY,¥5,5",
    "CNY,¥5,5.00",
    "EUR,$5,CURRENCY_MISMATCH",
    "USD,EUR 5,CURRENCY_MISMATCH",
    "JPY,$5,CURRENCY_MISMATCH",
    "USD,usd 5,5.00",
    "USD,5,5.00"
  })
  void rule_7_a_marker_has_to_fit_the_configured_currency(String code, String text, String read) {
    String config = "{\"currency\":\"" + code + "\"}";
    assertThat(Transformed.by("currency").with(config).of(text)).isEqualTo(read);
  }

  @Test
  void rule_7_the_sign_that_a_locale_has_for_its_currency_fits_it() {
    Transformed crowns = Transformed.by("currency").with("{\"currency\":\"SEK\"}").in("sv_SE");
    assertThat(crowns.of("1\u00A0234,50 kr")).isEqualTo("1234.50");
    Transformed danish = Transformed.by("currency").with("{\"currency\":\"DKK\"}").in("da_DK");
    assertThat(danish.of("1.234,50 kr.")).isEqualTo("1234.50");
    Transformed zloty = Transformed.by("currency").with("{\"currency\":\"PLN\"}").in("pl_PL");
    assertThat(zloty.of("12,5 zł")).isEqualTo("12.50");
  }

  @Test
  void rule_7_minor_units_come_in_and_go_out() {
    Transformed in = Transformed.by("currency").with("{\"currency\":\"USD\",\"input\":\"minor\"}");
    assertThat(in.of(7_500_000)).isEqualTo("75000.00");
    assertThat(in.of("1,050")).isEqualTo("10.50");
    Transformed out = Transformed.by("currency").with("{\"output\":\"minor\"}");
    assertThat(out.of("10.505")).isEqualTo("1051");
    Transformed yen =
        Transformed.by("currency").with("{\"currency\":\"JPY\",\"input\":\"minor\"}").in("ja_JP");
    assertThat(yen.of(1234)).isEqualTo("1234");
  }
}
