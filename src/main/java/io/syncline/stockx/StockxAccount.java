package io.syncline.stockx;

import com.fasterxml.jackson.databind.JsonNode;
import io.syncline.core.error.OneLine;
import io.syncline.core.error.StopReason;
import io.syncline.core.error.TerminalFailure;
import io.syncline.core.error.TransientFailure;
import io.syncline.core.run.ActiveRun;
import io.syncline.core.secret.StoredSecrets;
import io.syncline.core.source.Allowance;
import io.syncline.core.source.SourceAnswer;
import io.syncline.core.source.SourceClient;
import io.syncline.core.source.SourceProfile;
import io.syncline.core.source.SourceRequest;
import io.syncline.stockx.StockxSettings.Credentials;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.core.env.Environment;

/**
 * One account at StockX: how it is called, and its access token, which its refresh token renews;
 * one renewal at a time, however many workers need it (stockx#access-tokens-and-their-renewal).
 */
final class StockxAccount {
  private static final int LONGEST_ERROR = 100;
  private static final Set<String> OF_CLIENT =
      Set.of("invalid_client", "unauthorized_client", "access_denied");

  private final String name;
  private final StockxSettings settings;
  private final Credentials credentials;
  private final SourceProfile api;
  private final SourceProfile host;
  private final ObjectProvider<SourceClient> client;
  private final GrantStore grants;
  private final TokenLife life;
  private final Clock clock;
  private volatile Token token = new Token("", Instant.EPOCH);
  private Optional<Refusal> refusal = Optional.empty();

  private record Token(String value, Instant renewAt) {}

  /** What StockX did not accept in a run. */
  private record Refusal(UUID run, String grant, String reason) {}

  /**
   * The account of that name.
   *
   * @param name as configured; empty: that of the four variables
   */
  StockxAccount(
      String name,
      StockxSettings settings,
      Environment environment,
      ObjectProvider<SourceClient> client,
      StoredSecrets secrets,
      Clock clock) {
    this.name = name;
    this.settings = settings;
    this.credentials = settings.credentials(name);
    this.api =
        SourceProfile.configured(Stockx.WORD, environment, this::identity)
            .named(Stockx.WORD + suffix());
    this.host = tokenHost();
    this.client = client;
    this.grants = new GrantStore(credentials.refreshToken(), secrets);
    this.life = new TokenLife(settings.tokenEarly());
    this.clock = clock;
  }

  String name() {
    return name;
  }

  SourceProfile api() {
    return api;
  }

  /** The token endpoint's directory, with limits of its own. */
  SourceProfile host() {
    return host;
  }

  private SourceProfile tokenHost() {
    URI url = settings.tokenUrl();
    return new SourceProfile(
        "stockx-accounts" + suffix(),
        URI.create(url.resolve(".").toString().replaceFirst("/$", "")),
        !url.equals(settings.vendorTokenUrl()),
        Map::of,
        settings.tokenHost().callsPerSecond(),
        settings.tokenHost().callsPerMinute(),
        Allowance.perDay(settings.tokenHost().callsPerDay()),
        settings.longestWait());
  }

  private String suffix() {
    return name.isEmpty() ? "" : "." + name;
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
    String grant = grants.current();
    if (refusal.filter(r -> r.run().equals(run.id()) && r.grant().equals(grant)).isPresent()) {
      throw TerminalFailure.stopped(StopReason.SOURCE_REFUSED_KEY, refusal.get().reason());
    }
    JsonNode answer = asked(run, grant);
    String access = answer.path("access_token").asText("");
    if (access.isEmpty()) {
      throw TerminalFailure.stopped(
          StopReason.SOURCE_REFUSED_KEY, "StockX answered no access_token; check STOCKX_TOKEN_URL");
    }
    String rotated = answer.path("refresh_token").asText("");
    if (!rotated.isEmpty()) {
      grants.keep(rotated);
    }
    return new Token(access, life.renewAt(answer, access, clock.instant()));
  }

  /** A refusal stands for the run: each waiting worker would only be told the same again. */
  private JsonNode asked(ActiveRun run, String grant) {
    try {
      return ask(run, grant);
    } catch (TerminalFailure e) {
      if (e.reason() == StopReason.SOURCE_REFUSED_KEY) {
        refusal = Optional.of(new Refusal(run.id(), grant, e.getMessage()));
      }
      throw e;
    }
  }

  private JsonNode ask(ActiveRun run, String grant) {
    Map<String, String> form = new LinkedHashMap<>();
    form.put("grant_type", "refresh_token");
    form.put("client_id", credentials.clientId());
    form.put("client_secret", credentials.clientSecret());
    form.put("audience", settings.audience());
    form.put("refresh_token", grant);
    String path = settings.tokenUrl().getPath();
    SourceRequest request = SourceRequest.form(host, path.substring(path.lastIndexOf('/')), form);
    SourceAnswer answer;
    try {
      answer = client.getObject().call(request, run);
      if (answer.isSuccess()) {
        return answer.body();
      }
    } catch (TerminalFailure e) {
      throw e.reason() == StopReason.SOURCE_REFUSED_KEY
          ? refused(e.getMessage(), e.isUnauthorized())
          : e;
    }
    String error = OneLine.of(answer.body().path("error").asText(""), LONGEST_ERROR);
    if (error.isEmpty()) {
      throw TransientFailure.source(
          StopReason.SOURCE_FAILED,
          "the token host answered HTTP "
              + answer.status()
              + " without an error of its own; check STOCKX_TOKEN_URL and what stands before it");
    }
    throw refused("HTTP " + answer.status() + " " + error, OF_CLIENT.contains(error));
  }

  /**
   * Nothing but a person can help: the authorisation is interactive. A wrong client secret is
   * answered 401, a refresh token that is worth nothing 403 (stockx#what-the-token-host-refuses).
   */
  private TerminalFailure refused(String how, boolean client) {
    return TerminalFailure.stopped(
        StopReason.SOURCE_REFUSED_KEY,
        client
            ? "StockX does not accept the client (" + how + "); check " + settingsOfClient()
            : "StockX does not accept the refresh token ("
                + how
                + "); authorise again and set "
                + settingOfGrant());
  }

  private String settingOfGrant() {
    return name.isEmpty() ? "STOCKX_REFRESH_TOKEN" : setting("refresh-token");
  }

  private String settingsOfClient() {
    return name.isEmpty()
        ? "STOCKX_CLIENT_ID and STOCKX_CLIENT_SECRET"
        : setting("client-id") + " and client-secret";
  }

  private String setting(String part) {
    return "syncline.stockx.accounts." + name + "." + part;
  }
}
