package io.syncline.stockx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.syncline.support.SandboxService;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The document's own figures, a limit on the length of a run, and a token that is replaced. */
class StockxSettingsIT {
  private static final String PATH = "/api/cron/sync-stockx-prices";
  private static SandboxService service;

  @BeforeAll
  static void start() {
    service =
        SandboxService.start(
            "--syncline.sandbox.junglescout.products=1",
            "--syncline.stockx.accounts.eu.api-key=canary-eu-key",
            "--syncline.stockx.accounts.eu.client-id=eu-client",
            "--syncline.stockx.accounts.eu.client-secret=canary-eu-secret",
            "--syncline.stockx.accounts.eu.refresh-token=canary-eu-token",
            "--syncline.stockx.regions[0].label=US",
            "--syncline.stockx.regions[0].currency=USD",
            "--syncline.stockx.regions[1].label=UK",
            "--syncline.stockx.regions[1].currency=GBP",
            "--syncline.stockx.regions[2].label=EU",
            "--syncline.stockx.regions[2].currency=EUR",
            "--syncline.stockx.regions[2].account=eu",
            "--syncline.stockx.products-per-run=50",
            "--syncline.stockx.products-at-once=1",
            "--syncline.stockx.product-delay=300ms",
            "--syncline.stockx.longest-run=700ms",
            "--syncline.stockx.keep-days=30",
            "--syncline.relay.retention-interval=300ms");
  }

  @AfterAll
  static void stop() {
    service.close();
  }

  @Test
  @DisplayName(
      "SX-03, SX-23, SX-24: 50 products in three regions, four runs a day: 150, 600, 18,000")
  void the_figures_of_the_configuration_are_the_documents() {
    JsonNode figures = service.get("/api/stockx/budget", service.token("viewer")).body();
    assertThat(figures.path("runs_per_day").asInt()).isEqualTo(4);
    assertThat(figures.path("calls_per_run").asInt()).isEqualTo(150);
    assertThat(figures.path("calls_per_day").asInt()).isEqualTo(600);
    assertThat(figures.path("calls_per_month").asInt()).isEqualTo(18_000);
    assertThat(figures.path("left_today").asInt()).isBetween(20_000, 25_000);
  }

  @Test
  @DisplayName(
      "SX-15, SX-19: a worker pauses between products; a run that is long enough postpones")
  void a_run_that_is_long_enough_postpones_the_rest() {
    JsonNode answer = service.post(PATH + "?force=true", "", service.cronSecret()).body();
    assertThat(answer.path("productsProcessed").asInt()).isBetween(1, 4);
    assertThat(answer.path("duration").asLong()).isLessThan(5_000);
    JsonNode runs =
        service.get("/api/sync/runs?pipeline=stockx&limit=1", service.token("viewer")).body();
    assertThat(runs.at("/runs/0/report/postponed").asInt())
        .isEqualTo(7 - answer.path("productsProcessed").asInt());
  }

  @Test
  @DisplayName("SX-09: a region of another account is asked with that account's token and key")
  void a_region_of_another_account_is_asked_with_its_token_and_key() {
    service.atRest();
    service.delete("/sandbox/admin/requests");
    assertThat(service.post(PATH + "?sku=SR0001-007&force=true", "", service.cronSecret()).status())
        .isEqualTo(200);
    List<String> currencies =
        service
            .production()
            .sql("SELECT DISTINCT currency_code FROM master_market_data WHERE sku = 'SR0001-007'")
            .query(String.class)
            .list();
    assertThat(currencies).containsExactlyInAnyOrder("USD", "GBP", "EUR");
    JsonNode calls = service.get("/sandbox/admin/requests").body().at("/stockx/by_account");
    List<Integer> markets = new ArrayList<>();
    calls.forEach(account -> markets.add(account.path("market-data").asInt()));
    markets.removeIf(count -> count == 0);
    assertThat(markets).as("%s", calls).hasSize(2);
    Collections.sort(markets);
    assertThat(markets.get(1)).as("two regions and one").isEqualTo(2 * markets.get(0));
    JsonNode accounts =
        service.get("/api/stockx/budget", service.token("viewer")).body().path("accounts");
    assertThat(accounts.findValuesAsText("source")).containsExactly("stockx", "stockx.eu");
    assertThat(accounts.findValuesAsText("calls_per_day")).containsExactly("400", "200");
    assertThat(
            service
                .staging()
                .sql("SELECT DISTINCT source FROM sync_source_usage WHERE source LIKE 'stockx%'")
                .query(String.class)
                .list())
        .contains("stockx", "stockx.eu", "stockx-accounts.eu");
  }

  @Test
  void a_region_of_an_account_that_is_not_configured_is_refused_at_start() {
    assertThatThrownBy(
            () ->
                SandboxService.start(
                    "--syncline.stockx.regions[0].label=EU",
                    "--syncline.stockx.regions[0].currency=EUR",
                    "--syncline.stockx.regions[0].account=eu"))
        .rootCause()
        .hasMessageContaining("no such account: eu");
    assertThatThrownBy(
            () -> SandboxService.start("--syncline.stockx.accounts.eu.api-key=canary-eu-key"))
        .rootCause()
        .hasMessageContaining("client-id, client-secret")
        .hasMessageNotContaining("canary");
  }

  @Test
  void old_snapshots_are_deleted_in_both_databases_but_never_the_newest_of_a_price() {
    for (JdbcClient database : List.of(service.staging(), service.production())) {
      database
          .sql(
              "INSERT INTO master_market_data (sku, stockx_variant_id, currency_code, snapshot_at) VALUES"
                  + " ('OLD', 'v1', 'USD', now() - interval '40 days'), ('OLD', 'v1', 'USD', now() - interval '31 days'),"
                  + " ('OLD', 'v2', 'USD', now() - interval '31 days'), ('OLD', 'v2', 'USD', now() - interval '29 days'),"
                  + " ('OLD', 'v3', 'EUR', now() - interval '90 days')")
          .update();
    }
    for (JdbcClient database : List.of(service.staging(), service.production())) {
      await()
          .untilAsserted(
              () ->
                  assertThat(
                          database
                              .sql(
                                  "SELECT stockx_variant_id || ' ' || extract(day FROM now() - snapshot_at)"
                                      + " FROM master_market_data WHERE sku = 'OLD' ORDER BY 1")
                              .query(String.class)
                              .list())
                      .containsExactly("v1 31", "v2 29", "v3 90"));
    }
  }

  @Test
  void a_refresh_token_that_stockx_replaces_is_kept_encrypted_and_used_from_then_on() {
    service.put(
        "/sandbox/admin/faults", "{\"source\":\"stockx\",\"kind\":\"ROTATED_GRANT\",\"count\":1}");
    service.put(
        "/sandbox/admin/faults", "{\"source\":\"stockx\",\"kind\":\"HTTP_401\",\"count\":1}");
    assertThat(service.post(PATH + "?force=true", "", service.cronSecret()).status())
        .isEqualTo(200);
    service.put(
        "/sandbox/admin/faults", "{\"source\":\"stockx\",\"kind\":\"HTTP_401\",\"count\":1}");
    JsonNode again = service.post(PATH + "?force=true", "", service.cronSecret()).body();
    assertThat(again.path("success").asBoolean()).isTrue();
    assertThat(
            service
                .staging()
                .sql("SELECT encode(ciphertext, 'escape') FROM stored_secrets")
                .query(String.class)
                .single())
        .doesNotContain("rotated");
  }
}
