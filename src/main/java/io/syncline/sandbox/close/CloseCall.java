package io.syncline.sandbox.close;

import io.syncline.sandbox.engine.Endpoint;
import java.util.Map;

/**
 * A request as Close sees it; what is missing is empty text.
 *
 * @param path below {@code /api/v1}
 */
record CloseCall(
    Endpoint endpoint, String path, String authorization, Map<String, String> query, String body) {

  CloseCall {
    query = Map.copyOf(query);
  }

  String parameter(String name, String otherwise) {
    return query.getOrDefault(name, otherwise);
  }

  /** Whose calls they are, under a name that is not the key. */
  String account() {
    return authorization.isEmpty()
        ? "(refused)"
        : "key-" + Integer.toHexString(authorization.hashCode());
  }
}
