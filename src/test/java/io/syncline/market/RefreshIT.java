package io.syncline.market;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.syncline.support.SandboxService;
import io.syncline.support.SandboxService.Answer;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A window of an account that is read again beside what is read by itself. */
class RefreshIT {
  private static final String ORDERS = "{\"types\": [\"orders\"], \"from\": \"2026-01-01\"}";

  private static Market market;
  private static SandboxService service;
  private static Stalls stalls;

  private final UUID client = UUID.randomUUID();
  private final String stall = "stall-" + client;

  @BeforeAll
  static void start() {
    market = new Market();
    service = market.service();
    stalls = Stalls.of(service);
  }

  @AfterAll
  static void stop() {
    service.close();
    market.close();
  }

  @Test
  void what_has_changed_of_the_types_is_written_and_nothing_else_moves() {
    UUID account = synced();
    Map<String, Object> row = stalls.row(account);
    List<String> cursors = cursors(account);
    market.change("2");
    Answer answer;
    try {
      answer = refresh(account, ORDERS);
    } finally {
      market.change("1");
    }
    assertThat(answer.status()).as("%s", answer.body()).isEqualTo(200);
    assertThat(answer.body().path("outcome").asText()).isEqualTo("completed");
    assertThat(stalls.records(account))
        .hasSize(8)
        .contains("orders orders-4 2", "products products-2 1");
    assertThat(stalls.row(account)).as("status, slot and last sync").isEqualTo(row);
    assertThat(cursors(account)).isEqualTo(cursors);
    assertThat(stalls.results(account)).hasSize(2);
    assertThat(stalls.results(account).get(0))
        .containsEntry("success", true)
        .containsEntry("records_fetched", 5)
        .containsEntry("records_stored", 5)
        .containsEntry("sync_triggered_by", "admin")
        .containsEntry("run_id", UUID.fromString(answer.body().path("run_id").asText()));
    assertThat(stalls.results(account).get(0).get("types").toString())
        .contains("\"changed\": 5")
        .doesNotContain("products");
    Answer run = service.get(answer.body().path("run_url").asText(), service.token("viewer"));
    assertThat(run.body().at("/parameters/from").asText()).isEqualTo("2026-01-01T00:00:00Z");
  }

  @Test
  void what_is_as_it_was_is_not_written() {
    UUID account = synced();
    String before = stalls.stamps(account);
    refresh(
        account,
        "{\"types\": [\"orders\", \"products\"], \"from\": \"2026-01-01T06:00:00+01:00\"}");
    assertThat(stalls.stamps(account)).isEqualTo(before);
    assertThat(stalls.results(account).get(0))
        .containsEntry("records_fetched", 8)
        .containsEntry("records_stored", 0);
  }

  @Test
  void one_that_was_broken_off_is_not_gone_on_with_by_another() {
    UUID account = synced();
    service
        .staging()
        .sql(
            "INSERT INTO sync_cursors (pipeline, stream, scope, value, run_id)"
                + " SELECT pipeline, 'orders.window', scope,"
                + " jsonb_build_object('run', run_id, 'at', jsonb_build_object('page', 3)), run_id"
                + " FROM sync_cursors WHERE scope = ? AND stream = 'orders'")
        .param(account.toString())
        .update();
    refresh(account, ORDERS);
    assertThat(stalls.results(account).get(0)).containsEntry("records_fetched", 5);
  }

  @Test
  void what_is_no_window_is_refused_with_what_is() {
    UUID account = stalls.add(client, stall, null);
    Answer unknown = refresh(account, ORDERS.replace("orders", "refunds"));
    assertThat(unknown.status()).isEqualTo(400);
    assertThat(unknown.body().path("parameter").asText()).isEqualTo("types");
    assertThat(unknown.body().path("allowed").toString()).isEqualTo("[\"orders\",\"products\"]");
    for (String bad : List.of("2999-01-01", "yesterday", "2026-02-30", "")) {
      Answer refused = refresh(account, ORDERS.replace("2026-01-01", bad));
      assertThat(refused.status()).as(bad).isEqualTo(400);
      assertThat(refused.body().path("parameter").asText()).as(bad).isEqualTo("from");
    }
    assertThat(refresh(account, "{\"from\": \"2026-01-01\"}").status()).isEqualTo(400);
    assertThat(refresh(account, ORDERS.replace("}", ", \"dry_runs\": true}")).status())
        .isEqualTo(400);
    assertThat(refresh(UUID.randomUUID(), ORDERS).body().path("code").asText())
        .isEqualTo("UNKNOWN_CREDENTIAL");
    assertThat(service.post(path(account), ORDERS, service.token("viewer")).status())
        .isEqualTo(403);
    assertThat(market.calls(stall)).isEmpty();
    assertThat(stalls.results(account)).isEmpty();
  }

  @Test
  void while_the_account_is_read_another_reading_is_refused() {
    UUID account = synced();
    market.hold("orders?page=2 " + stall);
    try {
      Answer begun = service.post(path(account) + "?wait=false", ORDERS, service.token("admin"));
      assertThat(begun.status()).isEqualTo(202);
      await().until(() -> market.calls(stall).lastIndexOf("orders?page=2") > 5);
      Answer second = refresh(account, ORDERS);
      assertThat(second.status()).isEqualTo(409);
      assertThat(second.body().path("run_id")).isEqualTo(begun.body().path("run_id"));
    } finally {
      market.release();
    }
    service.atRest();
    assertThat(stalls.results(account)).hasSize(2);
  }

  /** An account that was read, with a slot that lies ahead. */
  private UUID synced() {
    UUID account = stalls.add(client, stall, "2026-11-01T06:00Z");
    Answer synced =
        service.post(
            "/api/admin/trigger-api-sync",
            "{\"client_id_filter\": \"" + client + "\"}",
            service.token("admin"));
    assertThat(synced.status()).isEqualTo(200);
    return account;
  }

  private static List<String> cursors(UUID account) {
    return service
        .staging()
        .sql(
            "SELECT stream || value || run_id FROM sync_cursors"
                + " WHERE scope = ? AND stream NOT LIKE '%.window' ORDER BY 1")
        .param(account.toString())
        .query(String.class)
        .list();
  }

  private static Answer refresh(UUID account, String body) {
    return service.post(path(account), body, service.token("admin"));
  }

  private static String path(UUID account) {
    return "/api/admin/credentials/" + account + "/refresh";
  }
}
