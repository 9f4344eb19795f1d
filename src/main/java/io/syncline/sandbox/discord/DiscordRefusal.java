package io.syncline.sandbox.discord;

import io.syncline.sandbox.engine.SandboxJson;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An answer that is not a message: a status and the JSON Discord sends with it. */
final class DiscordRefusal extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final int status;
  private final transient Map<String, @Nullable Object> body;

  private DiscordRefusal(int status, Map<String, @Nullable Object> body) {
    super(String.valueOf(body.get("message")));
    this.status = status;
    this.body = body;
  }

  int status() {
    return status;
  }

  Map<String, @Nullable Object> body() {
    return body;
  }

  static DiscordRefusal invalidForm(FormErrors errors) {
    return new DiscordRefusal(
        400,
        SandboxJson.fields("message", "Invalid Form Body", "code", 50035, "errors", errors.tree()));
  }

  static DiscordRefusal emptyMessage() {
    return plain(400, 50006, "Cannot send an empty message");
  }

  static DiscordRefusal invalidJson() {
    return plain(400, 50109, "The request body contains invalid JSON.");
  }

  static DiscordRefusal badToken() {
    return plain(401, 50027, "Invalid Webhook Token");
  }

  static DiscordRefusal blockedAgent() {
    return plain(403, 40333, "internal network error");
  }

  static DiscordRefusal unknownWebhook() {
    return plain(404, 10015, "Unknown Webhook");
  }

  static DiscordRefusal broken() {
    return plain(500, 0, "500: Internal Server Error");
  }

  /** Sent without any rate-limit header, so a caller cannot tell how long it lasts. */
  static DiscordRefusal banned() {
    return plain(
        429,
        0,
        "You are being blocked from accessing our API temporarily due to exceeding our rate limits"
            + " frequently. Please read our docs at"
            + " https://discord.com/developers/docs/topics/rate-limits to prevent this moving"
            + " forward.");
  }

  private static DiscordRefusal plain(int status, int code, String message) {
    return new DiscordRefusal(status, SandboxJson.fields("message", message, "code", code));
  }
}
