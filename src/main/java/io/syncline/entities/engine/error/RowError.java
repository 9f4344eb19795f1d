package io.syncline.entities.engine.error;

import org.jspecify.annotations.Nullable;

/**
 * One thing that is wrong with a row.
 *
 * @param column the header as it is configured; null where the row as a whole is meant
 */
public record RowError(
    RowRef row, @Nullable String column, RowCode code, String message, Severity severity) {

  public static RowError error(RowRef row, @Nullable String column, RowCode code, String message) {
    return new RowError(row, column, code, message, Severity.ERROR);
  }

  public static RowError warning(
      RowRef row, @Nullable String column, RowCode code, String message) {
    return new RowError(row, column, code, message, Severity.WARNING);
  }
}
