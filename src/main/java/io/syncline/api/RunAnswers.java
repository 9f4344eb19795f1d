package io.syncline.api;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.syncline.core.error.RequestRefused;
import io.syncline.core.error.StopReason;
import io.syncline.core.pipeline.ApiAnswer;
import io.syncline.core.pipeline.ApiRequest;
import io.syncline.core.run.ActiveRun;
import io.syncline.core.run.ActiveRuns;
import io.syncline.core.run.Run;
import io.syncline.core.run.RunLedger;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.apache.camel.Body;
import org.springframework.stereotype.Component;

/** What is answered to who starts or cancels a run of any pipeline. */
@Component
final class RunAnswers {
  private final RunLedger ledger;
  private final ActiveRuns runs;

  RunAnswers(RunLedger ledger, ActiveRuns runs) {
    this.ledger = ledger;
    this.runs = runs;
  }

  /** What is told of a run of any pipeline. */
  static ObjectNode started(Run run) {
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    body.put("run_id", run.id().toString());
    body.put("run_url", ApiAnswer.url(run.id()));
    body.put("pipeline", run.pipeline());
    body.put("status", run.status().word());
    body.put("outcome", run.outcome().word());
    body.put("dry_run", run.dryRun());
    ObjectNode stats = body.putObject("stats");
    stats.put("rows_processed", run.counts().processed());
    stats.put("rows_created", run.counts().created());
    stats.put("rows_updated", run.counts().updated());
    stats.put("rows_skipped", run.counts().skipped());
    stats.put("rows_failed", run.counts().failed());
    body.put("production_pending", run.productionPending());
    body.set("errors", run.errors());
    return body;
  }

  /**
   * Asks the run to stop at its next step; it is known for a few seconds only in another process.
   */
  ApiAnswer cancel(@Body ApiRequest request) {
    UUID id = id(request.path().get("id"));
    if (!ledger.requestCancel(id)) {
      throw ledger
          .find(id)
          .map(
              run ->
                  RequestRefused.of(
                      409, "NOT_RUNNING", "The run is over", "It ended as " + run.outcome().word()))
          .orElseGet(
              () ->
                  ledger.isForgotten(id)
                      ? RequestRefused.forgotten(id)
                      : RequestRefused.of(404, "UNKNOWN_RUN", "Unknown run", "No run " + id));
    }
    Optional<ActiveRun> here = runs.find(id);
    here.ifPresent(run -> run.stop(StopReason.CANCELLED, "cancelled on request"));
    return ApiAnswer.accepted(id, JsonNodeFactory.instance.objectNode());
  }

  private static UUID id(String text) {
    try {
      return UUID.fromString(text);
    } catch (IllegalArgumentException e) {
      throw RequestRefused.invalid("id", "must be a UUID", List.of());
    }
  }
}
