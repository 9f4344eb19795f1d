package io.syncline.core.relay;

import java.util.UUID;

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
    int rows,
    int attempts) {

  PendingBatch onItsLastTry(int tries) {
    return new PendingBatch(
        id, runId, scope, fence, pipeline, stream, table, keys, kind, rows, tries);
  }
}
