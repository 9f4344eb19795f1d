package io.syncline.market;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.syncline.support.SandboxService;
import io.syncline.support.SandboxService.Answer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.text.ParseException;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.TimeZone;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.quartz.CronExpression;
import org.springframework.core.env.Environment;

/** What a platform has no more is marked, and nothing else is. */
class SweepIT {
  private static final String RUNS = "/api/pipelines/clientapi/runs?wait=true";

  /** Six orders more than the stall has. */
  private static final String MORE =
      """
      INSERT INTO client_data (client_id, credential_id, data_type, external_id, platform_type, content_hash, data,
                               created_at, updated_at)
      SELECT client_id, credential_id, data_type, 'more-' || i, platform_type, 'x', '{"v": "1"}', '2026-11-01', '2026-11-01'
      FROM client_data, generate_series(1, 6) AS i WHERE credential_id = ? AND external_id = 'orders-0'
      """;

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
        market.service("--syncline.clientapi.sweep.rows=2", "--syncline.clientapi.log-dir=" + logs);
    stalls = Stalls.of(service);
  }

  @AfterAll
  static void stop() {
    service.close();
    market.close();
  }

  @Test
  void what_is_gone_is_marked_in_both_databases_and_told() throws IOException {
    UUID account = stored("orders-1", "orders-2", "orders-4", "products-0");
    Answer swept = sweep();
    assertThat(swept.body().path("outcome").asText())
        .as(swept.body().toString())
        .isEqualTo("completed");
    assertThat(stalls.marked(account))
        .containsExactly(
            "orders orders-1", "orders orders-2", "orders orders-4", "products products-0");
    assertThat(stalls.results(account).get(0))
        .containsEntry("success", true)
        .containsEntry("records_fetched", 4)
        .containsEntry("records_stored", 4);
    assertThat(stalls.results(account).get(0).get("types").toString())
        .contains("\"changed\": 3", "\"fetched\": 2", "\"state\": \"complete\"");
    assertThat(left(account)).isZero();
    assertThat(Files.readString(logs.resolve("api_sync_cron.log")))
        .contains("Swept orders: 2 listed, 3 marked for Client " + client);
    String before = stalls.stamps(account);
    sweep();
    assertThat(stalls.stamps(account)).as("the same again").isEqualTo(before);
  }

  @Test
  void what_comes_again_loses_its_mark_by_a_sync_and_by_a_sweep() {
    UUID account = stored("orders-1", "products-0");
    sweep();
    market.find("orders-1 " + stall);
    sweep();
    assertThat(stalls.marked(account)).containsExactly("products products-0");
    market.find("products-0 " + stall);
    sync();
    assertThat(stalls.marked(account)).isEmpty();
    assertThat(stalls.records(account)).hasSize(8);
  }

  @Test
  void a_sweep_moves_no_slot_and_ends_no_failure() {
    UUID account = stored("orders-1");
    service
        .staging()
        .sql(
            "UPDATE client_api_credentials SET failures = 3, status = 'error', error_message = 'no',"
                + " slot_at = '2026-11-01' WHERE credential_id = ?")
        .param(account)
        .update();
    String before = stalls.row(account).toString();
    sweep();
    assertThat(stalls.marked(account)).containsExactly("orders orders-1");
    assertThat(stalls.row(account)).hasToString(before);
  }

  @Test
  void a_loss_of_many_is_doubted_marks_nothing_and_is_told() {
    UUID account = stored("products-0");
    service.staging().sql(MORE).param(account).update();
    service.production().sql(MORE).param(account).update();
    Answer swept = sweep();
    assertThat(swept.body().path("outcome").asText()).isEqualTo("partial");
    assertThat(stalls.marked(account)).as("of the others").containsExactly("products products-0");
    assertThat(stalls.results(account).get(0))
        .containsEntry("success", false)
        .containsEntry(
            "error_message",
            "orders: 6 of 11 are not listed, too many to be believed; nothing was marked");
    assertThat(left(account)).isZero();
  }

  @Test
  void a_listing_that_is_not_whole_marks_nothing() {
    UUID account = stored("orders-1", "products-0");
    market.breaks("orders " + stall);
    market.withhold("products " + stall);
    Answer swept = sweep();
    assertThat(swept.body().path("outcome").asText()).isEqualTo("partial");
    assertThat(stalls.marked(account)).isEmpty();
    assertThat(stalls.results(account).get(0).get("types").toString())
        .contains("nothing was marked")
        .doesNotContain("complete");
  }

  @Test
  void a_listing_that_breaks_off_marks_nothing() {
    UUID account = stored("orders-0", "products-0");
    market.deny("orders?page=2 " + stall);
    market.add("products " + stall, "{\"at\": \"2026-11-21T08:00:00Z\"}");
    sweep();
    assertThat(stalls.marked(account)).isEmpty();
    assertThat(stalls.results(account).get(0).get("types").toString())
        .contains("the stall shows them no more", "number: missing is listed");
  }

  @Test
  void what_was_written_since_the_sweep_began_is_left_alone() {
    UUID account = stored("orders-1", "orders-2");
    meanwhile(
        () -> {
          for (var database : List.of(service.staging(), service.production())) {
            database
                .sql(
                    "UPDATE client_data SET updated_at = clock_timestamp()"
                        + " WHERE credential_id = ? AND external_id = 'orders-1'")
                .param(account)
                .update();
          }
        });
    assertThat(stalls.marked(account)).containsExactly("orders orders-2");
  }

  @Test
  void what_an_earlier_sweep_or_a_crash_has_left_is_not_believed() {
    UUID account = stored("orders-1");
    service
        .staging()
        .sql("INSERT INTO client_swept_ids VALUES (?, 'orders', 'orders-1')")
        .param(account)
        .update();
    meanwhile(() -> service.staging().sql("TRUNCATE client_swept_ids").update());
    assertThat(stalls.marked(account)).containsExactly("orders orders-1");
    assertThat(market.calls(stall).stream().filter("orders?page=1"::equals))
        .as("read, listed, and listed anew")
        .hasSize(3);
  }

  /** While the stall keeps it waiting: what was listed until then is of other numbers. */
  @Test
  void what_an_account_gives_up_meanwhile_is_listed_no_more_and_not_gone() {
    UUID account = stored("orders-1", "orders-4");
    isOf(account, "[0, 1, 2, 3, 4]");
    market.say("orders?page=2 " + stall, "{\"again_in\": 1}");
    begin();
    await().until(() -> market.calls(stall).stream().filter("orders?page=2"::equals).count() == 2);
    isOf(account, "[0, 1, 2]");
    market.say(
        "orders?page=2 " + stall,
        "{\"records\": [{\"number\": \"orders-2\", \"at\": \"2026-11-21T08:00:00Z\"}], \"more\": true}");
    service.atRest();
    assertThat(stalls.marked(account)).containsExactly("orders orders-1");
    assertThat(market.calls(stall).stream().filter("orders?page=1"::equals))
        .as("read, listed, and listed anew")
        .hasSize(3);
  }

  private static void isOf(UUID account, String numbers) {
    service
        .staging()
        .sql(
            "UPDATE client_api_credentials SET settings = jsonb_build_object('numbers', ?::jsonb)"
                + " WHERE credential_id = ?")
        .params(numbers, account)
        .update();
  }

  /**
   * The table is emptied between two batches: all that is not compared yet would seem to be gone.
   */
  @Test
  void what_a_crash_takes_while_marks_are_set_marks_nothing_more() throws SQLException {
    UUID account = stored("orders-1", "orders-2", "orders-4");
    CompletableFuture<Integer> crash;
    try (Connection reader = service.pair().stagingSource().getConnection();
        Statement statement = reader.createStatement()) {
      reader.setAutoCommit(false);
      statement.execute("SELECT 1 FROM client_data WHERE external_id = 'orders-2' FOR UPDATE");
      begin();
      await().until(() -> waiting() == 1);
      crash =
          CompletableFuture.supplyAsync(
              () -> service.staging().sql("TRUNCATE client_swept_ids").update());
      await().until(() -> waiting() == 2);
      reader.rollback();
    }
    crash.join();
    service.atRest();
    assertThat(stalls.marked(account))
        .containsExactly("orders orders-1", "orders orders-2", "orders orders-4");
  }

  @Test
  void a_dry_run_waits_as_others_do_shows_what_is_gone_and_marks_nothing() throws IOException {
    UUID account = stored("orders-1", "orders-4", "products-0");
    String before = stalls.stamps(account) + stalls.row(account);
    String cursors = cursors(account);
    market.say("orders?page=2 " + stall, "{\"again_in\": 1}");
    CompletableFuture<Answer> swept =
        CompletableFuture.supplyAsync(
            () -> run("{\"mode\": \"sweep\", \"dry_run\": true, \"client_id_filter\": \"%s\"}"));
    await().until(() -> market.calls(stall).stream().filter("orders?page=2"::equals).count() == 2);
    market.say(
        "orders?page=2 " + stall,
        "{\"records\": [{\"number\": \"orders-2\", \"at\": \"2026-11-21T08:00:00Z\"}], \"more\": true}");
    JsonNode started = swept.join().body().at("/report/started/0");
    assertThat(started.path("credential_id").asText())
        .as(swept.join().body().toString())
        .isEqualTo(account.toString());
    JsonNode run = service.get(started.path("run_url").asText(), service.token("viewer")).body();
    assertThat(run.path("outcome").asText()).as(run.toString()).isEqualTo("completed");
    assertThat(run.at("/report/types/orders/changed").asInt())
        .as("of which two are shown")
        .isEqualTo(3);
    assertThat(run.at("/report/types/products/changed").asInt()).isEqualTo(1);
    assertThat(run.path("changes"))
        .extracting(
            it -> it.at("/key/external_id").asText() + " " + it.at("/after/deleted_at").isNull())
        .containsExactly("orders-1 false", "orders-3 false", "products-0 false");
    assertThat(market.calls(stall).stream().filter("orders?page=1"::equals))
        .as("read, and listed once")
        .hasSize(2);
    assertThat(stalls.stamps(account) + stalls.row(account)).isEqualTo(before);
    assertThat(cursors(account)).isEqualTo(cursors);
    assertThat(stalls.marked(account)).isEmpty();
    assertThat(stalls.results(account)).hasSize(1);
    assertThat(left(account)).isZero();
    assertThat(Files.readString(logs.resolve("api_sync_cron.log")))
        .doesNotContain("marked for Client " + client);
  }

  private static String cursors(UUID account) {
    return service
        .staging()
        .sql(
            "SELECT string_agg(stream || value, ',' ORDER BY stream) FROM sync_cursors WHERE scope = ?")
        .param(account.toString())
        .query(String.class)
        .single();
  }

  @Test
  void a_sweep_tidies_up_behind_credentials_that_are_gone() {
    UUID gone = UUID.randomUUID();
    service
        .staging()
        .sql(
            """
            INSERT INTO client_bulk_lines (credential_id, stream, fence, line, data) VALUES (:gone, 'orders', 1, 1, '{}');
            INSERT INTO client_swept_ids VALUES (:gone, 'orders', 'x');
            INSERT INTO sync_source_buckets (source, operation, calls) VALUES ('market:' || :gone::uuid, 'x', 1), ('market', 'x', 1)
            """)
        .param("gone", gone)
        .update();
    stored();
    sweep();
    assertThat(
            service
                .staging()
                .sql(
                    """
                    SELECT (SELECT count(*) FROM client_bulk_lines WHERE credential_id = :gone)
                           + (SELECT count(*) FROM client_swept_ids WHERE credential_id = :gone)
                           + (SELECT count(*) FROM sync_source_buckets WHERE source LIKE '%' || :gone::uuid)
                    """)
                .param("gone", gone)
                .query(Long.class)
                .single())
        .isZero();
    assertThat(
            service
                .staging()
                .sql("SELECT count(*) FROM sync_source_buckets WHERE source = 'market'")
                .query(Long.class)
                .single())
        .isEqualTo(1);
  }

  @Test
  void accounts_are_swept_on_sundays() throws ParseException {
    CronExpression cron =
        new CronExpression(
            service.bean(Environment.class).getProperty("syncline.clientapi.sweep-quartz-cron"));
    cron.setTimeZone(TimeZone.getTimeZone("UTC"));
    Date first = cron.getNextValidTimeAfter(Date.from(Instant.parse("2026-11-27T00:00:00Z")));
    assertThat(List.of(first, cron.getNextValidTimeAfter(first)))
        .extracting(Date::toInstant)
        .extracting(Instant::toString)
        .containsExactly("2026-11-29T04:30:00Z", "2026-12-06T04:30:00Z");
  }

  /** An account that was read, of which these records are gone since. */
  private UUID stored(String... gone) {
    UUID account = stalls.add(client, stall, null);
    sync();
    for (String one : gone) {
      market.lose(one + " " + stall);
    }
    return account;
  }

  /** Sweeps, and does something while the last page of orders is asked for. */
  private void meanwhile(Runnable work) {
    market.hold("orders?page=3 " + stall);
    try {
      begin();
      await()
          .until(() -> market.calls(stall).stream().filter("orders?page=3"::equals).count() == 2);
      work.run();
    } finally {
      market.release();
    }
    service.atRest();
  }

  private void begin() {
    service.post(
        RUNS.replace("true", "false"),
        "{\"mode\": \"sweep\", \"client_id_filter\": \"" + client + "\"}",
        service.token("admin"));
  }

  /** Who waits for a lock in staging. */
  private long waiting() {
    return service
        .staging()
        .sql(
            "SELECT count(*) FROM pg_stat_activity"
                + " WHERE datname = current_database() AND wait_event_type = 'Lock'")
        .query(Long.class)
        .single();
  }

  private void sync() {
    assertThat(run("{\"force_sync\": true, \"client_id_filter\": \"%s\"}").status()).isEqualTo(200);
  }

  private Answer sweep() {
    return run("{\"mode\": \"sweep\", \"client_id_filter\": \"%s\"}");
  }

  private Answer run(String body) {
    return service.post(RUNS, body.formatted(client), service.token("admin"));
  }

  private long left(UUID account) {
    return service
        .staging()
        .sql("SELECT count(*) FROM client_swept_ids WHERE credential_id = ?")
        .param(account)
        .query(Long.class)
        .single();
  }
}
