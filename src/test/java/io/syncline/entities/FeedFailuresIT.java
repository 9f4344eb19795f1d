package io.syncline.entities;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.syncline.sandbox.google.SampleSheets;
import io.syncline.support.SandboxService;
import io.syncline.support.SandboxService.Answer;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.jdbc.core.JdbcTemplate;

/** What a run of entities says of its failure (mapping#9-outcomes-errors-and-dry-runs). */
class FeedFailuresIT {
  private static final UUID SOURCE = UUID.fromString("00000000-0000-4000-8000-0000000000ea");
  private static final UUID FEED = UUID.fromString("00000000-0000-4000-8000-0000000000eb");
  private static final UUID OTHER = UUID.fromString("00000000-0000-4000-8000-0000000000ec");
  private static final String FAULTS = "/sandbox/admin/faults";

  private static SandboxService service;
  private static JdbcTemplate staging;
  private static JdbcTemplate production;

  @BeforeAll
  static void start() {
    service =
        SandboxService.start(
            "--syncline.sandbox.junglescout.products=1",
            "--syncline.source.first-delay=20",
            "--syncline.write.first-delay=20",
            "--syncline.entities.google.longest-wait=500ms",
            "--syncline.entities.google.calls-per-second=1000");
    staging = new JdbcTemplate(service.pair().stagingSource());
    production = new JdbcTemplate(service.pair().productionSource());
  }

  @AfterAll
  static void stop() {
    service.close();
  }

  @BeforeEach
  void a_source_with_two_tabs() {
    service.atRest();
    MappedTabs.clear(staging, production);
    new MappedTabs(staging).spreadsheet(SOURCE, SampleSheets.MASTER);
    tab(FEED, "Partners", SampleSheets.PARTNERS);
    tab(OTHER, "gone", 99);
  }

  @AfterEach
  void all_is_well_again() {
    service.delete(FAULTS);
    staging.execute("ALTER TABLE IF EXISTS values_elsewhere RENAME TO source_values");
  }

  @Test
  void calls_that_are_used_up_after_the_first_one_are_a_quota_that_is_exhausted() {
    service.put(
        FAULTS,
        "{\"source\": \"google\", \"kind\": \"HTTP_429\", \"endpoint\": \"values.batchGet\"}");
    assertFailure("QUOTA_EXHAUSTED");
  }

  /** SE-24, SE-60. */
  @Test
  void a_key_that_is_refused_is_an_authorization_that_failed_and_people_are_told() {
    service.put(FAULTS, "{\"source\": \"google\", \"kind\": \"INVALID_GRANT\"}");
    service.put(FAULTS, "{\"source\": \"google\", \"kind\": \"HTTP_401\"}");
    String run = assertFailure("AUTH_FAILED");
    assertThat(lastError()).as("the source is marked").startsWith("AUTH_FAILED: ");
    for (JdbcTemplate database : List.of(staging, production)) {
      assertThat(count(database, "partners")).as("nothing was applied").isZero();
      assertThat(count(database, "field_lineage")).isZero();
    }
    assertThat(count(staging, "source_values")).isZero();
    await().until(() -> notices(run).size() == 1);
    assertThat(notices(run).get(0))
        .contains("Partners, staff and ASINs", "Status: Stopped early: ", "entities.feed." + FEED)
        .doesNotContain("PRIVATE KEY", "Bearer ");
    service.delete(FAULTS);
    staging.update("UPDATE tab_mappings SET status = 'paused' WHERE id = ?", OTHER);
    Answer well = service.post("/api/sync/tab/" + FEED, "{}", service.token("admin"));
    assertThat(well.body().path("success").asBoolean()).as("%s", well.body()).isTrue();
    assertThat(lastError()).isNull();
  }

  /** What was told of a run, each as it was sent. */
  private static List<String> notices(String run) {
    return StreamSupport.stream(
            service.get("/sandbox/discord/messages").body().spliterator(), false)
        .map(JsonNode::toString)
        .filter(message -> message.contains(run))
        .toList();
  }

  @ParameterizedTest
  @CsvSource({
    "GARBAGE, spreadsheets.get",
    "GARBAGE, values.batchGet",
    "TRUNCATED, spreadsheets.get",
    "TRUNCATED, values.batchGet"
  })
  void answers_that_stay_a_page_or_are_cut_fail_the_run_and_nothing_is_applied(
      String kind, String endpoint) {
    service.put(
        FAULTS,
        "{\"source\": \"google\", \"kind\": \"%s\", \"endpoint\": \"%s\"}"
            .formatted(kind, endpoint));
    assertFailure("SOURCE_FAILED");
    assertThat(lastError()).startsWith("SOURCE_FAILED: ").doesNotContain("<");
    assertThat(count(staging, "partners")).isZero();
    assertThat(count(staging, "source_values")).isZero();
  }

  /** SE-61. */
  @Test
  void a_source_that_is_not_there_fails_the_run_and_is_told() {
    staging.update(
        "UPDATE data_sources SET connector_config = jsonb_build_object('spreadsheet_id', '1NoSuchSheet')");
    assertFailure("SOURCE_NOT_FOUND");
    assertThat(lastError()).startsWith("SOURCE_NOT_FOUND: ");
    assertThat(count(staging, "partners")).isZero();
  }

  /** SE-31. */
  @Test
  void rule_1_3_what_is_configured_wrongly_fails_before_anything_is_fetched() {
    service.delete("/sandbox/admin/requests");
    staging.update(
        "UPDATE column_mappings SET transform = 'none such' WHERE target_field = 'tier'");
    assertFailure("CONFIG_INVALID");
    assertThat(service.get("/sandbox/admin/requests").body().path("google").path("by_status"))
        .isEmpty();
  }

