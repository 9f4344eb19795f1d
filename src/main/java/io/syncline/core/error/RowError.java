package io.syncline.core.error;

import org.jspecify.annotations.Nullable;

/**
 * One entry of a run's errors, as the ledger keeps it.
 *
 * @param rowRef the row's number in its sheet, or the key of the record
 * @param column the column it is about; null where it is about the row
 * @param code what went wrong, a word that stays the same
 */
public record RowError(
    String rowRef, @Nullable String column, String code, String message, Severity severity) {
  private static final int LONGEST = 180;

  /** All may hold what a source sent, which may be anything. */
  public RowError {
    rowRef = OneLine.of(rowRef, LONGEST);
    column = column == null ? null : OneLine.of(column, LONGEST);
    message = OneLine.of(message, LONGEST);
  }
}
