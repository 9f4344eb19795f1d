package io.syncline.core.error;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A failure that may pass by itself: a time-out, a refused connection, a 429 or 5xx. */
public final class TransientFailure extends SyncFailure {
  private static final long serialVersionUID = 1L;

  private final transient @Nullable Duration retryAfter;

  private TransientFailure(
      StopReason reason, String message, @Nullable Duration retryAfter, @Nullable Throwable cause) {
    super(reason.kind(), reason, message, cause);
    this.retryAfter = retryAfter;
  }

  public static TransientFailure source(StopReason reason, String message) {
    return new TransientFailure(reason, message, null, null);
  }

  /** The source named the time after which to try again. */
  public static TransientFailure throttled(String message, Duration retryAfter) {
    return new TransientFailure(StopReason.SOURCE_THROTTLED, message, retryAfter, null);
  }

  public static TransientFailure database(String database, String sqlState, Throwable cause) {
    return new TransientFailure(
        StopReason.DATABASE_UNAVAILABLE,
        database + " is not available (SQLSTATE " + sqlState + ")",
        null,
        cause);
  }

  public Optional<Duration> retryAfter() {
    return Optional.ofNullable(retryAfter);
  }
}
