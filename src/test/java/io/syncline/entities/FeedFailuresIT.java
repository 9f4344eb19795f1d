package io.syncline.entities;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.syncline.sandbox.google.SampleSheets;
import io.syncline.support.SandboxService;
import io.syncline.support.SandboxService.Answer;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;

/** What a run of entities says of its failure (mapping#9-outcomes-errors-and-dry-runs). */
class FeedFailuresIT {
  private static final UUID SOURCE = UUID.fromString("00000000-0000-4000-8000-0000000000ea");
  private static final UUID FEED = UUID.fromString("00000000-0000-4000-8000-0000000000eb");
  private static final UUID OTHER = UUID.fromString("00000000-0000-4000-8000-0000000000ec");
  private static final String FAULTS = "/sandbox/admin/faults";

  private static SandboxService service;
  private static JdbcTemplate staging;

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
  }

  @AfterAll
  static void stop() {
    service.close();
  }

  @BeforeEach
  void a_source_with_two_tabs() {
    service.atRest();
    staging.execute("TRUNCATE partners, column_mappings, tab_mappings, data_sources");
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

  @Test
  void a_key_that_is_refused_is_an_authorization_that_failed() {
    service.put(FAULTS, "{\"source\": \"google\", \"kind\": \"INVALID_GRANT\"}");
    service.put(FAULTS, "{\"source\": \"google\", \"kind\": \"HTTP_401\"}");
    assertFailure("AUTH_FAILED");
  }

  @Test
  void a_database_that_fails_is_unavailable() {
    staging.execute("ALTER TABLE source_values RENAME TO values_elsewhere");
    assertFailure("DB_UNAVAILABLE");
  }

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

  private static String lastError() {
    return staging.queryForObject(
        "SELECT last_error FROM data_sources WHERE id = ?", String.class, SOURCE);
  }

  private static void assertFailure(String code) {
    Answer answer = service.post("/api/sync/tab/" + FEED, "{}", service.token("admin"));
    assertThat(answer.status()).as("%s", answer.body()).isEqualTo(200);
    assertThat(answer.body().path("success").asBoolean()).as("%s", answer.body()).isFalse();
    JsonNode failure = answer.body().path("failure");
    assertThat(failure.path("code").asText()).as("%s", answer.body()).isEqualTo(code);
    assertThat(answer.body().path("stats").path("errors")).as("%s", answer.body()).isEmpty();
    assertThat(
            staging.queryForMap(
                "SELECT outcome, failure ->> 'code' AS code FROM sync_runs WHERE id = ?::uuid",
                answer.body().path("sync_run_id").asText()))
        .containsEntry("outcome", "failed")
        .containsEntry("code", code);
  }

  private static void tab(UUID id, String name, long sheet) {
    new MappedTabs(staging)
        .tab(id, SOURCE, name, sheet)
        .key(id, "Brand Name")
        .map(id, "Tier", "tier");
  }
}
