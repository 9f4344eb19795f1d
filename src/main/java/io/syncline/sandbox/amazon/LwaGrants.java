package io.syncline.sandbox.amazon;

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
 * Login with Amazon: the one host that renews tokens for all regions (amazon-sp#tokens). Threads
 * may share it.
 */
final class LwaGrants {
  static final String PREFIX = "Atzr|";
  private static final Duration LIFE = Duration.ofHours(1);
  private static final Duration SHORT_LIFE = Duration.ofSeconds(61);

  private final Clock clock;
  private final SandboxJson json = new SandboxJson();
  private final Map<String, Token> tokens = new ConcurrentHashMap<>();
  private final Set<String> revoked = ConcurrentHashMap.newKeySet();
  private final AtomicLong issued = new AtomicLong();

  private record Token(String seller, Instant until) {}

  LwaGrants(Clock clock) {
    this.clock = clock;
    SandboxClients.all().stream()
        .map(SandboxClients.SandboxClient::seller)
        .filter(SandboxClients::isRevoked)
        .forEach(revoked::add);
  }

  void revoke(String seller) {
    revoked.add(seller);
  }

  /** Whose token it is; one that is wrong or too old is refused with a 403. */
  String seller(String token) {
    Token known = tokens.get(token);
    if (known == null || !known.until().isAfter(clock.instant())) {
      throw AmazonRefusals.expired();
    }
    Refusal.when(revoked.contains(known.seller()), () -> AmazonRefusals.denied(""));
    return known.seller();
  }

  /** Under whose name a call is counted. */
  String account(String token) {
    Token known = tokens.get(token);
    return known == null ? "(refused)" : known.seller();
  }

  /** Under whose name a renewal is counted. */
  String applicant(String body) {
    String grant = read(body).path("refresh_token").asText();
    return grant.startsWith(PREFIX) ? grant.substring(PREFIX.length()) : "(refused)";
  }

  Fields grant(AmazonCall call, Strike strike) {
    JsonNode wanted = read(call.body());
    boolean isOurs =
        wanted.path("client_id").asText().equals(SandboxClients.APP)
            && wanted.path("client_secret").asText().equals(SandboxClients.APP_SECRET);
    Refusal.when(
        !isOurs || strike.has(FaultKind.INVALID_CLIENT),
        () -> AmazonRefusals.grant(401, "invalid_client", "Client authentication failed"));
    Refusal.when(
        !wanted.path("grant_type").asText().equals("refresh_token"),
        () -> AmazonRefusals.grant(400, "unsupported_grant_type", "Unknown grant type"));
    String seller = applicant(call.body());
    Refusal.when(
        seller.equals("(refused)")
            || revoked.contains(seller)
            || strike.has(FaultKind.INVALID_GRANT),
        () -> AmazonRefusals.grant(400, "invalid_grant", "The request has an invalid grant"));
    Duration life = strike.has(FaultKind.SHORT_LIFE) ? SHORT_LIFE : LIFE;
    String token = "Atza|sandbox-" + issued.incrementAndGet();
    tokens.put(token, new Token(seller, clock.instant().plus(life)));
    return new Fields()
        .with("access_token", token)
        .with("token_type", "bearer")
        .with("expires_in", life.toSeconds())
        .with("refresh_token", PREFIX + seller);
  }

  /** A form, or JSON. */
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
