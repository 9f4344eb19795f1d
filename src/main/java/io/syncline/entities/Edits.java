package io.syncline.entities;

import io.syncline.core.run.ActiveRun;
import io.syncline.core.write.Composition;
import io.syncline.entities.feed.FeedChange;
import java.util.List;
import org.apache.camel.Variable;
import org.springframework.stereotype.Component;

/** What somebody changes by hand: values of an entity, or a feed with what follows from that. */
@Component
record Edits(EntityEdits values, Withdrawals feeds) {
  /** The batches of such a run; of a dry run all together, each on what those before it wrote. */
  List<?> batches(@Variable("run") ActiveRun run) {
    if (!FeedChange.isIn(run.request().parameters())) {
      return List.of(values.composition(run));
    }
    List<Composition> batches = feeds.batches(run);
    return run.isDryRun() ? List.of(batches) : batches;
  }
}
