package io.syncline.sandbox.shopify;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.syncline.sandbox.engine.FaultKind;
import io.syncline.sandbox.engine.Fields;
import io.syncline.sandbox.engine.Refusal;
import io.syncline.sandbox.engine.SandboxJson;
import io.syncline.sandbox.engine.Strike;
import io.syncline.sandbox.shop.SandboxClients;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Tokens in all three modes (shopify#three-kinds-of-token). A refresh token is used once; the one
 * before stays good until the new one is first used, or what it was answered with. Threads may
 * share it.
 */
final class ShopifyGrants {
  static final String DOMAIN = ".myshopify.com";
  private static final Duration LONG_LIFE = Duration.ofSeconds(86_399);
  private static final Duration HOUR = Duration.ofHours(1);
  private static final Duration SHORT_LIFE = Duration.ofSeconds(60);
  private static final Duration REFRESH_LIFE = Duration.ofDays(90);
  private static final String SCOPE =
      "read_orders,read_all_orders,read_products,read_customers,read_inventory,read_locations";

  private final Clock clock;
  private final SandboxJson json = new SandboxJson();
  private final Map<String, Token> tokens = new ConcurrentHashMap<>();
  private final Map<String, Pair> refreshTokens = new ConcurrentHashMap<>();
  private final Set<String> revoked = ConcurrentHashMap.newKeySet();
  private final AtomicLong issued = new AtomicLong();

  private record Token(String shop, Instant until) {}

  /** The refresh token of now, the one before, and the access token that came with it. */
  private record Pair(String current, String before, String access) {
    Pair used() {
      return new Pair(current, "", access);
    }
  }

  ShopifyGrants(Clock clock) {
    this.clock = clock;
    SandboxClients.all().stream()
        .map(SandboxClients.SandboxClient::shop)
        .filter(SandboxClients::isRevoked)
        .forEach(revoked::add);
  }

  /** The merchant removes the app. */
  void revoke(String shop) {
    revoked.add(shop);
  }

  boolean accepts(String shop, String token) {
    if (revoked.contains(shop)) {
      return false;
    }
    Token known = tokens.get(token);
    boolean isGranted =
        known != null && known.shop().equals(shop) && known.until().isAfter(clock.instant());
    if (isGranted) {
      refreshTokens.computeIfPresent(
          shop, (name, pair) -> token.equals(pair.access()) ? pair.used() : pair);
    }
    return isGranted || token.equals("shpat_" + shop);
  }

  Fields grant(ShopifyCall call, Strike strike) {
    JsonNode wanted = read(call.body());
    Refusal.when(
        strike.has(FaultKind.INVALID_GRANT) || revoked.contains(call.shop()),
        () -> ShopifyRefusals.grant("app_not_installed", "The app is not installed on this shop."));
    Refusal.when(
        !wanted.path("client_id").asText().equals(SandboxClients.APP)
            || !wanted.path("client_secret").asText().equals(SandboxClients.APP_SECRET),
        () -> ShopifyRefusals.grant("invalid_client", "Client authentication failed."));
    boolean isShort = strike.has(FaultKind.SHORT_LIFE);
    return switch (wanted.path("grant_type").asText()) {
      case "client_credentials" ->
          granted(
              issue(call.shop(), isShort ? SHORT_LIFE : LONG_LIFE),
              isShort ? SHORT_LIFE : LONG_LIFE);
      case "refresh_token" ->
          rotate(call.shop(), wanted.path("refresh_token").asText(), isShort ? SHORT_LIFE : HOUR);
      default -> throw ShopifyRefusals.grant("unsupported_grant_type", "Unknown grant type.");
    };
  }

  private String issue(String shop, Duration life) {
    String token = "shpat_sandbox-" + issued.incrementAndGet();
    tokens.put(token, new Token(shop, clock.instant().plus(life)));
    return token;
  }

  private static Fields granted(String token, Duration life) {
    return new Fields()
        .with("access_token", token)
        .with("scope", SCOPE)
        .with("expires_in", life.toSeconds());
  }

  private synchronized Fields rotate(String shop, String given, Duration life) {
    Pair pair = refreshTokens.getOrDefault(shop, new Pair("shprt_" + shop, "", ""));
    boolean isKnown = given.equals(pair.current()) || given.equals(pair.before());
    Refusal.when(
        given.isEmpty() || !isKnown,
        () -> ShopifyRefusals.grant("invalid_request", "The refresh token is invalid."));
    String access = issue(shop, life);
    String next = "shprt_sandbox-" + issued.incrementAndGet();
    refreshTokens.put(shop, new Pair(next, given, access));
    return granted(access, life)
        .with("refresh_token", next)
        .with("refresh_token_expires_in", REFRESH_LIFE.toSeconds());
  }

  /** JSON, or a form. */
  private JsonNode read(String body) {
    return json.read(body).filter(JsonNode::isObject).orElseGet(() -> form(body));
  }

  private ObjectNode form(String body) {
    ObjectNode form = json.tree(new Fields());
    for (String pair : body.split("&")) {
      String[] parts = pair.split("=", 2);
      if (parts.length == 2) {
        form.put(parts[0], URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
      }
    }
    return form;
  }
}
