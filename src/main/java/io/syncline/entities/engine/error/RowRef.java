package io.syncline.entities.engine.error;

import org.jspecify.annotations.Nullable;

/**
 * Where a row stands: its number in the sheet, whose first row is 1, or the id of a record
 * (mapping#22-row-numbers).
 *
 * @param number of the sheet's row; 0 for a record, and for what is said of the whole feed
 */
public record RowRef(int number, @Nullable String recordId) {
  /** The whole feed. */
  public static final RowRef FEED = new RowRef(0, null);

  public static RowRef row(int number) {
    return new RowRef(number, null);
  }

  public static RowRef record(String id) {
    return new RowRef(0, id);
  }

  /** As errors, previews and lineage show it. */
  public String text() {
    return recordId == null ? Integer.toString(number) : recordId;
  }
}
