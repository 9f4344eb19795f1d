package io.syncline.core.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.support.SettableClock;
import java.time.Instant;
import java.util.Date;
import org.junit.jupiter.api.Test;

class ScheduleSlotTest {
  private final ScheduleSlot slot = new ScheduleSlot(new SettableClock("2026-03-01T10:07:42.5Z"));

  @Test
  void a_late_tick_stands_for_the_minute_it_was_due() {
    assertThat(slot.of(Date.from(Instant.parse("2026-03-01T10:00:00.123Z"))))
        .isEqualTo("2026-03-01T10:00:00Z");
  }

  @Test
  void ticks_of_two_nodes_within_a_minute_are_one_slot() {
    assertThat(slot.of(Date.from(Instant.parse("2026-03-01T10:00:00Z"))))
        .isEqualTo(slot.of(Date.from(Instant.parse("2026-03-01T10:00:59.999Z"))))
        .isNotEqualTo(slot.of(Date.from(Instant.parse("2026-03-01T10:01:00Z"))));
  }

  @Test
  void a_tick_that_does_not_say_when_it_was_due_is_due_now() {
    assertThat(slot.of(null)).isEqualTo("2026-03-01T10:07:00Z");
  }
}
