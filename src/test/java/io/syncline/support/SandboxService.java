package io.syncline.support;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.zaxxer.hikari.HikariDataSource;
import io.syncline.Syncline;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The whole service in profile sandbox, on a port and a pair of databases of its own. */
public final class SandboxService implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Postgres.Pair pair;
  private final String yuhinkai = Postgres.freshDatabase("yuhinkai");
  private final int port = FreePort.any();
  private final HttpClient client = HttpClient.newHttpClient();
  private final ConfigurableApplicationContext context;

  private SandboxService(Postgres.Pair pair, String... more) {
    this.pair = pair;
    List<String> arguments = new ArrayList<>(List.of(pair.arguments()));
    arguments.addAll(Postgres.arguments("DB_YUHINKAI_", yuhinkai));
    arguments.add("--syncline.sandbox.entities.feeds=false");
    arguments.add("--syncline.sandbox.clientapi.accounts=false");
    arguments.add("--syncline.sandbox.elitefactor.artisans=20");
    arguments.add("--syncline.sandbox.elitefactor.listings=100");
    arguments.add("--syncline.sandbox.stockx.products=5");
    arguments.add("--syncline.sandbox.stockx.variants=3");
    arguments.add("--syncline.sandbox.stockx.requests-per-second=2000");
    arguments.add("--syncline.stockx.calls-per-second=1000");
    arguments.add("--syncline.stockx.calls-per-minute=100000");
    arguments.add("--syncline.clientapi.log-dir=off");
    arguments.add("--spring.profiles.active=sandbox");
    arguments.add("--server.port=" + port);
    arguments.add("--syncline.junglescout.calls-per-second=1000");
    arguments.add("--syncline.junglescout.calls-per-minute=100000");
    arguments.add("--syncline.sandbox.junglescout.requests-per-second=2000");
    arguments.add("--syncline.sandbox.junglescout.requests-per-minute=200000");
    arguments.addAll(List.of(more));
    context = SpringApplication.run(Syncline.class, lastOfEach(arguments));
  }

  /** Spring would join the values of an argument that comes twice. */
  private static String[] lastOfEach(List<String> arguments) {
    Map<String, String> byName = new LinkedHashMap<>();
    arguments.forEach(argument -> byName.put(argument.split("=", 2)[0], argument));
    return byName.values().toArray(String[]::new);
  }

  /** Starts, and waits for the end of the first run. */
  public static SandboxService start(String... more) {
    return start(Postgres.freshPair(), more);
  }

  /** The same on databases that have something already. */
  public static SandboxService start(Postgres.Pair pair, String... more) {
    SandboxService service = begin(pair, more);
    service.atRest();
    return service;
  }

  /** The same without waiting for any run. */
  public static SandboxService begin(Postgres.Pair pair, String... more) {
    return new SandboxService(pair, more);
  }

  /** What an HTTP call was answered. */
  public record Answer(int status, String contentType, JsonNode body) {}

  public Postgres.Pair pair() {
    return pair;
  }

  /** Where it listens. */
  public String url() {
    return "http://localhost:" + port;
  }

  /** The name of the database that stands for Yuhinkai. */
  public String yuhinkai() {
    return yuhinkai;
  }

  public JdbcClient staging() {
    return JdbcClient.create(pair.stagingSource());
  }

  public JdbcClient production() {
    return JdbcClient.create(pair.productionSource());
  }

  public <T> T bean(Class<T> type) {
    return context.getBean(type);
  }

  /** Waits until no run is under way and nothing is pending for production. */
  public void atRest() {
    Awaitility.await()
        .atMost(java.time.Duration.ofSeconds(90))
        .until(
            () ->
                staging()
                        .sql(
                            "SELECT (SELECT count(*) FROM sync_runs WHERE status = 'running')"
                                + " + (SELECT count(*) FROM run_batches WHERE state = 'pending')")
                        .query(Long.class)
                        .single()
                    == 0);
  }

  /** The end of an outage: whoever asks for a connection next gets one. */
  public void bringUp(String database) {
    Postgres.bringUp(database);
    renewConnections();
    Postgres.awaitLent(pools());
  }

  /** After an outage: the service does not meet it again in connections that it still holds. */
  public void renewConnections() {
    Postgres.renew(pools());
  }

  public Answer get(String path, String... headers) {
    return send(request(path, headers).GET().build());
  }

  public Answer post(String path, String body, String... headers) {
    HttpRequest.Builder request = request(path, headers);
    if (body.isEmpty()) {
      return send(request.POST(HttpRequest.BodyPublishers.noBody()).build());
    }
    request.header("Content-Type", "application/json");
    return send(request.POST(HttpRequest.BodyPublishers.ofString(body)).build());
  }

  /** Posts, and closes the connection a second later without reading an answer. */
  public void abandon(String path, String body, String... headers) {
    try (Socket socket = new Socket("localhost", port)) {
      String request =
          "POST %s HTTP/1.1\r\nHost: localhost\r\n%s: %s\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s"
              .formatted(path, headers[0], headers[1], body.length(), body);
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      socket.setSoTimeout(1_000);
      try {
        socket.getInputStream().read();
        throw new AssertionError("an answer came before the caller left");
      } catch (SocketTimeoutException e) {
        // nobody answered within the second: the caller leaves
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public Answer patch(String path, String body, String... headers) {
    return send(
        request(path, headers)
            .header("Content-Type", "application/json")
            .method("PATCH", HttpRequest.BodyPublishers.ofString(body))
            .build());
  }

  public Answer delete(String path, String... headers) {
    return send(request(path, headers).DELETE().build());
  }

  public Answer put(String path, String body) {
    return send(request(path).PUT(HttpRequest.BodyPublishers.ofString(body)).build());
  }

  public Answer put(String path, String body, String... headers) {
    return send("PUT", path, "application/json", body, headers);
  }

  /** Any method with a body of any kind. */
  public Answer send(String method, String path, String type, String body, String... headers) {
    return send(
        request(path, headers)
            .header("Content-Type", type)
            .method(method, HttpRequest.BodyPublishers.ofString(body))
            .build());
  }

  /** The body of an answer that is no JSON. */
  public String text(String path, String... headers) {
    try {
      return client
          .send(request(path, headers).GET().build(), HttpResponse.BodyHandlers.ofString())
          .body();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** The header that the webhook and the cron endpoints want. */
  public String[] cronSecret() {
    return new String[] {"Authorization", "Bearer " + pair.properties().get("CRON_SECRET")};
  }

  /** One of the service's own connection pools. */
  public HikariDataSource pool(String name) {
    return context.getBean(name, HikariDataSource.class);
  }

  /** All of them. */
  public Collection<HikariDataSource> pools() {
    return context.getBeansOfType(HikariDataSource.class).values();
  }

  /** The header that the hourly endpoints want. */
  public String[] apiKey() {
    return new String[] {"X-API-KEY", (String) pair.properties().get("SYNC_API_KEY")};
  }

  public String[] token(String role) {
    try {
      Instant now = Instant.now();
      SignedJWT token =
          new SignedJWT(
              new JWSHeader(JWSAlgorithm.HS256),
              new JWTClaimsSet.Builder()
                  .subject("test")
                  .issueTime(Date.from(now))
                  .expirationTime(Date.from(now.plusSeconds(600)))
                  .claim("role", role)
                  .build());
      String secret = (String) pair.properties().get("JWT_SECRET");
      token.sign(new MACSigner(secret.getBytes(StandardCharsets.UTF_8)));
      return new String[] {"Authorization", "Bearer " + token.serialize()};
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    context.close();
  }

  private HttpRequest.Builder request(String path, String... headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://localhost:" + port + path));
    return headers.length == 0 ? request : request.headers(headers);
  }

  private Answer send(HttpRequest request) {
    try {
      HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
      String type = answer.headers().firstValue("Content-Type").orElse("");
      JsonNode body = type.contains("json") ? JSON.readTree(answer.body()) : JSON.nullNode();
      return new Answer(answer.statusCode(), type, body);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
