package io.syncline.core.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.syncline.core.database.Databases;
import io.syncline.support.CoreTest;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.JdbcTemplate;

/** Runs as the version before left them, read and rewritten. */
@CoreTest
class OlderWordsIT {
  private static final String COUNTED =
      """
      {"db_errors": 2, "api_errors": 11, "parse_errors": 0, "other_errors": 0, "sample_errors": ["first", "second"]}""";

  @Autowired private Databases databases;
  @Autowired private RunHistory history;
  @Autowired private OlderWords words;

  private final UUID id = UUID.randomUUID();
  private JdbcTemplate staging;

  @BeforeEach
  void staging() {
    staging = new JdbcTemplate(databases.staging().pool());
    staging.update("DELETE FROM sync_cursors WHERE stream = 'older-words'");
  }

  @ParameterizedTest
  @CsvSource({
    "request, somebody@example.org, manual, somebody@example.org",
    "request, cron, webhook, cron",
    "request, api-key, webhook, api-key",
    "command, command, manual, command",
    "console, admin, manual, admin",
    "schedule, schedule, schedule, ",
    "replay, somebody, replay, somebody",
    "edit, somebody, edit, somebody"
  })
  void a_trigger_is_said_as_now_before_and_after_it_is_rewritten(
      String trigger, String caller, String now, String by) {
    insert(trigger, caller, null, null, COUNTED);
    Run read = history.find(id).orElseThrow();
    words.rewrite();
    Run rewritten = history.find(id).orElseThrow();
    assertThat(read.trigger()).isEqualTo(now).isEqualTo(rewritten.trigger());
    assertThat(read.triggeredBy().orElse(null)).isEqualTo(by);
    assertThat(rewritten.triggeredBy()).isEqualTo(read.triggeredBy());
    assertThat(stored("trigger")).isEqualTo(now);
    assertThat(stored("triggered_by")).isEqualTo(by);
  }

  @Test
  void a_reason_to_stop_is_a_failure() {
    insert("request", "cron", "SOURCE_FAILED", "shop is away", COUNTED);
    assertThat(history.find(id).orElseThrow().failure())
        .contains(new Failure("SOURCE_FAILED", "shop is away"));
    words.rewrite();
    assertThat(history.find(id).orElseThrow().failure())
        .contains(new Failure("SOURCE_FAILED", "shop is away"));
    assertThat(stored("failure ->> 'code'")).isEqualTo("SOURCE_FAILED");
    assertThat(stored("error_code")).isNull();
  }

