package io.syncline.entities.sheets;

import com.fasterxml.jackson.databind.JsonNode;
import io.syncline.core.error.OneLine;
import io.syncline.core.error.StopReason;
import io.syncline.core.source.Meaning;
import io.syncline.core.source.Meanings;
import io.syncline.core.source.SourceAnswer;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** What Google means by a status with its body (google-sheets#what-a-status-means). */
final class GoogleMeanings implements Meanings {
  private static final Set<String> TOO_MANY =
      Set.of("ratelimitexceeded", "userratelimitexceeded", "rate_limit_exceeded");
  private static final Set<String> SWITCHED_OFF = Set.of("accessnotconfigured", "service_disabled");
  private static final String NO_RANGE = "Unable to parse range";
  private static final int LONGEST = 200;

  private final String email;
  private final Clock clock;

  GoogleMeanings(String email, Clock clock) {
    this.email = email;
    this.clock = clock;
  }

  @Override
  public Optional<Meaning> of(SourceAnswer answer) {
    JsonNode error = answer.body().path("error");
    return switch (answer.status()) {
      case 400 -> Optional.of(badRequest(error));
      case 401 ->
          Optional.of(
              Meaning.renew(
                  StopReason.AUTH_FAILED, "Google does not accept the token of " + email));
      case 403 -> error.isObject() ? Optional.of(forbidden(error)) : Optional.empty();
      case 404 -> Optional.of(notFound(error));
      case 429 -> Optional.of(nextMinute());
      default -> Optional.empty();
    };
  }

  private static Meaning badRequest(JsonNode error) {
    String words = OneLine.of(error.path("message").asText(""), LONGEST);
    return words.startsWith(NO_RANGE)
        ? Meaning.stop(StopReason.TAB_NOT_FOUND, "Google knows no tab of that name any more")
        : Meaning.stop(StopReason.SOURCE_FAILED, "Google refused a call: " + words);
  }

  private Meaning forbidden(JsonNode error) {
    String reason = reason(error);
    if (TOO_MANY.contains(reason)) {
      return nextMinute();
    }
    return Meaning.stop(
        StopReason.AUTH_FAILED,
        SWITCHED_OFF.contains(reason)
            ? "the Google Sheets API is not enabled for the project of " + email
            : "the spreadsheet is not shared with " + email);
  }

  private static Meaning notFound(JsonNode error) {
    return error.path("status").asText().equals("NOT_FOUND")
        ? Meaning.stop(
            StopReason.SOURCE_NOT_FOUND, "connector_config.spreadsheet_id: Google knows none of it")
        : Meaning.stop(
            StopReason.SOURCE_FAILED,
            "HTTP 404 that is not Google's; check GOOGLE_SHEETS_BASE_URL");
  }

  /** No time is named: the quota is that of a minute, and of all who share the account. */
  private Meaning nextMinute() {
    int second = clock.instant().atZone(ZoneOffset.UTC).getSecond();
    return Meaning.retryAfter(
        Duration.ofSeconds(61L - second), "Google's reads of this minute are used up");
  }

  /** Older answers have it in a list, newer ones in details. */
  private static String reason(JsonNode error) {
    String older = error.at("/errors/0/reason").asText("");
    String newer = error.at("/details/0/reason").asText("");
    return (older.isEmpty() ? newer : older).toLowerCase(Locale.ROOT);
  }
}
