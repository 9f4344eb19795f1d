package io.syncline.sandbox.shopify;

import io.syncline.sandbox.engine.SandboxSettings;
import java.time.Clock;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** Every shop there may be, opened when it is first asked for. Threads may share it. */
final class Shops {
  private final ConcurrentMap<String, SampleShop> byName = new ConcurrentHashMap<>();
  private final SandboxSettings settings;
  private final Clock clock;
  private final ShopifyGrants grants;

  Shops(SandboxSettings settings, Clock clock) {
    this.settings = settings;
    this.clock = clock;
    this.grants = new ShopifyGrants(clock);
  }

  SampleShop get(String name) {
    return byName.computeIfAbsent(name, it -> new SampleShop(it, settings, clock));
  }

  ShopifyGrants grants() {
    return grants;
  }
}
