package io.syncline.sandbox.google;

import io.syncline.sandbox.engine.Endpoint;
import java.util.List;
import java.util.Map;

/** A request as Google sees it; what is missing is empty text. */
record GoogleCall(
    Endpoint endpoint,
    String authorization,
    String spreadsheetId,
    List<String> ranges,
    Map<String, String> parameters,
    String body) {

  GoogleCall {
    ranges = List.copyOf(ranges);
    parameters = Map.copyOf(parameters);
  }

  String parameter(String name, String otherwise) {
    return parameters.getOrDefault(name, otherwise);
  }

  String token() {
    return authorization.replaceFirst("^Bearer ", "");
  }
}
