package io.syncline.api;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.syncline.core.error.RequestRefused;
import io.syncline.core.error.StopReason;
import io.syncline.core.pipeline.ApiAnswer;
import io.syncline.core.pipeline.ApiRequest;
import io.syncline.core.run.ActiveRun;
import io.syncline.core.run.ActiveRuns;
import io.syncline.core.run.RunHistory;
import io.syncline.core.run.RunLedger;
import io.syncline.core.run.RunQueue;
import java.util.Optional;
import java.util.UUID;
import org.apache.camel.Body;
import org.springframework.stereotype.Component;

/** What is answered to who cancels a run of any pipeline. */
@Component
final class RunCancel {
  private final RunLedger ledger;
  private final RunHistory history;
  private final ActiveRuns runs;
  private final RunQueue queue;

  RunCancel(RunLedger ledger, RunHistory history, ActiveRuns runs, RunQueue queue) {
    this.queue = queue;
    this.ledger = ledger;
    this.history = history;
    this.runs = runs;
  }

  /**
   * Asks the run to stop at its next step, known a few seconds later in another process; one that
   * waits ends now.
   */
  ApiAnswer cancel(@Body ApiRequest request) {
    UUID id = request.id();
    if (!ledger.requestCancel(id)) {
      throw RequestRefused.of(
          409,
          "NOT_RUNNING",
          "The run is over",
          "It ended as " + history.known(id).outcome().word());
    }
    Optional<ActiveRun> here = runs.find(id);
    here.ifPresent(run -> run.stop(StopReason.CANCELLED, "cancelled on request"));
    queue.cancel(id);
    return ApiAnswer.accepted(id, JsonNodeFactory.instance.objectNode());
  }
}
