package io.syncline.sandbox.close;

import io.syncline.sandbox.engine.FaultBoard;
import io.syncline.sandbox.engine.FaultKind;
import io.syncline.sandbox.engine.Fields;
import io.syncline.sandbox.engine.Refusal;
import io.syncline.sandbox.engine.Reply;
import io.syncline.sandbox.engine.SandboxJson;
import io.syncline.sandbox.engine.SandboxSettings;
import io.syncline.sandbox.engine.SlidingLimit;
import io.syncline.sandbox.engine.SlidingLimit.Verdict;
import io.syncline.sandbox.engine.SlidingLimit.Window;
import io.syncline.sandbox.engine.Strike;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.context.annotation.Profile;
import org.springframework.stereotype.Component;

/** Answers as Close does (close#what-the-simulator-does); threads may share it. */
@Component
@Profile("sandbox")
final class CloseSimulator {
  static final String MEDIA_TYPE = "application/json";

  private final CloseSearch search;
  private final CloseLists lists;
  private final SandboxSettings.Close settings;
  private final FaultBoard faults;
  private final SlidingLimit limit;
  private final SandboxJson json = new SandboxJson();

  CloseSimulator(CloseRecords records, SandboxSettings settings, FaultBoard faults, Clock clock) {
    this.settings = settings.close();
    this.search = new CloseSearch(records, this.settings, clock);
    this.lists = new CloseLists(records);
    this.faults = faults;
    this.limit =
        new SlidingLimit(
            clock, new Window(this.settings.requestsPerSecond(), Duration.ofSeconds(1)));
  }

  Reply answer(CloseCall call) {
    Strike strike = faults.strike(call.endpoint());
    Verdict verdict = limit.take(call.account() + " " + call.endpoint());
    Map<String, String> headers = headers(verdict, strike);
    try {
      refuseOnPurpose(strike);
      Refusal.when(!isKnown(call.authorization()), CloseRefusals::unauthorized);
      Refusal.when(!verdict.isAllowed(), CloseRefusals::throttled);
      String body = strike.spoil(json.write(document(call)));
      return strike.slowDown(Reply.of(200, MEDIA_TYPE, body).with(headers));
    } catch (Refusal refusal) {
      Reply reply = Reply.of(refusal.status(), MEDIA_TYPE, json.write(refusal.body()));
      return strike.slowDown(reply.with(headers));
    }
  }

  private Fields document(CloseCall call) {
    return switch (call.endpoint()) {
      case CLOSE_SEARCH -> search.answer(call.body());
      case LEADS -> lists.answer(call, "lead");
      case CONTACTS -> lists.answer(call, "contact");
      case OPPORTUNITIES -> lists.answer(call, "opportunity");
      default -> lists.whole(call.path());
    };
  }

  /** The key is the user's name; there is no password. */
  private static boolean isKnown(String authorization) {
    if (!authorization.startsWith("Basic ")) {
      return false;
    }
    try {
      byte[] pair = Base64.getDecoder().decode(authorization.substring("Basic ".length()));
      return new String(pair, StandardCharsets.UTF_8).matches("[^:]+:");
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  /** Every answer tells what is left of the second. */
  private Map<String, String> headers(Verdict verdict, Strike strike) {
    boolean isRefused = !verdict.isAllowed() || strike.has(FaultKind.HTTP_429);
    Duration wait =
        strike.has(FaultKind.HTTP_429) ? strike.delay(FaultKind.HTTP_429) : verdict.resetAfter();
    long reset = Math.max(1, wait.plusMillis(999).toSeconds());
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put(
        "RateLimit",
        "limit=%s, remaining=%s, reset=%s"
            .formatted(settings.requestsPerSecond(), isRefused ? 0 : verdict.remaining(), reset));
    if (isRefused) {
      headers.put("Retry-After", String.valueOf(reset));
    }
    return headers;
  }

  private static void refuseOnPurpose(Strike strike) {
    strike.refuse(FaultKind.HTTP_401, CloseRefusals::unauthorized);
    strike.refuse(
        FaultKind.HTTP_402, () -> CloseRefusals.of(402, "Your plan does not include this."));
    strike.refuse(FaultKind.HTTP_403, () -> CloseRefusals.of(403, "Forbidden"));
    strike.refuse(FaultKind.HTTP_429, CloseRefusals::throttled);
    strike.refuse(FaultKind.HTTP_500, () -> CloseRefusals.of(500, "Internal server error"));
    strike.refuse(FaultKind.HTTP_503, () -> CloseRefusals.of(503, "Service unavailable"));
  }
}
