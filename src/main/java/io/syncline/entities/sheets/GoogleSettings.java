package io.syncline.entities.sheets;

import java.net.URI;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;

/** {@code syncline.entities.google.*}: see {@code config/entities.yaml} for units and reasons. */
@ConfigurationProperties("syncline.entities.google")
record GoogleSettings(
    String serviceAccount,
    URI vendorUrl,
    URI baseUrl,
    String tokenUrl,
    int callsPerSecond,
    long callsPerDay,
    Duration longestWait,
    Duration tokenEarly,
    int cellsPerCall,
    TokenHost tokenHost) {

  /** What the token endpoint is asked at most. */
  record TokenHost(int callsPerSecond, int callsPerMinute, long callsPerDay) {}

  boolean isOverridden() {
    return !baseUrl.equals(vendorUrl);
  }

  /** Without the key: this text may reach a log. */
  @Override
  public String toString() {
    return "settings of " + baseUrl;
  }
}
