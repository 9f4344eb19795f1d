package io.syncline.stockx;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.syncline.core.credential.StoredSecrets;
import io.syncline.core.error.TerminalFailure;
import io.syncline.core.run.ActiveRun;
import io.syncline.core.source.SourceAnswer;
import io.syncline.core.source.SourceClient;
import io.syncline.core.source.SourceProfile;
import io.syncline.core.source.SourceRequest;
import io.syncline.stockx.StockxSettings.Credentials;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.springframework.beans.factory.ObjectProvider;

/**
 * The access token of the account, renewed by its refresh token; one renewal at a time, however
 * many workers need it (stockx.md section 1).
 */
class StockxTokens {
  private static final Duration LIFETIME = Duration.ofHours(12);
  private static final String ROTATED = "stockx.refresh-token.";

  private final Credentials credentials;
  private final String setting;
  private final SourceProfile host;
  private final StockxSettings settings;
  private final ObjectProvider<SourceClient> client;
  private final StoredSecrets secrets;
  private final ObjectMapper json;
  private final Clock clock;
  private volatile Token token = new Token("", Instant.EPOCH);

  private record Token(String value, Instant renewAt) {}

  /**
   * Those of one account.
   *
   * @param setting where its refresh token is configured, told to whoever must replace it
   * @param host the token endpoint's directory
   */
  StockxTokens(
      Credentials credentials,
      String setting,
      SourceProfile host,
      StockxSettings settings,
      ObjectProvider<SourceClient> client,
      StoredSecrets secrets,
      ObjectMapper json,
      Clock clock) {
    this.credentials = credentials;
    this.setting = setting;
    this.host = host;
    this.settings = settings;
    this.client = client;
    this.secrets = secrets;
    this.json = json;
    this.clock = clock;
  }

  /** Both headers that every call needs. */
  Map<String, String> identity() {
    return Map.of("Authorization", "Bearer " + token.value(), "x-api-key", credentials.apiKey());
  }

  /**
   * Sees to a token that is good for now, and answers it.
   *
   * @throws TerminalFailure when StockX does not accept the refresh token any more
   */
  synchronized String ensure(ActiveRun run) {
    if (!clock.instant().isBefore(token.renewAt())) {
      token = renew(run);
    }
    return token.value();
  }

  /** Renews a token that StockX refused, unless another worker has done so. */
  synchronized void renewInsteadOf(String refused, ActiveRun run) {
    if (token.value().equals(refused)) {
      token = renew(run);
    }
  }

  private Token renew(ActiveRun run) {
    JsonNode answer = ask(run);
    String access = answer.path("access_token").asText("");
    if (access.isEmpty()) {
      throw TerminalFailure.stopped(
          "SOURCE_REFUSED_KEY", "StockX answered no access_token; check STOCKX_TOKEN_URL");
    }
    String rotated = answer.path("refresh_token").asText("");
    if (!rotated.isEmpty()) {
      secrets.put(stored(), rotated);
    }
    Duration lifetime = lifetime(answer, access);
    return new Token(access, clock.instant().plus(lifetime).minus(settings.tokenEarly()));
  }

  private JsonNode ask(ActiveRun run) {
    Map<String, String> form = new LinkedHashMap<>();
    form.put("grant_type", "refresh_token");
    form.put("client_id", credentials.clientId());
    form.put("client_secret", credentials.clientSecret());
    form.put("audience", settings.audience());
    form.put("refresh_token", secrets.get(stored()).orElse(credentials.refreshToken()));
    String path = settings.tokenUrl().getPath();
    SourceRequest request =
        new SourceRequest(
            host,
            "POST",
            path.substring(path.lastIndexOf('/')),
            Map.of(),
            Map.of(
                "Content-Type", "application/x-www-form-urlencoded", "Accept", "application/json"),
            Optional.of(encoded(form)));
    try {
      SourceAnswer answer = client.getObject().call(request, run);
      if (answer.isSuccess()) {
        return answer.body();
      }
      throw refused("HTTP " + answer.status() + " " + answer.body().path("error").asText(""));
    } catch (TerminalFailure e) {
      throw e.code().equals("SOURCE_REFUSED_KEY") ? refused(e.getMessage()) : e;
    }
  }

  /**
   * Bound to the configured token: a new authorisation replaces what was stored for the old one.
   */
  private String stored() {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256")
              .digest(credentials.refreshToken().getBytes(StandardCharsets.UTF_8));
      return ROTATED + HexFormat.of().formatHex(digest, 0, 8);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /** Nothing but a person can help: the authorisation is interactive. */
  private TerminalFailure refused(String how) {
    return TerminalFailure.stopped(
        "SOURCE_REFUSED_KEY",
        "StockX does not accept the refresh token ("
            + how
            + "); authorise again and set "
            + setting);
  }

  private Duration lifetime(JsonNode answer, String access) {
    long seconds = answer.path("expires_in").asLong(0);
    if (seconds > 0) {
      return Duration.ofSeconds(Math.min(seconds, LIFETIME.toSeconds() * 2));
    }
    return expiry(access)
        .map(at -> Duration.between(clock.instant(), at))
        .filter(left -> !left.isNegative())
        .orElse(LIFETIME);
  }

  /** The {@code exp} of a token that is a JWT. */
  private Optional<Instant> expiry(String access) {
    String[] parts = access.split("\\.");
    if (parts.length != 3) {
      return Optional.empty();
    }
    try {
      JsonNode claims = json.readTree(Base64.getUrlDecoder().decode(parts[1]));
      long seconds = claims.path("exp").asLong(0);
      return seconds > 0 ? Optional.of(Instant.ofEpochSecond(seconds)) : Optional.empty();
    } catch (IOException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static String encoded(Map<String, String> form) {
    return form.entrySet().stream()
        .map(e -> e.getKey() + "=" + URLEncoder.encode(e.getValue(), StandardCharsets.UTF_8))
        .collect(Collectors.joining("&"));
  }
}
