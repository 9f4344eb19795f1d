package io.syncline.entities;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.syncline.core.run.ActiveRun;
import io.syncline.core.write.Composition;
import io.syncline.entities.feed.FeedChange;
import java.util.List;
import org.apache.camel.Variable;
import org.springframework.stereotype.Component;

/**
 * What somebody changes by hand: values of an entity, what was changed before, or a feed with what
 * follows from that.
 */
@Component
record Edits(EntityEdits values, Withdrawals feeds, UndoRequests undone) {
  /** The batches of such a run; none depends on what those before it wrote. */
  List<? extends Composition> batches(@Variable("run") ActiveRun run) {
    ObjectNode parameters = run.request().parameters();
    if (FeedChange.isIn(parameters)) {
      return feeds.batches(run);
    }
    return Undo.isIn(parameters) ? undone.batches(run) : List.of(values.composition(run));
  }
}
