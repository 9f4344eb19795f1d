package io.syncline.sandbox;

import java.time.Duration;
import java.util.Map;

/** An answer before it is sent; a dripping one spreads its body over the delay. */
record Reply(
    int status,
    String contentType,
    Map<String, String> headers,
    String body,
    Duration delay,
    boolean drips) {

  Reply {
    headers = Map.copyOf(headers);
  }

  static Reply of(int status, String contentType, String body) {
    return new Reply(status, contentType, Map.of(), body, Duration.ZERO, false);
  }

  Reply with(Map<String, String> moreHeaders) {
    return new Reply(status, contentType, moreHeaders, body, delay, drips);
  }

  Reply after(Duration wait) {
    return new Reply(status, contentType, headers, body, wait, false);
  }

  Reply dripping(Duration whole) {
    return new Reply(status, contentType, headers, body, whole, true);
  }
}
