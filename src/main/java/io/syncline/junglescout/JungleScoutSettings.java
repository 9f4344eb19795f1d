package io.syncline.junglescout;

import java.net.URI;
import java.time.Duration;
import java.time.ZoneId;
import org.springframework.boot.context.properties.ConfigurationProperties;

/** {@code syncline.junglescout.*}: see {@code config/junglescout.yaml} for units and reasons. */
@ConfigurationProperties("syncline.junglescout")
record JungleScoutSettings(
    String apiKey,
    String apiKeyName,
    URI baseUrl,
    URI vendorUrl,
    String apiType,
    int callsPerSecond,
    int callsPerMinute,
    long callsPerMonth,
    Duration longestWait,
    int hourlyLimit,
    int staleAfterDays,
    int notFoundRetryDays,
    int productBatch,
    int salesWorkers,
    int salesGroups,
    int salesBatchRows,
    int salesSpanDays,
    ZoneId vendorZone,
    String scheduledMarketplace) {

  boolean hasKey() {
    return !apiKey.isBlank();
  }

  /** {@code name:key}, from one variable or two; refuses what no colon can be formed of. */
  String credential() {
    String credential = apiKeyName.isBlank() ? apiKey : apiKeyName + ":" + apiKey;
    if (!credential.matches("[^:\\s]+:\\S+")) {
      throw new IllegalStateException(
          "JUNGLE_SCOUT_API_KEY must be name:key, or set JUNGLE_SCOUT_API_KEY_NAME beside it");
    }
    return credential;
  }
}
