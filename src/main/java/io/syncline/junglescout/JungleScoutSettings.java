package io.syncline.junglescout;

import io.syncline.core.source.SourceProfile;
import java.time.ZoneId;
import java.util.Map;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.core.env.Environment;

/** {@code syncline.junglescout.*}: see {@code config/junglescout.yaml} for units and reasons. */
@ConfigurationProperties("syncline.junglescout")
record JungleScoutSettings(
    String apiKey,
    String apiKeyName,
    String apiType,
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
  SourceProfile source(Environment environment) {
    Map<String, String> identity = hasKey() ? Map.of("Authorization", credential()) : Map.of();
    return SourceProfile.configured(JungleScout.WORD, environment, () -> identity);
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
