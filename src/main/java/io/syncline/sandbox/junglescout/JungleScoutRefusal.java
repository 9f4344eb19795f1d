package io.syncline.sandbox.junglescout;

import io.syncline.sandbox.engine.SandboxJson;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;

/** An answer that is not data, in the error envelope all endpoints share. */
final class JungleScoutRefusal extends RuntimeException {

  private static final long serialVersionUID = 1L;
  private static final ZoneId VENDOR_ZONE = ZoneId.of("America/Chicago");

  private final int status;
  private final transient Map<String, Object> error;

  private JungleScoutRefusal(int status, Map<String, Object> error) {
    super(String.valueOf(error.get("title")));
    this.status = status;
    error.put("status", String.valueOf(status));
    this.error = error;
  }

  int status() {
    return status;
  }

  Map<String, Object> envelope() {
    return Map.of("errors", List.of(error));
  }

  static JungleScoutRefusal unauthorized() {
    return plain(401, "UNAUTHORIZED", "Unauthorized", "The API key name or key is not valid.");
  }

  static JungleScoutRefusal badParameter(String parameter, String detail) {
    Map<String, Object> error =
        error("BAD_REQUEST", "Invalid parameter value for: '" + parameter + "'", detail);
    error.put("source", Map.of("parameter", parameter));
    return new JungleScoutRefusal(400, error);
  }

  static JungleScoutRefusal badBody(String detail) {
    return plain(400, "BAD_REQUEST", "Invalid request body", detail);
  }

  static JungleScoutRefusal badAttribute(String pointer, String detail) {
    Map<String, Object> error = error("VALIDATION_ERROR", "Invalid attribute", detail);
    error.put("source", Map.of("pointer", pointer));
    return new JungleScoutRefusal(422, error);
  }

  static JungleScoutRefusal missingRankData(String asin) {
    return plain(
        422, "MISSING_RANK_DATA", "Missing rank data", "No rank data exists for " + asin + ".");
  }

  static JungleScoutRefusal notFound(String asin) {
    return plain(404, "RECORD_NOT_FOUND", "Record not found", "No product found for " + asin + ".");
  }

  static JungleScoutRefusal broken() {
    return plain(500, "INTERNAL_SERVER_ERROR", "Internal server error", "Something went wrong.");
  }

  /** The wait stands only inside the text, as an ISO time with the vendor's offset. */
  static JungleScoutRefusal throttled(Instant retryAt) {
    Instant whole = retryAt.plusNanos(999_999_999).truncatedTo(ChronoUnit.SECONDS);
    String time = DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(whole.atZone(VENDOR_ZONE));
    return plain(
        429,
        "TOO_MANY_REQUESTS",
        "Too many requests",
        "You have exceeded your request limit. Please retry again at " + time);
  }

  private static JungleScoutRefusal plain(int status, String code, String title, String detail) {
    return new JungleScoutRefusal(status, error(code, title, detail));
  }

  private static Map<String, Object> error(String code, String title, String detail) {
    return SandboxJson.fields("title", title, "detail", detail, "code", code);
  }
}
