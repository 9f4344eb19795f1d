package io.syncline.entities.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class WatermarkTest {
  private static final Duration OVERLAP = Duration.ofMinutes(15);
  private static final Duration WEEK = Duration.ofDays(7);
  private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");
  private static final Instant SEEN = Instant.parse("2026-11-22T11:00:00Z");

  @Test
  void a_read_begins_a_little_before_what_was_seen_last() {
    Optional<String> cursor =
        Optional.of(Watermark.after(Optional.empty(), Optional.of(SEEN), true, NOW));
    assertThat(Watermark.since(cursor, NOW, OVERLAP, WEEK)).contains(SEEN.minus(OVERLAP));
  }

  @Test
  void everything_is_read_at_first_once_a_week_and_when_the_cursor_is_none() {
    Optional<String> cursor =
        Optional.of(Watermark.after(Optional.empty(), Optional.of(SEEN), true, NOW));
    assertThat(Watermark.since(cursor, NOW.plus(WEEK), OVERLAP, WEEK)).isEmpty();
    assertThat(Watermark.since(Optional.empty(), NOW, OVERLAP, WEEK)).isEmpty();
    assertThat(Watermark.since(Optional.of("2026 whole"), NOW, OVERLAP, WEEK)).isEmpty();
  }

  @Test
  void a_mark_goes_forward_only_and_remembers_the_last_whole_read() {
    Optional<String> first =
        Optional.of(Watermark.after(Optional.empty(), Optional.of(SEEN), true, NOW));
    Optional<String> none =
        Optional.of(Watermark.after(first, Optional.empty(), false, NOW.plusSeconds(60)));
    assertThat(none).isEqualTo(first);
    Optional<String> older =
        Optional.of(Watermark.after(first, Optional.of(SEEN.minusSeconds(9)), false, NOW));
    assertThat(older).isEqualTo(first);
    Optional<String> newer =
        Optional.of(Watermark.after(first, Optional.of(SEEN.plusSeconds(9)), false, NOW));
    assertThat(Watermark.of(newer)).contains(new Watermark(SEEN.plusSeconds(9), NOW));
  }

  @Test
  void a_moment_to_come_is_taken_for_now() {
    Optional<String> ahead =
        Optional.of(
            Watermark.after(
                Optional.empty(), Optional.of(NOW.plus(WEEK.multipliedBy(99))), true, NOW));
    assertThat(Watermark.since(ahead, NOW, OVERLAP, WEEK)).contains(NOW.minus(OVERLAP));
  }

  @Test
  void a_mark_of_a_clock_that_was_ahead_is_none() {
    Optional<String> cursor = Optional.of(new Watermark(SEEN, NOW.plusSeconds(60)).text());
    assertThat(Watermark.since(cursor, NOW, OVERLAP, WEEK)).isEmpty();
    assertThat(Watermark.since(cursor, NOW.plusSeconds(60), OVERLAP, WEEK)).isPresent();
  }
}
