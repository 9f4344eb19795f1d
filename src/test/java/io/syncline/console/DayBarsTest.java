package io.syncline.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DayBarsTest {
  private static final Instant NOW = Instant.parse("2026-03-01T00:30:00Z");

  @Test
  void the_best_day_is_as_high_as_can_be_and_the_others_are_measured_by_it() {
    DayBars bars =
        DayBars.of(List.of(day("2026-02-28", 600, 0), day("2026-03-01", 300, 0)), NOW)
            .get("stockx");
    assertThat(bars.bars()).hasSize(14);
    assertThat(bars.bars().subList(12, 14)).extracting(DayBars.Bar::height).containsExactly(30, 15);
    assertThat(bars.bars().subList(0, 12)).extracting(DayBars.Bar::height).containsOnly(0);
    assertThat(bars.words()).isEqualTo("900 rows in 14 days");
  }

  @Test
  void a_day_with_a_failed_run_is_seen_though_it_wrote_nothing() {
    DayBars bars = DayBars.of(List.of(day("2026-03-01", 0, 2)), NOW).get("stockx");
    assertThat(bars.bars().get(13))
        .isEqualTo(new DayBars.Bar(130, 28, 2, true, "2026-03-01: 0 rows, 2 failed runs"));
  }

  @Test
  void a_pipeline_that_did_not_run_has_none() {
    assertThat(DayBars.of(List.of(), NOW)).isEmpty();
  }

  private static Map<String, Object> day(String day, int created, int failed) {
    return Map.of(
        "day",
        day,
        "pipeline",
        "stockx",
        "runs",
        3,
        "failed",
        failed,
        "created",
        created,
        "updated",
        0);
  }
}
