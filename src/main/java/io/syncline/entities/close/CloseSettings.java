package io.syncline.entities.close;

import java.net.URI;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;

/** {@code syncline.entities.close.*}: see {@code config/entities.yaml} for units and reasons. */
@ConfigurationProperties("syncline.entities.close")
record CloseSettings(
    String apiKey,
    URI vendorUrl,
    URI baseUrl,
    int callsPerSecond,
    int callsPerMinute,
    long callsPerDay,
    Duration longestWait,
    int page,
    int walkCap,
    Duration overlap,
    Duration wholeEvery) {

  boolean isOverridden() {
    return !baseUrl.equals(vendorUrl);
  }

  /** Without the key: this text may reach a log. */
  @Override
  public String toString() {
    return "settings of " + baseUrl;
  }
}
