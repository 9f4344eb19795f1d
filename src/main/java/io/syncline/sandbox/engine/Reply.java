package io.syncline.sandbox.engine;

import java.time.Duration;
import java.util.Map;

/** An answer before it is sent; a dripping one spreads its body over the delay. */
public record Reply(
    int status,
    String contentType,
    Map<String, String> headers,
    String body,
    Duration delay,
    boolean drips) {

  public Reply {
    headers = Map.copyOf(headers);
  }

  public static Reply of(int status, String contentType, String body) {
    return new Reply(status, contentType, Map.of(), body, Duration.ZERO, false);
  }

  public Reply with(Map<String, String> moreHeaders) {
    return new Reply(status, contentType, moreHeaders, body, delay, drips);
  }

  Reply after(Duration wait) {
    return new Reply(status, contentType, headers, body, wait, false);
  }

  Reply dripping(Duration whole) {
    return new Reply(status, contentType, headers, body, whole, true);
  }
}
