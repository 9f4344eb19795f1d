package io.syncline.core.relay;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import org.springframework.boot.context.properties.ConfigurationProperties;

/** {@code syncline.relay.*}: see {@code config/application.yaml} for units and reasons. */
@ConfigurationProperties("syncline.relay")
public record RelaySettings(
    Duration interval,
    Duration viewInterval,
    Duration retentionInterval,
    Duration grace,
    Duration laneWait,
    Duration firstDelay,
    Duration longestDelay,
    int batchesAtOnce,
    int rowsAtOnce,
    int triesOnRefusedData) {
  private static final int LONGEST_EXPONENT = 9;

  /** The wait after so many attempts: it doubles up to the longest, and nobody comes in step. */
  Duration delay(int attempts) {
    long doubled = firstDelay.toMillis() << Math.min(attempts, LONGEST_EXPONENT);
    long capped = Math.min(doubled, longestDelay.toMillis());
    return Duration.ofMillis(capped / 2 + ThreadLocalRandom.current().nextLong(capped / 2 + 1));
  }
}
