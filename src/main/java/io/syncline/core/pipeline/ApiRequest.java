package io.syncline.core.pipeline;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.Optional;

/**
 * What a route may know of an HTTP request: validated pieces only, none of its headers (C2). {@code
 * path} are the parts of the path by their names in the template, {@code query} the decoded
 * parameters, {@code body} the parsed JSON.
 */
public record ApiRequest(
    String method,
    Map<String, String> path,
    Map<String, String> query,
    Optional<JsonNode> body,
    Optional<String> idempotencyKey,
    String caller) {

  public ApiRequest {
    path = Map.copyOf(path);
    query = Map.copyOf(query);
  }
}
