package io.syncline.market;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.core.verify.Verifier;
import io.syncline.support.FewLocks;
import io.syncline.support.SandboxService;
import io.syncline.support.SandboxService.Answer;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Two thousand clients on a server that has hardly any locks: what locked all would fail. */
class ManyClientsIT {
  private static final int CLIENTS = 2_000;
  private static final int AT_ONCE = 200;
  private static final int WITH_ACCOUNTS = 30;

  /** A client's table with its indexes is three: all of them would be six thousand. */
  private static final int LOCKS_LEFT = 1_500;

  private static final String MAKE =
      """
      DO $$
      DECLARE
          part text;
          client uuid;
      BEGIN
          FOR i IN %1$s .. %1$s + %2$s LOOP
              client := ('00000000-0000-4000-8000-' || lpad(i::text, 12, '0'))::uuid;
              part := 'client_' || replace(client::text, '-', '_') || '_data';
              EXECUTE format('CREATE TABLE %%I (LIKE client_data INCLUDING ALL)', part);
              EXECUTE format('INSERT INTO %%I (client_id, credential_id, data_type, external_id, platform_type, source_updated_at, data)
                  VALUES (%%L, %%L, ''orders'', ''o1'', ''shopify'', ''2026-11-01T00:00:00Z'', %%L)', part, client, client,
                  jsonb_build_object('processedAt', '%3$s',
                      'lineItems', jsonb_build_object('nodes', jsonb_build_array(jsonb_build_object('sku', 'TEE', 'currentQuantity', 2,
                          'discountedTotalSet', jsonb_build_object('shopMoney', jsonb_build_object('amount', '20.00', 'currencyCode', 'USD')))))));
              EXECUTE format('ALTER TABLE client_data ATTACH PARTITION %%I FOR VALUES IN (%%L)', part, client);
          END LOOP;
      END $$
      """;

  private static final String ACCOUNTS =
      """
      INSERT INTO client_api_credentials (client_id, platform_type, auth_mode, label, account, next_sync_at)
      SELECT ('00000000-0000-4000-8000-' || lpad(i::text, 12, '0'))::uuid, 'shopify', 'static_token', 'Main',
             'one.myshopify.com', now() + interval '1 day' FROM generate_series(1, ?) i
      """;

  private static Market market;
  private static SandboxService service;

  @BeforeAll
  static void start() {
    market = new Market(Map.of("orders", 1, "products", 1));
    service = market.service();
    Instant yesterday = Instant.now().minus(1, ChronoUnit.DAYS);
    for (JdbcClient database : List.of(service.staging(), service.production())) {
      for (int from = 1; from <= CLIENTS; from += AT_ONCE) {
        database.sql(MAKE.formatted(from, AT_ONCE - 1, yesterday)).update();
      }
    }
    service.staging().sql(ACCOUNTS).param(WITH_ACCOUNTS).update();
  }

  @AfterAll
  static void stop() {
    service.close();
    market.close();
  }

  /** CR-12, CR-31. */
  @Test
  void accounts_are_read_analysed_delivered_and_verified_without_locking_all() throws SQLException {
    try (Connection hog = service.pair().stagingSource().getConnection()) {
      FewLocks.leave(LOCKS_LEFT, hog);
      UUID newcomer = UUID.randomUUID();
      UUID known = UUID.fromString("00000000-0000-4000-8000-000000000007");
      Stalls.of(service).add(newcomer, "newcomer", null);
      Stalls.of(service).add(known, "known", null);
      assertCompleted(post("/api/admin/trigger-api-sync", ""));
      assertThat(count(service.staging(), partition(newcomer))).isEqualTo(2);
      assertThat(count(service.production(), partition(newcomer))).isEqualTo(2);
      assertThat(count(service.production(), partition(known))).isEqualTo(3);

      assertCompleted(post("/api/pipelines/clientapi/runs?wait=true", "{\"mode\": \"sku\"}"));
      for (JdbcClient database : List.of(service.staging(), service.production())) {
        assertThat(count(database, "client_sku_cache WHERE sku = 'TEE' AND units_7d = 2"))
            .isEqualTo(WITH_ACCOUNTS);
      }
      for (String of : List.of("/skus", "/records?type=orders")) {
        assertThat(service.get("/api/clients/" + known + of, service.token("viewer")).status())
            .isEqualTo(200);
      }

      service.production().sql("DELETE FROM " + partition(newcomer)).update();
      service.production().sql("DELETE FROM sync_applied").update();
      service.staging().sql("UPDATE run_batches SET state = 'pending'").update();
      service.atRest();
      assertThat(count(service.production(), partition(newcomer)))
          .as("delivered again")
          .isEqualTo(2);
      assertThat(service.bean(Verifier.class).verify().findings()).isEmpty();
    }
  }

  private static String partition(UUID client) {
    return "client_" + client.toString().replace('-', '_') + "_data";
  }

  private static void assertCompleted(Answer answer) {
    assertThat(answer.body().path("outcome").asText())
        .as("%s", answer.body())
        .isEqualTo("completed");
  }

  private static Answer post(String path, String body) {
    return service.post(path, body, service.token("admin"));
  }

  private static long count(JdbcClient database, String from) {
    return database.sql("SELECT count(*) FROM " + from).query(Long.class).single();
  }
}
