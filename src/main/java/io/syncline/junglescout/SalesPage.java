package io.syncline.junglescout;

import io.syncline.core.record.Page;
import io.syncline.core.record.RejectedRecord;
import io.syncline.core.record.SyncRecord;
import java.util.List;

/**
 * A product's sales.
 *
 * @param worker who read it
 * @param sound whether the answer was about what was asked for, to its end
 * @param noEstimate why there is no estimate, where that is the vendor's answer; else empty
 */
record SalesPage(
    AsinTarget target,
    int worker,
    List<SyncRecord> records,
    List<RejectedRecord> rejected,
    boolean sound,
    String noEstimate)
    implements Page {

  /** Whether there is something of it to store, or nothing to be had. */
  boolean isGood() {
    return sound && (rejected.isEmpty() || !records.isEmpty());
  }
}
