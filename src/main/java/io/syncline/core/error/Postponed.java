package io.syncline.core.error;

import java.time.Instant;

/**
 * Nothing went wrong, but the run cannot go on before that time: no error, not tried again at once,
 * and no end of the run either.
 */
public final class Postponed extends SyncFailure {
  private static final long serialVersionUID = 1L;

  private final Instant until;

  private Postponed(Instant until, StopReason reason, String why) {
    super(reason.kind(), reason, why, null);
    this.until = until;
  }

  /**
   * A run that goes on at that time.
   *
   * @param reason what it would stop for where it cannot wait, as in a look
   */
  public static Postponed until(Instant until, StopReason reason, String why) {
    return new Postponed(until, reason, why);
  }

  public Instant until() {
    return until;
  }
}
