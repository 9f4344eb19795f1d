package io.syncline.clientapi.platform;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.Optional;

/**
 * What a platform answers to who we are.
 *
 * @param account the one that it knows us as
 * @param refused types that may not be read, and what is missing for it
 * @param served the version of its interface that answered, where it says so
 * @param facts what rows keep of it, such as currency and time zone
 */
public record Connection(
    String account, Map<String, String> refused, Optional<String> served, JsonNode facts) {

  public Connection {
    refused = Map.copyOf(refused);
  }
}
