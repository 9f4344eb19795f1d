package io.syncline.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.syncline.core.run.BackgroundLoops;
import io.syncline.support.SettableClock;
import java.net.http.HttpResponse;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

@WebTest
class RunHistoryIT {
  private static final Instant TEN = Instant.parse("2026-01-15T10:00:00Z");

  @LocalServerPort private int port;
  @Autowired private Ledger ledger;
  @Autowired private SettableClock clock;
  @Autowired private BackgroundLoops loops;
  private Http http;

  @BeforeEach
  void start_empty() {
    ledger.clear();
    clock.advance(Duration.ofMinutes(2));
    http = new Http(port);
  }

  /** SE-50. */
  @Test
  void a_run_is_shown_with_all_its_members() {
    UUID id = ledger.run("junglescout", "partial", TEN, false);
    ledger.batch(id, 1, "pending", TEN);
    JsonNode run = get("/api/sync/runs").path("runs").path(0);
    assertThat(run.path("status").asText()).isEqualTo("completed");
    assertThat(run.path("outcome").asText()).isEqualTo("partial");
    assertThat(run.path("started_at").asText()).isEqualTo("2026-01-15T10:00:00Z");
    assertThat(run.path("duration_ms").asLong()).isEqualTo(2500);
    assertThat(run.path("stats").toString())
        .isEqualTo(
            "{\"rows_processed\":10,\"rows_created\":4,\"rows_updated\":3,\"rows_unchanged\":2,"
                + "\"rows_skipped\":0,\"rows_failed\":1,\"rows_archived\":0,"
                + "\"fields_changed\":0,\"conflicts_opened\":0}");
    assertThat(run.path("production_pending").asInt()).isEqualTo(1);
    assertThat(run.at("/errors/items/0/message").asText()).isEqualTo("Grün <b>");
    List<String> members = new ArrayList<>();
    run.fieldNames().forEachRemaining(members::add);
    assertThat(members)
        .containsExactly(
            "id",
            "parent_run_id",
            "pipeline",
            "scope",
            "label",
            "trigger",
            "triggered_by",
            "status",
            "outcome",
            "dry_run",
            "force_overwrite",
            "row_limit",
            "started_at",
            "completed_at",
            "parked_until",
            "waits_for",
            "duration_ms",
            "stats",
            "api_calls",
            "progress",
            "production_pending",
            "children",
            "error_count",
            "warning_count",
            "failure",
            "parameters",
            "errors",
            "report");
  }

  /** SE-51. */
  @Test
  void a_list_has_ten_errors_of_each_run_and_the_run_all_that_its_row_keeps() {
    UUID id = ledger.run("stockx", "partial", TEN, false);
    ledger
        .sql
        .sql(
            """
            UPDATE sync_runs SET errors = (
                SELECT jsonb_build_object('total', 700, 'items', jsonb_agg(jsonb_build_object(
                    'row', n, 'column', NULL, 'code', 'ERROR', 'message', 'words', 'severity', 'error') ORDER BY n))
                FROM generate_series(1, 200) AS n)
            """)
        .update();
    JsonNode listed = get("/api/sync/runs").at("/runs/0/errors");
    assertThat(listed.path("total").asInt()).isEqualTo(700);
    assertThat(listed.path("items")).hasSize(10);
    assertThat(listed.at("/items/9/row").asInt()).isEqualTo(10);
    JsonNode whole = get("/api/sync/runs/" + id).path("errors");
    assertThat(whole.path("total").asInt()).isEqualTo(700);
    assertThat(whole.path("items")).hasSize(200);
  }

