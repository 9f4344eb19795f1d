package io.syncline.entities.feed;

import io.syncline.core.error.RequestRefused;
import io.syncline.core.run.RunQuery;
import io.syncline.core.run.RunRequest;
import io.syncline.core.run.RunRequest.Trigger;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** The runs that a schedule may start, by their scopes: a source with all of its feeds, or one. */
@Component
public final class FeedSchedules {
  private static final String WORD = "entities";

  private final Feeds feeds;

  FeedSchedules(Feeds feeds) {
    this.feeds = feeds;
  }

  /**
   * The run of a scope.
   *
   * @throws RequestRefused 404 for a scope of nothing that is configured, 409 where that is paused
   */
  public RunRequest of(String scope) {
    FeedScopes.Whom whom =
        source(scope)
            .or(() -> feed(scope))
            .orElseThrow(
                () ->
                    RequestRefused.of(
                        404,
                        "UNKNOWN_SCOPE",
                        "Nothing is read under this scope",
                        "A scope is entities.source.<id> or entities.feed.<id>, and there is none such: "
                            + scope));
    return RunRequest.of(WORD, whom.scope(), Trigger.SCHEDULE, "schedule", whom.parameters());
  }

  private Optional<FeedScopes.Whom> source(String scope) {
    return FeedScopes.sourceOf(scope)
        .flatMap(RunQuery::uuid)
        .flatMap(feeds.now()::source)
        .map(
            source -> {
              source.requireActive();
              return FeedScopes.ofSource(source.id());
            });
  }

  private Optional<FeedScopes.Whom> feed(String scope) {
    return FeedScopes.feedOf(scope)
        .flatMap(RunQuery::uuid)
        .flatMap(feeds.now()::find)
        .map(
            feed -> {
              feed.requireActive();
              return FeedScopes.of(feed);
            });
  }
}
