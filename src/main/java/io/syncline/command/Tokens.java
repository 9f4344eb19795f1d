package io.syncline.command;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.syncline.core.error.StartupRefused;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;

/** Mints tokens for the HTTP API. */
final class Tokens {
  private static final int SHORTEST_SECRET = 32;

  private Tokens() {}

  /**
   * A token.
   *
   * @throws StartupRefused for a secret that no service has
   */
  static String of(String secret, String subject, String role, Instant now, Duration ttl) {
    byte[] key = secret.getBytes(StandardCharsets.UTF_8);
    if (key.length < SHORTEST_SECRET) {
      throw new StartupRefused(
          "JWT_SECRET is not set or too short.",
          "Set JWT_SECRET to the service's, or run this where the service's data directory is.");
    }
    JWTClaimsSet claims =
        new JWTClaimsSet.Builder()
            .subject(subject)
            .issueTime(Date.from(now))
            .expirationTime(Date.from(now.plus(ttl)))
            .claim("role", role)
            .build();
    SignedJWT token = new SignedJWT(new JWSHeader(JWSAlgorithm.HS256), claims);
    try {
      token.sign(new MACSigner(key));
    } catch (JOSEException e) {
      throw new IllegalStateException("HS256 signs with any key of that length", e);
    }
    return token.serialize();
  }
}
