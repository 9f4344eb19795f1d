package io.syncline.core.source;

import io.syncline.core.error.RecordError;
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

  public void note(String what, ActiveRun run, TransientFailure reason) {
    run.incomplete();
    run.errors()
        .add(new RecordError(reason.kind(), what, what + " failed: " + reason.getMessage()));
    if (run.readFailed() >= settings.stopAfterFailures()) {
      run.stop(StopReason.SOURCE_UNAVAILABLE, "the source does not answer; the next run goes on");
    }
  }
}
