package io.syncline.stockx;

import io.syncline.core.schedule.Cron;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * How often a schedule starts a run in the next thirty days, counted in UTC.
 *
 * @param busiestDay fires of the day that has most, which is what a day's limit must bear
 */
record ScheduleFires(long month, long busiestDay) {
  static final int DAYS = 30;

  /** Those of an expression as a trigger reads it; {@code off} has none. */
  static ScheduleFires of(String cron, Instant now) {
    Instant end = now.plus(Duration.ofDays(DAYS));
    Map<LocalDate, Long> days = new HashMap<>();
    Optional<Instant> next = Cron.next(cron, now);
    while (next.isPresent() && !next.get().isAfter(end)) {
      days.merge(LocalDate.ofInstant(next.get(), ZoneOffset.UTC), 1L, Long::sum);
      next = next.flatMap(fire -> Cron.next(cron, fire));
    }
    return new ScheduleFires(
        days.values().stream().mapToLong(Long::longValue).sum(),
        days.values().stream().mapToLong(Long::longValue).max().orElse(0));
  }

  /** The average; a schedule that does not start each day has less than one. */
  BigDecimal perDay() {
    BigDecimal average =
        BigDecimal.valueOf(month).divide(BigDecimal.valueOf(DAYS), 2, RoundingMode.HALF_UP);
    return average.stripTrailingZeros().scale() <= 0 ? average.setScale(0) : average;
  }

  /** The average of so many calls a run, rounded up. */
  long callsPerDay(long perRun) {
    return (perRun * month + DAYS - 1) / DAYS;
  }
}
