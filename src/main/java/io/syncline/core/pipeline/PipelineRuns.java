package io.syncline.core.pipeline;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.syncline.core.error.RequestRefused;
import io.syncline.core.run.RunRequest;
import io.syncline.core.run.RunRequest.Trigger;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.camel.Body;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/** Asks for runs of any pipeline by its word: over HTTP, by a command, from the console. */
@Component
public final class PipelineRuns {
  private final Map<String, PipelineRequest> requests;
  private final Duration wait;

  PipelineRuns(List<PipelineRequest> requests, @Value("${syncline.http.wait}") Duration wait) {
    this.requests =
        requests.stream().collect(Collectors.toMap(PipelineRequest::pipeline, Function.identity()));
    this.wait = wait;
  }

  /** The run that {@code POST /api/pipelines/{word}/runs} asks for. */
  RunRequest requested(@Body ApiRequest request) {
    JsonNode parameters = request.body().orElseGet(JsonNodeFactory.instance::objectNode);
    if (!parameters.isObject()) {
      throw RequestRefused.invalid("body", "must be a JSON object", List.of());
    }
    boolean waits = !"false".equals(request.query().get("wait"));
    return of(
            request.path().get("word"),
            parameters,
            Trigger.REQUEST,
            request.caller(),
            waits ? wait : Duration.ZERO)
        .inSlot(request.idempotencyKey().map(key -> request.caller() + "|" + key));
  }

  /**
   * A request for a run of that pipeline.
   *
   * @throws RequestRefused 404 for a word that is no pipeline, 400 for a parameter not allowed
   */
  public RunRequest of(
      String word, JsonNode parameters, Trigger trigger, String caller, Duration patience) {
    return Optional.ofNullable(requests.get(word))
        .orElseThrow(
            () ->
                RequestRefused.of(
                    404,
                    "UNKNOWN_PIPELINE",
                    "Unknown pipeline",
                    "There is no pipeline " + word + "; there are " + requests.keySet()))
        .of(parameters, trigger, caller, patience);
  }
}
