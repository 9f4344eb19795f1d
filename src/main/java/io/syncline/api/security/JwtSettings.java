package io.syncline.api.security;

import java.util.Optional;
import org.springframework.boot.context.properties.ConfigurationProperties;

/** Whom a token must come from and be for, when that is to be checked; empty means unchecked. */
@ConfigurationProperties("syncline.jwt")
record JwtSettings(Optional<String> issuer, Optional<String> audience) {

  JwtSettings {
    issuer = issuer == null ? Optional.empty() : issuer.filter(it -> !it.isBlank());
    audience = audience == null ? Optional.empty() : audience.filter(it -> !it.isBlank());
  }
}
