package io.syncline.junglescout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.core.JsonProcessingException;
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
import io.syncline.core.run.ActiveRuns;
import io.syncline.support.Postgres;
import io.syncline.support.SettableClock;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Primary;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/**
 * The whole service on two new databases, with the vendors on a socket of their own and the time in
 * the hands of the test. It is 2024-01-15T10:00:00Z when a test begins.
 */
@SpringBootTest(
    classes = {Syncline.class, JungleScoutService.Time.class},
    webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
    properties = {
      "syncline.test.pair=fresh",
      "JUNGLE_SCOUT_API_KEY=" + FakeVendors.KEY,
      "syncline.junglescout.calls-per-second=100000",
      "syncline.junglescout.calls-per-minute=1000000",
      "syncline.source.first-delay=10",
      "syncline.write.first-delay=20",
      "syncline.relay.interval=200ms",
      "syncline.relay.grace=200ms",
      "syncline.relay.longest-delay=1s",
      "syncline.database.timeouts.pool=1s"
    })
abstract class JungleScoutService {
  static final String NOW = "2024-01-15T10:00:00Z";
  static final String API_KEY = "test-SYNC_API_KEY-0123456789-0123456789-0123456789";
  static final String JWT_SECRET = "test-JWT_SECRET-0123456789-0123456789-0123456789";
  static final String STATUS = "dev_az_jungle_scout_sync_status";
  static final String PRODUCTS = "jungle_scout_product_data";
  static final String SALES = "jungle_scout_sales_estimate_data";
  static final FakeVendors VENDORS = new FakeVendors();
  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpClient client = HttpClient.newHttpClient();

  @LocalServerPort private int port;
  @Autowired SettableClock clock;
  @Autowired private List<HikariDataSource> pools;
  @Autowired private ActiveRuns activeRuns;

  @Value("${DB_STAGING_NAME}")
  String stagingName;

  @Value("${DB_PROD_NAME}")
  String productionName;

  JdbcTemplate staging;
  JdbcTemplate production;

  /** No stereotype, so that no other test's scan finds it. */
  static class Time {
    @Bean
    @Primary
    SettableClock settableClock() {
      return new SettableClock(NOW);
    }

    @Bean
    Clock unusedClock() {
      return Clock.systemUTC();
    }
  }

  /** What the service answered. */
  record Answer(int status, JsonNode body) {
    JsonNode at(String name) {
      return body.path("status").path(name);
    }

    int count(String name) {
      return at(name).asInt(-1);
    }

    String message() {
      return body.path("message").asText();
    }
  }

  @DynamicPropertySource
  static void vendors(DynamicPropertyRegistry registry) {
    registry.add("JUNGLE_SCOUT_BASE_URL", () -> VENDORS.url("/junglescout/api"));
    registry.add("DISCORD_WEBHOOK_URL", () -> VENDORS.url(FakeVendors.WEBHOOK));
  }

  @BeforeEach
  void begin() {
    staging = new JdbcTemplate(Postgres.source(stagingName));
    production = new JdbcTemplate(Postgres.source(productionName));
    awaitNoRun();
    await().until(() -> activeRuns.all().isEmpty());
    staging.update(
        "UPDATE run_leases SET expires_at = clock_timestamp()"); // of a run that staging failed
    staging.execute(
        "TRUNCATE dev_az_product, dev_az_jungle_scout_sync_status, dev_az_jungle_scout_product_data,"
            + " dev_az_jungle_scout_sales_estimate_data, sync_runs, run_batches, sync_dead_letters,"
            + " sync_run_changes, sync_source_usage");
    production.execute(
        "TRUNCATE prod_az_jungle_scout_product_data, prod_az_jungle_scout_sales_estimate_data");
    VENDORS.reset();
    clock.set(NOW);
  }

  @AfterEach
  void end() {
    Postgres.bringUp(stagingName);
    Postgres.bringUp(productionName);
    Postgres.renew(pools);
    Postgres.awaitLent(pools);
    VENDORS.release();
    awaitNoRun();
  }

  void awaitNoRun() {
    await()
        .atMost(Duration.ofSeconds(60))
        .ignoreExceptions()
        .until(
            () ->
                count("SELECT count(*) FROM sync_runs WHERE status = 'running'") == 0
                    && count("SELECT count(*) FROM run_batches WHERE state = 'pending'") == 0);
  }

  static String asin(int number) {
    return "B0%08d".formatted(number);
  }

  static List<String> asins(int first, int count) {
    return IntStream.range(first, first + count).mapToObj(JungleScoutService::asin).toList();
  }

  /** Visible products that no run has seen. */
  void newProducts(List<String> asins) {
    staging.batchUpdate(
        "INSERT INTO dev_az_product (asin, product_visibility) VALUES (?, true)",
        asins.stream().map(asin -> new Object[] {asin}).toList());
  }

