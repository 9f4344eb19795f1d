package io.syncline.entities;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.syncline.core.run.ActiveRun;
import io.syncline.core.run.ChildRuns;
import io.syncline.core.run.RunRequest;
import io.syncline.entities.feed.FeedScopes;
import java.util.List;
import org.apache.camel.Body;
import org.apache.camel.Variable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/**
 * Leads a run for each feed of a source that was read: each has its own scope, row and outcome, and
 * what becomes of one is none of the others' business.
 */
@Component
final class SourceRuns {
  private static final String ROUTE = "entities.sync-feed";

  private final ChildRuns children;
  private final int atOnce;

  SourceRuns(ChildRuns children, @Value("${syncline.entities.tabs-at-once}") int atOnce) {
    this.children = children;
    this.atOnce = atOnce;
  }

  /** The feeds that this run works on itself: the one whose scope it has, or none. */
  List<FeedWork> lead(@Body List<FeedWork> feeds, @Variable("run") ActiveRun run) {
    if (feeds.stream().allMatch(feed -> FeedScopes.of(feed.stored()).scope().equals(run.scope()))) {
      return feeds;
    }
    children.lead(run, feeds.stream().map(feed -> order(run.request(), feed)).toList(), atOnce);
    return List.of();
  }

  private static ChildRuns.Order order(RunRequest parent, FeedWork feed) {
    FeedScopes.Whom whom = FeedScopes.of(feed.stored());
    ObjectNode parameters = whom.parameters();
    parameters.setAll(
        parent.parameters().deepCopy().retain(SyncRequests.FORCE, SyncRequests.LIMIT));
    return new ChildRuns.Order(parent.child(whom.scope(), parameters), ROUTE, feed);
  }
}
