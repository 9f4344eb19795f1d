package io.syncline.core.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.api.Ledger;
import io.syncline.support.SettableClock;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class RowsByDayIT {
  private final Ledger ledger = Ledger.started();
  private final SettableClock clock = new SettableClock();
  private final RowsByDay days = new RowsByDay(ledger.databases(), clock);

  @Test
  void days_that_nobody_looked_at_are_counted_once_somebody_does() {
    Instant start = clock.instant();
    ledger.run("stockx", "completed", start, false);
    assertThat(days.last(14)).extracting(RowsByDay.Day::runs).containsExactly(1L);
    for (int day = 0; day < 3; day++) {
      ledger.run("stockx", "completed", start.plus(Duration.ofDays(day)), false);
    }
    ledger.run("stockx", "failed", start.plus(Duration.ofDays(1)), false);
    clock.advance(Duration.ofDays(3));
    assertThat(days.last(14)).extracting(RowsByDay.Day::runs).containsExactly(2L, 2L, 1L);
    assertThat(days.last(14)).extracting(RowsByDay.Day::failed).containsExactly(0L, 1L, 0L);
  }

  @Test
  void a_dry_run_and_what_is_older_count_nothing() {
    Instant now = clock.instant();
    ledger.run("stockx", "completed", now.minus(Duration.ofDays(14)), false);
    ledger.run("stockx", "completed", now, true);
    assertThat(days.last(14)).isEmpty();
    clock.advance(Duration.ofMinutes(1));
    ledger.run("stockx", "completed", now.minus(Duration.ofDays(13)), false);
    assertThat(days.last(14)).as("a day that is over is counted once").isEmpty();
  }
}
