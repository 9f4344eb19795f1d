package io.syncline.sandbox.amazon;

import io.syncline.sandbox.engine.Fields;
import io.syncline.sandbox.engine.Refusal;
import java.util.List;

/** What Amazon refuses, in its own words (amazon-sp#errors). */
final class AmazonRefusals {

  private AmazonRefusals() {}

  static Refusal of(int status, String code, String message, String details) {
    Fields error =
        new Fields().with("code", code).with("message", message).with("details", details);
    return new Refusal(status, new Fields().with("errors", List.of(error)));
  }

  static Refusal input(String details) {
    return of(400, "InvalidInput", "Invalid Input", details);
  }

  static Refusal quota() {
    return of(429, "QuotaExceeded", "You exceeded your quota for the requested resource.", "");
  }

  static Refusal expired() {
    return denied("The access token you provided has expired.");
  }

  /** Without details a role is missing, or the seller took the permission back. */
  static Refusal denied(String details) {
    return of(403, "Unauthorized", "Access to requested resource is denied.", details);
  }

  static Refusal missing() {
    return of(404, "NotFound", "Resource not found.", "");
  }

  static Refusal grant(int status, String error, String description) {
    return new Refusal(
        status, new Fields().with("error", error).with("error_description", description));
  }
}
