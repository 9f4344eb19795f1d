package io.syncline.entities.engine;

import io.syncline.entities.engine.change.Counts;
import io.syncline.entities.engine.change.LineageRow;
import io.syncline.entities.engine.change.RowOutcome;
import io.syncline.entities.engine.change.RowPreview;
import io.syncline.entities.engine.error.FeedFault;
import io.syncline.entities.engine.error.RowError;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a run came to. */
record Ran(
    @Nullable FeedFault fault,
    Counts counts,
    List<RowOutcome> outcomes,
    List<RowError> errors,
    List<RowPreview> previews,
    List<LineageRow> lineage,
    int claimChanges) {

  static Ran failed(FeedFault fault) {
    return new Ran(fault, Counts.none(), List.of(), List.of(), List.of(), List.of(), 0);
  }

  /** Each as {@code row code severity}. */
  List<String> told() {
    return errors.stream()
        .map(it -> it.row().text() + " " + it.code() + " " + it.severity())
        .toList();
  }

  /** Created, updated, unchanged, skipped. */
  String figures() {
    return counts.created()
        + " "
        + counts.updated()
        + " "
        + counts.unchanged()
        + " "
        + counts.skipped();
  }
}
