package io.syncline.clientapi.amazon;

import com.fasterxml.jackson.databind.JsonNode;
import io.syncline.core.error.StopReason;
import io.syncline.core.source.Meaning;
import io.syncline.core.source.Meanings;
import io.syncline.core.source.SourceAnswer;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * What Amazon means by an answer (amazon-sp#errors): the status decides, as codes differ from
 * operation to operation. What a 400 and a 403 mean depends on what was asked.
 */
final class AmazonMeanings implements Meanings {
  private static final Set<Integer> OF_THE_CALLER = Set.of(400, 403, 404);

  @Override
  public Optional<Meaning> of(SourceAnswer answer) {
    JsonNode errors = answer.body().path("errors");
    if (answer.isSuccess()) {
      boolean isFailure = !errors.isEmpty() && !answer.body().has("payload");
      return isFailure
          ? Optional.of(Meaning.retry("Amazon answered nothing but errors"))
          : Optional.empty();
    }
    if (answer.status() == 403 && namesToken(errors)) {
      return Optional.of(
          Meaning.renew(
              StopReason.AUTH_FAILED,
              "Amazon does not accept the access token (HTTP 403): authorise the app again"));
    }
    // a web page is not Amazon's word
    return OF_THE_CALLER.contains(answer.status()) && errors.isArray()
        ? Optional.of(Meaning.ok())
        : Optional.empty();
  }

  private static boolean namesToken(JsonNode errors) {
    for (JsonNode error : errors) {
      if (error.path("details").asText("").toLowerCase(Locale.ROOT).contains("token")) {
        return true;
      }
    }
    return false;
  }
}
