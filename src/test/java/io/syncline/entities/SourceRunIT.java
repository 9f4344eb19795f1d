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
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.JdbcTemplate;

/** All tabs of a source over HTTP. */
class SourceRunIT {
  private static final String SHEET = "1SourceRunIT0000000000000000000000000000001";
  private static final UUID SOURCE = UUID.fromString("00000000-0000-4000-8000-0000000000a0");
  private static final String PATH = "/api/sync/source/" + SOURCE;
  private static final String FAULTS = "/sandbox/admin/faults";
  private static final int TABS = 4;

  private static SandboxService service;
  private static JdbcTemplate staging;
  private static JdbcTemplate production;

  @BeforeAll
  static void start() {
    service =
        SandboxService.start(
            "--syncline.sandbox.junglescout.products=1",
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

  /** Of each tab two rows, of partners whom no other tab has. */
  @BeforeEach
  void four_tabs() {
    service.atRest();
    MappedTabs.clear(staging, production);
    MappedTabs mapped = new MappedTabs(staging).spreadsheet(SOURCE, SHEET);
    for (int i = 0; i < TABS; i++) {
      mapped.tab(feed(i), SOURCE, "Tab " + i, i).key(feed(i), "Brand").map(feed(i), "Tier", "tier");
    }
    sheet(rows(0));
  }

  /** The first tab as it is told, the others as ever. */
  private static void sheet(List<List<Cell>> first) {
    List<Tab> tabs =
        IntStream.range(0, TABS)
            .mapToObj(i -> Tab.of(i, "Tab " + i, i == 0 ? first : rows(i)))
            .toList();
    service
        .bean(GoogleSheets.class)
        .put(new Spreadsheet(SHEET, "Master Sheet", "en_US", "UTC", true, tabs));
  }

  @AfterEach
  void nothing_is_slow() {
    service.delete(FAULTS);
    staging.execute("DROP FUNCTION IF EXISTS take_time CASCADE");
  }

  /** SE-69. */
  @Test
  void who_may_not_and_what_is_not_there_or_paused_is_refused() {
    long runs = runs();
    assertRefused(service.post(PATH, "{}"), 401, "UNAUTHENTICATED");
    assertRefused(service.post(PATH, "{}", service.token("viewer")), 403, "FORBIDDEN");
    assertRefused(post("/api/sync/source/" + UUID.randomUUID(), "{}"), 404, "UNKNOWN_SOURCE");
    assertRefused(post("/api/sync/source/x", "{}"), 400, "INVALID_PARAMETER");
    staging.update("UPDATE data_sources SET status = 'paused'");
    assertRefused(post(PATH, "{}"), 409, "PAUSED");
    assertThat(runs()).isEqualTo(runs);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"row_limit\": 0}",
        "{\"row_limit\": \"x\"}",
        "{\"row_limit\": \"5\"}",
        "{\"dry_run\": 1}",
        "{\"dryrun\": true}",
        "{\"force_overwrite\": \"yes\"}",
        "[]"
      })
  void a_misspelt_request_starts_nothing(String body) {
    long runs = runs();
    assertRefused(post(PATH, body), 400, "INVALID_PARAMETER");
    assertThat(runs()).isEqualTo(runs);
  }

  @Test
  void what_is_asked_of_a_source_is_asked_of_each_of_its_tabs() {
    String before = state();
    Answer dry = post(PATH, "{\"dry_run\": true, \"row_limit\": 1, \"force_overwrite\": true}");
    assertThat(dry.body().path("success").asBoolean()).as("%s", dry.body()).isTrue();
    assertThat(dry.body().path("results")).hasSize(TABS);
    for (JsonNode result : dry.body().path("results")) {
      assertThat(result.at("/stats/rows_created").asInt()).as("%s", result).isEqualTo(1);
      assertThat(result.path("changes")).hasSize(1);
      assertThat(run(result))
          .containsEntry("dry_run", true)
          .containsEntry("row_limit", 1)
          .containsEntry("force_overwrite", true)
          .containsEntry("trigger", "manual")
          .containsEntry("triggered_by", "test");
    }
    assertThat(state()).isEqualTo(before);
    post(PATH, "{\"row_limit\": 1, \"force_overwrite\": true}");
    assertThat(count("partners")).isEqualTo(TABS);
    assertThat(count("field_lineage WHERE field_name = 'tier' AND authority = 'forced'"))
        .isEqualTo(TABS);
  }

  @Test
  void a_source_is_run_once_at_a_time_and_the_refusal_names_the_run() {
    slowly(3_000);
    Answer first = post(PATH, "{\"wait\": false}");
    assertThat(first.status()).as("%s", first.body()).isEqualTo(202);
    Answer second = post(PATH, "{}");
    assertRefused(second, 409, "ALREADY_RUNNING");
    assertThat(second.body().path("run_id")).isEqualTo(first.body().path("run_id"));
    service.atRest();
    assertThat(count("partners")).isEqualTo(2 * TABS);
  }

  @Test
  void a_tab_that_is_run_by_somebody_else_is_left_out_and_told() {
    slowly(10_000);
    Answer alone = post("/api/sync/tab/" + feed(1), "{\"wait\": false}");
    await().until(() -> service.get(FAULTS).body().isEmpty()); // it is the slow one
    Answer all = post(PATH, "{}");
    assertThat(all.status()).as("%s", all.body()).isEqualTo(200);
    assertThat(all.body().path("success").asBoolean()).as("%s", all.body()).isFalse();
    assertThat(all.body().path("failure").isNull()).isTrue();
    assertThat(all.body().path("results")).hasSize(TABS);
    for (JsonNode result : all.body().path("results")) {
      boolean held = result.path("tab_mapping_id").asText().equals(feed(1).toString());
      assertThat(result.path("success").asBoolean()).as("%s", result).isEqualTo(!held);
      assertThat(result.path("sync_run_id").isNull()).isEqualTo(held);
      assertThat(result.at("/failure/code").asText()).isEqualTo(held ? "ALREADY_RUNNING" : "");
    }
    service.atRest();
    assertThat(
            staging.queryForObject(
                "SELECT outcome FROM sync_runs WHERE id = ?::uuid",
                String.class,
                alone.body().path("run_id").asText()))
        .isEqualTo("completed");
    assertThat(post(PATH, "{}").body().path("success").asBoolean()).isTrue();
  }

  /** SE-46, SE-47. */
  @Test
  void runs_are_found_by_their_source_and_by_their_tab_and_tell_their_errors_and_changes() {
    sheet(
        List.of(
            List.of(Cell.text("Brand"), Cell.text("Tier")), List.of(Cell.empty(), Cell.text("x"))));
    JsonNode body = post(PATH, "{\"dry_run\": true}").body();
    List<String> ofSource = ids(get("/api/sync/runs?limit=5&source=" + SOURCE).path("runs"));
    List<String> led = ids(body.path("results"), "sync_run_id");
    assertThat(ofSource).contains(body.path("sync_run_id").asText()).containsAll(led);
    for (JsonNode result : body.path("results")) {
      String run = result.path("sync_run_id").asText();
      String tab = result.path("tab_mapping_id").asText();
      assertThat(ids(get("/api/sync/runs?limit=1&source=" + tab).path("runs")))
          .containsExactly(run);
      boolean faulty = tab.equals(feed(0).toString());
      JsonNode errors = get("/api/sync/runs/" + run + "/errors").path("errors");
      assertThat(errors).as("%s", result).hasSize(faulty ? 1 : 0);
      if (faulty) {
        assertThat(errors.get(0).path("row").asInt()).isEqualTo(2);
        assertThat(errors.get(0).path("code").asText()).isEqualTo("KEY_EMPTY");
        assertThat(errors.get(0).path("column").asText()).isEqualTo("Brand");
      }
      JsonNode changes = get("/api/sync/runs/" + run + "/changes").path("changes");
      assertThat(changes).hasSize(faulty ? 0 : 2);
      for (JsonNode change : changes) {
        assertThat(change.path("action").asText()).isEqualTo("create");
        assertThat(change.path("table").asText()).isEqualTo("partners");
      }
    }
  }

  private static JsonNode get(String path) {
    Answer answer = service.get(path, service.token("viewer"));
    assertThat(answer.status()).as("%s", answer.body()).isEqualTo(200);
    return answer.body();
  }

  private static List<String> ids(JsonNode items) {
    return ids(items, "id");
  }

  private static List<String> ids(JsonNode items, String member) {
    return StreamSupport.stream(items.spliterator(), false)
        .map(item -> item.path(member).asText())
        .toList();
  }

  /** SE-65. */
  @Test
  void tabs_are_written_side_by_side() {
    staging.execute(
        "CREATE FUNCTION take_time() RETURNS trigger LANGUAGE plpgsql"
            + " AS 'BEGIN PERFORM pg_sleep(2); RETURN NULL; END'");
    staging.execute(
        "CREATE TRIGGER slow BEFORE INSERT ON partners FOR EACH STATEMENT EXECUTE FUNCTION take_time()");
    CompletableFuture<Answer> answer = CompletableFuture.supplyAsync(() -> post(PATH, "{}"));
    await()
        .atMost(Duration.ofSeconds(30))
        .pollInterval(Duration.ofMillis(20))
        .until(
            () ->
                count(
                        "pg_stat_activity WHERE datname = current_database() AND wait_event = 'PgSleep'")
                    == TABS);
    JsonNode body = answer.join().body();
    assertThat(body.path("success").asBoolean()).as("%s", body).isTrue();
    assertThat(
            staging.queryForObject(
                "SELECT extract(epoch FROM completed_at - started_at) FROM sync_runs WHERE id = ?::uuid",
                Double.class,
                body.path("sync_run_id").asText()))
        .isBetween(2.0, 5.0);
  }

  /** The next read of rows, and none after it. */
  private static void slowly(int millis) {
    service.put(
        FAULTS,
        "{\"source\": \"google\", \"kind\": \"SLOW\", \"endpoint\": \"values.batchGet\", \"delay_ms\": %d, \"count\": 1}"
            .formatted(millis));
  }

  private static void assertRefused(Answer answer, int status, String code) {
    assertThat(answer.status()).as("%s", answer.body()).isEqualTo(status);
    assertThat(answer.body().path("code").asText()).isEqualTo(code);
  }

  private static Map<String, Object> run(JsonNode result) {
    return staging.queryForMap(
        "SELECT * FROM sync_runs WHERE id = ?::uuid", result.path("sync_run_id").asText());
  }

  private static Answer post(String path, String body) {
    return service.post(path, body, service.token("admin"));
  }

  private static UUID feed(int number) {
    return new UUID(0x4000, 0x8000_0000_0000_00b0L + number);
  }

  private static List<List<Cell>> rows(int tab) {
    return List.of(
        List.of(Cell.text("Brand"), Cell.text("Tier")),
        List.of(Cell.text("One of " + tab), Cell.text("gold")),
        List.of(Cell.text("Other of " + tab), Cell.text("iron")));
  }

  private static String state() {
    return Stream.of("partners", "field_lineage", "source_values", "feed_rows", "tab_mappings")
        .map(table -> digest(staging, table))
        .toList()
        .toString();
  }

  private static long runs() {
    return count("sync_runs");
  }

  private static long count(String what) {
    return staging.queryForObject("SELECT count(*) FROM " + what, Long.class);
  }
}
