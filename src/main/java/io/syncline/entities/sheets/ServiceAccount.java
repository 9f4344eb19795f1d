package io.syncline.entities.sheets;

import com.google.auth.oauth2.AccessToken;
import io.syncline.core.error.OneLine;
import io.syncline.core.error.StopReason;
import io.syncline.core.error.TerminalFailure;
import io.syncline.core.run.ActiveRun;
import io.syncline.core.source.Allowance;
import io.syncline.core.source.Meaning;
import io.syncline.core.source.SourceAnswer;
import io.syncline.core.source.SourceClient;
import io.syncline.core.source.SourcePath;
import io.syncline.core.source.SourceProfile;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/**
 * The service account: how its calls are paced and what identifies them. Threads share it.
 *
 * <ol>
 *   <li>A token is asked for when it is needed, renewed before its end, and kept in memory only.
 *   <li>One worker renews it; the others wait and use what came.
 *   <li>All calls of the account pass one gate in staging, whichever instance makes them.
 * </ol>
 */
@Component
final class ServiceAccount {
  private static final int LONGEST = 200;

  private final GoogleSettings settings;
  private final int readsPerMinute;
  private final SourceClient client;
  private final Clock clock;
  private AccountToken token = AccountToken.NONE;

  ServiceAccount(
      GoogleSettings settings,
      @Value("${syncline.entities.reads-per-minute}") int readsPerMinute,
      SourceClient client,
      Clock clock) {
    this.settings = settings;
    this.readsPerMinute = readsPerMinute;
    this.client = client;
    this.clock = clock;
  }

  /**
   * How spreadsheets are read in a run, with a token that is good for now.
   *
   * @throws TerminalFailure when there is no key file, or Google does not accept it
   */
  SourceProfile opened(ActiveRun run) {
    KeyFile key = KeyFile.of(settings.serviceAccount());
    ensure(key, run);
    return new SourceProfile(
            "google." + key.email(),
            settings.baseUrl(),
            settings.isOverridden(),
            this::identity,
            settings.callsPerSecond(),
            readsPerMinute,
            Allowance.perDay(settings.callsPerDay()),
            settings.longestWait())
        .meaning(new GoogleMeanings(key.email(), clock))
        .renewedBy((refused, again) -> renewInsteadOf(refused, key, again))
        .pacedTogether();
  }

  private synchronized Map<String, String> identity() {
    return Map.of("Authorization", "Bearer " + token.value());
  }

  private synchronized void ensure(KeyFile key, ActiveRun run) {
    if (!token.isGoodFor(key.email(), clock.instant())) {
      token = renewed(key, run);
    }
  }

  private synchronized void renewInsteadOf(
      Map<String, String> refused, KeyFile key, ActiveRun run) {
    if (identity().equals(refused)) {
      token = renewed(key, run);
    }
  }

  private AccountToken renewed(KeyFile key, ActiveRun run) {
    URI url = settings.tokensOf(key);
    String path = url.getRawPath();
    SourceProfile host = host(key, URI.create(url.resolve(".").toString()));
    SourcePath last = SourcePath.text(path.substring(path.lastIndexOf('/')));
    try {
      AccessToken fresh =
          key.credentials(url, new TokenTransport(client, host, last, run)).refreshAccessToken();
      return AccountToken.of(key.email(), fresh, clock.instant(), settings.tokenEarly());
    } catch (IOException e) {
      throw TerminalFailure.stopped(
          StopReason.AUTH_FAILED,
          "the token host answered no token for " + key.email() + "; check GOOGLE_TOKEN_URL");
    }
  }

  private SourceProfile host(KeyFile key, URI directory) {
    GoogleSettings.TokenHost limits = settings.tokenHost();
    return new SourceProfile(
            "google-token." + key.email(),
            directory,
            !settings.tokenUrl().isEmpty(),
            Map::of,
            limits.callsPerSecond(),
            limits.callsPerMinute(),
            Allowance.perDay(limits.callsPerDay()),
            settings.longestWait())
        .meaning(answer -> refusal(key, answer));
  }

  private static Optional<Meaning> refusal(KeyFile key, SourceAnswer answer) {
    String error = answer.body().path("error").asText("");
    if (answer.isSuccess() || answer.status() >= 429) {
      return Optional.empty();
    }
    if (error.isEmpty()) { // whoever that is, it knows nothing of the key
      return Optional.of(
          Meaning.retry(
              "the token host answered HTTP "
                  + answer.status()
                  + " without an error of its own; check GOOGLE_TOKEN_URL"));
    }
    String why = error + ": " + answer.body().path("error_description").asText("");
    return Optional.of(
        Meaning.stop(
            StopReason.AUTH_FAILED,
            "Google does not accept the key of "
                + key.email()
                + " ("
                + OneLine.of(why, LONGEST)
                + "); check "
                + KeyFile.VARIABLE
                + " and the clock"));
  }
}
