package io.syncline.core.run;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** How a run stands, finer than its status (promises#how-a-run-ends). */
public enum RunOutcome {
  RUNNING(RunStatus.RUNNING),
  COMPLETED(RunStatus.COMPLETED),
  PARTIAL(RunStatus.COMPLETED),
  FAILED(RunStatus.FAILED),
  CANCELLED(RunStatus.FAILED);

  private static final Comparator<RunOutcome> WORSE =
      Comparator.comparing(List.of(RUNNING, COMPLETED, PARTIAL, CANCELLED, FAILED)::indexOf);

  private final RunStatus status;

  RunOutcome(RunStatus status) {
    this.status = status;
  }

  public RunStatus status() {
    return status;
  }

  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The worse of two runs that are over: completed, partial, cancelled, failed. */
  RunOutcome worse(RunOutcome other) {
    return WORSE.compare(this, other) >= 0 ? this : other;
  }

  /** The outcome of that word; throws {@link IllegalArgumentException} for any other. */
  public static RunOutcome of(String word) {
    return valueOf(word.toUpperCase(Locale.ROOT));
  }
}
