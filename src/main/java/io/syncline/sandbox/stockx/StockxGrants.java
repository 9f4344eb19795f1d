package io.syncline.sandbox.stockx;

import io.syncline.sandbox.engine.FaultKind;
import io.syncline.sandbox.engine.Fields;
import io.syncline.sandbox.engine.Refusal;
import io.syncline.sandbox.engine.Strike;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The token host of the simulated StockX (stockx#access-tokens-and-their-renewal); threads may
 * share it.
 */
final class StockxGrants {
  private static final Duration LIFE = Duration.ofHours(12);
  private static final Duration SHORT_LIFE = Duration.ofSeconds(60);

  private final Clock clock;
  private final Map<String, Instant> tokens = new ConcurrentHashMap<>();
  private final AtomicLong issued = new AtomicLong();
  private final Map<String, String> rotated = new ConcurrentHashMap<>();

  StockxGrants(Clock clock) {
    this.clock = clock;
  }

  boolean accepts(String authorization) {
    Instant until = tokens.get(authorization.replaceFirst("^Bearer ", ""));
    return until != null && until.isAfter(clock.instant());
  }

  Object grant(StockxCall call, Strike strike) {
    Map<String, String> form = form(call.body());
    String client = form.getOrDefault("client_id", "");
    Refusal.when(
        !"refresh_token".equals(form.get("grant_type"))
            || !"gateway.stockx.com".equals(form.get("audience")),
        () -> StockxRefusals.denied(403));
    Refusal.when(
        client.isEmpty() || form.getOrDefault("client_secret", "").isEmpty(),
        () -> StockxRefusals.denied(401));
    String grant = form.getOrDefault("refresh_token", "");
    Refusal.when(
        grant.isEmpty() || !rotated.getOrDefault(client, grant).equals(grant),
        () -> StockxRefusals.badGrant(403, "invalid_grant"));
    Duration life = strike.has(FaultKind.SHORT_LIFE) ? SHORT_LIFE : LIFE;
    String token = "sandbox-" + issued.incrementAndGet();
    tokens.put(token, clock.instant().plus(life));
    Fields answer = granted(token, life);
    if (strike.has(FaultKind.ROTATED_GRANT)) {
      rotated.put(client, "rotated-" + issued.get());
      answer.with("refresh_token", rotated.get(client));
    }
    return answer;
  }

  private static Fields granted(String token, Duration life) {
    return new Fields()
        .with("access_token", token)
        .with("scope", "offline_access openid")
        .with("expires_in", life.toSeconds())
        .with("token_type", "Bearer");
  }

  private static Map<String, String> form(String body) {
    Map<String, String> form = new ConcurrentHashMap<>();
    for (String pair : body.split("&")) {
      String[] parts = pair.split("=", 2);
      if (parts.length == 2) {
        form.put(parts[0], URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
      }
    }
    return form;
  }
}
