package io.syncline.clientapi.amazon;

import com.fasterxml.jackson.databind.JsonNode;
import io.syncline.clientapi.credential.AccessTokens;
import io.syncline.clientapi.credential.Credential;
import io.syncline.core.run.ActiveRun;
import io.syncline.core.source.Allowance;
import io.syncline.core.source.BodyReading;
import io.syncline.core.source.SourceAnswer;
import io.syncline.core.source.SourceClient;
import io.syncline.core.source.SourcePath;
import io.syncline.core.source.SourceProfile;
import io.syncline.core.source.SourceQuery;
import io.syncline.core.source.SourceRequest;
import io.syncline.core.source.Streamed;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.springframework.stereotype.Component;

/** Asks Amazon, each operation at its own pace. Threads may share it. */
@Component
final class AmazonApi {
  private static final String TOKEN = "x-amz-access-token";
  private static final String RATE = "x-amzn-RateLimit-Limit";

  /** Amazon wants to know who asks; the form is its own. */
  private static final String AGENT = "Syncline/1.0 (Language=Java/17; Platform=Linux)";

  private final SourceClient client;
  private final AccessTokens tokens;
  private final AmazonSettings settings;

  AmazonApi(SourceClient client, AccessTokens tokens, AmazonSettings settings) {
    this.client = client;
    this.tokens = tokens;
    this.settings = settings;
  }

  SourceAnswer get(
      Credential credential,
      Operation operation,
      SourcePath path,
      SourceQuery query,
      ActiveRun run) {
    return answered(SourceRequest.get(profile(credential, run), path, query), operation, run);
  }

  /** What it orders is not ordered twice. */
  SourceAnswer post(
      Credential credential, Operation operation, SourcePath path, JsonNode body, ActiveRun run) {
    SourceRequest request =
        SourceRequest.post(profile(credential, run), path, SourceQuery.none(), body);
    return answered(request.once(), operation, run);
  }

  /** Reads a file that an answer names, without our token; no value when its link is dead. */
  <T> Streamed<T> read(
      Credential credential, String link, boolean isPacked, ActiveRun run, BodyReading<T> reading) {
    return client.read(SourceRequest.file(profile(credential, run), link), run, isPacked, reading);
  }

  private SourceAnswer answered(SourceRequest request, Operation operation, ActiveRun run) {
    SourceAnswer answer = client.call(request.operation(operation.word()), run);
    run.tally().sourceAnswered();
    return answer;
  }

  private SourceProfile profile(Credential credential, ActiveRun run) {
    AtomicReference<String> token = new AtomicReference<>(tokens.current(credential, run));
    return new SourceProfile(
            credential.toString(),
            settings.url(Seller.of(credential)),
            settings.isOverridden(),
            () -> Map.of(TOKEN, token.get(), "User-Agent", AGENT),
            1,
            1,
            Allowance.unlimited(),
            settings.longestWait())
        .meaning(new AmazonMeanings())
        .renewedBy(
            (refused, of) ->
                token.set(tokens.renewInsteadOf(credential, refused.getOrDefault(TOKEN, ""), of)))
        .largest(settings.largestReport())
        .pacedByOperation(settings.rates(), RATE);
  }
}
