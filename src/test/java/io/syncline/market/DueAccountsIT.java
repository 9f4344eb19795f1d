package io.syncline.market;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.syncline.support.SandboxService;
import io.syncline.support.SandboxService.Answer;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a tick finds among the accounts of several clients, and in which company each is read. */
class DueAccountsIT {
  private static final String TRIGGER = "/api/admin/trigger-api-sync";
  private static final String DUE = "2026-11-01T06:00Z";

  private static Market market;
  private static SandboxService service;
  private static Stalls stalls;

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

  @BeforeEach
  void nobody_has_an_account() {
    service.staging().sql("DELETE FROM client_api_credentials").update();
  }

  /** CR-01. */
  @Test
  void each_account_keeps_its_own_pace() {
    UUID hourly = every(1, "stall-1");
    UUID weekly = every(168, "stall-2");
    UUID usual = stalls.add(UUID.randomUUID(), "stall-3", DUE);
    service
        .staging()
        .sql(
            "UPDATE client_api_credentials SET sync_frequency_hours = DEFAULT WHERE credential_id = ?")
        .param(usual)
        .update();
    trigger("");
    assertThat(service.staging().sql(HOURS).query(String.class).list())
        .containsExactlyInAnyOrder(hourly + " 1", weekly + " 168", usual + " 24");
  }

  /** CR-23. */
  @Test
  void without_a_filter_those_that_are_due_are_read_and_no_others() {
    UUID due = stalls.add(UUID.randomUUID(), "stall-1", DUE);
    UUID never = stalls.add(UUID.randomUUID(), "stall-2", null);
    stalls.add(UUID.randomUUID(), "stall-3", "2099-01-01T06:00Z");
    JsonNode answer = trigger("").body();
    assertThat(answer.path("started").findValuesAsText("credential_id"))
        .containsExactlyInAnyOrder(due.toString(), never.toString());
    assertThat(answer.path("skipped")).isEmpty();
    assertThat(trigger("").body().path("started")).isEmpty();
  }

  /** CR-38. */
  @Test
  void one_that_hangs_delays_no_other() {
    UUID hung = stalls.add(UUID.randomUUID(), "stall-1", DUE);
    List<UUID> others =
        List.of(
            stalls.add(UUID.randomUUID(), "stall-2", DUE),
            stalls.add(UUID.randomUUID(), "stall-3", DUE));
    market.hold("orders?page=1 stall-1");
    try {
      trigger("?wait=false");
      await().until(() -> others.stream().noneMatch(it -> stalls.results(it).isEmpty()));
      assertThat(stalls.results(hung)).isEmpty();
    } finally {
      market.release();
    }
    service.atRest();
    assertThat(stalls.results(hung)).hasSize(1);
  }

  /** CR-38: each stall answers once all ten are asked, which one after the other never are. */
  @Test
  void ten_clients_are_read_at_one_time() {
    List<UUID> accounts =
        IntStream.range(0, 10)
            .mapToObj(i -> stalls.add(UUID.randomUUID(), "stall-" + i, DUE))
            .toList();
    market.gather("orders?page=1", accounts.size());
    try {
      trigger("?wait=false");
      await()
          .atMost(Duration.ofSeconds(60))
          .until(() -> accounts.stream().noneMatch(it -> stalls.results(it).isEmpty()));
    } finally {
      market.release();
    }
    service.atRest();
    assertThat(accounts).allMatch(it -> stalls.results(it).get(0).get("success").equals(true));
  }

  /** Its frequency, where its next sync is the first one ahead of that grid. */
  private static final String HOURS =
      """
      SELECT credential_id || ' ' || CASE
          WHEN next_sync_at > now() AND next_sync_at <= now() + make_interval(hours => sync_frequency_hours)
               AND extract(epoch FROM next_sync_at - '2026-11-01T06:00Z')::int % (sync_frequency_hours * 3600) = 0
          THEN sync_frequency_hours::text ELSE 'off its grid' END
      FROM client_api_credentials
      """;

  private static UUID every(int hours, String stall) {
    UUID account = stalls.add(UUID.randomUUID(), stall, DUE);
    service
        .staging()
        .sql("UPDATE client_api_credentials SET sync_frequency_hours = ? WHERE credential_id = ?")
        .params(hours, account)
        .update();
    return account;
  }

  private static Answer trigger(String query) {
    return service.post(TRIGGER + query, "", service.token("admin"));
  }
}
