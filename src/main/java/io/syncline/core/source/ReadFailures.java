package io.syncline.core.source;

import io.syncline.core.error.ErrorKind;
import io.syncline.core.error.StopReason;
import io.syncline.core.error.TransientFailure;
import io.syncline.core.run.ActiveRun;
import org.springframework.stereotype.Component;

/**
 * What becomes of a read that failed in all its tries: an error of the run, which is not complete
 * then; many in a row stop it. A reader calls this and leaves an empty page: an element of a split
 * whose failure a policy handles would stop the split, and with it everything that comes after.
 */
@Component
public final class ReadFailures {
  private final SourceSettings settings;

  ReadFailures(SourceSettings settings) {
    this.settings = settings;
  }

  /**
   * Notes it with the run.
   *
   * @throws TransientFailure when staging, which counts the calls, is away: no fault of the source
   */
  public void note(String what, ActiveRun run, TransientFailure reason) {
    if (reason.kind() == ErrorKind.DB) {
      throw reason;
    }
    run.trouble(reason.kind(), what, what + " failed: " + reason.getMessage());
    if (run.tally().readFailed() >= settings.stopAfterFailures()) {
      run.stop(StopReason.SOURCE_UNAVAILABLE, "the source does not answer; the next run goes on");
    }
  }
}
