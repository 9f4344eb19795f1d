package io.syncline.core.error;

import static io.syncline.core.error.ErrorKind.API;
import static io.syncline.core.error.ErrorKind.DB;
import static io.syncline.core.error.ErrorKind.OTHER;

/**
 * Why a run ends before its end, and what that makes of it (promises#how-a-run-ends). The name is
 * the code of the run's {@code failure}.
 */
public enum StopReason {
  CANCELLED(OTHER, Verdict.CANCELLED),
  /** The process that led the run was stopped or died. */
  INTERRUPTED(OTHER, Verdict.FAILED),
  LEASE_LOST(OTHER, Verdict.FAILED),
  OVERLOADED(OTHER, Verdict.FAILED),
  INTERNAL(OTHER, Verdict.FAILED),
  INVALID_PARAMETER(OTHER, Verdict.FAILED),
  NOTHING_READ(OTHER, Verdict.FAILED),
  /** A run that this one led has failed. */
  CHILD_FAILED(OTHER, Verdict.FAILED),
  /** A dead letter's record was written meanwhile. */
  SUPERSEDED(OTHER, Verdict.FAILED),
  UNKNOWN_TABLE(OTHER, Verdict.FAILED),
  /** What a row of configuration says cannot be done. */
  CONFIG_INVALID(OTHER, Verdict.FAILED),
  /** A secret is kept and does not open. */
  SECRET_UNREADABLE(OTHER, Verdict.FAILED),
  DATABASE_FAILED(DB, Verdict.FAILED),
  DATABASE_UNAVAILABLE(DB, Verdict.FAILED),
  ROWS_HIDDEN(DB, Verdict.FAILED),
  /** A feed's table cannot be read as its mapping says. */
  HEADER_ROW_MISSING(OTHER, Verdict.FAILED),
  KEY_COLUMN_MISSING(OTHER, Verdict.FAILED),
  KEY_COLUMN_AMBIGUOUS(OTHER, Verdict.FAILED),
  REQUIRED_COLUMN_MISSING(OTHER, Verdict.FAILED),
  REQUIRED_COLUMN_AMBIGUOUS(OTHER, Verdict.FAILED),
  /** What entities say of any failure of a database. */
  DB_UNAVAILABLE(OTHER, Verdict.FAILED),
  BUDGET_USED_UP(API, Verdict.PARTIAL),
  SOURCE_THROTTLED(API, Verdict.PARTIAL),
  /** It does not answer any more in this run. */
  SOURCE_UNAVAILABLE(API, Verdict.PARTIAL),
  /** A source that answers several accounts does not accept this one. */
  AUTH_FAILED(API, Verdict.FAILED),
  /** Its calls are used up, and waiting did not help. */
  QUOTA_EXHAUSTED(API, Verdict.FAILED),
  SOURCE_NOT_FOUND(API, Verdict.FAILED),
  TAB_NOT_FOUND(API, Verdict.FAILED),
  SOURCE_REFUSED_KEY(API, Verdict.FAILED),
  SOURCE_FAILED(API, Verdict.FAILED),
  SOURCE_BLOCKED(API, Verdict.FAILED),
  SOURCE_GARBAGE(API, Verdict.FAILED),
  SOURCE_UNREACHABLE(API, Verdict.FAILED);

  /** What a run is that stopped: partial where it did anything, and what it did is sound. */
  public enum Verdict {
    PARTIAL,
    FAILED,
    CANCELLED
  }

  private final ErrorKind kind;
  private final Verdict verdict;

  StopReason(ErrorKind kind, Verdict verdict) {
    this.kind = kind;
    this.verdict = verdict;
  }

  public ErrorKind kind() {
    return kind;
  }

  public Verdict verdict() {
    return verdict;
  }

  /** Whether the source said stop: what was read before can still be written. */
  public boolean isOfSource() {
    return kind == API;
  }
}
