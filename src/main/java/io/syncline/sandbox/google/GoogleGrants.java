package io.syncline.sandbox.google;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.syncline.sandbox.engine.FaultKind;
import io.syncline.sandbox.engine.Fields;
import io.syncline.sandbox.engine.Refusal;
import io.syncline.sandbox.engine.Strike;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The token host of the simulated Google (google-sheets#from-a-key-file-to-a-token); threads may
 * share it. The audience is not looked at: Google's library names the real host whatever the key
 * file says.
 */
final class GoogleGrants {
  private static final String GRANT = "urn:ietf:params:oauth:grant-type:jwt-bearer";
  private static final String SCOPES = "https://www.googleapis.com/auth/";
  private static final List<String> READING =
      List.of(SCOPES + "spreadsheets.readonly", SCOPES + "spreadsheets");
  private static final Duration LIFE = Duration.ofSeconds(3_599);
  private static final Duration SHORT_LIFE = Duration.ofSeconds(60);
  private static final Duration LONGEST_CLAIM = Duration.ofHours(1);
  private static final Duration SKEW = Duration.ofMinutes(5);

  private final GoogleAccount account;
  private final Clock clock;
  private final Map<String, Instant> tokens = new ConcurrentHashMap<>();
  private final AtomicLong issued = new AtomicLong();

  GoogleGrants(GoogleAccount account, Clock clock) {
    this.account = account;
    this.clock = clock;
  }

  boolean accepts(String token) {
    Instant until = tokens.get(token);
    return until != null && until.isAfter(clock.instant());
  }

  Object grant(GoogleCall call, Strike strike) {
    Map<String, String> form = form(call.body());
    String type = form.getOrDefault("grant_type", "");
    Refusal.when(
        !type.equals(GRANT),
        () -> GoogleRefusals.grant("unsupported_grant_type", "Invalid grant_type: " + type));
    check(claims(form.getOrDefault("assertion", "")));
    Duration life = strike.has(FaultKind.SHORT_LIFE) ? SHORT_LIFE : LIFE;
    String token = "ya29.sandbox-" + issued.incrementAndGet();
    tokens.put(token, clock.instant().plus(life));
    return new Fields()
        .with("access_token", token)
        .with("expires_in", life.toSeconds())
        .with("token_type", "Bearer");
  }

  private JWTClaimsSet claims(String assertion) {
    try {
      SignedJWT jwt = SignedJWT.parse(assertion);
      boolean isOurs =
          jwt.getHeader().getAlgorithm().equals(JWSAlgorithm.RS256)
              && jwt.verify(new RSASSAVerifier(account.key()));
      Refusal.when(!isOurs, () -> invalid("Invalid JWT Signature."));
      return jwt.getJWTClaimsSet();
    } catch (ParseException | JOSEException malformed) {
      throw invalid("Bad Request");
    }
  }

  private void check(JWTClaimsSet claims) {
    Refusal.when(
        !account.email().equals(claims.getIssuer()),
        () -> invalid("Invalid grant: account not found"));
    Instant now = clock.instant();
    Instant from = instant(claims.getIssueTime());
    Instant until = instant(claims.getExpirationTime());
    boolean isShort =
        until.isAfter(now)
            && from.isBefore(now.plus(SKEW))
            && !until.isAfter(from.plus(LONGEST_CLAIM));
    Refusal.when(
        !isShort,
        () ->
            invalid(
                "Invalid JWT: Token must be a short-lived token (60 minutes) and in a reasonable"
                    + " timeframe. Check your iat and exp values in the JWT claim."));
    List<String> scopes = Arrays.asList(text(claims.getClaim("scope")).split(" "));
    Refusal.when(
        READING.stream().noneMatch(scopes::contains),
        () ->
            GoogleRefusals.grant(
                "invalid_scope", "Invalid OAuth scope or ID token audience provided."));
  }

  private static Refusal invalid(String description) {
    return GoogleRefusals.grant("invalid_grant", description);
  }

  private static Instant instant(@Nullable Date claim) {
    return Optional.ofNullable(claim).map(Date::toInstant).orElse(Instant.EPOCH);
  }

  private static String text(@Nullable Object claim) {
    return claim == null ? "" : claim.toString();
  }

  private static Map<String, String> form(String body) {
    Map<String, String> form = new HashMap<>();
    for (String pair : body.split("&")) {
      String[] parts = pair.split("=", 2);
      if (parts.length == 2) {
        form.put(parts[0], URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
      }
    }
    return form;
  }
}
