package io.syncline.sandbox.discord;

import io.syncline.sandbox.engine.Dice;
import io.syncline.sandbox.engine.Fields;
import io.syncline.sandbox.engine.SlidingLimit;
import io.syncline.sandbox.engine.SlidingLimit.Verdict;
import io.syncline.sandbox.engine.SlidingLimit.Window;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The two buckets of a webhook: 5 in 2 s, told by headers, and 30 in 60 s, which no header tells
 * until it refuses (discord-api-docs issues 367 and 4043).
 */
final class DiscordLimits {

  private static final Window TOLD = new Window(5, Duration.ofSeconds(2));
  private static final Window HIDDEN = new Window(30, Duration.ofSeconds(60));

  private final Clock clock;
  private final SlidingLimit limit;

  DiscordLimits(Clock clock) {
    this.clock = clock;
    this.limit = new SlidingLimit(clock, TOLD, HIDDEN);
  }

  Verdict take(String webhookId) {
    return limit.take(webhookId);
  }

  Map<String, String> headers(String webhookId, Verdict verdict) {
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("X-RateLimit-Limit", String.valueOf(TOLD.limit()));
    headers.put("X-RateLimit-Remaining", String.valueOf(verdict.remaining()));
    Instant reset = clock.instant().plus(verdict.resetAfter());
    headers.put("X-RateLimit-Reset", seconds(reset.toEpochMilli()).toPlainString());
    headers.put("X-RateLimit-Reset-After", seconds(millis(verdict.resetAfter())).toPlainString());
    headers.put("X-RateLimit-Bucket", new Dice("bucket").digits(16, webhookId));
    return headers;
  }

  /** Before version 8 both numbers are milliseconds; from then on the header is whole seconds. */
  static Map<String, String> refusalHeaders(DiscordCall call, Duration wait, String scope) {
    long seconds = wait.plusNanos(999_999_999).toSeconds();
    return Map.of(
        "Retry-After",
        String.valueOf(call.countsMillis() ? millis(wait) : seconds),
        "X-RateLimit-Scope",
        scope);
  }

  static Fields refusalBody(DiscordCall call, Duration wait) {
    return new Fields()
        .with("message", "You are being rate limited.")
        .with("retry_after", call.countsMillis() ? millis(wait) : seconds(millis(wait)))
        .with("global", false);
  }

  static String scope(Verdict verdict) {
    return verdict.refusedBy() == 0 ? "user" : "shared";
  }

  // Rounded up: who waits a hair too short is refused again.
  private static long millis(Duration wait) {
    return wait.plusNanos(999_999).toMillis();
  }

  private static BigDecimal seconds(long millis) {
    return BigDecimal.valueOf(millis, 3).setScale(3, RoundingMode.UNNECESSARY);
  }
}
