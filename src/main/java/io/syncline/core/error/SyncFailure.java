package io.syncline.core.error;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Why a step of a run did not come to its end; sealed into what may be tried again at once, what
 * the run goes on after and what stops it.
 */
public abstract sealed class SyncFailure extends RuntimeException
    permits TransientFailure, TerminalFailure, Postponed, UnreadableSecret {
  private static final long serialVersionUID = 1L;
  private static final int LONGEST_MESSAGE = 500;

  private final ErrorKind kind;
  private final StopReason reason;

  SyncFailure(ErrorKind kind, StopReason reason, String message, @Nullable Throwable cause) {
    super(OneLine.of(message, LONGEST_MESSAGE), cause);
    this.kind = kind;
    this.reason = reason;
  }

  /** What went wrong; no failure is without a message. */
  @Override
  public String getMessage() {
    return Objects.requireNonNull(super.getMessage());
  }

  public ErrorKind kind() {
    return kind;
  }

  /** What a run stops for that this failure ends. */
  public StopReason reason() {
    return reason;
  }
}
