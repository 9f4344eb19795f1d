package io.syncline.stockx;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScheduleFiresTest {
  private static final Instant NOW = Instant.parse("2026-11-22T10:17:00Z");

  @ParameterizedTest
  @CsvSource({"0 0 * * * ?,24", "0 0 */3 * * ?,8", "0 0 */6 * * ?,4", "0 0 */12 * * ?,2"})
  void a_schedule_of_so_many_hours_fires_so_often_a_day(String cron, int perDay) {
    ScheduleFires fires = ScheduleFires.of(cron, NOW);
    assertThat(fires.month()).isEqualTo(30L * perDay);
    assertThat(fires.busiestDay()).isEqualTo(perDay);
    assertThat(fires.perDay().toPlainString()).isEqualTo(String.valueOf(perDay));
  }

  @Test
  void the_calls_of_a_day_and_a_month_are_the_documents_figures() {
    ScheduleFires fires = ScheduleFires.of("0 0 */6 * * ?", NOW);
    assertThat(fires.callsPerDay(150)).isEqualTo(600);
    assertThat(150 * fires.month()).isEqualTo(18_000);
  }

  /** Counted on the present day it was none, or seven times too many. */
  @Test
  void a_schedule_that_does_not_start_every_day_is_counted_over_a_month() {
    ScheduleFires mondays = ScheduleFires.of("0 0 */6 ? * MON", NOW);
    assertThat(mondays.month()).isEqualTo(20);
    assertThat(mondays.busiestDay()).isEqualTo(4);
    assertThat(mondays.perDay()).isEqualByComparingTo("0.67");
    assertThat(mondays.callsPerDay(150)).isEqualTo(100);
  }

  @Test
  void no_schedule_fires_never() {
    assertThat(ScheduleFires.of("off", NOW)).isEqualTo(new ScheduleFires(0, 0));
    assertThat(ScheduleFires.of("0 0 0 1 1 ? 2099", NOW).month()).isZero();
  }
}
