package io.syncline.entities.feed;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.syncline.core.error.RequestRefused;
import io.syncline.core.error.StopReason;
import io.syncline.core.run.Run;
import io.syncline.core.run.RunOutcome;
import io.syncline.core.run.RunRequest;
import io.syncline.core.run.RunRequest.Trigger;
import io.syncline.core.run.RunRequest.Turn;
import io.syncline.core.run.RunStarter;
import io.syncline.entities.feed.FeedChange.Kept;
import java.time.Duration;
import java.util.Optional;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/**
 * Changes feeds that are to say less than before by a run, which resolves the fields that they had
 * a say in, and holds the feed's scope meanwhile.
 */
@Component
final class FeedChangeRuns {
  private static final String WORD = "entities";

  private final Feeds feeds;
  private final FeedClaims claims;
  private final RunStarter starter;
  private final Duration wait;

  FeedChangeRuns(
      Feeds feeds,
      FeedClaims claims,
      RunStarter starter,
      @Value("${syncline.http.wait}") Duration wait) {
    this.feeds = feeds;
    this.claims = claims;
    this.starter = starter;
    this.wait = wait;
  }

  /** Whether a feed that is there would say less than it has said, or may be saying now. */
  boolean isNeeded(FeedChange change, Configuration now) {
    Configured before = feeds.of(now);
    Kept kept = change.kept(feeds.of(change.after(now)));
    return before
        .find(change.feed())
        .filter(
            feed -> {
              Kept said = change.kept(before);
              boolean isLess =
                  !said.type().equals(kept.type()) || !kept.fields().containsAll(said.fields());
              return claims.mayGo(FeedScopes.of(feed), change.feed(), kept, isLess);
            })
        .isPresent();
  }

  /**
   * The run that does it, as it ended or as it stands when the wait is over.
   *
   * @throws RequestRefused 409 while the feed is being run, and where its configuration does not
   *     allow the change; 503 while the pipeline is off, and with the code of a run that failed
   */
  Run led(FeedChange change, Configuration now, String caller, boolean rehearsal) {
    FeedScopes.Whom whom = FeedScopes.of(feeds.of(now).find(change.feed()).orElseThrow());
    Run run =
        starter.start(
            new RunRequest(
                WORD,
                whom.scope(),
                Trigger.EDIT,
                Optional.empty(),
                caller,
                change.parameters(whom, now),
                rehearsal,
                false,
                wait,
                Turn.NONE));
    run.failure()
        .ifPresent(
            it -> {
              throw RequestRefused.of(
                  it.code().equals(StopReason.CONFIG_INVALID.name()) ? 409 : 503,
                  it.code(),
                  "The tab is still configured as it was",
                  it.message() + "; part of what it said may be withdrawn already: ask again");
            });
    return run;
  }

  /** What a run did, for an answer. */
  static ObjectNode told(Run run) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("sync_run_id", run.id().toString())
        .put("fields_changed", run.effects().fieldsChanged());
  }

  static boolean goesOn(Run run) {
    return run.outcome() == RunOutcome.RUNNING;
  }
}
