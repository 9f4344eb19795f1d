package io.syncline.entities.engine;

import io.syncline.entities.engine.error.RowCode;
import io.syncline.entities.engine.error.RowError;
import io.syncline.entities.engine.error.Severity;
import io.syncline.entities.engine.grid.KeyIndex;
import io.syncline.entities.engine.grid.ReadRow;
import io.syncline.entities.engine.mapping.FeedPlan;
import io.syncline.entities.engine.mapping.OnDuplicateKey;

/** What is told of a row that is left out before its cells are looked at. */
final class LeftOut {
  private final FeedPlan plan;
  private final String header;

  LeftOut(FeedPlan plan) {
    this.plan = plan;
    this.header = plan.columns().get(plan.key()).header();
  }

  /** Of rows with one key. */
  RowError duplicate(ReadRow row, KeyIndex.Verdict verdict) {
    if (verdict == KeyIndex.Verdict.DUPLICATE_ROW) {
      String message = "The same row stands above";
      return RowError.warning(row.ref(), header, RowCode.DUPLICATE_ROW, message);
    }
    if (plan.feed().rules().onDuplicateKey() == OnDuplicateKey.REJECT) {
      String message = "The key stands in several rows that differ";
      return RowError.error(row.ref(), header, RowCode.DUPLICATE_KEY, message);
    }
    String message = "Another row with this key is taken";
    return RowError.warning(row.ref(), header, RowCode.DUPLICATE_KEY, message);
  }

  /** Of a row that stands for no entity, or for one that must not be changed. */
  RowError of(ReadRow row, Identity.None none) {
    boolean warning = none.code() == RowCode.NO_MATCH || none.code() == RowCode.ALREADY_EXISTS;
    Severity severity = warning ? Severity.WARNING : Severity.ERROR;
    return new RowError(row.ref(), header, none.code(), none.message(), severity);
  }
}
