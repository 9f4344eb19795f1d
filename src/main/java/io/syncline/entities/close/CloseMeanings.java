package io.syncline.entities.close;

import com.fasterxml.jackson.databind.JsonNode;
import io.syncline.core.error.OneLine;
import io.syncline.core.error.StopReason;
import io.syncline.core.source.Meaning;
import io.syncline.core.source.Meanings;
import io.syncline.core.source.SourceAnswer;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What Close means by a status (close#limits-and-errors). */
final class CloseMeanings implements Meanings {
  static final String RATE_LIMIT = "RateLimit";
  static final String RETRY_AFTER = "Retry-After";
  private static final Pattern RESET = Pattern.compile("\\breset=(\\d{1,6}(?:\\.\\d{1,6})?)");
  private static final Pattern SECONDS = Pattern.compile("(\\d{1,6}(?:\\.\\d{1,6})?)");
  private static final Duration REST = Duration.ofSeconds(2);
  private static final int LONGEST = 200;

  @Override
  public Optional<Meaning> of(SourceAnswer answer) {
    return switch (answer.status()) {
      case 400 -> Optional.of(badRequest(answer.body()));
      case 401 -> stop("Close does not accept the key; check CLOSE_API_KEY");
      case 402 -> stop("the plan of this Close organisation does not include the API");
      case 403 ->
          answer.body().isMissingNode()
              ? Optional.empty()
              : stop("the user of CLOSE_API_KEY may not read this");
      case 429 ->
          Optional.of(Meaning.retryAfter(wait(answer), "Close answers HTTP 429 for this endpoint"));
      default -> Optional.empty();
    };
  }

  /** A cursor that has ended is no mistake: whoever walks begins anew. */
  private static Meaning badRequest(JsonNode body) {
    return body.path("field-errors").has("cursor")
        ? Meaning.ok()
        : Meaning.stop(
            StopReason.SOURCE_FAILED,
            "Close refused a search: " + OneLine.of(body.toString(), LONGEST));
  }

  private static Optional<Meaning> stop(String words) {
    return Optional.of(Meaning.stop(StopReason.AUTH_FAILED, words));
  }

  /** What the newest of its headers says, else an older one, else the body of old. */
  private static Duration wait(SourceAnswer answer) {
    return read(RESET, answer.header(RATE_LIMIT).orElse(""))
        .or(() -> read(SECONDS, answer.header(RETRY_AFTER).orElse("")))
        .or(() -> read(SECONDS, answer.body().at("/error/rate_reset").asText("")))
        .orElse(REST);
  }

  private static Optional<Duration> read(Pattern pattern, String text) {
    Matcher found = pattern.matcher(text.strip());
    if (!found.find()) {
      return Optional.empty();
    }
    BigDecimal seconds = new BigDecimal(found.group(1)).setScale(0, RoundingMode.CEILING);
    return Optional.of(Duration.ofSeconds(seconds.longValueExact()));
  }
}
