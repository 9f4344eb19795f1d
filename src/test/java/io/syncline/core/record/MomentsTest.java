package io.syncline.core.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Random;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A moment is what the JDK's own formatter makes of it, whichever way it is read. */
class MomentsTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2026-11-29T10:45:05Z",
        "2026-11-29T10:45:05+05:30",
        "2026-11-29T10:45:05-08:00",
        "2026-11-29T10:45:05-00:00",
        "2026-11-29T10:45:05.123456789Z",
        "2026-11-29T10:45Z",
        "2026-11-29T10:45:05+01",
        "2024-02-29T23:59:59+18:00",
        "0000-01-01T00:00:00Z",
        "-0001-01-01T00:00:00Z"
      })
  void each_form_of_the_standard_is_read(String text) {
    assertThat(Moments.of(text)).isEqualTo(OffsetDateTime.parse(text).toInstant());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "2026-11-29",
        "2026-11-29T10:45:05",
        "2026-11-29 10:45:05Z",
        "2026-11-31T10:45:05Z",
        "2025-02-29T10:45:05Z",
        "2026-13-01T10:45:05Z",
        "2026-11-29T24:00:00Z",
        "2026-11-29T10:45:60Z",
        "2026-11-29T10:45:05+19:00",
        "2026-11-29T10:45:05+01:60",
        "2026-11-29T10:45:05+0100",
        "\u0662026-11-29T10:45:05Z",
        "2026-11-29T10:45:05Zz"
      })
  void what_is_none_is_refused(String text) {
    assertThatThrownBy(() -> Moments.of(text)).isInstanceOf(DateTimeException.class);
  }

  @Test
  void one_sign_more_or_another_one_is_told_as_the_formatter_tells_it() {
    Random random = new Random(11);
    String signs = "0123456789-+:TZ.";
    for (int i = 0; i < 50_000; i++) {
      StringBuilder text =
          new StringBuilder(
              random.nextBoolean() ? "2026-11-29T10:45:05Z" : "2026-11-29T10:45:05+01:00");
      text.setCharAt(random.nextInt(text.length()), signs.charAt(random.nextInt(signs.length())));
      if (random.nextInt(4) == 0) {
        text.insert(random.nextInt(text.length()), signs.charAt(random.nextInt(signs.length())));
      }
      assertThat(told(() -> Moments.of(text.toString())))
          .as("%s", text)
          .isEqualTo(told(() -> OffsetDateTime.parse(text).toInstant()));
    }
  }

  private static String told(Supplier<Instant> reading) {
    try {
      return reading.get().toString();
    } catch (DateTimeException e) {
      return "none";
    }
  }
}