  /** SE-46, SE-50. */
  @Test
  void pages_go_from_the_newest_to_the_oldest_without_gap_or_repeat() {
    List<String> expected = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      expected.add(0, ledger.run("stockx", "completed", TEN.plusSeconds(i / 2), false).toString());
    }
    List<String> seen = new ArrayList<>();
    String next = "";
    do {
      JsonNode page = get("/api/sync/runs?limit=2" + next);
      page.path("runs").forEach(it -> seen.add(it.path("id").asText()));
      next = page.path("next").isNull() ? null : "&before=" + page.path("next").asText();
    } while (next != null);
    assertThat(seen).containsExactlyInAnyOrderElementsOf(expected).doesNotHaveDuplicates();
    assertThat(get("/api/sync/runs?before=2026-01-15T10:00:01Z").path("runs")).hasSize(2);
  }

  /** SE-46. */
  @ParameterizedTest
  @CsvSource({
    "status=completed, 2",
    "status=partial, 1",
    "status=failed, 2",
    "status=cancelled, 1",
    "status=running, 1",
    "pipeline=stockx, 1",
    "pipeline=junglescout&status=failed, 2",
    "source=us, 5",
    "source=uk, 0"
  })
  void filters_leave_what_was_asked_for(String query, int count) {
    ledger.run("stockx", "running", TEN, false);
    for (String outcome : List.of("completed", "partial", "failed", "cancelled")) {
      ledger.run("junglescout", outcome, TEN, false);
    }
    assertThat(get("/api/sync/runs?" + query).path("runs")).hasSize(count);
  }

  @ParameterizedTest
  @ValueSource(strings = {"data_source_id", "tab_mapping_id"})
  void the_runs_of_a_source_or_a_tab_are_found_by_its_id(String column) {
    UUID source = UUID.randomUUID();
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      ids.add(0, ledger.run("entities", "completed", TEN.plusSeconds(i), false).toString());
    }
    ledger.sql.sql("UPDATE sync_runs SET " + column + " = ?").param(source).update();
    ledger.run("entities", "completed", TEN, false);
    List<String> seen = new ArrayList<>();
    String path = "/api/sync/runs?pipeline=entities&limit=2&source=" + source;
    get(path).path("runs").forEach(it -> seen.add(it.path("id").asText()));
    get(path + "&before=" + seen.get(1))
        .path("runs")
        .forEach(it -> seen.add(it.path("id").asText()));
    assertThat(seen).isEqualTo(ids);
    assertThat(get(path + "&status=failed").path("runs")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "?limit=0",
        "?limit=201",
        "?limit=x",
        "?status=ok",
        "?before=yesterday",
        "?pipline=x",
        "?parent=x",
        "?pipeline=%27%3B--",
        "/1",
        "/00000000-0000-0000-0000-00000000000"
      })
  void what_is_malformed_is_refused(String rest) {
    assertThat(answer("/api/sync/runs" + rest).statusCode()).isEqualTo(400);
  }

  /** SE-47. */
  @Test
  void an_unknown_run_is_404() {
    HttpResponse<String> answer = answer("/api/sync/runs/" + UUID.randomUUID());
    assertThat(answer.statusCode()).isEqualTo(404);
    assertThat(Http.json(answer).path("code").asText()).isEqualTo("RUN_UNKNOWN");
  }

  @Test
  void a_forgotten_run_is_410() {
    UUID id = UUID.randomUUID();
    ledger.sql.sql("INSERT INTO sync_forgotten_runs (id) VALUES (?)").param(id).update();
    HttpResponse<String> answer = answer("/api/sync/runs/" + id);
    assertThat(answer.statusCode()).isEqualTo(410);
    assertThat(Http.json(answer).path("code").asText()).isEqualTo("RUN_FORGOTTEN");
  }

  /** SE-47. */
  @Test
  void one_run_comes_with_batches_changes_and_dead_letters() {
    UUID id = ledger.run("junglescout", "completed", TEN, true);
    ledger.batch(id, 1, "applied", TEN);
    ledger
        .sql
        .sql(
            "INSERT INTO sync_run_changes (run_id, destination, table_name, kind, record_key,"
                + " before, after) VALUES (?, 'staging', 'sales', 'update', '{\"asin\":\"B1\"}',"
                + " '{\"price\":1.50}', '{\"price\":2}')")
        .param(id)
        .update();
    ledger
        .sql
        .sql(
            "INSERT INTO sync_dead_letters (run_id, pipeline, stream, table_name, destination,"
                + " record_key, record, kind, error) VALUES (?, 'junglescout', 'sales', 'sales',"
                + " 'production', 'B2', '{}', 'db', 'value too long')")
        .param(id)
        .update();
    JsonNode run = get("/api/sync/runs/" + id);
    assertThat(run.path("batches").path(0).path("state").asText()).isEqualTo("applied");
    assertThat(run.path("batches").path(0).path("created").asInt()).isEqualTo(50);
    assertThat(run.path("batches").path(0).path("committed_at").asText()).isNotBlank();
    assertThat(run.path("changes_total").asInt()).isEqualTo(1);
    assertThat(run.path("changes").path(0).path("after").toString()).isEqualTo("{\"price\":2}");
    assertThat(run.path("dead_letters").path(0).path("error").asText()).isEqualTo("value too long");
  }

  /** SE-57. */
  @Test
  void errors_are_paged_from_the_last_to_the_first() {
    UUID id = ledger.run("junglescout", "partial", TEN, false);
    for (int seq = 1; seq <= 5; seq++) {
      ledger
          .sql
          .sql(
              "INSERT INTO sync_errors (run_id, seq, row_ref, column_name, code, message, severity)"
                  + " VALUES (?, ?, ?, 'E-mail', 'INVALID_EMAIL', 'no @', 'warning')")
          .params(id, seq, seq < 5 ? String.valueOf(45 + seq) : "B0ABC")
          .update();
    }
    String path = "/api/sync/runs/" + id + "/errors";
    JsonNode page = get(path + "?limit=2");
    assertThat(page.path("total").asInt()).isEqualTo(5);
    assertThat(page.at("/errors/0").toString())
        .isEqualTo(
            "{\"row\":\"B0ABC\",\"column\":\"E-mail\",\"code\":\"INVALID_EMAIL\","
                + "\"message\":\"no @\",\"severity\":\"warning\",\"seq\":5}");
    assertThat(page.at("/errors/1/row").isInt()).as("the number of a row").isTrue();
    assertThat(page.path("next").asInt()).isEqualTo(4);
    JsonNode rest = get(path + "?limit=200&before=" + page.path("next").asInt());
    assertThat(rest.path("errors")).hasSize(3);
    assertThat(rest.path("total").isNull()).as("counted once, not for each page").isTrue();
    assertThat(rest.path("next").isNull()).isTrue();
  }

  @Test
  void rows_are_named_by_the_keys_that_are_kept_of_their_batches() {
    UUID id = ledger.run("junglescout", "completed", TEN, false);
    kept(id, 1, "sales", "'{\"asin\": [\"B1\", \"B2\"], \"day\": [20467, 20468]}'", "NULL");
    kept(
        id,
        2,
        "figures",
        "'{\"asin\": [\"B1\"], \"first_day\": [20467], \"last_day\": [20469]}'",
        "NULL");
    kept(id, 3, "gone", "'{\"sku\": [\"S1\"], \"shop\": [7]}'", "NULL");
    kept(
        id,
        4,
        "composition",
        "'{}'",
        """
        '[{"table": "sales", "stream": "sales", "memory": "keys", "keys": {"asin": ["B3"], "day": [20467]}, "rows": 1},
          {"table": "log", "stream": "log", "memory": "batch", "keys": {}, "rows": 5}]'
        """);
    kept(id, 5, "sales", "NULL", "NULL");
    kept(id, 6, "sales", "'{\"asin\": [\"B9\"], \"market\": [\"us\"]}'", "NULL");
    JsonNode page = get("/api/sync/runs/" + id + "/rows");
    assertThat(page.path("total").asInt()).isEqualTo(12);
    assertThat(page.path("next").isNull()).isTrue();
    assertThat(page.path("rows"))
        .extracting(RunHistoryIT::row)
        .satisfiesExactly(
            it -> assertThat(it).isEqualTo("6 sales B9/us null null 1 null"),
            it ->
                assertThat(it)
                    .isEqualTo(
                        "5 sales null null null 2 the keys of this batch are kept no longer (syncline.run.keep-keys-days)"),
            it -> assertThat(it).isEqualTo("4 sales B3/2026-01-14 null null 1 null"),
            it -> assertThat(it).startsWith("4 log null null null 5 the rows with batch_id "),
            it -> assertThat(it).isEqualTo("3 gone S1/7 null null 1 null"),
            it -> assertThat(it).isEqualTo("2 figures B1 2026-01-14 2026-01-16 null null"),
            it -> assertThat(it).isEqualTo("1 sales B1/2026-01-14 null null 1 null"),
            it -> assertThat(it).isEqualTo("1 sales B2/2026-01-15 null null 1 null"));
    JsonNode run = get("/api/sync/runs/" + id);
    assertThat(run.path("batches_without_keys").asInt()).isEqualTo(1);
  }

  @Test
  void rows_come_in_pages_of_whole_batches() {
    UUID id = ledger.run("junglescout", "completed", TEN, false);
    for (int seq = 1; seq <= 3; seq++) {
      kept(id, seq, "sales", "'{\"asin\": [\"B1\", \"B2\"], \"day\": [1, 2]}'", "NULL");
    }
    JsonNode page = get("/api/sync/runs/" + id + "/rows?limit=3");
    assertThat(page.path("rows")).hasSize(4);
    assertThat(page.path("total").asInt()).isEqualTo(6);
    assertThat(page.path("next").asInt()).isEqualTo(2);
    JsonNode rest = get("/api/sync/runs/" + id + "/rows?limit=3&before=2");
    assertThat(rest.path("rows")).hasSize(2);
    assertThat(rest.path("total").isNull()).as("counted once, not for each page").isTrue();
    assertThat(rest.path("next").isNull()).isTrue();
  }

  private static String row(JsonNode row) {
    List<String> members = new ArrayList<>();
    for (String name : List.of("seq", "table", "key", "first_day", "last_day", "rows", "remark")) {
      members.add(row.path(name).asText());
    }
    return String.join(" ", members);
  }

  private void kept(UUID run, int seq, String table, String keys, String parts) {
    ledger.batch(run, seq, "applied", TEN);
    ledger
        .sql
        .sql(
            """
            UPDATE run_batches SET rows = 2, table_name = :table, stream = :table,
                   keys = %s, parts = %s WHERE run_id = :run AND seq = :seq
            """
                .formatted(keys, parts))
        .param("table", table)
        .param("run", run)
        .param("seq", seq)
        .update();
  }

  @Test
  void changes_are_paged_from_the_last_to_the_first() {
    UUID id = ledger.run("junglescout", "completed", TEN, true);
    for (int row = 2; row <= 4; row++) {
      ledger
          .sql
          .sql(
              "INSERT INTO sync_run_changes (run_id, destination, table_name, kind, record_key, after,"
                  + " row_ref, action, blocked) VALUES (?, 'staging', 'partners', 'update',"
                  + " '{\"id\":1}', '{\"tier\":\"A\"}', ?, 'update', '{\"tier\":[\"A\",\"B\"]}')")
          .params(id, String.valueOf(row))
          .update();
    }
    String path = "/api/sync/runs/" + id + "/changes";
    JsonNode page = get(path + "?limit=2");
    assertThat(page.path("total").asInt()).isEqualTo(3);
    assertThat(page.at("/changes/0/row").asInt()).isEqualTo(4);
    assertThat(page.at("/changes/0/action").asText()).isEqualTo("update");
    assertThat(page.at("/changes/0/blocked/tier/1").asText()).isEqualTo("B");
    JsonNode rest = get(path + "?limit=2&before=" + page.path("next").asLong());
    assertThat(rest.at("/changes/0/row").asInt()).isEqualTo(2);
    assertThat(rest.path("total").isNull()).as("counted once, not for each page").isTrue();
    assertThat(rest.path("next").isNull()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "action=update, 1",
    "action=create, 2",
    "text=B2, 1",
    "text=grün, 1",
    "text=b, 3",
    "action=create&text=B2, 1",
    "action=update&text=B2, 0",
    "text=%25, 0"
  })
  void changes_are_found_by_action_and_text(String query, int count) {
    UUID id = ledger.run("junglescout", "completed", TEN, true);
    for (String change :
        List.of(
            "'update', '{\"asin\":\"B1\"}', '{\"title\":\"Grün\"}'",
            "'create', '{\"asin\":\"B2\"}', NULL",
            "'create', '{\"asin\":\"B3\"}', NULL")) {
      ledger
          .sql
          .sql(
              "INSERT INTO sync_run_changes (run_id, destination, table_name, kind, record_key, after)"
                  + " SELECT ?, 'staging', 'sales', "
                  + change)
          .param(id)
          .update();
    }
    JsonNode page =
        get("/api/sync/runs/" + id + "/changes?" + query.replace("ü", "%C3%BC").replace(" ", ""));
    assertThat(page.path("changes")).hasSize(count);
    assertThat(page.path("total").asInt()).isEqualTo(count);
  }

  @Test
  void of_a_run_as_many_parts_come_as_are_asked_for() {
    UUID id = ledger.run("junglescout", "completed", TEN, false);
    ledger.batch(id, 1, "applied", TEN);
    ledger.batch(id, 2, "pending", TEN);
    JsonNode run = get("/api/sync/runs/" + id + "?parts=1");
    assertThat(run.path("batches")).hasSize(1);
    assertThat(run.path("batches_total").asInt()).isEqualTo(2);
    assertThat(answer("/api/sync/runs/" + id + "?parts=1001").statusCode()).isEqualTo(400);
  }

  @ParameterizedTest
  @ValueSource(strings = {"?before=x", "?before=-1", "?limit=0", "?limit=201", "?pipeline=stockx"})
  void a_malformed_page_of_a_run_is_refused(String query) {
    UUID id = ledger.run("junglescout", "completed", TEN, true);
    for (String part : List.of("/errors", "/rows", "/changes")) {
      assertThat(answer("/api/sync/runs/" + id + part + query).statusCode()).isEqualTo(400);
    }
  }

  @Test
  void errors_of_no_run_are_404() {
    assertThat(answer("/api/sync/runs/" + UUID.randomUUID() + "/errors").statusCode())
        .isEqualTo(404);
  }

  @Test
  void pipelines_say_their_state_and_what_they_lack() {
    ledger.run("junglescout", "partial", clock.instant().minusSeconds(5), false);
    ledger.run("junglescout", "failed", clock.instant(), true);
    JsonNode off = pipeline("stockx");
    JsonNode partial = pipeline("junglescout");
    assertThat(off.path("state").asText()).isEqualTo("off");
    assertThat(off.path("next_fire").isNull()).isTrue();
    assertThat(off.path("missing_variables").toString()).isEqualTo("[\"STOCKX_API_KEY\"]");
    assertThat(partial.path("state").asText()).isEqualTo("partial");
    assertThat(partial.path("next_fire").asText()).endsWith(":00:00Z");
    assertThat(partial.path("last_run").path("outcome").asText()).isEqualTo("partial");
  }

  @Test
  void a_schedule_that_did_not_fire_makes_its_pipeline_overdue() {
    clock.advance(Duration.ofHours(2));
    ledger.run("clientapi", "completed", clock.instant(), false);
    assertThat(pipeline("clientapi").path("state").asText()).isEqualTo("overdue");
    assertThat(pipeline("clientapi").path("overdue_schedules").toString())
        .isEqualTo("[\"clientapi\"]");
    ledger
        .sql
        .sql(
            "INSERT INTO sync_schedule_states (name, rule, last_slot)"
                + " VALUES ('clientapi', '0 0 * * * ? Z', ?)")
        .param(Timestamp.from(clock.instant()))
        .update();
    assertThat(pipeline("clientapi").path("state").asText()).isEqualTo("ok");
  }

  private JsonNode pipeline(String word) {
    for (JsonNode pipeline : get("/api/pipelines").path("pipelines")) {
      if (pipeline.path("word").asText().equals(word)) {
        return pipeline;
      }
    }
    throw new AssertionError("no pipeline " + word);
  }

  @Test
  void health_tells_which_database_is_missing_and_nothing_more() {
    assertThat(health()).isEqualTo("200 {\"status\":\"up\"}");
    ledger.production.down = true;
    assertThat(health()).isEqualTo("200 {\"status\":\"degraded\"}");
    assertThat(http.get("/test-db").body())
        .isEqualTo("{\"staging\":\"up\",\"production\":\"down\"}");
    ledger.staging.down = true;
    assertThat(health()).isEqualTo("503 {\"status\":\"down\"}");
  }

  @Test
  void health_is_degraded_while_batches_wait_longer_than_a_minute() {
    UUID id = ledger.run("junglescout", "completed", TEN, false);
    ledger.batch(id, 1, "pending", Instant.now().minusSeconds(30));
    assertThat(health()).isEqualTo("200 {\"status\":\"up\"}");
    ledger.batch(id, 2, "pending", Instant.now().minusSeconds(61));
    assertThat(health()).isEqualTo("200 {\"status\":\"degraded\"}");
  }

  @Test
  void health_is_degraded_while_a_loop_has_no_turn() {
    AtomicReference<Duration> age = new AtomicReference<>(Duration.ZERO);
    loops.watch("example", Duration.ofSeconds(5), age::get);
    assertThat(health()).isEqualTo("200 {\"status\":\"up\"}");
    age.set(Duration.ofSeconds(6));
    assertThat(health()).isEqualTo("200 {\"status\":\"degraded\"}");
    age.set(Duration.ZERO);
    assertThat(health()).isEqualTo("200 {\"status\":\"up\"}");
  }

  private String health() {
    clock.advance(Duration.ofSeconds(6));
    HttpResponse<String> answer = http.get("/health");
    return answer.statusCode() + " " + answer.body();
  }

  private JsonNode get(String path) {
    HttpResponse<String> answer = answer(path);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return Http.json(answer);
  }

  private HttpResponse<String> answer(String path) {
    return http.get(path, "Authorization", Http.bearer("viewer", clock.instant()));
  }
}
