package io.syncline.clientapi.credential;

import io.syncline.core.error.OneLine;
import io.syncline.core.error.StopReason;
import io.syncline.core.error.TerminalFailure;
import io.syncline.core.error.TransientFailure;
import io.syncline.core.run.ActiveRun;
import io.syncline.core.source.Meaning;
import io.syncline.core.source.SourceAnswer;
import io.syncline.core.source.SourceClient;
import io.syncline.core.source.SourceProfile;
import io.syncline.core.source.SourceRequest;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/**
 * Access tokens of Login with Amazon, by a seller's refresh token. It stays the same as a rule;
 * another one that comes is kept.
 */
@Component
final class LwaGrant implements Grant {
  private static final Duration EARLY = Duration.ofSeconds(60);
  private static final int LONGEST_ERROR = 100;
  private static final Set<String> PASSING = Set.of("server_error", "temporarily_unavailable");

  private final ObjectProvider<SourceClient> client;
  private final URI url;
  private final boolean overridden;
  private final AppKeys.Configured app;
  private final Clock clock;

  LwaGrant(
      ObjectProvider<SourceClient> client,
      @Value("${syncline.clientapi.amazon.lwa-url}") URI url,
      @Value("${syncline.clientapi.amazon.lwa-vendor-url}") URI vendorUrl,
      @Value("${syncline.clientapi.amazon.lwa-client-id}") String appId,
      @Value("${syncline.clientapi.amazon.lwa-client-secret}") String appSecret,
      Clock clock) {
    this.client = client;
    this.url = url;
    this.overridden = !url.equals(vendorUrl);
    this.app =
        new AppKeys.Configured(
            appId, appSecret, "AMAZON_LWA_CLIENT_ID and AMAZON_LWA_CLIENT_SECRET");
    this.clock = clock;
  }

  @Override
  public boolean isFor(Credential credential) {
    return credential.authMode().equals(PlatformRules.LWA);
  }

  @Override
  public Granted ask(Credential credential, Map<String, String> secrets, ActiveRun run) {
    AppKeys keys = AppKeys.of(credential, secrets, app);
    Map<String, String> form = new LinkedHashMap<>();
    form.put("grant_type", "refresh_token");
    form.put("refresh_token", secrets.getOrDefault(Credential.REFRESH_TOKEN, ""));
    form.put("client_id", keys.id());
    form.put("client_secret", keys.secret());
    String path = url.getPath();
    SourceRequest request =
        SourceRequest.form(host(credential), path.substring(path.lastIndexOf('/')), form);
    return granted(client.getObject().call(request, run), keys);
  }

  private Granted granted(SourceAnswer answer, AppKeys keys) {
    if (!answer.isSuccess()) {
      throw refused(answer, keys);
    }
    return Granted.of(answer, "Amazon", EARLY, clock.instant());
  }

  private static RuntimeException refused(SourceAnswer answer, AppKeys keys) {
    String error = OneLine.of(answer.body().path("error").asText(""), LONGEST_ERROR);
    String how = "HTTP " + answer.status() + " " + error;
    if (error.isEmpty()) {
      return TransientFailure.source(
          StopReason.SOURCE_FAILED,
          "the token host answered HTTP " + answer.status() + " without an error of its own");
    }
    if (error.equals("invalid_client")) {
      return keys.unknown("Amazon", how);
    }
    return TerminalFailure.stopped(
        StopReason.AUTH_FAILED,
        "Amazon does not accept the refresh token ("
            + how
            + "); let the seller authorise the app again and update the credential");
  }

  private SourceProfile host(Credential credential) {
    URI base = URI.create(url.resolve(".").toString().replaceFirst("/$", ""));
    return Grant.host("amazon-token:" + credential.id(), base, overridden)
        .meaning(LwaGrant::meaning);
  }

  /** What it says by a refusal is ours to read; some refusals pass. */
  private static Optional<Meaning> meaning(SourceAnswer answer) {
    String error = answer.body().path("error").asText("");
    if (PASSING.contains(error)) {
      return Optional.of(Meaning.retry("Amazon answers " + error));
    }
    return Grant.isRefusal(answer) ? Optional.of(Meaning.ok()) : Optional.empty();
  }
}
