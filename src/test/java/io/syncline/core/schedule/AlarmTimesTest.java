package io.syncline.core.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class AlarmTimesTest {
  private static final long NOW = 1_000_000;
  private static final long LATER = NOW + 60_000;

  private final AlarmTimes times = new AlarmTimes(Duration.ofSeconds(1));

  @Test
  void who_is_due_alone_has_an_alarm_at_once_after_its_time() {
    assertThat(times.of(LATER + 7, NOW)).hasValue(LATER + 8);
    assertThat(times.of(LATER + 5_000, NOW)).hasValue(LATER + 5_001);
    assertThat(times.of(NOW - 60_000, NOW)).as("late").hasValue(NOW + 1);
  }

  @Test
  void those_that_are_due_close_together_share_one_that_comes_after_all_of_them() {
    assertThat(times.of(LATER, NOW)).hasValue(LATER + 1);
    assertThat(times.of(LATER + 3, NOW)).hasValue(LATER + 1_020);
    assertThat(LongStream.range(LATER, LATER + 1_000).mapToObj(due -> times.of(due, NOW)))
        .allMatch(alarm -> alarm.isEmpty());
    assertThat(times.of(LATER + 1_000, NOW)).as("of the next second").hasValue(LATER + 2_020);
  }

  @Test
  void an_alarm_serves_no_run_that_comes_after_it() {
    long alarms =
        LongStream.range(0, 4_000).filter(ms -> times.of(NOW, NOW + ms).isPresent()).count();
    assertThat(alarms).as("one a second, and the first one").isEqualTo(5);
    assertThat(times.of(NOW, NOW + 5_000)).hasValue(NOW + 5_001);
  }

  @Test
  void one_that_could_not_be_set_is_asked_for_again() {
    times.of(LATER, NOW);
    times.of(LATER, NOW);
    times.forget(LATER, NOW);
    assertThat(times.of(LATER, NOW)).isPresent();
  }
}
