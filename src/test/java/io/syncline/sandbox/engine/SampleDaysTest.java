package io.syncline.sandbox.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.support.SettableClock;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SampleDaysTest {
  private static final Instant FIRST = Instant.parse("2026-08-03T08:00:00Z");
  private static final Duration SPAN = Duration.ofDays(110);

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2026-11-22T00:00:00Z",
        "2027-03-01T00:00:00Z",
        "2028-02-29T12:00:00Z",
        "2041-12-31T23:59:59Z"
      })
  void the_last_of_them_is_past_and_not_long_ago(String now) {
    Instant last = begin(now).plus(SPAN);
    assertThat(Duration.between(last, Instant.parse(now)))
        .isBetween(Duration.ZERO, Duration.ofDays(28));
  }

  @Test
  void they_stay_for_four_weeks_and_begin_no_earlier_than_they_do() {
    assertThat(begin("2025-01-01T00:00:00Z")).isEqualTo(FIRST);
    assertThat(begin("2026-12-19T07:59:59Z")).isEqualTo(FIRST);
    assertThat(begin("2026-12-19T08:00:00Z")).isEqualTo(FIRST.plus(Duration.ofDays(28)));
    assertThat(begin("2027-01-16T07:59:59Z")).isEqualTo(FIRST.plus(Duration.ofDays(28)));
  }

  private static Instant begin(String now) {
    return SampleDays.begin(FIRST, SPAN, new SettableClock(now));
  }
}
