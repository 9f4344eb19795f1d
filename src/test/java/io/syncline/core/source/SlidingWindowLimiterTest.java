package io.syncline.core.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.syncline.core.error.StopReason;
import io.syncline.core.error.TerminalFailure;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class SlidingWindowLimiterTest {
  private static final long SECOND = 1_000_000_000L;

  private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 20 * SECOND);

  @Test
  void never_more_than_allowed_in_any_second_and_any_minute() {
    SlidingWindowLimiter limiter = new SlidingWindowLimiter(10, 45, now::get);
    List<Long> calls = new ArrayList<>();
    long start = now.get();
    while (now.get() - start < 200 * SECOND) {
      long wait = limiter.tryEnter();
      if (wait == 0) {
        calls.add(now.get() - start);
      } else {
        now.addAndGet(Math.min(wait, SECOND / 7));
      }
    }
    assertThat(calls).hasSize(180);
    assertThat(most(calls, SECOND)).isEqualTo(10);
    assertThat(most(calls, 60 * SECOND)).isEqualTo(45);
  }

  @Test
  void a_pause_holds_everybody_and_a_shorter_one_does_not_shorten_it() {
    SlidingWindowLimiter limiter = new SlidingWindowLimiter(10, 45, now::get);
    limiter.pause(Duration.ofSeconds(5));
    limiter.pause(Duration.ofSeconds(1));
    now.addAndGet(5 * SECOND - 1);
    assertThat(limiter.tryEnter()).isEqualTo(1);
    now.addAndGet(1);
    assertThat(limiter.tryEnter()).isZero();
  }

  @Test
  void whoever_is_held_looks_whether_it_is_to_go_on() {
    SlidingWindowLimiter limiter = new SlidingWindowLimiter(10, 45, () -> now.addAndGet(SECOND));
    limiter.pause(Duration.ofSeconds(5));
    TerminalFailure stop = TerminalFailure.stopped(StopReason.CANCELLED, "by the test");
    assertThatThrownBy(
            () ->
                limiter.enter(
                    () -> {
                      throw stop;
                    }))
        .isSameAs(stop);
  }

  @Test
  void it_is_idle_once_the_last_minute_is_over() {
    SlidingWindowLimiter limiter = new SlidingWindowLimiter(10, 45, now::get);
    assertThat(limiter.isIdle()).isTrue();
    limiter.tryEnter();
    now.addAndGet(60 * SECOND - 1);
    assertThat(limiter.isIdle()).isFalse();
    now.addAndGet(1);
    assertThat(limiter.isIdle()).isTrue();
    limiter.pause(Duration.ofSeconds(1));
    assertThat(limiter.isIdle()).isFalse();
  }

  private static int most(List<Long> calls, long window) {
    int most = 0;
    for (long from : calls) {
      most =
          Math.max(most, (int) calls.stream().filter(c -> c >= from && c < from + window).count());
    }
    return most;
  }
}
