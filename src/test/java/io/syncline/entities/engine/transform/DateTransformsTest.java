package io.syncline.entities.engine.transform;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DateTransformsTest {
  private static final String ANY = "{\"min_date\":\"0001-01-01\",\"max_date\":\"9999-12-31\"}";

  /** SE-32. */
  @ParameterizedTest
  @CsvSource({
    "2,1900-01-01", "45292,2024-01-01", "45351,2024-02-29", "45366,2024-03-15",
    "45366.9999,2024-03-15", "1,1899-12-31", "2958465,9999-12-31", "0.5,INVALID_DATE",
    "2958466,INVALID_DATE", "-3,INVALID_DATE"
  })
  void rule_7_serial_numbers_are_days_since_the_end_of_1899(double serial, String day) {
    assertThat(Transformed.by("date").with(ANY).of(serial)).isEqualTo(day);
  }

  /** SE-32. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          en_US | 2026-02-28  | 2026-02-28
          en_US | 2/3/2026    | 2026-02-03
          en_GB | 2/3/2026    | 2026-03-02
          en_CA | 02-03-2026  | 2026-03-02
          de_DE | 31.12.2026  | 2026-12-31
          ja_JP | 2026/3/2    | 2026-03-02
          hu_HU | 2026.03.02  | 2026-03-02
          lt_LT | 2026-3-2    | 2026-03-02
          zh_CN | 2026-12-1   | 2026-12-01
          ko_KR | 2026-12-1   | 2026-12-01
          en_US | 31/12/2026  | INVALID_DATE
          de_DE | 12/31/2026  | INVALID_DATE
          en_US | 2/3/26      | INVALID_DATE
          en_US | 2026-02-30  | INVALID_DATE
          en_US | 2/30/2026   | INVALID_DATE
          en_US | 2/3-2026    | INVALID_DATE
          en_US | 2026        | INVALID_DATE
          en_US | 2026/3/2    | INVALID_DATE
          en_US | 2/3/2026 x  | INVALID_DATE
          en_US | 1949-12-31  | INVALID_DATE
          en_US | 2101-01-01  | INVALID_DATE
          """)
  void rule_7_days_are_written_in_the_order_of_the_locale(String locale, String text, String day) {
    assertThat(Transformed.by("date").in(locale).of(text)).isEqualTo(day);
  }

  @Test
  void rule_7_a_bare_year_is_a_day_of_1905_and_refused() {
    assertThat(Transformed.by("date").of(2024)).isEqualTo("INVALID_DATE");
    assertThat(Transformed.by("date").with(ANY).of(2024)).isEqualTo("1905-07-16");
  }

  /** SE-32. */
  @Test
  void rule_7_patterns_are_tried_in_their_order_and_strictly() {
    Transformed own =
        Transformed.by("date")
            .in("de_DE")
            .with("{\"formats\":[\"d. MMMM yyyy\",\"dd.MM.yy\",\"yyyyMMdd\"]}");
    assertThat(own.of("1. MÄRZ 2026")).isEqualTo("2026-03-01");
    assertThat(own.of("02.03.26")).isEqualTo("2026-03-02");
    assertThat(own.of("20260302")).isEqualTo("2026-03-02");
    assertThat(own.of("20260230")).isEqualTo("INVALID_DATE");
    assertThat(own.of("2.3.2026")).isEqualTo("2026-03-02");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          UTC              | 2025-01-14T10:44:06.154000+00:00 | 2025-01-14T10:44:06.154Z
          America/New_York | 2025-01-14T10:44:06Z             | 2025-01-14T10:44:06Z
          America/New_York | 2025-01-14T10:44:06+0100         | 2025-01-14T09:44:06Z
          America/New_York | 2025-01-14T10:44+01              | 2025-01-14T09:44:00Z
          America/New_York | 2025-01-14T10:44:06              | 2025-01-14T15:44:06Z
          America/New_York | 2025-01-14 10:44                 | 2025-01-14T15:44:00Z
          America/New_York | 2025-01-14                       | 2025-01-14T05:00:00Z
          Europe/Berlin    | 2026-03-29T02:30                 | 2026-03-29T01:30:00Z
          Europe/Berlin    | 2026-10-25T02:30                 | 2026-10-25T00:30:00Z
          UTC              | 2025-02-30T10:44                 | INVALID_DATETIME
          UTC              | 14.1.2025 10:44                  | INVALID_DATETIME
          UTC              | 1949-12-31T23:59:59              | INVALID_DATETIME
          UTC              | 10:44                            | INVALID_DATETIME
          """)
  void rule_7_a_time_without_an_offset_is_one_of_the_feeds_zone(
      String zone, String text, String moment) {
    assertThat(Transformed.by("datetime").at(zone).of(text)).isEqualTo(moment);
  }

  @Test
  void rule_7_a_serial_number_with_a_fraction_is_a_time_of_the_feeds_zone() {
    Transformed there = Transformed.by("datetime").at("America/New_York");
    assertThat(there.of(45366.5)).isEqualTo("2024-03-15T16:00:00Z");
    assertThat(Transformed.by("datetime").of(45366.0000057)).isEqualTo("2024-03-15T00:00:00Z");
    assertThat(Transformed.by("datetime").of(45366.000006)).isEqualTo("2024-03-15T00:00:01Z");
    assertThat(Transformed.by("datetime").of(2024)).isEqualTo("INVALID_DATETIME");
  }

  @Test
  void rule_7_patterns_of_times_may_have_an_offset() {
    Transformed own =
        Transformed.by("datetime")
            .at("Europe/Berlin")
            .with("{\"formats\":[\"dd.MM.yyyy HH:mm XXX\",\"dd.MM.yyyy HH:mm\",\"dd.MM.yyyy\"]}");
    assertThat(own.of("14.01.2025 10:44 -05:00")).isEqualTo("2025-01-14T15:44:00Z");
    assertThat(own.of("14.01.2025 10:44")).isEqualTo("2025-01-14T09:44:00Z");
    assertThat(own.of("14.01.2025")).isEqualTo("2025-01-13T23:00:00Z");
  }
}
