package io.syncline.clientapi.credential;

import io.syncline.core.error.StopReason;
import io.syncline.core.error.TerminalFailure;
import io.syncline.core.error.TransientFailure;
import io.syncline.core.run.ActiveRun;
import io.syncline.core.source.Allowance;
import io.syncline.core.source.SourceAnswer;
import io.syncline.core.source.SourceProfile;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** How a platform gives access tokens for one way of identifying ourselves. */
interface Grant {

  boolean isFor(Credential credential);

  /**
   * Asks for another access token.
   *
   * @param secrets as they are stored now
   * @throws TerminalFailure {@link StopReason#AUTH_FAILED} when the owner has to do something,
   *     {@link StopReason#CONFIG_INVALID} when we have to
   */
  Granted ask(Credential credential, Map<String, String> secrets, ActiveRun run);

  /** Where tokens are asked for: seldom, so that a fault of ours locks nobody out. */
  static SourceProfile host(String name, URI base, boolean overridden) {
    return new SourceProfile(
        name, base, overridden, Map::of, 2, 20, Allowance.perDay(10_000), Duration.ofSeconds(60));
  }

  /** Whether it says by the answer's status that it gives none, and not that it is busy. */
  static boolean isRefusal(SourceAnswer answer) {
    int status = answer.status();
    return status >= 400 && status < 500 && status != 429 && status != 408;
  }

  /**
   * What was given.
   *
   * @param refresh another refresh token; the one before is worth nothing once it was used
   */
  record Granted(String access, Instant renewAt, Optional<String> refresh) {

    /**
     * What an answer gives.
     *
     * @param early how long before its end a token is no more used
     * @throws TransientFailure for an answer without a token
     */
    static Granted of(SourceAnswer answer, String platform, Duration early, Instant now) {
      String access = answer.body().path("access_token").asText("");
      if (access.isEmpty()) {
        throw TransientFailure.source(
            StopReason.SOURCE_FAILED, platform + " answered no access token");
      }
      long life = answer.body().path("expires_in").asLong(3_600);
      return new Granted(
          access,
          renewAt(life, early, now),
          Optional.ofNullable(answer.body().path("refresh_token").textValue()));
    }

    /** A short life is used up to its half, or every call would ask for another token. */
    static Instant renewAt(long expiresIn, Duration early, Instant now) {
      Duration life = Duration.ofSeconds(Math.max(1, Math.min(expiresIn, 90L * 86_400)));
      Duration half = life.dividedBy(2);
      return now.plus(life).minus(early.compareTo(half) < 0 ? early : half);
    }

    @Override
    public String toString() {
      return "a token until " + renewAt;
    }
  }
}
