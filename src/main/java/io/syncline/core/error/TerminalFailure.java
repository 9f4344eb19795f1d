package io.syncline.core.error;

import org.jspecify.annotations.Nullable;

/** A failure that stops the run: trying again would only repeat it, or would do harm. */
public final class TerminalFailure extends SyncFailure {
  private static final long serialVersionUID = 1L;

  private final int httpStatus;

  private TerminalFailure(StopReason reason, String message, @Nullable Throwable cause) {
    this(reason.kind(), reason, message, cause, 0);
  }

  private TerminalFailure(
      ErrorKind kind,
      StopReason reason,
      String message,
      @Nullable Throwable cause,
      int httpStatus) {
    super(kind, reason, message, cause);
    this.httpStatus = httpStatus;
  }

  /** Whether a newer token may help: the source answered 401. */
  public boolean isUnauthorized() {
    return httpStatus == 401;
  }

  /** The source refused the credential: nothing else will work either. */
  public static TerminalFailure refusedKey(String source, int status) {
    return new TerminalFailure(
        ErrorKind.API,
        StopReason.SOURCE_REFUSED_KEY,
        "%s refused the credential (HTTP %s); check the key and what it is licensed for"
            .formatted(source, status),
        null,
        status);
  }

  /** The calls that may be made in this period are used up. */
  public static TerminalFailure budgetUsedUp(String source, long limit, String period) {
    return new TerminalFailure(
        StopReason.BUDGET_USED_UP,
        "the budget of %s calls a %s to %s is used up; raise it or wait for the next %2$s"
            .formatted(limit, period, source),
        null);
  }

  public static TerminalFailure database(String database, String sqlState, Throwable cause) {
    return new TerminalFailure(
        StopReason.DATABASE_FAILED, database + " failed (SQLSTATE " + sqlState + ")", cause);
  }

  /** A policy may hide rows: none found, or none changed, would mean nothing. */
  public static TerminalFailure rowsHidden(String database, String table) {
    return new TerminalFailure(
        StopReason.ROWS_HIDDEN,
        "row level security of "
            + database
            + " may hide rows of "
            + table
            + ": give its user BYPASSRLS, or a policy USING (true) of its own",
        null);
  }

  /** Another run was granted the scope: this one writes nothing more. */
  public static TerminalFailure leaseLost(String scope) {
    return new TerminalFailure(StopReason.LEASE_LOST, "the lease on " + scope + " was lost", null);
  }

  /** The run is to stop: a reason, which is no error of its own. */
  public static TerminalFailure stopped(StopReason reason, String words) {
    return new TerminalFailure(ErrorKind.OTHER, reason, words, null, 0);
  }
}
