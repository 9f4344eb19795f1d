package io.syncline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.syncline.support.RawServer;
import io.syncline.support.RawServer.Manner;
import io.syncline.support.SandboxService;
import io.syncline.support.SandboxService.Answer;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The service with sources that answer as no source should: on a raw socket between it and the
 * simulators of another one.
 */
class HostileSourcesIT {
  private static final String PAGE = "<!DOCTYPE html><title>Just a moment</title>";
  private static final Duration LONG = Duration.ofSeconds(120);
  private static SandboxService vendors;
  private static SandboxService service;
  private static RawServer between;

  @BeforeAll
  static void start() {
    vendors = SandboxService.start("--syncline.sandbox.junglescout.products=3");
    between = RawServer.before(vendors.url());
    service =
        SandboxService.start(
            "--syncline.sandbox.junglescout.products=3",
            "--syncline.junglescout.cron=off",
            "--syncline.stockx.cron=off",
            "--spring.jmx.enabled=false", // the names are taken by the other one
            "--syncline.source.call-timeout=2s",
            "--syncline.source.tries-again=0",
            "--syncline.source.largest-answer=1MB",
            "--syncline.stockx.token-host.calls-per-second=1000",
            "--syncline.stockx.token-host.calls-per-minute=100000",
            "--syncline.notice.timeout=2s",
            "--syncline.notice.tries=1",
            "--JUNGLE_SCOUT_BASE_URL=" + between.url() + "/sandbox/junglescout/api",
            "--STOCKX_BASE_URL=" + between.url() + "/sandbox/stockx/v2",
            "--STOCKX_TOKEN_URL=" + between.url() + "/sandbox/stockx/oauth/token",
            "--DISCORD_WEBHOOK_URL=" + between.url() + "/sandbox/discord/api/webhooks/1/sandbox");
  }

  @AfterAll
  static void stop() {
    service.close();
    between.close();
    vendors.close();
  }

  @BeforeEach
  void everything_is_due() {
    between.behave();
    service.atRest();
    service.staging().sql("TRUNCATE dev_az_jungle_scout_sync_status").update();
    service.staging().sql("UPDATE stockx_products SET synced_at = NULL").update();
  }

  static Stream<Arguments> calls() {
    return Stream.of(
            "product_database_query", "sales_estimates_query", "oauth/token", "market-data")
        .flatMap(
            call ->
                Stream.of(
                        Manner.SILENCE,
                        Manner.HEADERS_THAT_DRIP,
                        Manner.BODY_THAT_DRIPS,
                        Manner.FLOOD_WITHOUT_LENGTH)
                    .map(manner -> Arguments.of(call, manner)));
  }

  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("calls")
  @DisplayName("C26: a run ends although its source never does, and is not completed")
  void a_run_ends_although_its_source_never_does(String call, Manner manner) {
    if (call.equals("oauth/token")) {
      between.answer("market-data", "401 Unauthorized", "");
    }
    between.mistreat(call, manner);
    assertThat(run(call).status()).isEqualTo(200);
    assertThat(between.mistreated()).isPositive();
    assertThat(last("outcome")).isIn("partial", "failed");
    await().atMost(LONG).until(() -> between.hungUp() > 0);
  }

  @Test
  void a_404_of_a_gateway_leaves_the_sales_due() {
    between.answer("sales_estimates_query", "404 Not Found", PAGE);
    run("sales");
    assertThat(last("outcome")).isEqualTo("partial");
    assertThat(
            count(
                "(SELECT FROM sync_errors WHERE code = 'API_ERROR' GROUP BY run_id HAVING count(*) = 3) AS r"))
        .isPositive();
    assertThat(
            count(
                "dev_az_jungle_scout_sync_status WHERE has_sales_data"
                    + " OR sales_estimate_data_synced_at IS NOT NULL"))
        .isZero();
    between.behave();
    run("sales");
    assertThat(last("outcome")).isEqualTo("completed");
  }

  @Test
  void a_404_of_a_gateway_holds_no_product() {
    between.answer("product_database_query", "404 Not Found", PAGE);
    run("products");
    assertThat(last("outcome")).isNotEqualTo("completed");
    assertThat(
            count(
                "dev_az_jungle_scout_sync_status WHERE product_fetch_attempted_at IS NOT NULL OR error IS NOT NULL"))
        .isZero();
    between.behave();
    run("products");
    assertThat(last("outcome")).isEqualTo("completed");
  }

  @ParameterizedTest
  @ValueSource(strings = {"404 Not Found", "400 Bad Request"})
  void a_404_of_a_gateway_forgets_no_product(String status) {
    long known = count("stockx_products WHERE product_id IS NOT NULL");
    long unknown = count("stockx_products WHERE product_id IS NULL");
    between.answer("market-data", status, PAGE);
    between.answer("catalog/search", "200 OK", "{\"count\":0,\"products\":[]}");
    run("market-data");
    assertThat(last("outcome")).isNotEqualTo("completed");
    assertThat(count("stockx_products WHERE product_id IS NOT NULL")).isEqualTo(known);
    assertThat(count("stockx_products WHERE product_id IS NULL")).isEqualTo(unknown);
  }

  @ParameterizedTest
  @ValueSource(strings = {"403 Forbidden", "404 Not Found", "503 Service Unavailable"})
  void what_stands_before_the_token_host_refuses_no_token(String status) {
    between.answer("market-data", "401 Unauthorized", "");
    between.answer("oauth/token", status, PAGE);
    run("market-data");
    assertThat(last("coalesce(failure ->> 'code', '')")).isNotEqualTo("SOURCE_REFUSED_KEY");
    assertThat(last("errors::text || coalesce(failure ->> 'message', '')"))
        .doesNotContain("authorise again", "does not accept");
    assertThat(between.mistreated()).as("calls in all").isLessThan(40);
    between.behave();
    run("market-data");
    assertThat(last("outcome")).as("nothing was spoilt").isNotEqualTo("failed");
  }

  @ParameterizedTest
  @ValueSource(strings = {"product_database_query", "sales_estimates_query", "market-data"})
  void a_bot_wall_refuses_no_key_and_is_not_knocked_at_again(String call) {
    between.answer(call, "403 Forbidden", PAGE);
    run(call);
    assertThat(last("coalesce(failure ->> 'code', '')")).isNotEqualTo("SOURCE_REFUSED_KEY");
    assertThat(last("outcome")).isNotEqualTo("completed");
    assertThat(between.mistreated()).isLessThan(20);
  }

  private static Answer run(String call) {
    return call.equals("market-data") || call.equals("oauth/token")
        ? service.post("/api/cron/sync-stockx-prices?force=true", "", service.cronSecret())
        : service.post("/admin/hourly-sync", "", service.apiKey());
  }

  private static String last(String column) {
    return service
        .staging()
        .sql("SELECT " + column + " FROM sync_runs ORDER BY started_at DESC LIMIT 1")
        .query(String.class)
        .single();
  }

  private static long count(String what) {
    return service.staging().sql("SELECT count(*) FROM " + what).query(Long.class).single();
  }
}
