package io.syncline.entities;

import static io.syncline.entities.MappedTabs.digest;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.syncline.sandbox.google.Cell;
import io.syncline.sandbox.google.GoogleSheets;
import io.syncline.sandbox.google.Spreadsheet;
import io.syncline.sandbox.google.Tab;
import io.syncline.support.SandboxService;
import io.syncline.support.SandboxService.Answer;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Timestamp;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;

/** Runs and edits that meet at the same entities, of which one has to wait. */
class EntityLocksIT {
  private static final String SHEET = "1EntityLocksIT000000000000000000000000000001";
  private static final UUID ACME = UUID.fromString("00000000-0000-4000-8000-000000000001");
  private static final UUID SOURCE = UUID.fromString("00000000-0000-4000-8000-00000000000a");
  private static final UUID FEED = UUID.fromString("00000000-0000-4000-8000-00000000000b");
  private static final int BRANDS = 100;
  private static final String ROW = "SELECT FROM partners WHERE brand_name = 'Acme' FOR UPDATE";

  private static SandboxService service;
  private static JdbcTemplate staging;
  private static JdbcTemplate production;

  private Timestamp released = new Timestamp(0);
  private boolean waited;
  private Timestamp begun = new Timestamp(0);

  @BeforeAll
  static void start() {
    service =
        SandboxService.start(
            "--syncline.sandbox.junglescout.products=1",
            "--syncline.entities.rows-per-batch=10",
            "--syncline.database.timeouts.lock=15s",
            "--syncline.entities.reads-per-minute=10000",
            "--syncline.entities.google.calls-per-second=1000",
            "--syncline.sandbox.google.reads-per-minute=10000");
    staging = new JdbcTemplate(service.pair().stagingSource());
    production = new JdbcTemplate(service.pair().productionSource());
  }

  @AfterAll
  static void stop() {
    service.close();
  }

  @BeforeEach
  void one_partner_and_its_tab() {
    service.atRest();
    MappedTabs.clear(staging, production);
    for (JdbcTemplate database : List.of(staging, production)) {
      database.update(
          "INSERT INTO partners (id, brand_name, tier) VALUES (?, 'Acme', 'silver')", ACME);
    }
    new MappedTabs(staging)
        .spreadsheet(SOURCE, SHEET)
        .tab(FEED, SOURCE, "Partners", 7)
        .key(FEED, "Brand")
        .map(FEED, "Tier", "tier");
    sheet("Acme", "gold");
    begun = moment("SELECT clock_timestamp()");
  }

  @Test
  void an_edit_that_waited_is_later_than_what_it_waited_for() throws SQLException {
    Answer answer = whileLocked(ROW, () -> edit(ACME, "{\"tier\": \"mine\"}"));
    assertThat(answer.status()).as("%s", answer.body()).isEqualTo(200);
    assertThat(moment("SELECT changed_at FROM field_lineage")).isAfter(released);
  }

  @Test
  void a_feed_that_waited_is_later_than_what_it_waited_for() throws SQLException {
    Answer answer = whileLocked(ROW, () -> run("{}"));
    assertThat(answer.body().path("success").asBoolean()).as("%s", answer.body()).isTrue();
    assertThat(moment("SELECT changed_at FROM field_lineage")).isAfter(released);
    assertThat(moment("SELECT asserted_at FROM source_values")).isAfter(released);
  }

  /** An unmatched row of such a feed is left out, whoever may be about to make its entity. */
  @Test
  void a_feed_that_makes_no_entities_waits_for_nobody_who_does() throws SQLException {
    staging.update("UPDATE tab_mappings SET mode = 'update_only' WHERE id = ?", FEED);
    staging.update(
        "INSERT INTO entity_keys (entity_type, normalized_key, entity_id) VALUES ('partners', 'acme', ?)",
        ACME);
    sheet("Bolt", "gold");
    Answer answer =
        whileLocked(
            "SELECT pg_advisory_xact_lock(hashtext('partners'), bucket) FROM generate_series(0, 63) AS b (bucket)",
            () -> run("{}"));
    assertThat(answer.body().path("stats").path("errors").path(0).path("code").asText())
        .as("%s", answer.body())
        .isEqualTo("NO_MATCH");
    assertThat(waited).isFalse();
  }

  /** SE-21. */
  @Test
  void rule_12_a_second_run_of_a_tab_is_refused_and_names_the_first() throws SQLException {
    AtomicReference<Answer> second = new AtomicReference<>();
    Answer first = whileLocked(ROW, () -> run("{}"), () -> second.set(run("{}")));
    assertThat(first.body().path("success").asBoolean()).as("%s", first.body()).isTrue();
    assertThat(second.get().status()).as("%s", second.get().body()).isEqualTo(409);
    assertThat(second.get().body().path("code").asText()).isEqualTo("ALREADY_RUNNING");
    assertThat(second.get().body().path("run_id").asText())
        .isEqualTo(first.body().path("sync_run_id").asText());
    assertThat(
            staging.queryForObject(
                "SELECT count(*) FROM sync_runs WHERE tab_mapping_id = ? AND started_at >= ?",
                Long.class,
                FEED,
                begun))
        .isEqualTo(1);
  }

