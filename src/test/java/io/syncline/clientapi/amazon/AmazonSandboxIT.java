package io.syncline.clientapi.amazon;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.core.secret.SecretBox;
import io.syncline.support.SandboxService;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Sellers of the sandbox are read from the trigger to the rows of both databases. */
class AmazonSandboxIT {
  private static final UUID ONE = UUID.fromString("00000000-0000-4000-8000-000000000001");
  private static final UUID ELEVEN = UUID.fromString("00000000-0000-4000-8000-000000000011");

  @Test
  void a_seller_is_read_once_and_one_who_took_the_permission_back_touches_nobody() {
    try (SandboxService service =
        SandboxService.start(
            "--syncline.sandbox.junglescout.products=1", "--syncline.clientapi.spread=0s")) {
      UUID good = add(service, ONE, "A1SANDBOX01");
      UUID revoked = add(service, ELEVEN, "A1SANDBOX11");
      sync(service);
      assertThat(status(service, good)).isEqualTo("connected");
      assertThat(status(service, revoked)).startsWith("error ").contains("authorise");
      List<String> first = rows(service);
      assertThat(first)
          .hasSizeGreaterThan(200)
          .anyMatch(row -> row.startsWith("inventory BTL 500/RED-000|X0010000@ATVPDKIKX0DER"))
          .anyMatch(row -> row.startsWith("inventory 00001@A2EUQ1WTGCTBG2#MFN"));
      assertThat(first.stream().filter(row -> row.startsWith("orders "))).hasSize(60);
      assertThat(first.stream().filter(row -> row.startsWith("products "))).hasSize(90);
      assertThat(versions(service))
          .containsExactly(
              "inventory 2021-08-01", "inventory v1", "orders 2026-01-01", "products 2021-08-01");
      sync(service);
      assertThat(rows(service)).as("what did not change is not written again").isEqualTo(first);
      assertThat(production(service)).isEqualTo(first.size());
    }
  }

  /** Amazon has a version for each of its interfaces. */
  private static List<String> versions(SandboxService service) {
    return service
        .staging()
        .sql(
            "SELECT DISTINCT data_type || ' ' || (metadata ->> 'api_version') FROM client_data"
                + " WHERE platform_type = 'amazon' ORDER BY 1")
        .query(String.class)
        .list();
  }

  private static UUID add(SandboxService service, UUID client, String seller) {
    UUID id = UUID.randomUUID();
    String owner = "credential:" + id + ":" + client + ":amazon";
    byte[] secret =
        service.bean(SecretBox.class).seal("{\"refresh_token\":\"Atzr|" + seller + "\"}", owner);
    service
        .staging()
        .sql(
            """
            INSERT INTO client_api_credentials
                (credential_id, client_id, platform_type, label, auth_mode, account, settings, secret)
            VALUES (?, ?, 'amazon', 'Main', 'lwa', ?, ?::jsonb, ?)
            """)
        .params(
            id,
            client,
            seller + "@na",
            "{\"seller_id\":\"%s\",\"region\":\"na\",\"marketplaces\":[\"ATVPDKIKX0DER\",\"A2EUQ1WTGCTBG2\"]}"
                .formatted(seller),
            secret)
        .update();
    return id;
  }

  private static void sync(SandboxService service) {
    SandboxService.Answer answer =
        service.post("/api/admin/trigger-api-sync?force_sync=true", "", service.token("admin"));
    assertThat(answer.status()).as("%s", answer.body()).isBetween(200, 202);
    service.atRest();
  }

  private static String status(SandboxService service, UUID credential) {
    return service
        .staging()
        .sql(
            "SELECT concat_ws(' ', status, error_message) FROM client_api_credentials WHERE credential_id = ?")
        .param(credential)
        .query(String.class)
        .single();
  }

  private static List<String> rows(SandboxService service) {
    return service
        .staging()
        .sql(
            "SELECT concat_ws(' ', data_type, external_id, updated_at) FROM client_data ORDER BY data_type, external_id")
        .query(String.class)
        .list();
  }

  private static int production(SandboxService service) {
    return service
        .production()
        .sql("SELECT count(*) FROM client_data")
        .query(Integer.class)
        .single();
  }
}
