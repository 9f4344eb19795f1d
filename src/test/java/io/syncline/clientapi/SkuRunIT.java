package io.syncline.clientapi;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.support.SandboxService;
import io.syncline.support.SandboxService.Answer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.TimeZone;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.quartz.CronExpression;
import org.springframework.core.env.Environment;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A run that computes what clients sell, and what is answered of it. */
class SkuRunIT {
  private static final String ADD =
      "INSERT INTO client_api_credentials (client_id, platform_type, auth_mode, label, account, next_sync_at)"
          + " VALUES (?, 'shopify', 'static_token', 'Main', ?, now() + interval '1 day')";
  private static final String RECORD =
      """
      INSERT INTO client_data (client_id, credential_id, data_type, external_id, platform_type, source_updated_at, data)
      VALUES (?, gen_random_uuid(), 'orders', 'o1', 'shopify', now(), jsonb_build_object(
          'processedAt', to_char(now() AT TIME ZONE 'UTC' - interval '1 day', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'),
          'lineItems', jsonb_build_object('nodes', jsonb_build_array(jsonb_build_object('sku', 'TEE', 'currentQuantity', 2,
              'discountedTotalSet', jsonb_build_object('shopMoney', jsonb_build_object('amount', '20.00', 'currencyCode', 'USD')))))))
      """;

  @TempDir private static Path logs;
  private static SandboxService service;
  private final UUID client = UUID.randomUUID();

  @BeforeAll
  static void start() {
    service =
        SandboxService.start(
            "--syncline.clientapi.cron=off", "--syncline.clientapi.log-dir=" + logs);
  }

  @AfterAll
  static void stop() {
    service.close();
  }

  /** CR-31, CR-32, CR-34. */
  @Test
  void an_analysis_of_a_client_is_run_logged_and_answered() throws IOException {
    stored();

    Answer run =
        service.post(
            "/api/pipelines/clientapi/runs?wait=true",
            "{\"mode\": \"sku\", \"client_id_filter\": \"" + client + "\"}",
            service.token("admin"));
    assertThat(run.body().path("outcome").asText())
        .as(run.body().toString())
        .isEqualTo("completed");

    Answer skus = service.get("/api/clients/" + client + "/skus", service.token("viewer"));
    assertThat(skus.status()).isEqualTo(200);
    assertThat(skus.body().at("/skus/0/sku").asText()).isEqualTo("TEE");
    assertThat(skus.body().at("/skus/0/revenue_30d").asText()).isEqualTo("20.00");
    assertThat(
            service
                .production()
                .sql("SELECT units_7d FROM client_sku_cache WHERE client_id = ?")
                .param(client)
                .query(Integer.class)
                .single())
        .isEqualTo(2);
    Answer records =
        service.get(
            "/api/clients/" + client + "/records?type=orders&limit=5", service.token("viewer"));
    assertThat(records.body().at("/records/0/external_id").asText()).isEqualTo("o1");
    assertThat(Files.readString(logs.resolve("sku_analysis_cron.log")))
        .contains("sku_analysis_cron - INFO - 🚀 Starting SKU analysis cron job")
        .contains("Analyzed 1 SKUs for Client " + client + " (1 new, 0 changed, 0 gone)")
        .contains("SKU analysis completed");
  }

  @Test
  void a_dry_run_counts_what_an_analysis_would_write_and_writes_nothing() {
    stored();
    Answer run =
        service.post(
            "/api/pipelines/clientapi/runs?wait=true",
            "{\"mode\": \"sku\", \"dry_run\": true, \"client_id_filter\": \"" + client + "\"}",
            service.token("admin"));
    assertThat(run.body().path("outcome").asText())
        .as(run.body().toString())
        .isEqualTo("completed");
    assertThat(run.body().at("/stats/rows_created").asInt()).as(run.body().toString()).isEqualTo(1);
    for (JdbcClient database : List.of(service.staging(), service.production())) {
      assertThat(
              database
                  .sql("SELECT count(*) FROM client_sku_cache WHERE client_id = ?")
                  .param(client)
                  .query(Long.class)
                  .single())
          .isZero();
    }
  }

  @Test
  void the_relay_brings_what_staging_holds_of_a_client_and_takes_away_what_it_does_not() {
    stored();
    Answer run =
        service.post(
            "/api/pipelines/clientapi/runs?wait=true",
            "{\"mode\": \"sku\", \"client_id_filter\": \"" + client + "\"}",
            service.token("admin"));
    assertThat(run.body().path("outcome").asText()).isEqualTo("completed");
    service
        .production()
        .sql(
            "UPDATE client_sku_cache SET sku = 'GONE', units_7d = 9 WHERE client_id = ?; DELETE FROM sync_applied")
        .param(client)
        .update();
    service
        .staging()
        .sql(
            "UPDATE run_batches SET state = 'pending', committed_at = now() - interval '1 hour'"
                + " WHERE table_name = 'client_sku_cache'")
        .update();
    Awaitility.await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(
            () ->
                assertThat(
                        service
                            .production()
                            .sql(
                                "SELECT sku || ' ' || units_7d FROM client_sku_cache WHERE client_id = ?")
                            .param(client)
                            .query(String.class)
                            .list())
                    .containsExactly("TEE 2"));
  }

  @Test
  void who_may_not_see_a_client_and_which_there_is_not_is_said() {
    String path = "/api/clients/" + client + "/skus";
    assertThat(service.get(path).status()).isEqualTo(401);
    Answer unknown = service.get(path, service.token("viewer"));
    assertThat(unknown.status()).isEqualTo(404);
    assertThat(unknown.body().path("code").asText()).isEqualTo("UNKNOWN_CLIENT");
    assertThat(service.get("/api/clients/1%27or/skus", service.token("viewer")).status())
        .isEqualTo(400);
  }

  /** CR-30. */
  @Test
  void an_analysis_is_due_at_one_nine_and_seventeen() throws ParseException {
    CronExpression cron =
        new CronExpression(
            service.bean(Environment.class).getProperty("syncline.clientapi.sku-quartz-cron"));
    cron.setTimeZone(TimeZone.getTimeZone("UTC"));
    List<String> fires = new ArrayList<>();
    Date at = Date.from(Instant.parse("2026-11-27T00:30:00Z"));
    for (int i = 0; i < 4; i++) {
      at = cron.getNextValidTimeAfter(at);
      fires.add(at.toInstant().toString());
    }
    assertThat(fires)
        .containsExactly(
            "2026-11-27T01:00:00Z",
            "2026-11-27T09:00:00Z",
            "2026-11-27T17:00:00Z",
            "2026-11-28T01:00:00Z");
  }

  private void stored() {
    service.staging().sql(ADD).params(client, client + ".myshopify.com").update();
    service
        .staging()
        .sql(
            "CREATE TABLE client_%s_data PARTITION OF client_data FOR VALUES IN ('%s')"
                .formatted(client.toString().replace('-', '_'), client))
        .update();
    service.staging().sql(RECORD).param(client).update();
  }
}
