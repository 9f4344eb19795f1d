package io.syncline.sandbox.junglescout;

import io.syncline.sandbox.engine.Fields;
import io.syncline.sandbox.engine.Refusal;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;

/** What Jungle Scout answers that is not data, in the error envelope all endpoints share. */
final class JungleScoutRefusals {

  private static final ZoneId VENDOR_ZONE = ZoneId.of("America/Chicago");

  private JungleScoutRefusals() {}

  static Refusal unauthorized() {
    return plain(401, "UNAUTHORIZED", "Unauthorized", "The API key name or key is not valid.");
  }

  static void require(boolean holds, String parameter, String detail) {
    Refusal.when(!holds, () -> badParameter(parameter, detail));
  }

  static Refusal badParameter(String parameter, String detail) {
    Fields error = error("BAD_REQUEST", "Invalid parameter value for: '" + parameter + "'", detail);
    return refusal(400, error.with("source", Map.of("parameter", parameter)));
  }

  static Refusal badBody(String detail) {
    return plain(400, "BAD_REQUEST", "Invalid request body", detail);
  }

  static Refusal badAttribute(String pointer, String detail) {
    Fields error = error("VALIDATION_ERROR", "Invalid attribute", detail);
    return refusal(422, error.with("source", Map.of("pointer", pointer)));
  }

  static Refusal missingRankData(String asin) {
    return plain(
        422, "MISSING_RANK_DATA", "Missing rank data", "No rank data exists for " + asin + ".");
  }

  static Refusal notFound(String asin) {
    return plain(404, "RECORD_NOT_FOUND", "Record not found", "No product found for " + asin + ".");
  }

  static Refusal broken() {
    return plain(500, "INTERNAL_SERVER_ERROR", "Internal server error", "Something went wrong.");
  }

  /** The wait stands only inside the text, as an ISO time with the vendor's offset. */
  static Refusal throttled(Instant retryAt) {
    Instant whole = retryAt.plusNanos(999_999_999).truncatedTo(ChronoUnit.SECONDS);
    String time = DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(whole.atZone(VENDOR_ZONE));
    return plain(
        429,
        "TOO_MANY_REQUESTS",
        "Too many requests",
        "You have exceeded your request limit. Please retry again at " + time);
  }

  private static Refusal plain(int status, String code, String title, String detail) {
    return refusal(status, error(code, title, detail));
  }

  private static Refusal refusal(int status, Fields error) {
    Fields told = error.with("status", String.valueOf(status));
    return new Refusal(status, new Fields().with("errors", List.of(told)));
  }

  private static Fields error(String code, String title, String detail) {
    return new Fields().with("title", title).with("detail", detail).with("code", code);
  }
}