  @Test
  void rule_12_edits_while_a_feed_runs_on_the_same_entities_all_arrive() {
    brands("gold");
    run("{}");
    brands("iron");
    List<UUID> ids =
        staging.queryForList("SELECT id FROM partners ORDER BY brand_name", UUID.class);
    CompletableFuture<Answer> running = CompletableFuture.supplyAsync(() -> run("{}"));
    int edits = 0;
    do {
      UUID id = ids.get(edits % ids.size());
      Answer edit = edit(id, "{\"notes\": \"edit %d\"}".formatted(edits++));
      assertThat(edit.status()).as("%s", edit.body()).isEqualTo(200);
    } while (!running.isDone());
    assertThat(running.join().body().path("success").asBoolean())
        .as("%s", running.join().body())
        .isTrue();
    assertThat(
            staging.queryForObject(
                "SELECT count(*) FROM field_lineage WHERE source_type = 'app'", Integer.class))
        .isEqualTo(edits);
    assertThat(
            staging.queryForObject(
                "SELECT count(*) FROM partners WHERE tier = 'iron'", Integer.class))
        .isEqualTo(BRANDS);
    assertThat(
            staging.queryForObject(
                "SELECT notes FROM partners WHERE id = ?",
                String.class,
                ids.get((edits - 1) % BRANDS)))
        .isEqualTo("edit " + (edits - 1));
    service.atRest();
    for (String table : List.of("partners", "field_lineage")) {
      assertThat(digest(production, table)).as(table).isEqualTo(digest(staging, table));
    }
  }

  /** SE-49. */
  @Test
  void rows_done_of_all_are_seen_while_a_run_goes_on() throws SQLException {
    brands("gold"); // of which Acme is in the last batch
    AtomicReference<JsonNode> seen = new AtomicReference<>();
    Answer done = whileLocked(ROW, () -> run("{}"), () -> seen.set(shownWith(BRANDS - 10)));
    assertThat(seen.get().path("status").asText()).as("%s", seen.get()).isEqualTo("running");
    assertThat(seen.get().path("started_at").asText()).isNotBlank();
    assertThat(seen.get().path("report").path("rows_read").asInt()).isEqualTo(BRANDS);
    assertThat(done.body().path("success").asBoolean()).as("%s", done.body()).isTrue();
  }

  /** The run under way, as soon as its heartbeat has told that so many rows are done. */
  private static JsonNode shownWith(int rowsDone) {
    String id =
        staging.queryForObject(
            "SELECT id::text FROM sync_runs WHERE status = 'running' AND tab_mapping_id = ?",
            String.class,
            FEED);
    return await()
        .atMost(Duration.ofSeconds(12))
        .until(
            () -> service.get("/api/sync/runs/" + id, service.token("viewer")).body(),
            run -> run.path("report").path("rows_done").asInt() == rowsDone);
  }

  /** What an answer is to that is asked for while somebody holds a lock that it has to wait for. */
  private Answer whileLocked(String lock, Supplier<Answer> asked) throws SQLException {
    return whileLocked(lock, asked, () -> {});
  }

  private Answer whileLocked(String lock, Supplier<Answer> asked, Runnable meanwhile)
      throws SQLException {
    try (Connection connection = service.pair().stagingSource().getConnection();
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      statement.execute(lock);
      CompletableFuture<Answer> answer = CompletableFuture.supplyAsync(asked);
      await()
          .atMost(Duration.ofSeconds(20))
          .pollInterval(Duration.ofMillis(5))
          .until(() -> answer.isDone() || waiting() > 0);
      waited = !answer.isDone();
      meanwhile.run();
      try (ResultSet row = statement.executeQuery("SELECT clock_timestamp()")) {
        row.next();
        released = row.getTimestamp(1);
      }
      connection.rollback();
      return answer.join();
    }
  }

  private static long waiting() {
    return staging.queryForObject(
        "SELECT count(*) FROM pg_stat_activity"
            + " WHERE datname = current_database() AND wait_event_type = 'Lock'",
        Long.class);
  }

  private static Timestamp moment(String sql) {
    return staging.queryForObject(sql, Timestamp.class);
  }

  private static Answer run(String body) {
    return service.post("/api/sync/tab/" + FEED, body, service.token("admin"));
  }

  private static Answer edit(UUID id, String body) {
    return service.patch("/api/entities/partners/" + id, body, service.token("admin"));
  }

  private static void brands(String tier) {
    List<List<Cell>> rows = new ArrayList<>();
    rows.add(List.of(Cell.text("Brand"), Cell.text("Tier")));
    for (int i = 0; i < BRANDS - 1; i++) {
      rows.add(List.of(Cell.text("Brand " + i), Cell.text(tier)));
    }
    rows.add(List.of(Cell.text("Acme"), Cell.text(tier)));
    sheets(rows);
  }

  private static void sheet(String brand, String tier) {
    List<List<Cell>> rows =
        List.of(
            List.of(Cell.text("Brand"), Cell.text("Tier")),
            List.of(Cell.text(brand), Cell.text(tier)));
    sheets(rows);
  }

  private static void sheets(List<List<Cell>> rows) {
    service
        .bean(GoogleSheets.class)
        .put(
            new Spreadsheet(
                SHEET, "Master Sheet", "en_US", "UTC", true, List.of(Tab.of(7, "Partners", rows))));
  }
}
