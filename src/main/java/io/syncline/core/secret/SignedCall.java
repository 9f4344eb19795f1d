package io.syncline.core.secret;

import java.util.Map;
import java.util.Optional;

/**
 * What a signature of a call is checked by.
 *
 * @param headers those that the endpoint takes for it, by their names in small letters
 * @param body as it came
 */
public record SignedCall(Map<String, String> headers, String body) {

  public SignedCall {
    headers = Map.copyOf(headers);
  }

  public Optional<String> header(String name) {
    return Optional.ofNullable(headers.get(name));
  }
}
