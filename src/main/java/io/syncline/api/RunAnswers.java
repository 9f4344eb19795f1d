package io.syncline.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.syncline.core.error.RequestRefused;
import io.syncline.core.error.StopReason;
import io.syncline.core.pipeline.ApiAnswer;
import io.syncline.core.pipeline.ApiRequest;
import io.syncline.core.pipeline.Pipelines;
import io.syncline.core.run.ActiveRun;
import io.syncline.core.run.ActiveRuns;
import io.syncline.core.run.Run;
import io.syncline.core.run.RunLedger;
import io.syncline.core.run.RunOutcome;
import io.syncline.core.run.RunRequest;
import io.syncline.core.run.RunRequest.Trigger;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.apache.camel.Body;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/** What is answered to who starts or cancels a run of any pipeline. */
@Component
final class RunAnswers {
  private final RunLedger ledger;
  private final ActiveRuns runs;
  private final Pipelines pipelines;
  private final Duration wait;

  RunAnswers(
      RunLedger ledger,
      ActiveRuns runs,
      Pipelines pipelines,
      @Value("${syncline.http.wait}") Duration wait) {
    this.ledger = ledger;
    this.runs = runs;
    this.pipelines = pipelines;
    this.wait = wait;
  }

  /** The run that {@code POST /api/pipelines/{word}/runs} asks for. */
  RunRequest requested(@Body ApiRequest request) {
    JsonNode parameters = request.body().orElseGet(JsonNodeFactory.instance::objectNode);
    if (!parameters.isObject()) {
      throw RequestRefused.invalid("body", "must be a JSON object", List.of());
    }
    boolean waits = !"false".equals(request.query().get("wait"));
    return pipelines
        .ask(
            request.path().get("word"),
            parameters,
            Trigger.REQUEST,
            request.caller(),
            waits ? wait : Duration.ZERO)
        .inSlot(request.idempotencyKey().map(key -> request.caller() + "|" + key));
  }

  /** 200 with the run that ended, 202 with where to look for one that goes on. */
  ApiAnswer started(@Body Run run) {
    String url = "/api/sync/runs/" + run.id();
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    body.put("run_id", run.id().toString());
    body.put("run_url", url);
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
    return run.outcome() == RunOutcome.RUNNING
        ? new ApiAnswer(202, Map.of("Location", url), body)
        : ApiAnswer.ok(body);
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
    String url = "/api/sync/runs/" + id;
    return new ApiAnswer(
        202, Map.of("Location", url), Map.of("run_id", id.toString(), "run_url", url));
  }

  private static UUID id(String text) {
    try {
      return UUID.fromString(text);
    } catch (IllegalArgumentException e) {
      throw RequestRefused.invalid("id", "must be a UUID", List.of());
    }
  }
}
