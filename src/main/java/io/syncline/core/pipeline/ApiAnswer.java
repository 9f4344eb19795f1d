package io.syncline.core.pipeline;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.syncline.core.run.Run;
import io.syncline.core.run.RunOutcome;
import java.util.Map;
import java.util.UUID;

/**
 * What a route answers over HTTP: a status, the few headers allowed out, and a body, which is JSON
 * unless it is a {@link Text}.
 */
public record ApiAnswer(int status, Map<String, String> headers, Object body) {

  /** A body that is text of another kind than JSON. */
  public record Text(String mediaType, String text) {}

  public ApiAnswer {
    headers = Map.copyOf(headers);
  }

  public static ApiAnswer ok(Object body) {
    return new ApiAnswer(200, Map.of(), body);
  }

  /** 200 with what is told of a run that is over, 202 with where to look for one that goes on. */
  public static ApiAnswer of(Run run, ObjectNode told) {
    return run.outcome() == RunOutcome.RUNNING ? accepted(run.id(), told) : ok(told);
  }

  /** 202: the run goes on. */
  public static ApiAnswer accepted(UUID run, ObjectNode told) {
    String url = url(run);
    told.put("run_id", run.toString());
    told.put("run_url", url);
    return new ApiAnswer(202, Map.of("Location", url), told);
  }

  /** Where a run is looked at. */
  public static String url(UUID run) {
    return "/api/sync/runs/" + run;
  }
}
