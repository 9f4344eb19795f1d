package io.syncline.core.record;

import java.util.List;

/** What one read brought: its records, and the items that could not become one. */
public interface Page {

  List<SyncRecord> records();

  List<RejectedRecord> rejected();
}
