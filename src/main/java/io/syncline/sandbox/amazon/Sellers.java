package io.syncline.sandbox.amazon;

import io.syncline.sandbox.engine.SandboxSettings;
import java.time.Clock;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** Every seller there may be, in each region. Threads may share it. */
final class Sellers {
  private final ConcurrentMap<String, SampleSeller> byName = new ConcurrentHashMap<>();
  private final SandboxSettings settings;
  private final Clock clock;
  private final LwaGrants grants;

  Sellers(SandboxSettings settings, Clock clock) {
    this.settings = settings;
    this.clock = clock;
    this.grants = new LwaGrants(clock);
  }

  SampleSeller get(String seller, String region) {
    return byName.computeIfAbsent(
        seller + "@" + region, key -> new SampleSeller(seller, region, settings, clock));
  }

  LwaGrants grants() {
    return grants;
  }
}
