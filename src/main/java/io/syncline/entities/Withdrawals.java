package io.syncline.entities;

import io.syncline.core.error.StopReason;
import io.syncline.core.error.TerminalFailure;
import io.syncline.core.run.ActiveRun;
import io.syncline.core.write.Composition;
import io.syncline.entities.engine.mapping.Field;
import io.syncline.entities.engine.mapping.TypePlan;
import io.syncline.entities.feed.Configured;
import io.syncline.entities.feed.FeedChange;
import io.syncline.entities.feed.FeedClaims;
import io.syncline.entities.feed.Feeds;
import io.syncline.entities.feed.StoredFeed;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/** The batches of a run that takes its word from a feed, which is deleted or says less then. */
@Component
final class Withdrawals {
  private final Feeds feeds;
  private final FeedClaims claims;
  private final EntityTables tables;
  private final int batchRows;

  Withdrawals(
      Feeds feeds,
      FeedClaims claims,
      EntityTables tables,
      @Value("${syncline.entities.rows-per-batch}") int batchRows) {
    this.feeds = feeds;
    this.claims = claims;
    this.tables = tables;
    this.batchRows = batchRows;
  }

  /** Its entities first; the feed itself is changed last. */
  List<Composition> batches(ActiveRun run) {
    FeedChange change = FeedChange.of(run.request().parameters());
    StoredFeed feed = feeds.now().find(change.feed()).orElseThrow(Withdrawals::gone);
    Configured after = feeds.after(change);
    FeedChange.Kept kept = change.kept(after);
    List<Composition> batches = new ArrayList<>();
    claims
        .entities(change.feed(), kept)
        .forEach(
            (type, ids) ->
                tables
                    .find(type)
                    .ifPresent(
                        table -> {
                          TypePlan plan = after.plan(type);
                          WithdrawnBatch all =
                              new WithdrawnBatch(
                                  feed.feed(), plan, table, going(plan, type, kept), ids);
                          batches.addAll(all.parts(batchRows));
                        }));
    if (!run.isDryRun()) {
      batches.add(feeds.last(change, kept));
    }
    return batches;
  }

  private static Set<String> going(TypePlan plan, String type, FeedChange.Kept kept) {
    Set<String> going = new HashSet<>();
    plan.type().fields().stream().map(Field::name).forEach(going::add);
    if (type.equals(kept.type())) {
      going.removeAll(kept.fields());
    }
    return going;
  }

  private static TerminalFailure gone() {
    return TerminalFailure.stopped(
        StopReason.CONFIG_INVALID, "the tab is not there any more; somebody has deleted it");
  }
}
