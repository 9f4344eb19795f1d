package io.syncline.clientapi.credential;

import io.syncline.core.error.StopReason;
import io.syncline.core.error.TerminalFailure;
import io.syncline.core.run.ActiveRun;
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

  /**
   * What was given.
   *
   * @param refresh another refresh token; the one before is worth nothing once it was used
   */
  record Granted(String access, Instant renewAt, Optional<String> refresh) {

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
