package io.syncline.core.error;

import java.util.Objects;

/**
 * A database refused a value of what a pipeline keeps beside its batches: that costs the record
 * which the value is of, not the run.
 */
public final class RefusedValue extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String sqlState;

  public RefusedValue(String sqlState, Throwable cause) {
    super("staging refused a value (SQLSTATE " + sqlState + ")", cause);
    this.sqlState = sqlState;
  }

  @Override
  public String getMessage() {
    return Objects.requireNonNull(super.getMessage());
  }

  public String sqlState() {
    return sqlState;
  }
}
