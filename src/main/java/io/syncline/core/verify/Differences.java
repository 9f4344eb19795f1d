package io.syncline.core.verify;

import io.syncline.core.stream.Stream;
import io.syncline.core.verify.Snapshot.Row;
import io.syncline.core.verify.Verification.Fault;

/** Is told of each row that the two databases do not have alike. */
interface Differences {
  void found(Fault fault, Stream stream, Row row);
}
