package io.syncline.sandbox.json;

import io.syncline.sandbox.engine.Endpoint;
import io.syncline.sandbox.engine.Refusal;
import java.util.Map;

/**
 * A request as one of the APIs sees it; what is missing is empty text.
 *
 * @param url without the query
 * @param credential what its API wants: a bearer token or a key
 */
record JsonCall(Endpoint endpoint, String url, String credential, Map<String, String> query) {

  JsonCall {
    query = Map.copyOf(query);
  }

  String parameter(String name) {
    return query.getOrDefault(name, "");
  }

  boolean has(String name) {
    return query.containsKey(name);
  }

  /** A whole number of a parameter, within its limits. */
  int number(String name, int otherwise, int least, int most) {
    String text = has(name) ? parameter(name) : String.valueOf(otherwise);
    Refusal.when(
        !text.matches("\\d{1,6}")
            || Integer.parseInt(text) < least
            || Integer.parseInt(text) > most,
        () -> JsonSimulator.refused(422, name + " is out of range"));
    return Integer.parseInt(text);
  }
}
