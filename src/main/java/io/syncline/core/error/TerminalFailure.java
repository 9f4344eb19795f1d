package io.syncline.core.error;

/** A failure that stops the run: trying again would only repeat it, or would do harm. */
public final class TerminalFailure extends SyncFailure {
  private static final long serialVersionUID = 1L;

  private TerminalFailure(ErrorKind kind, String code, String message, Throwable cause) {
    super(kind, code, message, cause);
  }

  /** The source refused the credential: nothing else will work either. */
  public static TerminalFailure refusedKey(String source, int status) {
    return new TerminalFailure(
        ErrorKind.API,
        "SOURCE_REFUSED_KEY",
        source
            + " refused the credential (HTTP "
            + status
            + "); check the key and what it is licensed for",
        null);
  }

  /** The calls that may be made in this period are used up. */
  public static TerminalFailure budgetUsedUp(String source, long limit) {
    return new TerminalFailure(
        ErrorKind.API,
        "BUDGET_USED_UP",
        "the monthly budget of "
            + limit
            + " calls to "
            + source
            + " is used up; raise it or wait for the next month",
        null);
  }

  public static TerminalFailure database(String database, String sqlState, Throwable cause) {
    return new TerminalFailure(
        ErrorKind.DB, "DATABASE_FAILED", database + " failed (SQLSTATE " + sqlState + ")", cause);
  }

  /** Another run was granted the scope: this one writes nothing more. */
  public static TerminalFailure leaseLost(String scope) {
    return new TerminalFailure(
        ErrorKind.OTHER, "LEASE_LOST", "the lease on " + scope + " was lost", null);
  }

  /** The run was asked to stop. */
  public static TerminalFailure stopped(String code, String reason) {
    return new TerminalFailure(ErrorKind.OTHER, code, reason, null);
  }
}
