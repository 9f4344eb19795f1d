package io.syncline.sandbox.google;

import io.syncline.sandbox.engine.Fields;
import io.syncline.sandbox.engine.Refusal;
import java.util.List;

/** What Google refuses, in its own words (google-sheets#what-a-status-means). */
final class GoogleRefusals {

  private GoogleRefusals() {}

  static Refusal of(int code, String status, String message) {
    return new Refusal(code, new Fields().with("error", error(code, status, message)));
  }

  static Refusal invalid(String message) {
    return of(400, "INVALID_ARGUMENT", message);
  }

  static Refusal unknownRange(String range) {
    return invalid("Unable to parse range: " + range);
  }

  static Refusal outside(String range, Tab tab) {
    return invalid(
        "Range (%s) exceeds grid limits. Max rows: %s, max columns: %s"
            .formatted(range, tab.rowCount(), tab.columnCount()));
  }

  static Refusal badMask(String mask) {
    return invalid("Request contains an invalid argument: Invalid field selection " + mask);
  }

  static Refusal unauthenticated() {
    return of(
        401,
        "UNAUTHENTICATED",
        "Request had invalid authentication credentials. Expected OAuth 2 access token, login cookie"
            + " or other valid authentication credential.");
  }

  static Refusal notShared() {
    return of(403, "PERMISSION_DENIED", "The caller does not have permission");
  }

  static Refusal notFound() {
    return of(404, "NOT_FOUND", "Requested entity was not found.");
  }

  static Refusal unavailable(int code) {
    return of(
        code,
        code == 503 ? "UNAVAILABLE" : "INTERNAL",
        code == 503 ? "The service is currently unavailable." : "Internal error encountered.");
  }

  /** No time to wait is named. */
  static Refusal overQuota(int perMinute) {
    Fields metadata =
        new Fields()
            .with("service", "sheets.googleapis.com")
            .with("quota_metric", "sheets.googleapis.com/read_requests")
            .with("quota_limit", "ReadRequestsPerMinutePerUser")
            .with("quota_limit_value", String.valueOf(perMinute))
            .with("consumer", "projects/1")
            .with("quota_location", "global");
    Fields info =
        new Fields()
            .with("@type", "type.googleapis.com/google.rpc.ErrorInfo")
            .with("reason", "RATE_LIMIT_EXCEEDED")
            .with("domain", "googleapis.com")
            .with("metadata", metadata);
    String message =
        "Quota exceeded for quota metric 'Read requests' and limit 'Read requests per minute per"
            + " user' of service 'sheets.googleapis.com' for consumer 'project_number:1'.";
    return new Refusal(
        429,
        new Fields()
            .with(
                "error", error(429, "RESOURCE_EXHAUSTED", message).with("details", List.of(info))));
  }

  /** The token host speaks OAuth. */
  static Refusal grant(String error, String description) {
    return new Refusal(
        400, new Fields().with("error", error).with("error_description", description));
  }

  private static Fields error(int code, String status, String message) {
    return new Fields().with("code", code).with("message", message).with("status", status);
  }
}
