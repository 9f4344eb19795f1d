package io.syncline.junglescout;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * What the source answered of a product's sales.
 *
 * @param worker who read it
 * @param complete whether each call was answered
 * @param noEstimate why there is no estimate, where the vendor says so; else empty
 */
record SalesReading(
    AsinTarget target,
    Marketplace marketplace,
    int worker,
    List<Answer> answers,
    boolean complete,
    String noEstimate) {

  /** The answer to one call, and whether it is about what was asked for. */
  record Answer(Span asked, JsonNode body, boolean sound) {

    static Answer of(Marketplace marketplace, String asin, Span asked, JsonNode body) {
      boolean sound =
          !body.path("data").isEmpty()
              && !body.has("errors")
              && body.path("meta").path("errors").isEmpty();
      for (JsonNode series : body.path("data")) {
        sound &= isOf(series, marketplace, asin);
      }
      return new Answer(asked, body, sound);
    }
  }

  /** The series that are of this product; others are not taken. */
  List<JsonNode> series(Answer answer) {
    List<JsonNode> series = new ArrayList<>();
    answer.body().path("data").forEach(series::add);
    series.removeIf(one -> !isOf(one, marketplace, target.asin()));
    return series;
  }

  /** How many days all answers have. */
  int points() {
    return answers.stream()
        .flatMap(answer -> series(answer).stream())
        .mapToInt(series -> series.path("attributes").path("data").size())
        .sum();
  }

  /** An id without its market is taken for one of the market that was asked. */
  private static boolean isOf(JsonNode series, Marketplace marketplace, String asin) {
    String id = series.path("id").asText().strip();
    JsonNode attributes = series.path("attributes");
    return attributes.path("data").isArray()
        && Stream.of(marketplace.word() + "/" + asin, "/" + asin, asin)
            .anyMatch(id::equalsIgnoreCase)
        && asin.equalsIgnoreCase(attributes.path("asin").asText(asin));
  }
}
