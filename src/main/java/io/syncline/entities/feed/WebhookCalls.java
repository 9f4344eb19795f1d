package io.syncline.entities.feed;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.syncline.core.error.RequestRefused;
import io.syncline.core.error.UnreadableSecret;
import io.syncline.core.pipeline.ApiAnswer;
import io.syncline.core.pipeline.ApiRequest;
import io.syncline.core.run.Run;
import io.syncline.core.run.RunHistory;
import io.syncline.core.run.RunQuery;
import io.syncline.core.run.RunRequest;
import io.syncline.core.run.RunRequest.Trigger;
import io.syncline.core.run.RunStarter;
import io.syncline.core.secret.StoredSecrets;
import io.syncline.core.secret.WebhookSignature;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.apache.camel.Body;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Takes the calls by which sources say that they have something new.
 *
 * <ol>
 *   <li>A call counts with the signature of its source's secret, and for five minutes.
 *   <li>A message that comes again is answered with the run that it started.
 *   <li>A new message while the source is being read is refused with 409, so that its sender tries
 *       again: what it tells of may have come too late for that run.
 * </ol>
 */
@Component
final class WebhookCalls {
  private static final Logger LOG = LoggerFactory.getLogger(WebhookCalls.class);
  private static final String WORD = "entities";
  private static final String BUSY = "ALREADY_RUNNING";

  private final FeedStore store;
  private final Feeds feeds;
  private final StoredSecrets secrets;
  private final RunStarter starter;
  private final RunHistory history;
  private final Clock clock;

  WebhookCalls(
      FeedStore store,
      Feeds feeds,
      StoredSecrets secrets,
      RunStarter starter,
      RunHistory history,
      Clock clock) {
    this.store = store;
    this.feeds = feeds;
    this.secrets = secrets;
    this.starter = starter;
    this.history = history;
    this.clock = clock;
  }

  /** A new secret in the place of the one before; only this answer ever shows it. */
  ApiAnswer secret(@Body ApiRequest call) {
    UUID source = Asked.source(store.read(), call.id()).id();
    String secret = WebhookSignature.newSecret();
    secrets.put(SourceSecrets.webhook(source), secret);
    LOG.info("webhook secret made source={} by={}", source, call.caller());
    return new ApiAnswer(201, Map.of(), Map.of("secret", secret));
  }

  /** Starts a run of the source, and waits for nothing. */
  ApiAnswer received(@Body ApiRequest call) {
    WebhookSignature.Signed signed =
        call.signed().flatMap(WebhookSignature.Signed::of).orElseThrow(WebhookCalls::unsigned);
    UUID source = RunQuery.uuid(call.part("dataSourceId")).orElseThrow(WebhookCalls::unsigned);
    boolean sound =
        secret(source)
            .filter(secret -> WebhookSignature.isOf(signed, secret, clock.instant()))
            .isPresent();
    if (!sound) {
      throw unsigned();
    }
    feeds.now().source(source).orElseThrow(WebhookCalls::unsigned).requireActive();
    return ApiAnswer.accepted(started(source, signed.id()), JsonNodeFactory.instance.objectNode());
  }

  /** One that does not open is told in the log only: all that is wrong is answered alike. */
  private Optional<String> secret(UUID source) {
    try {
      return secrets.get(SourceSecrets.webhook(source));
    } catch (UnreadableSecret e) {
      LOG.error("webhook refused source={}: {}", source, e.getMessage());
      return Optional.empty();
    }
  }

  private UUID started(UUID source, String message) {
    FeedScopes.Whom whom = FeedScopes.ofSource(source);
    RunRequest request =
        RunRequest.of(WORD, whom.scope(), Trigger.WEBHOOK, message, whom.parameters())
            .inSlot(Optional.of("webhook|" + source + "|" + message));
    try {
      return starter.start(request).id();
    } catch (RequestRefused refused) {
      if (!refused.problem().code().equals(BUSY)) {
        throw refused;
      }
      return ofSame(refused, message).orElseThrow(() -> refused);
    }
  }

  /** The run of the same message is its answer, also where it has ended since it was in the way. */
  private Optional<UUID> ofSame(RequestRefused busy, String message) {
    return RunQuery.uuid(String.valueOf(busy.problem().more().get("run_id")))
        .map(history::known)
        .filter(run -> run.trigger().equals(Trigger.WEBHOOK.word()))
        .filter(run -> run.triggeredBy().equals(Optional.of(message)))
        .map(Run::id);
  }

  /** The same for everything that is wrong, so that nobody learns which sources there are. */
  private static RequestRefused unsigned() {
    return RequestRefused.of(
        401,
        "UNAUTHENTICATED",
        "The signature is missing or wrong",
        "Sign as Standard Webhooks has it, by the secret of this source and with the present time");
  }
}
