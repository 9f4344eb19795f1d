package io.syncline.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WordsTest {
  private final Words words = new Words(Instant.parse("2026-03-01T00:30:00Z"));

  @Test
  void only_what_is_not_zero_is_said_and_errors_are_warned_of() {
    assertThat(words.counts(run(Map.of("rows_created", 0L), 0))).isEqualTo("no records");
    assertThat(
            words.counts(
                run(Map.of("rows_created", 12, "rows_unchanged", 1136, "rows_skipped", 2), 2)))
        .isEqualTo("12 created, 1,136 unchanged, 2 skipped ⚠ 2");
  }

  @Test
  void a_run_that_led_others_says_how_many() {
    Map<String, Object> run = run(Map.of(), 0);
    run.put("children", Map.of("total", 3));
    assertThat(words.counts(run)).isEqualTo("3 runs led");
  }

  @Test
  void a_run_is_called_by_its_label_or_by_the_end_of_its_scope() {
    Map<String, Object> run = run(Map.of(), 0);
    run.put("pipeline", "junglescout");
    run.put("trigger", "schedule");
    run.put("scope", "junglescout");
    assertThat(words.label(run)).isEqualTo("junglescout");
    assertThat(words.about(run)).isEqualTo("schedule");
    run.put("scope", "entities.feed.00000000-0000-4000-8000-000000000012");
    assertThat(words.label(run)).isEqualTo("…000000000012");
    run.put("label", "Shop of Ann");
    assertThat(words.label(run)).isEqualTo("Shop of Ann");
    assertThat(words.about(run)).isEqualTo("schedule · Shop of Ann");
  }

  @Test
  void a_budget_has_the_name_of_its_source_where_that_is_not_the_pipeline() {
    Map<String, Object> budget =
        Map.of(
            "pipeline", "stockx", "source", "stockx", "left", 999, "calls", 1000, "period", "day");
    assertThat(words.budget(budget)).isEqualTo("999 of 1,000 calls left today");
    budget =
        Map.of(
            "pipeline",
            "stockx",
            "source",
            "stockx.eu",
            "left",
            9,
            "calls",
            25000,
            "period",
            "month");
    assertThat(words.budget(budget)).isEqualTo("stockx.eu: 9 of 25,000 calls left this month");
  }

  @Test
  void a_run_that_waits_is_parked_whatever_its_outcome() {
    Map<String, Object> run = run(Map.of(), 0);
    assertThat(words.state(run)).isEqualTo("ok");
    run.put("outcome", "running");
    run.put("parked_until", "2026-03-01T01:00:00Z");
    assertThat(words.state(run)).isEqualTo("parked");
  }

  @Test
  void what_went_wrong_names_the_row_or_the_record() {
    assertThat(words.entry(Map.of("row", 5, "message", "no @"))).isEqualTo("Row 5: no @");
    assertThat(words.entry(Map.of("row", "B0ABC", "message", "no @"))).isEqualTo("B0ABC: no @");
    assertThat(words.entry(Map.of("message", "no @"))).isEqualTo("no @");
    assertThat(words.troubles(Map.of("error_count", 2, "warning_count", 1)))
        .isEqualTo("2 errors, 1 warning");
  }

  @Test
  void days_are_counted_by_the_calendar() {
    assertThat(words.day("2026-03-01T00:10:00Z")).isEqualTo("today, 00:10");
    assertThat(words.day("2026-02-28T23:50:00Z")).isEqualTo("yesterday, 23:50");
    assertThat(words.day("2026-03-02T09:00:00Z")).isEqualTo("tomorrow, 09:00");
    assertThat(words.day("2026-03-03T09:00:00Z")).isEqualTo("2026-03-03, 09:00");
    assertThat(words.day("2026-02-24T12:00:00Z")).isEqualTo("5 days ago, 12:00");
    assertThat(words.day("2026-02-01T12:00:00Z")).isEqualTo("2026-02-01, 12:00");
    assertThat(words.ago("2026-03-01T00:50:00Z")).isEqualTo("in 20 min");
    assertThat(words.day(null)).isEmpty();
  }

  private static Map<String, Object> run(Map<String, ?> stats, int errors) {
    Map<String, Object> run = new HashMap<>();
    run.put("outcome", "completed");
    run.put("stats", stats);
    run.put("error_count", errors);
    return run;
  }
}
