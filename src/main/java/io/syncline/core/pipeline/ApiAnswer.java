package io.syncline.core.pipeline;

import java.util.Map;

/** What a route answers over HTTP: a status, the few headers allowed out, and a JSON body. */
public record ApiAnswer(int status, Map<String, String> headers, Object body) {

  public ApiAnswer {
    headers = Map.copyOf(headers);
  }

  public static ApiAnswer ok(Object body) {
    return new ApiAnswer(200, Map.of(), body);
  }
}
