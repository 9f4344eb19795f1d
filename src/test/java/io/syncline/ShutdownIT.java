package io.syncline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.syncline.api.Http;
import io.syncline.support.RawServer;
import io.syncline.support.RawServer.Manner;
import io.syncline.support.SandboxService;
import io.syncline.support.ServiceProcess;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * The end of a run and of a process whose workers wait for a source that never answers. A call may
 * take ten minutes here, so that nothing ends by itself.
 */
class ShutdownIT {
  private static final Duration PROMISED = Duration.ofSeconds(20);
  private static final Duration LONG = Duration.ofSeconds(120);
  private static SandboxService vendors;
  private static RawServer between;

  @BeforeAll
  static void start() {
    vendors =
        SandboxService.start(
            "--syncline.sandbox.junglescout.products=3",
            "--syncline.junglescout.cron=off",
            "--syncline.stockx.cron=off");
    between = RawServer.before(vendors.url());
  }

  @AfterAll
  static void stop() {
    between.close();
    vendors.close();
  }

  @BeforeEach
  void everything_is_due() {
    between.behave();
    vendors.staging().sql("TRUNCATE dev_az_jungle_scout_sync_status").update();
    vendors.staging().sql("UPDATE stockx_products SET synced_at = NULL").update();
  }

  @Test
  void a_cancel_ends_the_calls_under_way_and_then_a_sigterm_the_process() {
    try (ServiceProcess service = ServiceProcess.serve(properties())) {
      for (String call :
          new String[] {
            "oauth/token", "market-data", "product_database_query", "sales_estimates"
          }) {
        everything_is_due();
        begin(service, call, Manner.BODY_THAT_DRIPS);
        assertThat(service.post("/api/sync/runs/" + last("id::text") + "/cancel").statusCode())
            .isLessThan(300);
        await().atMost(LONG).until(() -> last("outcome").equals("cancelled"));
        await().atMost(LONG).until(() -> between.hungUp() == between.mistreated());
      }
      everything_is_due();
      begin(service, "product_database_query", Manner.HEADERS_THAT_DRIP);
      assertEndsInTime(service);
    }
  }

  @Test
  @DisplayName("G11: SIGTERM ends a process whose calls and notices hang, and its run")
  void a_sigterm_ends_a_process_whose_calls_hang() {
    try (ServiceProcess service = ServiceProcess.serve(properties())) {
      between.mistreat("discord", Manner.SILENCE);
      between.answer("market-data", "500 Oops", "");
      service.post("/api/pipelines/stockx/runs");
      await().atMost(LONG).until(() -> between.hungUp() < between.mistreated());
      begin(service, "sales_estimates", Manner.SILENCE);
      assertEndsInTime(service);
    }
  }

  @Test
  @DisplayName("G11: SIGTERM ends a process whose workers wait as long as a source asked for")
  void a_sigterm_ends_a_process_that_waits_for_its_turn() {
    try (ServiceProcess service = ServiceProcess.serve(properties())) {
      between.answer("product_database_query", "429 Too Many Requests\r\nRetry-After: 55", "later");
      service.post("/api/pipelines/junglescout/runs?wait=false");
      await().atMost(LONG).until(() -> between.mistreated() > 0);
      assertEndsInTime(service);
    }
  }

  /** A run whose worker waits; a process asks for a token before everything else. */
  private static void begin(ServiceProcess service, String call, Manner manner) {
    boolean sales = call.startsWith("product") || call.startsWith("sales");
    int before = between.mistreated();
    between.mistreat(call, manner);
    String path = "/api/pipelines/" + (sales ? "junglescout" : "stockx") + "/runs?wait=false";
    await().atMost(LONG).until(() -> service.post(path).statusCode() < 300);
    await().atMost(LONG).until(() -> between.mistreated() > before);
    assertThat(last("outcome")).isEqualTo("running");
  }

  private static void assertEndsInTime(ServiceProcess service) {
    service.terminate();
    assertThat(service.endsWithin(PROMISED)).as(service.text()).isTrue();
    assertThat(last("failure ->> 'code'")).as(service.text()).isEqualTo("INTERRUPTED");
    assertThat(last("outcome")).isEqualTo("failed");
    assertThat(
            vendors
                .staging()
                .sql("SELECT count(*) FROM run_leases WHERE expires_at > clock_timestamp()")
                .query(Long.class)
                .single())
        .as("leases that are held")
        .isZero();
  }

  private static String last(String column) {
    return vendors
        .staging()
        .sql("SELECT " + column + " FROM sync_runs ORDER BY started_at DESC LIMIT 1")
        .query(String.class)
        .single();
  }

  private static Map<String, Object> properties() {
    Map<String, Object> properties = new LinkedHashMap<>(vendors.pair().properties());
    properties.put("JWT_SECRET", Http.JWT_SECRET);
    properties.put("JUNGLE_SCOUT_API_KEY", "sandbox:not-a-secret");
    properties.put("JUNGLE_SCOUT_BASE_URL", between.url() + "/sandbox/junglescout/api");
    properties.put("STOCKX_API_KEY", "sandbox-key");
    properties.put("STOCKX_CLIENT_ID", "sandbox-client");
    properties.put("STOCKX_CLIENT_SECRET", "sandbox-not-a-secret");
    properties.put("STOCKX_REFRESH_TOKEN", "sandbox-refresh-token");
    properties.put("STOCKX_BASE_URL", between.url() + "/sandbox/stockx/v2");
    properties.put("STOCKX_TOKEN_URL", between.url() + "/sandbox/stockx/oauth/token");
    properties.put(
        "DISCORD_WEBHOOK_URL", between.url() + "/sandbox/discord/api/webhooks/1/sandbox");
    properties.put("syncline.notice.timeout", "10m");
    properties.put("syncline.source.call-timeout", "10m");
    properties.put("syncline.source.response-timeout", "10m");
    properties.put("camel.component.http.response-timeout", "600000");
    properties.put("syncline.run.heartbeat", "500ms");
    properties.put("syncline.junglescout.cron", "off");
    properties.put("syncline.stockx.cron", "off");
    properties.put("syncline.stockx.calls-per-second", "1000");
    properties.put("syncline.stockx.calls-per-minute", "100000");
    return properties;
  }
}
