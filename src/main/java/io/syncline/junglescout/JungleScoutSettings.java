package io.syncline.junglescout;

import io.syncline.core.source.Allowance;
import io.syncline.core.source.SourceProfile;
import java.net.URI;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Map;
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

  /** The vendor, at the pace that the account allows. */
  SourceProfile source() {
    Map<String, String> identity = hasKey() ? Map.of("Authorization", credential()) : Map.of();
    return new SourceProfile(
        JungleScout.WORD,
        baseUrl,
        !baseUrl.equals(vendorUrl),
        () -> identity,
        callsPerSecond,
        callsPerMinute,
        Allowance.perMonth(callsPerMonth),
        longestWait);
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
