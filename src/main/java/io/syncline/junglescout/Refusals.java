package io.syncline.junglescout;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Set;

/**
 * Reads the error envelope (junglescout#errors-and-what-each-status-means); the body may be
 * anything at all.
 */
final class Refusals {
  private static final Set<String> NO_ESTIMATE = Set.of("MISSING_RANK_DATA", "RECORD_NOT_FOUND");

  private Refusals() {}

  /** The first error's code, or an empty word. */
  static String code(JsonNode body) {
    String code = body.path("errors").path(0).path("code").asText("");
    return code.matches("[A-Z_]{1,64}") ? code : "";
  }

  /** Whether a search says that nothing is known: a 404 of its own, not of something in between. */
  static boolean saysNothingFound(int status, JsonNode body) {
    return status == 404 && code(body).equals("RECORD_NOT_FOUND");
  }

  /** Whether a refusal is a real answer, in the vendor's own word: there is no estimate. */
  static boolean saysNoEstimate(int status, JsonNode body) {
    return (status == 404 || status == 422) && NO_ESTIMATE.contains(code(body));
  }
}
