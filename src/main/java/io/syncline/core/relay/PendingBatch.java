package io.syncline.core.relay;

import io.syncline.core.stream.PartKeys;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A batch that production lacks. */
record PendingBatch(
    UUID id,
    UUID runId,
    String scope,
    long fence,
    String pipeline,
    String stream,
    String table,
    String keys,
    String kind,
    @Nullable String parts,
    int rows,
    int attempts) {

  /** What it wrote to each table, where it wrote several. */
  List<PartKeys> composed() {
    return parts == null ? List.of() : PartKeys.read(parts);
  }

  PendingBatch onItsLastTry(int tries) {
    return new PendingBatch(
        id, runId, scope, fence, pipeline, stream, table, keys, kind, parts, rows, tries);
  }
}
