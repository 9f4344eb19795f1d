package io.syncline.sandbox.stockx;

import io.syncline.sandbox.engine.SandboxJson;
import java.util.Map;

/** A refusal in StockX's own words (stockx#errors-and-their-envelope). */
final class StockxRefusal extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int status;
  private final transient Map<String, Object> envelope;

  private StockxRefusal(int status, Map<String, Object> envelope) {
    this.status = status;
    this.envelope = envelope;
  }

  static StockxRefusal of(int status, String message) {
    return new StockxRefusal(status, SandboxJson.fields("statusCode", status, "message", message));
  }

  /** The gateway's answers carry no code. */
  static StockxRefusal gateway(int status, String message) {
    return new StockxRefusal(status, SandboxJson.fields("message", message));
  }

  static StockxRefusal grant(int status, String error, String description) {
    return new StockxRefusal(
        status, SandboxJson.fields("error", error, "error_description", description));
  }

  int status() {
    return status;
  }

  Map<String, Object> envelope() {
    return envelope;
  }
}
