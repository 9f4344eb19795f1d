package io.syncline.core.source;

import io.syncline.core.error.RecordError;
import io.syncline.core.error.TransientFailure;
import io.syncline.core.run.ActiveRun;
import org.apache.camel.Body;
import org.apache.camel.ExchangeException;
import org.apache.camel.Variable;
import org.springframework.stereotype.Component;

/**
 * What becomes of a read that failed in all its tries: an error of the run, and nothing to write.
 */
@Component
final class ReadFailures {

  Object skip(
      @Body Object what, @Variable("run") ActiveRun run, @ExchangeException Exception failure) {
    TransientFailure reason = (TransientFailure) failure;
    run.errors()
        .add(
            new RecordError(
                reason.kind(),
                what.toString(),
                "Read of " + what + " failed: " + reason.getMessage()));
    run.incomplete();
    return null;
  }
}
