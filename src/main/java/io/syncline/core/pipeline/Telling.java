package io.syncline.core.pipeline;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.syncline.core.run.Run;
import java.time.Instant;

/** What an endpoint tells its caller of a run. */
public interface Telling {

  /**
   * The body of the answer.
   *
   * @param arrived when the call came in
   * @throws io.syncline.core.error.RequestRefused where the run is no answer
   */
  ObjectNode of(Run run, Instant arrived);
}
