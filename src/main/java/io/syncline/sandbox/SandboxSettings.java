package io.syncline.sandbox;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

@ConfigurationProperties("syncline.sandbox")
record SandboxSettings(
    @DefaultValue("syncline") String seed, @DefaultValue JungleScout junglescout) {

  SandboxSettings {
    if (seed.isBlank()) {
      throw new IllegalArgumentException("syncline.sandbox.seed must not be blank");
    }
  }

  /** The limits Jungle Scout publishes, and the number of products in the catalogue. */
  record JungleScout(
      @DefaultValue("15") int requestsPerSecond,
      @DefaultValue("300") int requestsPerMinute,
      @DefaultValue("500") int products) {

    JungleScout {
      requirePositive("requests-per-second", requestsPerSecond);
      requirePositive("requests-per-minute", requestsPerMinute);
      requirePositive("products", products);
    }

    private static void requirePositive(String key, int value) {
      if (value < 1) {
        throw new IllegalArgumentException(
            "syncline.sandbox.junglescout." + key + " must be at least 1, not " + value);
      }
    }
  }
}
