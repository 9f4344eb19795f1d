package io.syncline.entities.sheets;

import io.syncline.core.error.TerminalFailure;
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

  /**
   * Where tokens are asked for: as the key file says, unless that is configured.
   *
   * @throws TerminalFailure for a key file by which a signed claim would go out in the clear
   */
  URI tokensOf(KeyFile key) {
    if (!tokenUrl.isEmpty()) {
      return URI.create(tokenUrl);
    }
    if (!"https".equals(key.tokenUri().getScheme())) {
      throw KeyFile.wrong("names a token_uri that is not https");
    }
    return key.tokenUri();
  }

  /** Without the key: this text may reach a log. */
  @Override
  public String toString() {
    return "settings of " + baseUrl;
  }
}
