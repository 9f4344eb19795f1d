package io.syncline.core.error;

/** One thing that went wrong with one record: counted and shown, the run goes on. */
public record RecordError(ErrorKind kind, String key, String message) {
  private static final int LONGEST = 180;

  /** Both may hold what a source sent, which may be anything. */
  public RecordError {
    key = OneLine.of(key, LONGEST);
    message = OneLine.of(message, LONGEST);
  }

  /** The same as an entry of the ledger, whose code is its kind's. */
  public RowError entry() {
    return new RowError(key, null, kind.code(), message, Severity.ERROR);
  }
}
