package io.syncline.sandbox.stockx;

import static io.syncline.sandbox.engine.SandboxJson.fields;

import io.syncline.sandbox.engine.FaultKind;
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
    if (!"refresh_token".equals(form.get("grant_type"))
        || !"gateway.stockx.com".equals(form.get("audience"))) {
      throw StockxRefusal.grant(403, "access_denied", "Unauthorized");
    }
    if (client.isEmpty() || form.getOrDefault("client_secret", "").isEmpty()) {
      throw StockxRefusal.grant(401, "access_denied", "Unauthorized");
    }
    String grant = form.getOrDefault("refresh_token", "");
    if (grant.isEmpty() || !rotated.getOrDefault(client, grant).equals(grant)) {
      throw StockxRefusal.grant(403, "invalid_grant", "Unknown or invalid refresh token.");
    }
    Duration life = strike.has(FaultKind.SHORT_LIFE) ? SHORT_LIFE : LIFE;
    String token = "sandbox-" + issued.incrementAndGet();
    tokens.put(token, clock.instant().plus(life));
    Map<String, Object> answer = granted(token, life);
    if (strike.has(FaultKind.ROTATED_GRANT)) {
      rotated.put(client, "rotated-" + issued.get());
      answer.put("refresh_token", rotated.get(client));
    }
    return answer;
  }

  private static Map<String, Object> granted(String token, Duration life) {
    return fields(
        "access_token",
        token,
        "scope",
        "offline_access openid",
        "expires_in",
        life.toSeconds(),
        "token_type",
        "Bearer");
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
