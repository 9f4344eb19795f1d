package io.syncline.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.CookieManager;
import java.net.HttpCookie;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Instant;
import java.util.Date;
import java.util.stream.Stream;

/** Calls a running service as its callers do. */
public final class Http {
  public static final String API_KEY = "canary-api-key-0123456789abcdef-0123";
  public static final String CRON_SECRET = "canary-cron-secret-0123456789abcdef";
  public static final String JWT_SECRET = "canary-jwt-secret-0123456789abcdef-x";
  public static final String PASSWORD = "canary-admin-password";

  /** Of both users that are not the admin. */
  public static final String USERS_PASSWORD = "canary-user-password";

  /** {@link #USERS_PASSWORD} by bcrypt. */
  public static final String USERS_HASH =
      "$2a$10$MS4t4CC7ShZ2ubSdV9SGbuHl51cAL4mRU/lXICmwMJn0PW94uGx8e";

  private final String base;
  private final CookieManager cookies = new CookieManager();
  private final HttpClient client =
      HttpClient.newBuilder()
          .cookieHandler(cookies)
          .followRedirects(HttpClient.Redirect.NEVER)
          .build();

  public Http(int port) {
    this.base = "http://localhost:" + port;
  }

  public HttpRequest.Builder to(String path) {
    return HttpRequest.newBuilder(URI.create(base + path));
  }

  public HttpResponse<String> get(String path, String... headers) {
    HttpRequest.Builder request = to(path);
    return send(headers.length == 0 ? request : request.headers(headers));
  }

  public HttpResponse<String> post(String path, String body, String... headers) {
    return send(to(path).POST(BodyPublishers.ofString(body)).headers(headers));
  }

  public HttpResponse<String> send(HttpRequest.Builder request) {
    try {
      return client.send(request.build(), BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Another server's answer, for whom this one is a stranger. */
  public static HttpResponse<String> visit(String address) {
    try {
      return HttpClient.newHttpClient()
          .send(HttpRequest.newBuilder(URI.create(address)).build(), BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The first line that begins so, of an answer that has no end; then the connection is closed. */
  public String firstLine(String path, String beginning) {
    return line(path, beginning, 0);
  }

  /** A line of a stream that begins so, after so many others that do. */
  public String line(String path, String beginning, int after) {
    try (Stream<String> lines = client.send(to(path).build(), BodyHandlers.ofLines()).body()) {
      return lines
          .filter(line -> line.startsWith(beginning))
          .skip(after)
          .findFirst()
          .orElse("none");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Signs in with a fresh session. */
  public HttpResponse<String> signIn(String password) {
    return signIn("admin", password);
  }

  public HttpResponse<String> signIn(String name, String password) {
    String page = get("/login").body();
    return post(
        "/login",
        "username=" + name + "&password=" + password + "&_csrf=" + csrf(page),
        "Content-Type",
        "application/x-www-form-urlencoded");
  }

  public String cookie(String name) {
    return cookies.getCookieStore().getCookies().stream()
        .filter(it -> it.getName().equals(name))
        .map(HttpCookie::getValue)
        .findFirst()
        .orElse("");
  }

  public static String csrf(String page) {
    int at = page.indexOf("name=\"_csrf\" value=\"") + "name=\"_csrf\" value=\"".length();
    return page.substring(at, page.indexOf('"', at));
  }

  public static JsonNode json(HttpResponse<String> answer) {
    try {
      return new ObjectMapper().readTree(answer.body());
    } catch (JsonProcessingException e) {
      throw new AssertionError(answer.body(), e);
    }
  }

  public static String bearer(String role, Instant now) {
    return "Bearer "
        + token(
            new JWSHeader(JWSAlgorithm.HS256),
            new JWTClaimsSet.Builder()
                .subject("ann")
                .claim("role", role)
                .issueTime(Date.from(now))
                .expirationTime(Date.from(now.plusSeconds(600)))
                .build(),
            JWT_SECRET);
  }

  public static String token(JWSHeader header, JWTClaimsSet claims, String secret) {
    try {
      SignedJWT jwt = new SignedJWT(header, claims);
      jwt.sign(new MACSigner(secret));
      return jwt.serialize();
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }
}
