package io.syncline.market;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.syncline.support.SandboxService;
import io.syncline.support.SandboxService.Answer;
import io.syncline.support.Slots;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** What holds for the accounts of any platform, shown by one that only the tests have. */
class ThirdPlatformIT {
  private static final String TRIGGER = "/api/admin/trigger-api-sync";
  private static final Duration A_WHILE = Duration.ofMillis(300);
  private static final Duration A_MINUTE = Duration.ofMinutes(1);

  @TempDir private static Path logs;

  private static Market market;
  private static SandboxService service;
  private static Stalls stalls;

  private final UUID client = UUID.randomUUID();
  private final String stall = "stall-" + client;

  @BeforeAll
  static void start() {
    market = new Market();
    service =
        market.service("--syncline.clientapi.look=200ms", "--syncline.clientapi.log-dir=" + logs);
    stalls = Stalls.of(service);
  }

  @AfterAll
  static void stop() {
    service.close();
    market.close();
  }

  /** CR-05, CR-15, CR-21, CR-22, CR-44. */
  @Test
  void an_account_is_read_page_by_page_into_both_databases() {
    UUID account = stalls.add(client, stall, "2026-11-01T06:00Z");
    Answer answer = trigger("{\"client_id_filter\": \"" + client + "\"}");
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.body().path("outcome").asText()).isEqualTo("completed");
    assertThat(answer.body().at("/started/0/credential_id").asText()).isEqualTo(account.toString());
    assertThat(answer.body().at("/started/0/run_url").asText()).startsWith("/api/sync/runs/");
    assertThat(stalls.records(account))
        .hasSize(8)
        .contains("orders orders-4 1", "products products-2 1");
    assertThat(market.calls(stall))
        .containsExactly(
            "stall",
            "orders?page=1",
            "orders?page=2",
            "orders?page=3",
            "products?page=1",
            "products?page=2");
    assertThat(stalls.results(account)).hasSize(1);
    assertThat(stalls.results(account).get(0))
        .containsEntry("success", true)
        .containsEntry("records_fetched", 8)
        .containsEntry("records_stored", 8)
        .containsEntry("sync_triggered_by", "admin")
        .containsEntry("label", stall)
        .containsEntry("error_message", null);
    assertThat(stalls.results(account).get(0).get("types").toString())
        .contains("\"orders\": {\"new\": 5, ")
        .contains("\"state\": \"complete\"");
  }

  /** CR-06, CR-13: the run and the time of its row's metadata are no change. */
  @Test
  void the_same_again_writes_nothing_and_a_change_is_written_to_the_one_row() {
    UUID account = stalls.add(client, stall, null);
    String filter = "{\"client_id_filter\": \"" + client + "\", \"force_sync\": true}";
    trigger(filter);
    String before = stalls.stamps(account);
    trigger(filter);
    assertThat(stalls.results(account).get(0))
        .containsEntry("records_fetched", 8)
        .containsEntry("records_stored", 0);
    assertThat(stalls.stamps(account)).isEqualTo(before);
    market.change("2");
    try {
      trigger(filter);
    } finally {
      market.change("1");
    }
    assertThat(stalls.records(account)).hasSize(8).allMatch(it -> it.endsWith(" 2"));
    assertThat(stalls.results(account).get(0).get("types").toString())
        .contains("\"changed\": 5", "\"changed\": 3");
    trigger(filter);
    assertThat(stalls.records(account)).as("an older version").allMatch(it -> it.endsWith(" 2"));
  }

  /** CR-02, CR-18, CR-20: the slot was at six in the morning, and stays there. */
  @Test
  void the_next_sync_is_on_the_grid_of_the_slot_that_was_due() {
    UUID account = stalls.add(client, stall, "2026-11-01T06:00Z");
    trigger("{\"client_id_filter\": \"" + client + "\"}");
    assertThat(stalls.row(account))
        .containsEntry("status", "connected")
        .containsEntry("failures", 0)
        .containsEntry("slot_at", null);
    assertThat(stalls.row(account).get("next").toString()).endsWith("06:00");
    assertThat(isWithinADay(account)).isTrue();
    assertThat(stalls.row(account).get("last_sync_at")).isNotNull();
  }

  /** CR-03, CR-04. */
  @Test
  void an_account_without_a_slot_is_due_now_and_then_at_midnight() {
    UUID account = stalls.add(client, stall, null);
    assertThat(trigger("{\"client_id_filter\": \"" + client + "\"}").body().path("started"))
        .hasSize(1);
    assertThat(stalls.row(account).get("next").toString()).endsWith("00:00");
    assertThat(isWithinADay(account)).isTrue();
  }

  /** CR-24. */
  @Test
  void one_that_is_not_due_is_told_of_and_force_reads_it_without_moving_its_slot() {
    UUID account = stalls.add(client, stall, "2099-01-01T06:00Z");
    String filter = "{\"client_id_filter\": \"" + client + "\"";
    Answer idle = trigger(filter + "}");
    assertThat(idle.body().path("started")).isEmpty();
    assertThat(idle.body().at("/skipped/0/reason").asText()).startsWith("not due before 2099");
    Answer forced = trigger(filter + ", \"force_sync\": true}");
    assertThat(forced.body().path("started")).hasSize(1);
    assertThat(stalls.records(account)).hasSize(8);
    assertThat(stalls.row(account)).containsEntry("next", "2099-01-01 06:00");
  }

  /** CR-05, CR-18, CR-19, CR-37: no data call, a message, and another try before the next slot. */
  @Test
  void a_credential_that_is_refused_is_an_error_and_tried_again_sooner() {
    OffsetDateTime slot = Slots.farFromNow();
    UUID account = stalls.add(client, stall, slot.toString());
    market.withdraw(stall);
    Answer answer = trigger("{\"client_id_filter\": \"" + client + "\"}");
    assertThat(answer.body().path("outcome").asText()).isEqualTo("failed");
    assertThat(market.calls(stall)).containsOnly("stall");
    assertThat(stalls.row(account))
        .containsEntry("status", "error")
        .containsEntry("error_message", "the stall's key was withdrawn")
        .containsEntry("failures", 1);
    assertThat(stalls.row(account).get("slot_at")).isNotNull();
    assertThat(secondsToNext(account)).isBetween(800L, 900L);
    assertThat(stalls.results(account).get(0)).containsEntry("success", false);
    trigger("{\"client_id_filter\": \"" + client + "\", \"force_sync\": true}");
    assertThat(secondsToNext(account)).as("doubled").isBetween(1_700L, 1_800L);
    market.letIn(stall);
    trigger("{\"client_id_filter\": \"" + client + "\", \"force_sync\": true}");
    assertThat(stalls.row(account))
        .containsEntry("status", "connected")
        .containsEntry("error_message", null)
        .containsEntry("slot_at", null);
    assertThat(stalls.row(account).get("next").toString()).endsWith(slot.toLocalTime().toString());
  }

  /** Each hour an account of many is out of order: a line for each, no trace of a stack. */
  @Test
  @ExtendWith(OutputCaptureExtension.class)
  void who_is_refused_is_a_line_in_the_log(CapturedOutput output) {
    stalls.add(client, stall, null);
    market.withdraw(stall);
    trigger("{\"client_id_filter\": \"" + client + "\"}");
    assertThat(output.getAll())
        .contains("outcome=failed code=AUTH_FAILED", "why=\"the stall's key was withdrawn\"")
        .doesNotContain("Failed delivery", "Stacktrace");
  }

  /** CR-37: bounded by the slot ahead. */
  @Test
  void a_try_after_many_failures_is_at_the_next_slot_at_the_latest() {
    UUID account = stalls.add(client, stall, "2026-11-01T06:00Z");
    stalls.failed(account, 9);
    market.withdraw(stall);
    trigger("{\"client_id_filter\": \"" + client + "\"}");
    assertThat(stalls.row(account)).containsEntry("failures", 10);
    assertThat(stalls.row(account).get("next").toString()).endsWith("06:00");
    assertThat(isWithinADay(account)).isTrue();
  }

  /** CR-37: off is off for tries as well. */
  @Test
  void while_the_schedule_is_off_nothing_is_tried_again_by_itself() {
    UUID account = stalls.add(client, stall, "2026-11-01T06:00Z");
    stalls.failed(account, 1);
    await().during(Duration.ofSeconds(2)).until(() -> market.calls(stall).isEmpty());
  }

  @Test
  void one_account_of_a_client_is_read_and_the_others_are_not() {
    UUID account = stalls.add(client, stall, null);
    UUID other = stalls.add(client, stall + "-b", null);
    Answer answer = trigger("{\"credential\": \"" + account + "\", \"force_sync\": true}");
    assertThat(answer.body().path("started")).hasSize(1);
    assertThat(answer.body().at("/started/0/credential_id").asText()).isEqualTo(account.toString());
    assertThat(answer.body().path("skipped")).isEmpty();
    assertThat(stalls.results(other)).isEmpty();
    Answer again = trigger("{\"credential\": \"" + account + "\"}");
    assertThat(again.body().at("/skipped/0/reason").asText()).startsWith("not due before");
    Answer unknown = trigger("{\"credential\": \"" + UUID.randomUUID() + "\"}");
    assertThat(unknown.status()).isEqualTo(404);
    assertThat(unknown.body().path("code").asText()).isEqualTo("UNKNOWN_CREDENTIAL");
    assertThat(trigger("{\"credential\": \"one\"}").status()).isEqualTo(400);
  }

  /** CR-18: that says nothing of the credential. */
  @Test
  void a_platform_that_is_away_is_no_error_of_the_account() {
    UUID account = stalls.add(client, stall, "2026-11-01T06:00Z");
    market.leave(stall);
    Answer answer = trigger("{\"client_id_filter\": \"" + client + "\"}");
    assertThat(answer.body().path("outcome").asText()).isEqualTo("failed");
    assertThat(stalls.row(account)).containsEntry("status", "pending").containsEntry("failures", 1);
    assertThat(stalls.results(account).get(0)).containsEntry("success", false);
  }

  /** CR-18: short waves of that have happened. */
  @Test
  void who_is_barred_and_not_told_why_is_an_error_after_two_failed_runs_in_a_row() {
    UUID account = stalls.add(client, stall, null);
    market.bar(stall);
    String filter = "{\"client_id_filter\": \"" + client + "\", \"force_sync\": true}";
    trigger(filter);
    assertThat(stalls.row(account))
        .containsEntry("status", "pending")
        .containsEntry("error_message", "nobody comes in")
        .containsEntry("failures", 1);
    trigger(filter);
    assertThat(stalls.row(account)).containsEntry("status", "error").containsEntry("failures", 2);
  }

  /** CR-18: whose answers are senseless has to be mended by others than the account's owner. */
  @Test
  void a_platform_that_is_out_of_order_is_no_error_of_the_account() {
    UUID account = stalls.add(client, stall, "2026-11-01T06:00Z");
    market.breaks("stall " + stall, 404);
    Answer answer = trigger("{\"client_id_filter\": \"" + client + "\"}");
    assertThat(answer.body().path("outcome").asText()).isEqualTo("failed");
    assertThat(stalls.row(account)).containsEntry("status", "pending").containsEntry("failures", 1);
    String code = "SELECT failure ->> 'code' FROM sync_runs WHERE scope = ?";
    assertThat(service.staging().sql(code).param(account.toString()).query(String.class).single())
        .isEqualTo("SOURCE_FAILED");
  }

  @Test
  void a_type_that_may_not_be_read_is_skipped_and_said() {
    UUID account = stalls.add(client, stall, null);
    market.close(stall, "orders");
    Answer answer = trigger("{\"client_id_filter\": \"" + client + "\"}");
    assertThat(answer.body().path("outcome").asText()).isEqualTo("partial");
    assertThat(stalls.records(account)).hasSize(3);
    assertThat(stalls.results(account).get(0).get("types").toString())
        .contains("\"state\": \"skipped\"")
        .contains("the stall keeps them closed");
    assertThat(stalls.row(account)).containsEntry("status", "connected");
  }

  @Test
  void a_type_that_is_denied_while_it_is_read_is_skipped_and_not_called_complete() {
    UUID account = stalls.add(client, stall, null);
    market.deny("orders?page=2 " + stall);
    trigger("{\"client_id_filter\": \"" + client + "\"}");
    assertThat(stalls.records(account)).as("what came before, and the others").hasSize(5);
    assertThat(stalls.results(account).get(0).get("types").toString())
        .contains("\"state\": \"skipped\"")
        .contains("the stall shows them no more");
  }

  /** CR-37: what the platform has of the others is stored meanwhile. */
  @Test
  void a_type_that_cannot_be_read_costs_itself_only_and_is_tried_again_sooner() {
    UUID account = stalls.add(client, stall, Slots.farFromNow().toString());
    market.breaks("orders " + stall);
    Answer answer = trigger("{\"client_id_filter\": \"" + client + "\"}");
    assertThat(answer.body().path("outcome").asText()).isEqualTo("partial");
    assertThat(stalls.records(account)).hasSize(3).allMatch(it -> it.startsWith("products"));
    assertThat(stalls.results(account).get(0)).containsEntry("success", false);
    assertThat(stalls.row(account))
        .containsEntry("status", "connected")
        .containsEntry("failures", 1);
    assertThat(stalls.row(account).get("error_message").toString()).startsWith("orders: ");
    assertThat(secondsToNext(account)).isBetween(800L, 900L);
  }

  /** CR-13, CR-15: a record without a number costs itself only. */
  @Test
  void a_record_without_an_id_is_kept_as_it_came() {
    UUID account = stalls.add(client, stall, null);
    market.add("products " + stall, "{\"at\": \"2026-11-21T08:00:00Z\", \"name\": \"nobody\"}");
    Answer answer = trigger("{\"client_id_filter\": \"" + client + "\"}");
    assertThat(answer.body().path("outcome").asText()).isEqualTo("partial");
    assertThat(stalls.records(account)).hasSize(8);
    assertThat(stalls.results(account).get(0).get("types").toString()).contains("\"failed\": 1");
  }

  @Test
  void a_page_is_read_while_the_one_before_is_written_and_none_further() throws SQLException {
    String quick = StallClient.QUICK + stall;
    UUID account = stalls.add(client, quick, null);
    whileItsFirstPageIsWritten(
        quick,
        () -> {
          await().during(A_WHILE).until(() -> !market.calls(quick).contains("orders?page=3"));
          assertThat(stalls.records(account)).isEmpty();
        });
    assertThat(stalls.records(account)).hasSize(8);
    assertThat(market.calls(quick))
        .containsExactly(
            "stall",
            "orders?page=1",
            "orders?page=2",
            "orders?page=3",
            "products?page=1",
            "products?page=2");
  }

  @Test
  void a_page_that_could_not_be_read_ahead_is_read_when_its_turn_comes() throws SQLException {
    String quick = StallClient.QUICK + stall;
    UUID account = stalls.add(client, quick, null);
    market.hold("orders?page=2 " + quick);
    whileItsFirstPageIsWritten(
        quick,
        () -> {
          market.crowd(quick, 3_600);
          market.release();
          await().during(A_WHILE).until(() -> stalls.records(account).isEmpty());
          market.letIn(quick);
        });
    assertThat(stalls.records(account)).hasSize(8);
    assertThat(market.calls(quick).stream().filter("orders?page=2"::equals)).hasSize(2);
  }

  /** Reads the client's account; its second page is asked for, and then something happens. */
  private void whileItsFirstPageIsWritten(String quick, Runnable happening) throws SQLException {
    CompletableFuture<Answer> running;
    try (Connection holder = service.pool("staging").getConnection();
        Statement statement = holder.createStatement()) {
      holder.setAutoCommit(false);
      statement.execute("LOCK TABLE client_data IN EXCLUSIVE MODE");
      running =
          CompletableFuture.supplyAsync(
              () -> trigger("{\"client_id_filter\": \"" + client + "\"}"));
      await().until(() -> market.calls(quick).contains("orders?page=2"));
      happening.run();
      holder.rollback();
    }
    assertThat(running).succeedsWithin(A_MINUTE);
    assertThat(running.join().body().path("outcome").asText()).isEqualTo("completed");
  }

  @Test
  void a_page_that_was_read_ahead_and_cannot_be_read_costs_no_page_before_it() {
    String quick = StallClient.QUICK + stall;
    UUID account = stalls.add(client, quick, null);
    market.say("orders?page=3 " + quick, "<html>");
    Answer answer = trigger("{\"client_id_filter\": \"" + client + "\"}");
    assertThat(answer.body().path("outcome").asText()).isEqualTo("partial");
    assertThat(stalls.records(account)).hasSize(7).doesNotContain("orders orders-4 1");
    assertThat(stalls.row(account).get("error_message").toString()).startsWith("orders: ");
  }

  @Test
  void a_record_of_which_something_is_withheld_is_stored_and_says_so() {
    UUID account = stalls.add(client, stall, null);
    market.withhold("orders " + stall);
    trigger("{\"client_id_filter\": \"" + client + "\"}");
    assertThat(
            service
                .production()
                .sql(
                    "SELECT DISTINCT data_type || ' ' || coalesce(metadata ->> 'partial', 'whole')"
                        + " FROM client_data WHERE credential_id = ? ORDER BY 1")
                .param(account)
                .query(String.class)
                .list())
        .containsExactly("orders true", "products whole");
  }

  @Test
  void what_is_withheld_takes_nothing_from_a_record_of_the_same_version() {
    UUID account = stalls.add(client, stall, null);
    String filter = "{\"client_id_filter\": \"" + client + "\", \"force_sync\": true}";
    trigger(filter);
    String before = stalls.stamps(account);
    market.withhold("orders " + stall);
    trigger(filter);
    assertThat(stalls.stamps(account)).isEqualTo(before);
    assertThat(owners(account)).containsExactly("orders " + stall, "products " + stall);
    market.change("2");
    try {
      trigger(filter);
    } finally {
      market.change("1");
    }
    assertThat(owners(account))
        .as("a newer one, as far as we may see it")
        .containsExactly("orders nobody", "products " + stall);
    assertThat(stalls.records(account)).hasSize(8).allMatch(it -> it.endsWith(" 2"));
  }

  /** CR-25, CR-26. */
  @Test
  void a_filter_that_is_none_is_refused() {
    Answer unknown = trigger("{\"client_id_filter\": \"" + UUID.randomUUID() + "\"}");
    assertThat(unknown.status()).isEqualTo(404);
    assertThat(unknown.body().path("code").asText()).isEqualTo("UNKNOWN_CLIENT");
    for (String bad :
        List.of("client_id_filter\": \"' OR 1=1", "platform_filter\": \"ebay", "mode\": \"all")) {
      assertThat(trigger("{\"" + bad + "\"}").status()).as(bad).isEqualTo(400);
    }
    assertThat(service.post(TRIGGER, "{}").status()).isEqualTo(401);
    assertThat(service.post(TRIGGER, "{}", service.token("viewer")).status()).isEqualTo(403);
  }

  @Test
  void accounts_that_are_all_being_read_are_refused_and_a_second_call_starts_none_twice() {
    UUID account = stalls.add(client, stall, null);
    market.hold("orders?page=2 " + stall);
    String filter = "{\"client_id_filter\": \"" + client + "\"}";
    try {
      assertThat(service.post(TRIGGER + "?wait=false", filter, service.token("admin")).status())
          .isEqualTo(202);
      await().until(() -> market.calls(stall).contains("orders?page=2"));
      Answer second = trigger(filter);
      assertThat(second.status()).isEqualTo(409);
      assertThat(second.body().path("code").asText()).isEqualTo("ALREADY_RUNNING");
    } finally {
      market.release();
    }
    service.atRest();
    assertThat(stalls.results(account)).hasSize(1);
  }

  /** Where the stall tells it to come again, its run waits: it is none of those that are free. */
  @Test
  void an_account_whose_run_waits_counts_as_being_read() {
    stalls.add(client, stall, null);
    market.crowd(stall, 3_600);
    String filter = "{\"client_id_filter\": \"" + client + "\", \"force_sync\": true}";
    Answer first = service.post(TRIGGER + "?wait=false", filter, service.token("admin"));
    String run = "/api/sync/runs/" + first.body().at("/run_id").asText();
    await().until(() -> parked() == 1);
    Answer second = trigger(filter);
    assertThat(second.status()).isEqualTo(409);
    assertThat(second.body().path("code").asText()).isEqualTo("ALREADY_RUNNING");
    stalls.add(UUID.randomUUID(), stall + "-later", "2100-01-01T00:00:00Z");
    assertThat(trigger("{\"platform_filter\": \"market\", \"dry_run\": true}").status())
        .as("of the platform not all are being read: one is only not due")
        .isEqualTo(200);
    assertThat(service.post(run + "/cancel", "", service.token("admin")).status())
        .isBetween(200, 202);
    service.atRest();
    assertThat(trigger(filter.replace("}", ", \"dry_run\": true}")).body().path("started"))
        .hasSize(1);
  }

  /** A test of a connection is no run: it stands beside one, and no trigger waits for it. */
  @Test
  void an_account_that_is_being_tested_counts_as_free() {
    UUID account = stalls.add(client, stall, null);
    market.hold("stall " + stall);
    try {
      CompletableFuture<Answer> test =
          CompletableFuture.supplyAsync(
              () ->
                  service.post(
                      "/api/admin/credentials/" + account + "/test", "", service.token("admin")));
      await().until(() -> market.calls(stall).size() == 1);
      Answer started =
          service.post(
              TRIGGER + "?wait=false",
              "{\"client_id_filter\": \"" + client + "\"}",
              service.token("admin"));
      assertThat(started.status()).isEqualTo(202);
      await().until(() -> market.calls(stall).size() == 2);
      market.release();
      assertThat(test.join().status()).isEqualTo(200);
    } finally {
      market.release();
    }
    service.atRest();
    assertThat(stalls.results(account)).hasSize(1);
  }

  private static long parked() {
    return service
        .staging()
        .sql("SELECT count(*) FROM sync_runs WHERE parkings > 0 AND parked_until > now()")
        .query(Long.class)
        .single();
  }

  @ParameterizedTest
  @ValueSource(strings = {TRIGGER, "/api/pipelines/clientapi/runs?wait=true"})
  void a_dry_run_says_which_are_due_and_leaves_all_as_it_is(String path) {
    UUID account = stalls.add(client, stall, null);
    Answer answer =
        service.post(
            path,
            "{\"client_id_filter\": \"" + client + "\", \"dry_run\": true}",
            service.token("admin"));
    assertThat(answer.body().findPath("started").at("/0/credential_id").asText())
        .as(answer.body().toString())
        .isEqualTo(account.toString());
    assertThat(market.calls(stall)).isEmpty();
    assertThat(stalls.results(account)).isEmpty();
    assertThat(stalls.row(account)).containsEntry("status", "pending").containsEntry("next", null);
  }

  /** CR-33, CR-35. */
  @Test
  void the_log_tells_the_ten_steps_in_order() throws IOException {
    stalls.add(client, stall, null);
    trigger("{\"client_id_filter\": \"" + client + "\"}");
    String whose = "Client " + client + " (market - " + stall + ")";
    List<String> lines =
        Files.readAllLines(logs.resolve("api_sync_cron.log")).stream()
            .filter(line -> line.contains(whose))
            .map(line -> line.substring(line.indexOf("INFO - ") + 7))
            .toList();
    assertThat(lines)
        .satisfiesExactly(
            line -> assertThat(line).startsWith("🔄 Starting API sync for " + whose),
            line -> assertThat(line).startsWith("✅ API connection successful for "),
            line -> assertThat(line).startsWith("📥 Fetching new data from market API"),
            line -> assertThat(line).startsWith("✅ Stored 5 new orders records (after"),
            line -> assertThat(line).startsWith("✅ Stored 3 new products records (after"),
            line -> assertThat(line).isEqualTo("✅ API sync completed for " + whose),
            line -> assertThat(line).startsWith("📅 Next sync scheduled for: 20"));
    assertThat(Files.readString(logs.resolve("api_sync_cron.log")))
        .contains("Starting full API sync cron job", "🔍 Found 1 API integrations due for sync");
  }

  private Answer trigger(String body) {
    return service.post(TRIGGER, body, service.token("admin"));
  }

  private List<String> owners(UUID account) {
    return service
        .production()
        .sql(
            "SELECT DISTINCT data_type || ' ' || coalesce(data ->> 'of', 'nobody') FROM client_data"
                + " WHERE credential_id = ? ORDER BY 1")
        .param(account)
        .query(String.class)
        .list();
  }

  private boolean isWithinADay(UUID account) {
    long seconds = secondsToNext(account);
    return seconds > 0 && seconds <= 86_400;
  }

  private long secondsToNext(UUID account) {
    return service
        .staging()
        .sql(
            "SELECT extract(epoch FROM next_sync_at - now())::bigint FROM client_api_credentials"
                + " WHERE credential_id = ?")
        .param(account)
        .query(Long.class)
        .single();
  }
}
