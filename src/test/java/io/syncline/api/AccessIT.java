package io.syncline.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import io.syncline.support.SettableClock;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.interfaces.RSAPublicKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

@WebTest
class AccessIT {
  private static final JWSHeader HS256 = new JWSHeader(JWSAlgorithm.HS256);

  @LocalServerPort private int port;
  @Autowired private SettableClock clock;
  private Http http;

  @BeforeEach
  void forget_earlier_failures() {
    clock.advance(Duration.ofMinutes(2));
    http = new Http(port);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/admin/hourly-sync/status",
        "/admin/hourly-sync",
        "/admin/hourly-sync/",
        "/admin/master-sync/status",
        "/admin/anything",
        "/api/cron/echo/1",
        "/api/sync/runs",
        "/api/pipelines",
        "/api/dead-letters",
        "/%61pi/pipelines",
        "/sandbox/state",
        "/actuator/env",
        "/actuator/jolokia",
        "/actuator/prometheus",
        "/error",
        "/nothing"
      })
  void nobody_without_credentials_gets_in(String path) {
    HttpResponse<String> answer = http.get(path);
    assertThat(answer.statusCode()).isEqualTo(401);
    assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
    assertThat(Http.json(answer).path("code").asText()).isEqualTo("UNAUTHENTICATED");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/health", "/test-db", "/openapi.yaml", "/actuator/health", "/login"})
  void some_paths_are_for_everybody(String path) {
    assertThat(http.get(path).statusCode()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/health", "/test-db", "/openapi.yaml", "/actuator/health", "/login"})
  void a_monitor_may_ask_with_head(String path) {
    HttpResponse<String> answer = http.send(http.to(path).method("HEAD", BodyPublishers.noBody()));
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).isEmpty();
  }

  @Test
  void head_is_405_where_it_would_start_something() {
    HttpResponse<String> answer =
        http.send(
            http.to("/api/cron/echo/1")
                .method("HEAD", BodyPublishers.noBody())
                .header("x-cron-secret", Http.CRON_SECRET));
    assertThat(answer.statusCode()).isEqualTo(405);
    assertThat(answer.headers().firstValue("Allow")).contains("GET,POST");
  }

  @ParameterizedTest
  @CsvSource({
    "HEAD, /api/sync/runs,           viewer, 200",
    "HEAD, /api/pipelines,           viewer, 200",
    "HEAD, /api/dead-letters,        viewer, 403",
    "HEAD, /api/pipelines/x/runs,    viewer, 403",
    "HEAD, /api/unlisted,            admin,  403",
    "GET,  /api/sync/runs,           viewer, 200",
    "GET,  /api/sync/runs,           admin,  200",
    "GET,  /api/pipelines,           viewer, 200",
    "POST, /api/pipelines/x/runs,    viewer, 403",
    "POST, /api/pipelines/x/runs,    admin,  404",
    "POST, /api/sync/runs/1/cancel,  viewer, 403",
    "POST, /api/sync/runs/1/cancel,  admin,  404",
    "GET,  /api/dead-letters,        viewer, 403",
    "GET,  /api/dead-letters,        admin,  404",
    "GET,  /api/divergence,          viewer, 403",
    "GET,  /api/divergence,          admin,  404",
    "POST, /api/divergence/repair,   viewer, 403",
    "POST, /api/divergence/repair,   admin,  404",
    "GET,  /admin/master-sync/status, viewer, 403",
    "GET,  /admin/master-sync/status, admin,  404",
    "POST, /admin/sync-jungle-scout, viewer, 403",
    "POST, /admin/unlisted,          admin,  403",
    "GET,  /api/unlisted,            admin,  403",
    "GET,  /admin/hourly-sync/status, admin, 401",
    "GET,  /api/cron/echo/1,         admin,  401"
  })
  void a_token_opens_what_its_role_may(String method, String path, String role, int status) {
    HttpResponse<String> answer =
        http.send(
            http.to(path)
                .method(method, BodyPublishers.noBody())
                .header("Authorization", Http.bearer(role, clock.instant())));
    assertThat(answer.statusCode()).isEqualTo(status);
  }

  @Test
  void keys_open_their_own_paths_only() {
    assertThat(http.get("/admin/hourly-sync/status", "X-API-KEY", Http.API_KEY).statusCode())
        .isEqualTo(404);
    assertThat(http.get("/api/cron/echo/1", "X-API-KEY", Http.API_KEY).statusCode()).isEqualTo(401);
    assertThat(http.get("/admin/hourly-sync/status", "X-API-KEY", Http.CRON_SECRET).statusCode())
        .isEqualTo(401);
    assertThat(http.get("/api/pipelines", "X-API-KEY", Http.API_KEY).statusCode()).isEqualTo(401);
  }

  @Test
  void any_one_valid_header_with_the_cron_secret_passes() {
    assertThat(cron("Authorization", "Bearer " + Http.CRON_SECRET)).isEqualTo(200);
    assertThat(cron("x-cron-secret", Http.CRON_SECRET)).isEqualTo(200);
    assertThat(cron("Authorization", "Basic " + Http.CRON_SECRET)).isEqualTo(401);
    assertThat(cron("x-cron-secret", Http.CRON_SECRET, "Authorization", "Bearer x")).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "none",
        "rs256",
        "expired",
        "no exp",
        "two days",
        "wrong secret",
        "kid",
        "jwk",
        "no role",
        "unknown role",
        "role list",
        "no subject",
        "not yet",
        "issued tomorrow",
        "5 KB",
        "hs512",
        "nonsense"
      })
  void a_token_with_a_trick_is_refused(String trick) {
    HttpResponse<String> answer =
        http.get("/api/pipelines", "Authorization", "Bearer " + token(trick));
    assertThat(answer.statusCode()).isEqualTo(401);
    assertThat(answer.body()).doesNotContain("canary");
  }

  @Test
  void thirty_seconds_of_leeway_and_a_full_day_are_accepted() {
    Instant now = clock.instant();
    assertThat(pipelines(claims(now.minusSeconds(20)).build())).isEqualTo(200);
    assertThat(
            pipelines(
                claims(now.plusSeconds(600)).issueTime(Date.from(now.plusSeconds(20))).build()))
        .as("issued by a clock that is a little ahead")
        .isEqualTo(200);
    JWTClaimsSet day = claims(now.plus(Duration.ofHours(24))).issueTime(Date.from(now)).build();
    assertThat(pipelines(day)).isEqualTo(200);
  }

  @Test
  void a_token_need_not_say_when_it_was_issued() {
    assertThat(pipelines(claims(clock.instant().plusSeconds(3_600)).build())).isEqualTo(200);
  }

  @Test
  void a_token_in_the_query_is_not_looked_at() {
    String token = Http.bearer("admin", clock.instant()).substring("Bearer ".length());
    assertThat(http.get("/api/pipelines?access_token=" + token).statusCode()).isEqualTo(401);
  }

  @Test
  void after_ten_wrong_keys_even_the_right_one_must_wait_a_minute() {
    for (int i = 0; i < 10; i++) {
      assertThat(cron("x-cron-secret", "wrong")).isEqualTo(401);
    }
    HttpResponse<String> blocked = http.get("/api/cron/echo/1", "x-cron-secret", Http.CRON_SECRET);
    assertThat(blocked.statusCode()).isEqualTo(429);
    assertThat(blocked.headers().firstValueAsLong("Retry-After").orElse(0)).isBetween(1L, 60L);
    assertThat(http.signIn(Http.PASSWORD).statusCode()).isEqualTo(429);
    assertThat(http.get("/health").statusCode()).isEqualTo(200);
    clock.advance(Duration.ofSeconds(61));
    assertThat(cron("x-cron-secret", Http.CRON_SECRET)).isEqualTo(200);
  }

  @Test
  void answers_carry_strict_headers() {
    HttpResponse<String> answer = http.get("/login");
    assertThat(answer.headers().firstValue("Content-Security-Policy").orElse(""))
        .contains("default-src 'self'", "frame-ancestors 'none'")
        .doesNotContain("unsafe");
    assertThat(answer.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
    assertThat(http.get("/health").headers().firstValue("Cache-Control").orElse(""))
        .contains("no-store");
  }

  private int cron(String... headers) {
    return http.get("/api/cron/echo/1", headers).statusCode();
  }

  private int pipelines(JWTClaimsSet claims) {
    String token = Http.token(HS256, claims, Http.JWT_SECRET);
    return http.get("/api/pipelines", "Authorization", "Bearer " + token).statusCode();
  }

  private static JWTClaimsSet.Builder claims(Instant expiry) {
    return new JWTClaimsSet.Builder()
        .subject("ann")
        .claim("role", "admin")
        .expirationTime(Date.from(expiry));
  }

  private String token(String trick) {
    Instant now = clock.instant();
    JWTClaimsSet.Builder good = claims(now.plusSeconds(600));
    return switch (trick) {
      case "none" -> new PlainJWT(good.build()).serialize();
      case "rs256" -> rs256(good.build());
      case "hs512" ->
          Http.token(
              new JWSHeader(JWSAlgorithm.HS512), good.build(), Http.JWT_SECRET + Http.JWT_SECRET);
      case "wrong secret" -> Http.token(HS256, good.build(), Http.API_KEY);
      case "kid" -> Http.token(header("kid"), good.build(), Http.JWT_SECRET);
      case "jwk" -> Http.token(header("jwk"), good.build(), Http.JWT_SECRET);
      case "nonsense" -> "a.b.c";
      default -> Http.token(HS256, claims(trick, good, now), Http.JWT_SECRET);
    };
  }

  private static JWTClaimsSet claims(String trick, JWTClaimsSet.Builder good, Instant now) {
    return switch (trick) {
      case "expired" -> good.expirationTime(Date.from(now.minusSeconds(40))).build();
      case "no exp" -> good.expirationTime(null).build();
      case "two days" -> good.expirationTime(Date.from(now.plus(Duration.ofDays(2)))).build();
      case "no role" -> good.claim("role", null).build();
      case "unknown role" -> good.claim("role", "job").build();
      case "role list" -> good.claim("role", Set.of("admin")).build();
      case "no subject" -> good.subject(null).build();
      case "not yet" -> good.notBeforeTime(Date.from(now.plusSeconds(60))).build();
      case "issued tomorrow" -> good.issueTime(Date.from(now.plusSeconds(40))).build();
      case "5 KB" -> good.claim("more", "x".repeat(5_000)).build();
      default -> throw new IllegalArgumentException(trick);
    };
  }

  private static JWSHeader header(String name) {
    JWSHeader.Builder header = new JWSHeader.Builder(JWSAlgorithm.HS256);
    return name.equals("kid")
        ? header.keyID("../../dev/null").build()
        : header.jwk(new RSAKey.Builder((RSAPublicKey) rsa().getPublic()).build()).build();
  }

  private static String rs256(JWTClaimsSet claims) {
    try {
      SignedJWT jwt = new SignedJWT(new JWSHeader(JWSAlgorithm.RS256), claims);
      jwt.sign(new RSASSASigner(rsa().getPrivate()));
      return jwt.serialize();
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  private static KeyPair rsa() {
    try {
      return KeyPairGenerator.getInstance("RSA").generateKeyPair();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
