package io.syncline.core.write;

import io.syncline.core.write.Snapshot.Row;
import io.syncline.core.write.Verification.Fault;

/** Is told of each row that the two databases do not have alike. */
interface Differences {
  void found(Fault fault, Upsert upsert, Row row);
}
