package io.syncline.api.security;

import java.nio.charset.StandardCharsets;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * The secrets callers prove themselves with. There is no default: without one of them the service
 * does not start, and the message names the variable, never the value.
 */
@ConfigurationProperties("syncline.secrets")
record WebSecrets(String syncApiKey, String cronSecret, String jwtSecret, String adminPassword) {
  private static final int BYTES = 32;

  WebSecrets {
    requireLong("SYNC_API_KEY", syncApiKey);
    requireLong("CRON_SECRET", cronSecret);
    requireLong("JWT_SECRET", jwtSecret);
    if (adminPassword == null || adminPassword.isBlank()) {
      throw new IllegalArgumentException("SYNCLINE_ADMIN_PASSWORD is not set");
    }
  }

  private static void requireLong(String variable, String value) {
    if (value == null || value.getBytes(StandardCharsets.UTF_8).length < BYTES) {
      throw new IllegalArgumentException(variable + " must have at least " + BYTES + " bytes");
    }
  }

  @Override
  public String toString() {
    return "WebSecrets[hidden]";
  }
}