  @Test
  void counts_and_samples_are_a_total_and_items() throws Exception {
    insert("schedule", "schedule", null, null, COUNTED);
    String expected =
        """
        {"items":[{"code":"ERROR","column":null,"message":"first","row":null,"severity":"error"},\
        {"code":"ERROR","column":null,"message":"second","row":null,"severity":"error"}],"total":13}""";
    assertThat(sorted(history.find(id).orElseThrow().errors().toString())).isEqualTo(expected);
    words.rewrite();
    assertThat(sorted(stored("errors"))).isEqualTo(expected);
    assertThat(history.find(id).orElseThrow().effects().errors()).isEqualTo(13);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "[{\"row\": 47, \"message\": \"no e-mail\"}] | {\"items\":[{\"message\":\"no e-mail\",\"row\":47}],\"total\":1}",
        "{} | {\"items\":[],\"total\":0}",
        "{\"message\": \"bad\", \"db_errors\": \"many\", \"sample_errors\": 7} | {\"items\":[{\"code\":\"ERROR\",\"column\":null,\"message\":7,\"row\":null,\"severity\":\"error\"}],\"total\":0}",
        "\"text\" | null",
        "null | null"
      })
  void whatever_an_earlier_service_noted_can_be_read_and_rewritten(String noted, String now)
      throws Exception {
    insert("request", null, null, null, noted);
    assertThat(sorted(history.find(id).orElseThrow().errors().toString())).isEqualTo(now);
    words.rewrite();
    assertThat(sorted(history.find(id).orElseThrow().errors().toString())).isEqualTo(now);
    assertThat(left()).isZero();
  }

  @Test
  void a_run_that_goes_on_is_left_to_who_leads_it() {
    insert("request", "cron", null, null, null);
    staging.update("UPDATE sync_runs SET status = 'running' WHERE id = ?", id);
    words.rewrite();
    assertThat(stored("trigger")).isEqualTo("request");
    assertThat(history.find(id).orElseThrow().trigger()).isEqualTo("webhook");
    staging.update("UPDATE sync_runs SET status = 'completed' WHERE id = ?", id);
  }

  @Test
  void a_version_before_ends_its_runs() {
    insert("request", "cron", null, null, null);
    staging.update(
        """
        INSERT INTO run_batches (id, run_id, seq, pipeline, stream, scope, fence, table_name, kind, keys, rows,
                                 rows_created, rows_updated, rows_skipped, state)
        VALUES (gen_random_uuid(), ?, 1, 'x', 'x', 'x', 1, 'x', 'upsert', '[]', 3, 1, 1, 1, 'applied')
        """,
        id);
    staging.update(
        """
        UPDATE sync_runs SET status = 'completed', outcome = 'completed', completed_at = now(), error_code = NULL,
               stop_reason = NULL, errors = '{"db_errors": 0, "sample_errors": []}', rows_processed = 3,
               rows_created = 1, rows_updated = 1, rows_skipped = rows_skipped + 1
        WHERE id = ?
        """,
        id);
    assertThat(history.find(id).orElseThrow().counts())
        .isEqualTo(new RunCounts(3, 1, 1, 0, 1, 0, 0));
    assertThat(
            staging.queryForObject(
                "SELECT rows_unchanged + rows_skipped FROM run_batches WHERE run_id = ?",
                Integer.class,
                id))
        .isEqualTo(1);
  }

  @Test
  void a_version_before_starts_runs_beside_us_which_are_read_as_now() {
    start(false);
    staging.update(
        """
        UPDATE sync_runs
        SET status = 'failed', outcome = 'failed', completed_at = now(), errors = '{"db_errors": 1, "sample_errors": []}',
            report = NULL, api_calls = 3, error_code = 'SOURCE_FAILED', stop_reason = 'shop is away'
        WHERE id = ? AND status = 'running'
        """,
        id);
    assertThat(
            staging.queryForList(
                "SELECT id FROM sync_runs WHERE pipeline = 'older' AND NOT is_dry_run AND scope = ?",
                UUID.class,
                id.toString()))
        .containsExactly(id);
    assertReadAsNow();
    words.rewrite();
    assertReadAsNow();
    assertThat(stored("triggered_by")).isEqualTo("cron");
    assertThat(stored("caller")).isNull();
  }

  @Test
  void a_dry_run_of_a_version_before_would_be_taken_for_a_real_one_and_is_refused() {
    assertThatThrownBy(() -> start(true)).hasMessageContaining("is_dry_run");
  }

  @Test
  void what_was_passed_is_not_read_again() {
    insert("request", "cron", null, null, null);
    words.rewrite();
    staging.update("UPDATE sync_runs SET trigger = 'request' WHERE id = ?", id);
    UUID later = UUID.randomUUID();
    staging.update(
        "INSERT INTO sync_runs (id, status, pipeline, started_at, trigger)"
            + " VALUES (?, 'completed', 'older', now() - interval '25 hours', 'command')",
        later);
    words.rewrite();
    assertThat(stored("trigger")).isEqualTo("request");
    assertThat(history.find(id).orElseThrow().trigger()).isEqualTo("webhook");
    assertThat(
            staging.queryForObject(
                "SELECT trigger FROM sync_runs WHERE id = ?", String.class, later))
        .isEqualTo("manual");
  }

  @Test
  void what_may_still_go_on_elsewhere_is_left_for_a_day() {
    insert("request", "cron", null, null, null);
    staging.update(
        "UPDATE sync_runs SET started_at = now() - interval '23 hours' WHERE id = ?", id);
    words.rewrite();
    assertThat(stored("trigger")).isEqualTo("request");
    staging.update(
        "UPDATE sync_runs SET started_at = now() - interval '25 hours' WHERE id = ?", id);
    words.rewrite();
    assertThat(stored("trigger")).isEqualTo("webhook");
  }

  private void assertReadAsNow() {
    Run run = history.find(id).orElseThrow();
    assertThat(run.trigger()).isEqualTo("webhook");
    assertThat(run.triggeredBy()).contains("cron");
    assertThat(run.dryRun()).isFalse();
    assertThat(run.failure()).contains(new Failure("SOURCE_FAILED", "shop is away"));
    assertThat(run.errors().path("total").asInt()).isEqualTo(1);
  }

  /** As the version before opens a run. */
  private void start(boolean dryRun) {
    staging.update(
        """
        INSERT INTO sync_runs (id, status, outcome, pipeline, scope, trigger, caller, slot_key,
                               request_hash, is_dry_run, parameters, owner, fence, started_at,
                               heartbeat_at)
        VALUES (?, 'running', 'running', 'older', ?, 'request', 'cron', ?, 'hash', ?, '{}', 'before', 1,
                now() - interval '2 days', now())
        """,
        id,
        id.toString(),
        id.toString(),
        dryRun);
  }

  private void insert(String trigger, String by, String code, String reason, String errors) {
    staging.update(
        """
        INSERT INTO sync_runs (id, status, outcome, pipeline, started_at, trigger, triggered_by, error_code, stop_reason, errors)
        VALUES (?, 'completed', 'completed', 'older', now() - interval '2 days', ?, ?, ?, ?, ?::jsonb)
        """,
        id,
        trigger,
        by,
        code,
        reason,
        errors);
  }

  private String stored(String column) {
    return staging.queryForObject(
        "SELECT (" + column + ")::text FROM sync_runs WHERE id = ?", String.class, id);
  }

  private int left() {
    return staging.queryForObject(
        "SELECT count(*) FROM sync_runs WHERE id = ? AND (trigger = 'request'"
            + " OR errors IS NOT NULL AND errors -> 'total' IS NULL)",
        Integer.class,
        id);
  }

  private static String sorted(String json) throws Exception {
    ObjectMapper mapper = new ObjectMapper().enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS);
    return mapper.writeValueAsString(mapper.readValue(json, Object.class));
  }
}