  /** SE-15. */
  @Test
  void rule_12_a_run_that_failed_or_was_a_rehearsal_leaves_the_moment_of_the_last_one() {
    service.post("/api/sync/tab/" + FEED, "{}", service.token("admin"));
    String synced = synced();
    assertThat(synced).isNotNull();
    service.post("/api/sync/tab/" + FEED, "{\"dry_run\": true}", service.token("admin"));
    assertThat(synced()).isEqualTo(synced);
    staging.update("UPDATE tab_mappings SET sheet_id = 98, tab_name = 'gone' WHERE id = ?", FEED);
    assertFailure("TAB_NOT_FOUND");
    assertThat(synced()).isEqualTo(synced);
  }

  private static String synced() {
    return staging.queryForObject(
        "SELECT last_synced_at::text FROM tab_mappings WHERE id = ?", String.class, FEED);
  }

  /** SE-62. */
  @Test
  void a_database_that_fails_is_unavailable() {
    staging.execute("ALTER TABLE source_values RENAME TO values_elsewhere");
    assertFailure("DB_UNAVAILABLE");
  }

  /** SE-45. */
  @Test
  void a_source_tells_what_went_wrong_with_a_tab_of_it_until_all_of_them_went_well() {
    Answer first = service.post("/api/sync/source/" + SOURCE, "{}", service.token("admin"));
    assertThat(first.body().path("failure").path("code").asText()).isEqualTo("CHILD_FAILED");
    assertThat(lastError()).startsWith("TAB_NOT_FOUND");
    service.post("/api/sync/tab/" + FEED, "{}", service.token("admin"));
    assertThat(lastError()).as("another tab's failure").startsWith("TAB_NOT_FOUND");
    staging.update("UPDATE tab_mappings SET status = 'paused' WHERE id = ?", OTHER);
    service.post("/api/sync/source/" + SOURCE, "{}", service.token("admin"));
    assertThat(lastError()).isNull();
  }

  /** SE-22. */
  @Test
  void a_run_is_in_the_ledger_before_its_source_has_answered_anything() {
    service.put(
        FAULTS,
        "{\"source\": \"google\", \"kind\": \"SLOW\", \"endpoint\": \"spreadsheets.get\", \"delay_ms\": 2000, \"count\": 1}");
    CompletableFuture<Answer> answer =
        CompletableFuture.supplyAsync(
            () -> service.post("/api/sync/tab/" + FEED, "{}", service.token("admin")));
    await().until(() -> answer.isDone() || !running().isEmpty());
    assertThat(answer).isNotDone();
    assertThat(running())
        .singleElement()
        .satisfies(run -> assertThat(run).containsEntry("rows_processed", 0));
    String id = running().get(0).get("id").toString();
    assertThat(answer.join().body().path("sync_run_id").asText()).isEqualTo(id);
  }

  @Test
  void a_tab_that_is_led_elsewhere_during_its_run_stays_where_it_is_led() {
    service.put(
        FAULTS,
        "{\"source\": \"google\", \"kind\": \"SLOW\", \"endpoint\": \"values.batchGet\", \"delay_ms\": 3000, \"count\": 1}");
    Answer begun =
        service.post("/api/sync/tab/" + FEED, "{\"wait\": false}", service.token("admin"));
    assertThat(begun.status()).as("%s", begun.body()).isEqualTo(202);
    Answer led =
        service.patch(
            "/api/entities/tabs/" + FEED, "{\"tab_name\": \"Staff\"}", service.token("admin"));
    assertThat(led.body().path("sheet_id").isNull()).as("%s", led.body()).isTrue();
    service.atRest();
    assertThat(
            staging.queryForObject(
                "SELECT concat_ws(' ', tab_name, sheet_id, last_synced_at) FROM tab_mappings WHERE id = ?",
                String.class,
                FEED))
        .isEqualTo("Staff");
  }

  private static List<Map<String, Object>> running() {
    return staging.queryForList(
        "SELECT id, rows_processed FROM sync_runs WHERE status = 'running' AND tab_mapping_id = ?",
        FEED);
  }

  private static String lastError() {
    return staging.queryForObject(
        "SELECT last_error FROM data_sources WHERE id = ?", String.class, SOURCE);
  }

  private static long count(JdbcTemplate database, String table) {
    return database.queryForObject("SELECT count(*) FROM " + table, Long.class);
  }

  /** Answers the id of the run. */
  private static String assertFailure(String code) {
    Answer answer = service.post("/api/sync/tab/" + FEED, "{}", service.token("admin"));
    assertThat(answer.status()).as("%s", answer.body()).isEqualTo(200);
    assertThat(answer.body().path("success").asBoolean()).as("%s", answer.body()).isFalse();
    JsonNode failure = answer.body().path("failure");
    assertThat(failure.path("code").asText()).as("%s", answer.body()).isEqualTo(code);
    assertThat(answer.body().path("stats").path("errors")).as("%s", answer.body()).isEmpty();
    assertThat(
            staging.queryForMap(
                "SELECT status, outcome, failure ->> 'code' AS code, completed_at IS NOT NULL AS ended"
                    + " FROM sync_runs WHERE id = ?::uuid",
                answer.body().path("sync_run_id").asText()))
        .containsEntry("status", "failed")
        .containsEntry("outcome", "failed")
        .containsEntry("ended", true)
        .containsEntry("code", code);
    return answer.body().path("sync_run_id").asText();
  }

  private static void tab(UUID id, String name, long sheet) {
    new MappedTabs(staging)
        .tab(id, SOURCE, name, sheet)
        .key(id, "Brand Name")
        .map(id, "Tier", "tier");
  }
}
