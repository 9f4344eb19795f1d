package io.syncline.sandbox.discord;

import io.syncline.sandbox.engine.Fields;
import io.syncline.sandbox.engine.Refusal;

/** What Discord answers that is not a message. */
final class DiscordRefusals {

  private DiscordRefusals() {}

  static Refusal invalidForm(String path, String code, String message) {
    FormErrors errors = new FormErrors();
    errors.add(path, code, message);
    return invalidForm(errors);
  }

  static Refusal invalidForm(FormErrors errors) {
    return new Refusal(400, body(50035, "Invalid Form Body").with("errors", errors.tree()));
  }

  static Refusal emptyMessage() {
    return plain(400, 50006, "Cannot send an empty message");
  }

  static Refusal invalidJson() {
    return plain(400, 50109, "The request body contains invalid JSON.");
  }

  static Refusal badToken() {
    return plain(401, 50027, "Invalid Webhook Token");
  }

  static Refusal blockedAgent() {
    return plain(403, 40333, "internal network error");
  }

  static Refusal unknownWebhook() {
    return plain(404, 10015, "Unknown Webhook");
  }

  static Refusal broken() {
    return plain(500, 0, "500: Internal Server Error");
  }

  /** Sent without any rate-limit header, so a caller cannot tell how long it lasts. */
  static Refusal banned() {
    return plain(
        429,
        0,
        "You are being blocked from accessing our API temporarily due to exceeding our rate limits"
            + " frequently. Please read our docs at"
            + " https://discord.com/developers/docs/topics/rate-limits to prevent this moving"
            + " forward.");
  }

  private static Refusal plain(int status, int code, String message) {
    return new Refusal(status, body(code, message));
  }

  private static Fields body(int code, String message) {
    return new Fields().with("message", message).with("code", code);
  }
}
