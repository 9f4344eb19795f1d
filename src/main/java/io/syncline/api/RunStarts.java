package io.syncline.api;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.syncline.core.error.RequestRefused;
import io.syncline.core.pipeline.ApiAnswer;
import io.syncline.core.pipeline.ApiRequest;
import io.syncline.core.pipeline.Endpoint;
import io.syncline.core.pipeline.Pipelines;
import io.syncline.core.run.Run;
import io.syncline.core.run.RunOutcome;
import io.syncline.core.run.RunRequest;
import io.syncline.core.run.RunRequest.Trigger;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.apache.camel.Body;
import org.apache.camel.Variable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/** The first and the last word of every call that starts a run of a pipeline. */
@Component
final class RunStarts {
  private static final String WAIT = "wait";
  private static final List<String> TRUTHS = List.of("true", "false");

  private final Pipelines pipelines;
  private final Duration wait;
  private final ObjectMapper json;
  private final Clock clock;

  RunStarts(
      Pipelines pipelines,
      @Value("${syncline.http.wait}") Duration wait,
      ObjectMapper json,
      Clock clock) {
    this.pipelines = pipelines;
    this.wait = wait;
    this.json = json;
    this.clock = clock;
  }

  /**
   * What the pipeline whose endpoint was called is asked for, or the one that the path names.
   *
   * @throws RequestRefused 404 when there is none, 400 for a parameter that is not allowed
   */
  RunRequest asked(@Body ApiRequest call) {
    ObjectNode asked = call.asked();
    Duration patience = waits(asked) ? call.patience(wait) : Duration.ZERO;
    return pipelines
        .asked(call, asked, patience)
        .orElseGet(
            () -> pipelines.ask(call.part("word"), asked, Trigger.MANUAL, call.caller(), patience))
        .inSlot(call.slot());
  }

  /** 200 with the run that ended, 202 with where to look for one that goes on. */
  ApiAnswer answered(@Body Run run, @Variable("call") ApiRequest call) {
    return ApiAnswer.of(
        run,
        pipelines
            .start(call.endpoint())
            .map(start -> told(start, run, call))
            .orElseGet(() -> told(run)));
  }

  private static ObjectNode told(Endpoint.Start start, Run run, ApiRequest call) {
    return run.outcome() != RunOutcome.RUNNING || start.tellsSoFar()
        ? start.telling().of(run, call.arrived())
        : JsonNodeFactory.instance.objectNode();
  }

  /** A run of any pipeline, as it is shown later, and where. */
  private ObjectNode told(Run run) {
    ObjectNode told = JsonNodeFactory.instance.objectNode();
    told.put("run_id", run.id().toString());
    told.put("run_url", ApiAnswer.url(run.id()));
    return told.setAll(
        json.<ObjectNode>valueToTree(RunJson.of(run, pipelines.label(run), clock.instant())));
  }

  /** Taken from what is asked: it is the caller's affair, not the run's. */
  private static boolean waits(ObjectNode asked) {
    String word = asked.path(WAIT).asText("true");
    if (!TRUTHS.contains(word)) {
      throw RequestRefused.invalid(WAIT, "must be true or false", TRUTHS);
    }
    asked.remove(WAIT);
    return word.equals("true");
  }
}
