package io.syncline.clientapi;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** When each of many accounts begins. */
class FireTimesTest {
  private static final Instant NOW = Instant.parse("2026-11-27T06:00:05Z");
  private static final Instant SLOT = Instant.parse("2026-11-27T06:00:00Z");
  private static final Duration SPREAD = Duration.ofSeconds(10);

  private final FireTimes times = new FireTimes(SPREAD);

  @Test
  void a_client_with_two_hundred_accounts_delays_nobodys_first() {
    List<Account> accounts = new ArrayList<>();
    UUID large = new UUID(0, 1);
    for (int i = 0; i < 200; i++) {
      accounts.add(account(large, SLOT));
    }
    Account small = account(new UUID(0, 2), SLOT);
    accounts.add(small);
    Map<Account, Instant> at = times.of(accounts, false, NOW);
    assertThat(at.get(small)).isBetween(SLOT, SLOT.plus(SPREAD));
    long before =
        at.entrySet().stream()
            .filter(it -> it.getKey().clientId().equals(large))
            .filter(it -> it.getValue().isBefore(at.get(small)))
            .count();
    assertThat(before).isLessThanOrEqualTo(1);
    assertThat(at.values().stream().max(Instant::compareTo).orElseThrow())
        .isBetween(SLOT.plus(SPREAD.multipliedBy(199)), SLOT.plus(SPREAD.multipliedBy(200)));
  }

  @Test
  void the_slot_counts_and_without_one_or_by_force_the_present() {
    Account due = account(new UUID(0, 1), SLOT);
    Account fresh = account(new UUID(0, 2), null);
    assertThat(times.of(List.of(due), false, NOW).get(due)).isBetween(SLOT, SLOT.plus(SPREAD));
    assertThat(times.of(List.of(due), true, NOW).get(due)).isBetween(NOW, NOW.plus(SPREAD));
    assertThat(times.of(List.of(fresh), false, NOW).get(fresh)).isBetween(NOW, NOW.plus(SPREAD));
  }

  @Test
  void the_jitter_of_an_account_is_the_same_at_each_tick() {
    Account account = account(new UUID(0, 1), SLOT);
    assertThat(times.of(List.of(account), false, NOW))
        .isEqualTo(times.of(List.of(account), false, NOW.plusSeconds(1)));
  }

  private static Account account(UUID client, @Nullable Instant due) {
    return new Account(UUID.randomUUID(), client, "market", "stall", false, due, Optional.empty());
  }
}
