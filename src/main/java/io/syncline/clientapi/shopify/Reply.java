package io.syncline.clientapi.shopify;

import com.fasterxml.jackson.databind.JsonNode;
import io.syncline.core.error.OneLine;
import java.util.Optional;
import java.util.stream.StreamSupport;

/**
 * What Shopify answered to a query.
 *
 * @param errors those beside the data, or in its place
 * @param served the version of its interface that answered
 */
record Reply(JsonNode data, JsonNode errors, Optional<String> served) {
  private static final int LONGEST = 200;

  /** Whether the query asks for too much at once: it was not carried out. */
  boolean isTooCostly() {
    return hasCode("MAX_COST_EXCEEDED");
  }

  /** Whether something may not be read; of what may there is data. */
  boolean isDenied() {
    return hasCode("ACCESS_DENIED");
  }

  /** Whether something is wrong that nobody foresaw. */
  boolean isRefused() {
    return !errors.isEmpty() && !isTooCostly() && !isDenied();
  }

  /** What the first of the errors says. */
  String words() {
    JsonNode error = errors.path(0);
    JsonNode needed = error.at("/extensions/requiredAccess");
    String words = error.path("message").asText("no reason given");
    return OneLine.of(needed.isTextual() ? words + "; needed: " + needed.asText() : words, LONGEST);
  }

  private boolean hasCode(String code) {
    return StreamSupport.stream(errors.spliterator(), false)
        .anyMatch(error -> ShopifyMeanings.code(error).equals(code));
  }
}
