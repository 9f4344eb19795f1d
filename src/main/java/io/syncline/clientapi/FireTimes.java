package io.syncline.clientapi;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;

/**
 * When each of many accounts begins: its slot, plus the spread for each account of its client that
 * stands before it, plus a jitter of its own. So one client's many stand before nobody's first.
 */
record FireTimes(Duration spread) {

  /**
   * The times of accounts, in their order.
   *
   * @param now the slot of those that have none, and of all of them when they are forced
   */
  Map<Account, Instant> of(List<Account> accounts, boolean isForced, Instant now) {
    Map<UUID, Integer> ranks = new HashMap<>();
    Map<Account, Instant> times = new LinkedHashMap<>();
    for (Account account : accounts) {
      int rank = ranks.merge(account.clientId(), 1, Integer::sum) - 1;
      Instant slot = isForced ? now : Objects.requireNonNullElse(account.nextSyncAt(), now);
      times.put(account, slot.plus(spread.multipliedBy(rank)).plus(jitter(account)));
    }
    return times;
  }

  /** The same at each tick, and less than the spread. */
  private Duration jitter(Account account) {
    long most = Math.max(1, spread.toMillis());
    return Duration.ofMillis(Math.floorMod(account.credentialId().hashCode(), most));
  }
}
