package io.syncline.core.notice;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.Optional;

/**
 * What Discord answered (discord#refusals-and-what-follows).
 *
 * @param oldVersion whether times are in the milliseconds of version 7 and before
 */
record DiscordAnswer(int status, Optional<String> retryAfter, JsonNode body, boolean oldVersion) {
  private static final int OLD_VERSION_UNIT = 1_000;
  private static final int FORUM_NEEDS_THREAD = 220_001;
  private static final int UNKNOWN_CHANNEL = 10_003;

  boolean isSuccess() {
    return status >= 200 && status < 300;
  }

  /** Whether the message was refused and not the webhook: another one may be taken. */
  boolean isAboutForm() {
    return status == 413 || status == 400 && !isAboutChannel();
  }

  /** Whether the next message would be refused as well. */
  boolean isFinal() {
    return status >= 300 && status < 500 && status != 429 && status != 408;
  }

  /**
   * The static answer of an address ban: a 429 that names no time (discord#a-ban-names-no-time).
   */
  boolean isBan() {
    return status == 429 && retryAfter.isEmpty() && !body.has("retry_after");
  }

  Duration wait(int attempt) {
    if (status != 429) {
      return Duration.ofSeconds(attempt);
    }
    double header =
        retryAfter.filter(v -> v.matches("\\d{1,7}(\\.\\d+)?")).map(Double::valueOf).orElse(0.0);
    double told = Math.max(header, body.path("retry_after").asDouble(0));
    double seconds = oldVersion ? told / OLD_VERSION_UNIT : told;
    return Duration.ofMillis((long) (seconds * 1000) + 100);
  }

  /** Discord's own number for what is wrong; 0 where it named none. */
  int code() {
    return body.path("code").asInt(0);
  }

  /** What mends a refusal. */
  String advice() {
    if (code() == FORUM_NEEDS_THREAD) {
      return "the channel is a forum: add ?thread_id=<id of a thread> to DISCORD_WEBHOOK_URL";
    }
    if (code() == UNKNOWN_CHANNEL) {
      return "there is no such channel or thread: look at thread_id in DISCORD_WEBHOOK_URL";
    }
    return switch (status) {
      case 401, 404 -> "there is no such webhook: copy its address anew to DISCORD_WEBHOOK_URL";
      case 403 -> "Discord refuses this client: look at syncline.notice.user-agent and the address";
      case 413 -> "something before Discord takes no message of this size";
      default -> "look at syncline.notice.username and DISCORD_WEBHOOK_URL";
    };
  }

  private boolean isAboutChannel() {
    return code() == FORUM_NEEDS_THREAD || code() == UNKNOWN_CHANNEL;
  }
}
