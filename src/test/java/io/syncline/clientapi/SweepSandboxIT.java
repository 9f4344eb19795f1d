package io.syncline.clientapi;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.core.secret.SecretBox;
import io.syncline.support.SandboxService;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Shops and sellers of the sandbox say which records they have. */
class SweepSandboxIT {
  private static final String ADD =
      """
      INSERT INTO client_api_credentials
          (credential_id, client_id, platform_type, label, auth_mode, account, settings, secret)
      VALUES (?, ?, ?, 'Main', ?, ?, ?::jsonb, ?)
      """;

  /** A record of each type that the platform has not; a copy of one that it has. */
  private static final String GONE =
      """
      INSERT INTO client_data (client_id, credential_id, data_type, external_id, platform_type, content_hash, data)
      SELECT DISTINCT ON (credential_id, data_type)
             client_id, credential_id, data_type, 'gone@ATVPDKIKX0DER', platform_type, content_hash, data
      FROM client_data ORDER BY credential_id, data_type
      """;

  private final UUID client = UUID.randomUUID();

  /** The shop's lists are files that take their time, so the run waits for each. */
  @Test
  void what_a_shop_and_a_seller_have_is_kept_and_what_they_have_not_is_marked() {
    try (SandboxService service =
        SandboxService.start(
            "--syncline.clientapi.cron=off",
            "--syncline.clientapi.spread=0s",
            "--syncline.sandbox.shopify.bulk-time=1s")) {
      UUID shop =
          add(
              service,
              "shopify",
              "static_token",
              "client-01.myshopify.com",
              "{}",
              "{\"access_token\":\"shpat_client-01\"}");
      UUID seller =
          add(
              service,
              "amazon",
              "lwa",
              "A1SANDBOX01@na",
              "{\"seller_id\":\"A1SANDBOX01\",\"region\":\"na\",\"marketplaces\":[\"ATVPDKIKX0DER\",\"A2EUQ1WTGCTBG2\"]}",
              "{\"refresh_token\":\"Atzr|A1SANDBOX01\"}");
      run(service, "{\"force_sync\": true}");
      long records = count(service.staging());
      assertThat(records).isGreaterThan(200);
      service.staging().sql(GONE).update();
      service.production().sql(GONE).update();

      run(service, "{\"mode\": \"sweep\", \"dry_run\": true}");
      assertThat(marked(service.staging())).isEmpty();
      assertThat(shown(service)).as("each type but Amazon's orders").isEqualTo(6);
      run(service, "{\"mode\": \"sweep\"}");

      assertThat(types(service, shop))
          .containsExactly(
              "customers complete 1",
              "inventory complete 1",
              "orders complete 1",
              "products complete 1");
      assertThat(types(service, seller))
          .containsExactly("inventory complete 1", "orders skipped 0", "products complete 1");
      for (JdbcClient database : List.of(service.staging(), service.production())) {
        assertThat(marked(database))
            .as("Amazon does not say which orders there are")
            .containsExactly(
                "amazon inventory gone@ATVPDKIKX0DER",
                "amazon products gone@ATVPDKIKX0DER",
                "shopify customers gone@ATVPDKIKX0DER",
                "shopify inventory gone@ATVPDKIKX0DER",
                "shopify orders gone@ATVPDKIKX0DER",
                "shopify products gone@ATVPDKIKX0DER");
        assertThat(count(database)).isEqualTo(records + 7);
      }
      assertThat(
              service
                  .staging()
                  .sql("SELECT count(*) FROM sync_runs WHERE scope = ? AND parkings > 0")
                  .param(shop.toString())
                  .query(Long.class)
                  .single())
          .as("all runs of the shop have waited, the dry one too")
          .isEqualTo(3);
      giveUpCanada(service, seller);
    }
  }

  /** What lies there is no more listed and not gone: neither marked nor counted as a loss. */
  private void giveUpCanada(SandboxService service, UUID seller) {
    assertThat(stored(service, "%@A2EUQ1WTGCTBG2")).as("beyond all doubt").isGreaterThan(20);
    service
        .staging()
        .sql(
            "UPDATE client_api_credentials SET settings = jsonb_set(settings, '{marketplaces}', '[\"ATVPDKIKX0DER\"]')"
                + " WHERE credential_id = ?")
        .param(seller)
        .update();
    List<String> before = marked(service.staging());
    run(service, "{\"mode\": \"sweep\"}");
    assertThat(types(service, seller))
        .containsExactly("inventory complete 0", "orders skipped 0", "products complete 0");
    assertThat(marked(service.staging())).isEqualTo(before);
  }

  private static long shown(SandboxService service) {
    return service
        .staging()
        .sql(
            "SELECT count(*) FROM sync_run_changes WHERE record_key ->> 'external_id' LIKE 'gone@%'")
        .query(Long.class)
        .single();
  }

  private static long stored(SandboxService service, String ids) {
    return service
        .staging()
        .sql(
            "SELECT count(*) FROM client_data WHERE platform_type = 'amazon' AND external_id LIKE ?")
        .param(ids)
        .query(Long.class)
        .single();
  }

  private UUID add(
      SandboxService service,
      String platform,
      String mode,
      String account,
      String settings,
      String secrets) {
    UUID id = UUID.randomUUID();
    byte[] secret =
        service
            .bean(SecretBox.class)
            .seal(secrets, "credential:" + id + ":" + client + ":" + platform);
    service
        .staging()
        .sql(ADD)
        .params(id, client, platform, mode, account, settings, secret)
        .update();
    return id;
  }

  private void run(SandboxService service, String parameters) {
    SandboxService.Answer answer =
        service.post(
            "/api/pipelines/clientapi/runs?wait=true",
            parameters.replace("}", ", \"client_id_filter\": \"" + client + "\"}"),
            service.token("admin"));
    assertThat(answer.status()).as("%s", answer.body()).isBetween(200, 202);
    service.atRest();
  }

  private static long count(JdbcClient database) {
    return database.sql("SELECT count(*) FROM client_data").query(Long.class).single();
  }

  private static List<String> marked(JdbcClient database) {
    return database
        .sql(
            "SELECT concat_ws(' ', platform_type, data_type, external_id) FROM client_data"
                + " WHERE deleted_at IS NOT NULL ORDER BY 1")
        .query(String.class)
        .list();
  }

  /** What the last result of an account says of each type. */
  private static List<String> types(SandboxService service, UUID credential) {
    return service
        .staging()
        .sql(
            """
            SELECT concat_ws(' ', t.key, t.value ->> 'state', t.value ->> 'changed')
            FROM (SELECT data_types_synced FROM client_api_sync_results WHERE credential_id = ?
                  ORDER BY created_at DESC LIMIT 1) AS r, jsonb_each(r.data_types_synced) AS t
            ORDER BY 1
            """)
        .param(credential)
        .query(String.class)
        .list();
  }
}
