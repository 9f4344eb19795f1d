package io.syncline.core.error;

/**
 * Something that went wrong while a run was under way; sealed into what may be tried again and what
 * stops the run.
 */
public abstract sealed class SyncFailure extends RuntimeException
    permits TransientFailure, TerminalFailure {
  private static final long serialVersionUID = 1L;
  private static final int LONGEST_MESSAGE = 500;

  private final ErrorKind kind;
  private final String code;

  SyncFailure(ErrorKind kind, String code, String message, Throwable cause) {
    super(OneLine.of(message, LONGEST_MESSAGE), cause);
    this.kind = kind;
    this.code = code;
  }

  public ErrorKind kind() {
    return kind;
  }

  /** A stable word for the ledger and for callers, such as {@code SOURCE_REFUSED_KEY}. */
  public String code() {
    return code;
  }
}
