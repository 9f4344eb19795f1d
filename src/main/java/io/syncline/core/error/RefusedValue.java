package io.syncline.core.error;

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

  public String sqlState() {
    return sqlState;
  }
}
