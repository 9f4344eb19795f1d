package io.syncline.sandbox.junglescout;

import io.syncline.sandbox.engine.Endpoint;
import java.util.Map;

/** A request as Jungle Scout sees it; a missing header or body is empty text. */
record JungleScoutCall(
    Endpoint endpoint, String authorization, String url, Map<String, String> query, String body) {

  JungleScoutCall {
    query = Map.copyOf(query);
  }

  String parameter(String name) {
    return query.getOrDefault(name, "");
  }

  /** The key's name, which stands for the account; the secret half is never kept. */
  String account() {
    return isAuthorized()
        ? authorization.substring(0, authorization.indexOf(':')).trim()
        : "(refused)";
  }

  // "KEY_NAME:API_KEY" as it stands: "Bearer" and "Basic" credentials are no colon pair.
  boolean isAuthorized() {
    return authorization.matches("(?i)(?!bearer |basic )[^:]*[^:\\s][^:]*:\\S+\\s*");
  }
}
