package io.syncline.sandbox.stockx;

import io.syncline.sandbox.engine.Fields;
import io.syncline.sandbox.engine.Refusal;

/** What StockX refuses, in its own words (stockx#errors-and-their-envelope). */
final class StockxRefusals {

  private StockxRefusals() {}

  static Refusal of(int status, String message) {
    return new Refusal(status, new Fields().with("statusCode", status).with("message", message));
  }

  /** The gateway's answers carry no code. */
  static Refusal gateway(int status, String message) {
    return new Refusal(status, new Fields().with("message", message));
  }

  static Refusal badGrant(int status, String error) {
    return grant(status, error, "Unknown or invalid refresh token.");
  }

  static Refusal denied(int status) {
    return grant(status, "access_denied", "Unauthorized");
  }

  private static Refusal grant(int status, String error, String description) {
    return new Refusal(
        status, new Fields().with("error", error).with("error_description", description));
  }
}
