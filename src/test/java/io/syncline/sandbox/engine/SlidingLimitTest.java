package io.syncline.sandbox.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.sandbox.engine.SlidingLimit.Verdict;
import io.syncline.sandbox.engine.SlidingLimit.Window;
import io.syncline.support.SettableClock;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SlidingLimitTest {
  private static final Instant NOON = Instant.parse("2026-06-01T12:00:00Z");

  private final SettableClock clock = new SettableClock(NOON.toString());
  private final SlidingLimit limit =
      new SlidingLimit(
          clock, new Window(2, Duration.ofSeconds(1)), new Window(4, Duration.ofMinutes(1)));

  @Test
  void so_many_pass_within_a_window_and_the_tightest_refuses() {
    assertThat(remaining("a", 0, 0)).containsExactly(1, 0);
    Verdict refused = take("a", 400);
    assertThat(refused.refusedBy()).isZero();
    assertThat(refused.delay()).isEqualTo(Duration.ofMillis(600));
    assertThat(refused.resetAfter()).isEqualTo(Duration.ofMillis(600));
    assertThat(take("b", 400).isAllowed()).as("another account").isTrue();
    assertThat(remaining("a", 1_000, 1_001))
        .as("the refused one took no place")
        .containsExactly(1, 0);
    Verdict minute = take("a", 2_500);
    assertThat(minute.refusedBy()).isEqualTo(1);
    assertThat(minute.delay()).isEqualTo(Duration.ofMillis(57_500));
    assertThat(minute.remaining()).as("of the second").isEqualTo(2);
    assertThat(minute.resetAfter()).isZero();
    assertThat(remaining("a", 60_000, 60_000)).containsExactly(1, 0);
    assertThat(take("a", 60_500).delay()).isEqualTo(Duration.ofMillis(500));
  }

  private int[] remaining(String account, int... millis) {
    return IntStream.of(millis)
        .mapToObj(at -> take(account, at))
        .mapToInt(verdict -> verdict.isAllowed() ? verdict.remaining() : -1)
        .toArray();
  }

  private Verdict take(String account, long millis) {
    clock.set(NOON.plusMillis(millis).toString());
    return limit.take(account);
  }
}
