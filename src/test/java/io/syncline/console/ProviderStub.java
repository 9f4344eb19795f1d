package io.syncline.console;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A provider of OpenID Connect on loopback that lets everybody in, with the claims of a test. It
 * gives a token for a code once, to the client it belongs to, with the verifier it was asked for by
 * (RFC 7636). To a browser it is another site than {@code localhost}.
 */
final class ProviderStub implements AutoCloseable {
  static final String CLIENT = "syncline-of-a-test";
  static final String SECRET = "canary-secret-of-the-client";
  static final String ACCESS = "canary-access-token";
  private static final String WELL_KNOWN = "/.well-known/openid-configuration";

  private final HttpServer server;
  private final RSAKey key = key();
  private final Map<String, Map<String, String>> codes = new ConcurrentHashMap<>();
  private final AtomicInteger asked = new AtomicInteger();
  private volatile RSAKey signing = key;
  private volatile Map<String, Object> claims = Map.of();
  private volatile boolean away;
  private volatile Clock clock = Clock.systemUTC();

  ProviderStub() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.createContext(WELL_KNOWN, this::describe);
    server.createContext("/authorize", this::authorize);
    server.createContext("/token", this::token);
    server.createContext("/keys", it -> answer(it, 200, new JWKSet(key).toJSONObject()));
    server.start();
  }

  private static RSAKey key() {
    try {
      return new RSAKeyGenerator(2048).keyID("one").generate();
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  String issuer() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /** From now on it is there, goes by that clock and signs by its key what the next tokens say. */
  void says(Clock time, Map<String, Object> more) {
    away = false;
    clock = time;
    signing = key;
    claims = more;
  }

  /** From now on tokens are signed by a key that it does not publish. */
  void signsByAnotherKey() {
    signing = key();
  }

  /** From now on nobody learns anything of it. */
  void goesAway() {
    away = true;
  }

  /** How often it was asked what it is. */
  int asked() {
    return asked.get();
  }

  private void describe(HttpExchange exchange) throws IOException {
    asked.incrementAndGet();
    answer(
        exchange,
        away ? 503 : 200,
        Map.of(
            "issuer", issuer(),
            "authorization_endpoint", issuer() + "/authorize",
            "token_endpoint", issuer() + "/token",
            "jwks_uri", issuer() + "/keys"));
  }

  private void authorize(HttpExchange exchange) throws IOException {
    Map<String, String> query = form(exchange.getRequestURI().getRawQuery());
    String code = UUID.randomUUID().toString();
    codes.put(code, query);
    exchange
        .getResponseHeaders()
        .set("Location", query.get("redirect_uri") + "?code=" + code + "&state=" + raw(exchange));
    exchange.sendResponseHeaders(302, -1);
    exchange.close();
  }

  /** The state as it came, encoded. */
  private static String raw(HttpExchange exchange) {
    return Stream.of(exchange.getRequestURI().getRawQuery().split("&"))
        .filter(it -> it.startsWith("state="))
        .map(it -> it.substring("state=".length()))
        .findFirst()
        .orElseThrow();
  }

  private void token(HttpExchange exchange) throws IOException {
    Map<String, String> form =
        form(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
    Map<String, String> begun = codes.remove(form.getOrDefault("code", ""));
    boolean known =
        basic().equals(exchange.getRequestHeaders().getFirst("Authorization"))
            && begun != null
            && "S256".equals(begun.get("code_challenge_method"))
            && challenge(form.getOrDefault("code_verifier", "")).equals(begun.get("code_challenge"))
            && form.get("redirect_uri").equals(begun.get("redirect_uri"));
    if (known) {
      answer(
          exchange,
          200,
          Map.of(
              "access_token",
              ACCESS,
              "token_type",
              "Bearer",
              "expires_in",
              300,
              "id_token",
              idToken(begun.get("nonce"))));
    } else {
      answer(exchange, 400, Map.of("error", "invalid_grant"));
    }
  }

  private static String basic() {
    return "Basic "
        + Base64.getEncoder()
            .encodeToString((CLIENT + ":" + SECRET).getBytes(StandardCharsets.UTF_8));
  }

  private static String challenge(String verifier) {
    try {
      return Base64.getUrlEncoder()
          .withoutPadding()
          .encodeToString(
              MessageDigest.getInstance("SHA-256")
                  .digest(verifier.getBytes(StandardCharsets.US_ASCII)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private String idToken(String nonce) {
    Instant now = clock.instant();
    JWTClaimsSet.Builder token =
        new JWTClaimsSet.Builder()
            .issuer(issuer())
            .subject("subject-47")
            .audience(CLIENT)
            .issueTime(Date.from(now))
            .expirationTime(Date.from(now.plusSeconds(300)))
            .claim("nonce", nonce);
    claims.forEach(token::claim);
    try {
      SignedJWT jwt =
          new SignedJWT(
              new JWSHeader.Builder(JWSAlgorithm.RS256).keyID("one").build(), token.build());
      jwt.sign(new RSASSASigner(signing));
      return jwt.serialize();
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Map<String, String> form(String text) {
    return Stream.of(text.split("&"))
        .map(it -> it.split("=", 2))
        .collect(
            Collectors.toMap(
                it -> it[0], it -> URLDecoder.decode(it[1], StandardCharsets.UTF_8), (a, b) -> b));
  }

  private static void answer(HttpExchange exchange, int status, Map<String, Object> body)
      throws IOException {
    byte[] json = new ObjectMapper().writeValueAsBytes(body);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(status, json.length);
    exchange.getResponseBody().write(json);
    exchange.close();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