  /** Visible products read so long ago. */
  void readProducts(List<String> asins, Duration ago) {
    newProducts(asins);
    LocalDateTime at = LocalDateTime.ofInstant(clock.instant().minus(ago), ZoneOffset.UTC);
    staging.batchUpdate(
        "INSERT INTO dev_az_jungle_scout_sync_status (asin, has_product_data, has_sales_data,"
            + " product_data_synced_at, sales_estimate_data_synced_at) VALUES (?, true, true, ?, ?)",
        asins.stream().map(asin -> new Object[] {asin, at, at}).toList());
  }

  Answer hourly(String query) {
    return post("/admin/hourly-sync" + query, "X-API-KEY", API_KEY);
  }

  Answer hourly() {
    return hourly("");
  }

  Answer hourlyStatus() {
    return get("/admin/hourly-sync/status", "X-API-KEY", API_KEY);
  }

  Answer asAdmin(String path) {
    return post(path, "Authorization", bearer("admin"));
  }

  Answer masterStatus() {
    return get("/admin/master-sync/status", "Authorization", bearer("admin"));
  }

  /** A master run to its end. */
  Answer master(String query) {
    Answer started = asAdmin("/admin/master-sync" + query);
    assertThat(started.status()).as(started.body().toString()).isEqualTo(202);
    awaitNoRun();
    return masterStatus();
  }

  JsonNode run(Answer answer) {
    return get(
            "/api/sync/runs/" + answer.body().path("run_id").asText(),
            "Authorization",
            bearer("viewer"))
        .body();
  }

  /** The run that began last. */
  String lastRun() {
    return staging.queryForObject(
        "SELECT id::text FROM sync_runs ORDER BY started_at DESC LIMIT 1", String.class);
  }

  /** What was told of a run, once it is; a notice of the run before may be on its way yet. */
  static JsonNode notice(String run) {
    await().atMost(Duration.ofSeconds(60)).until(() -> !notices(run).isEmpty());
    return notices(run).get(0);
  }

  static List<JsonNode> notices(String run) {
    return VENDORS.notices.stream()
        .map(message -> message.at("/embeds/0"))
        .filter(embed -> embed.at("/footer/text").asText().endsWith(run))
        .toList();
  }

  Answer post(String path, String... headers) {
    return send(request(path).POST(BodyPublishers.noBody()), headers);
  }

  Answer get(String path, String... headers) {
    return send(request(path).GET(), headers);
  }

  Answer postJson(String path, String body, String... headers) {
    return send(
        request(path)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(body)),
        headers);
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create("http://localhost:" + port + path))
        .timeout(Duration.ofSeconds(120));
  }

  private Answer send(HttpRequest.Builder request, String... headers) {
    try {
      HttpRequest built = headers.length == 0 ? request.build() : request.headers(headers).build();
      HttpResponse<String> response = client.send(built, BodyHandlers.ofString());
      return new Answer(response.statusCode(), JSON.readTree(response.body()));
    } catch (JsonProcessingException e) {
      throw new AssertionError("not JSON", e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  String bearer(String role) {
    return bearer(role, JWT_SECRET);
  }

  String bearer(String role, String secret) {
    try {
      SignedJWT jwt =
          new SignedJWT(
              new JWSHeader(JWSAlgorithm.HS256),
              new JWTClaimsSet.Builder()
                  .subject("ann")
                  .claim("role", role)
                  .issueTime(Date.from(clock.instant()))
                  .expirationTime(Date.from(clock.instant().plusSeconds(600)))
                  .build());
      jwt.sign(new MACSigner(secret));
      return "Bearer " + jwt.serialize();
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  long count(String sql) {
    Long count = staging.queryForObject(sql, Long.class);
    return count == null ? 0 : count;
  }

  String outcome() {
    return staging.queryForObject(
        "SELECT outcome FROM sync_runs ORDER BY started_at DESC LIMIT 1", String.class);
  }

  String errorCode() {
    return staging.queryForObject(
        "SELECT failure ->> 'code' FROM sync_runs ORDER BY started_at DESC LIMIT 1", String.class);
  }

  Map<String, Object> status(String asin) {
    return staging.queryForMap("SELECT * FROM " + STATUS + " WHERE asin = ?", asin);
  }

  /** All rows of a table as text, to compare databases and runs. */
  static List<String> rows(JdbcTemplate database, String table) {
    return database.queryForList(
        "SELECT t::text FROM " + table + " t ORDER BY t::text", String.class);
  }

  void assertBothDatabasesAreEqual() {
    for (String table : List.of(PRODUCTS, SALES)) {
      assertThat(rows(production, "prod_az_" + table))
          .as(table)
          .isEqualTo(rows(staging, "dev_az_" + table));
    }
  }
}
