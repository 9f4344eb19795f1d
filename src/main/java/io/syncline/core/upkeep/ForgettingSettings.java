package io.syncline.core.upkeep;

import org.springframework.boot.context.properties.ConfigurationProperties;

/** What of {@code syncline.run.*} is about the age of the ledger; 0 days are for ever. */
@ConfigurationProperties("syncline.run")
public record ForgettingSettings(int keepDays, int keepKeysDays) {

  public ForgettingSettings {
    if (keepDays < 0 || keepKeysDays < 0) {
      throw new IllegalArgumentException("syncline.run: days to keep must not be negative");
    }
  }
}
