package io.syncline.core.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.support.SettableClock;
import java.time.Instant;
import java.util.Date;
import org.junit.jupiter.api.Test;

class ScheduleSlotTest {
  private final ScheduleSlot slot = new ScheduleSlot(new SettableClock("2026-03-01T10:07:42.5Z"));

  @Test
  void a_late_tick_stands_for_the_second_it_was_due() {
    assertThat(slot.of(Date.from(Instant.parse("2026-03-01T10:00:10.123Z"))))
        .isEqualTo("2026-03-01T10:00:10Z");
  }

  @Test
  void each_tick_of_a_schedule_with_seconds_is_a_slot_of_its_own() {
    assertThat(slot.of(Date.from(Instant.parse("2026-03-01T10:00:10Z"))))
        .isEqualTo(slot.of(Date.from(Instant.parse("2026-03-01T10:00:10.999Z"))))
        .isNotEqualTo(slot.of(Date.from(Instant.parse("2026-03-01T10:00:20Z"))));
  }

  @Test
  void a_slot_of_a_whole_minute_is_spelt_as_it_always_was() {
    assertThat(slot.of(Date.from(Instant.parse("2026-03-01T10:00:00.5Z"))))
        .hasToString("2026-03-01T10:00:00Z");
  }

  @Test
  void a_tick_that_does_not_say_when_it_was_due_is_due_now() {
    assertThat(slot.of(null)).isEqualTo("2026-03-01T10:07:42Z");
  }
}
