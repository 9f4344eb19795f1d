package io.syncline.stockx;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;

/** How long an access token is used: as it says itself, and not to its very end. */
record TokenLife(Duration early) {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration USUAL = Duration.ofHours(12);

  /** A short life is used up to its half, or every call would ask for another token. */
  Instant renewAt(JsonNode answer, String access, Instant now) {
    Duration lifetime = lifetime(answer, access, now);
    Duration half = lifetime.dividedBy(2);
    return now.plus(lifetime).minus(early.compareTo(half) < 0 ? early : half);
  }

  private Duration lifetime(JsonNode answer, String access, Instant now) {
    long seconds = answer.path("expires_in").asLong(0);
    if (seconds > 0) {
      return Duration.ofSeconds(Math.min(seconds, USUAL.toSeconds() * 2));
    }
    return expiry(access).map(at -> Duration.between(now, at)).filter(this::isAhead).orElse(USUAL);
  }

  private boolean isAhead(Duration left) {
    return !left.isNegative() && !left.isZero();
  }

  /** The {@code exp} of a token that is a JWT. */
  private Optional<Instant> expiry(String access) {
    String[] parts = access.split("\\.");
    if (parts.length != 3) {
      return Optional.empty();
    }
    try {
      JsonNode claims = JSON.readTree(Base64.getUrlDecoder().decode(parts[1]));
      long seconds = claims.path("exp").asLong(0);
      return seconds > 0 ? Optional.of(Instant.ofEpochSecond(seconds)) : Optional.empty();
    } catch (IOException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
