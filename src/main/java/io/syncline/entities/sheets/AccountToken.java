package io.syncline.entities.sheets;

import com.google.auth.oauth2.AccessToken;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.Optional;

/**
 * A token of an account.
 *
 * @param renewAt when another one is asked for: before its end, so that no call meets that
 */
record AccountToken(String email, String value, Instant renewAt) {
  /** Nobody has been asked for one yet. */
  static final AccountToken NONE = new AccountToken("", "", Instant.EPOCH);

  /**
   * One that just came.
   *
   * @param early how long before its end it is renewed; a short-lived one at half its life
   */
  static AccountToken of(String email, AccessToken fresh, Instant now, Duration early) {
    Instant end = Optional.ofNullable(fresh.getExpirationTime()).map(Date::toInstant).orElse(now);
    Duration half = Duration.between(now, end).dividedBy(2);
    Instant renewAt = end.minus(half.compareTo(early) < 0 ? half : early);
    return new AccountToken(email, fresh.getTokenValue(), renewAt);
  }

  boolean isGoodFor(String account, Instant now) {
    return email.equals(account) && now.isBefore(renewAt);
  }

  /** Without the token: this text may reach a log. */
  @Override
  public String toString() {
    return "token of " + email;
  }
}
