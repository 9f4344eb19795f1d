package io.syncline.entities.feed;

import io.syncline.core.error.StopReason;
import io.syncline.core.error.TerminalFailure;
import io.syncline.core.write.Composed;
import io.syncline.core.write.Composition;
import io.syncline.core.write.Outcomes;
import io.syncline.core.write.StagingTx;
import java.util.List;
import org.springframework.dao.DataIntegrityViolationException;

/**
 * The last step of a change of a feed, once its fields are resolved: the rows of the configuration.
 * Until then the feed is as it was, so that a change whose process dies is asked for again.
 */
record FeedChanged(FeedChange change, FeedChange.Kept kept) implements Composition {
  @Override
  public String name() {
    return "configuration";
  }

  @Override
  public int size() {
    return 0;
  }

  @Override
  public List<Composition> halves() {
    return List.of();
  }

  @Override
  public Composed compose(StagingTx staging) {
    Configuration now = FeedStore.read(staging.client());
    if (!change.isAsBefore(staging.run().request().parameters(), now)) {
      throw invalid("the tab was changed meanwhile; look at it and ask again");
    }
    FeedClaims.sweep(staging, change.feed(), kept);
    try {
      FeedStore.write(staging.client(), change.changes(now));
    } catch (DataIntegrityViolationException e) {
      throw invalid(TableRefusal.of(e).problem().detail());
    }
    return Composed.of(List.of(), Outcomes.NONE);
  }

  @Override
  public Composed refused(StagingTx staging, String reason) {
    throw invalid(reason);
  }

  private static TerminalFailure invalid(String reason) {
    return TerminalFailure.stopped(StopReason.CONFIG_INVALID, reason);
  }
}
