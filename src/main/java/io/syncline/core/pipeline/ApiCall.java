package io.syncline.core.pipeline;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A call of an endpoint that is made inside the process.
 *
 * @param endpoint the template of its path, such as {@code /api/sync/runs/{id}}
 * @param path the parts of the path by their names there
 */
public record ApiCall(
    String method,
    String endpoint,
    Map<String, String> path,
    Map<String, String> query,
    Optional<JsonNode> body) {

  public ApiCall {
    path = Map.copyOf(path);
    query = Map.copyOf(query);
  }

  public static ApiCall get(String endpoint) {
    return of("GET", endpoint);
  }

  public static ApiCall post(String endpoint) {
    return of("POST", endpoint);
  }

  public static ApiCall of(String method, String endpoint) {
    return new ApiCall(method, endpoint, Map.of(), Map.of(), Optional.empty());
  }

  /** With that part of the path. */
  public ApiCall at(String name, String value) {
    return new ApiCall(method, endpoint, with(path, name, value), query, body);
  }

  /** With that parameter, unless it is blank: a field of a form that was left empty. */
  public ApiCall asking(String name, String value) {
    return value.isBlank()
        ? this
        : new ApiCall(method, endpoint, path, with(query, name, value), body);
  }

  /** With that body; a text is YAML, which few endpoints take. */
  public ApiCall sending(JsonNode json) {
    return new ApiCall(method, endpoint, path, query, Optional.of(json));
  }

  private static Map<String, String> with(Map<String, String> map, String name, String value) {
    Map<String, String> more = new LinkedHashMap<>(map);
    more.put(name, value);
    return more;
  }
}
