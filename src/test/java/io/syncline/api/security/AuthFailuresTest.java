package io.syncline.api.security;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.support.SettableClock;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class AuthFailuresTest {
  private final SettableClock clock = new SettableClock();
  private final AuthFailures failures = new AuthFailures(clock);

  @Test
  void ten_failures_block_an_address_for_the_rest_of_the_minute_and_no_other() {
    fail(9);
    assertThat(failures.blockedFor("a")).isEmpty();
    fail(1);
    assertThat(failures.blockedFor("a").orElseThrow()).isLessThanOrEqualTo(Duration.ofMinutes(1));
    assertThat(failures.blockedFor("b")).isEmpty();
    clock.advance(Duration.ofSeconds(61));
    assertThat(failures.blockedFor("a")).isEmpty();
  }

  @Test
  void a_new_minute_counts_from_one() {
    fail(9);
    clock.advance(Duration.ofSeconds(61));
    fail(9);
    assertThat(failures.blockedFor("a")).isEmpty();
  }

  private void fail(int times) {
    for (int i = 0; i < times; i++) {
      failures.count("a");
    }
  }
}
