package io.syncline.entities;

import static io.syncline.entities.MappedTabs.digest;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.syncline.sandbox.google.Cell;
import io.syncline.sandbox.google.GoogleSheets;
import io.syncline.sandbox.google.Spreadsheet;
import io.syncline.sandbox.google.Tab;
import io.syncline.support.Postgres;
import io.syncline.support.SandboxService;
import io.syncline.support.SandboxService.Answer;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.JdbcTemplate;

/** A tab over HTTP, from a sheet to both databases. */
class TabRunIT {
  private static final String SHEET = "1TabRunIT00000000000000000000000000000000001";
  private static final UUID SOURCE = UUID.fromString("00000000-0000-4000-8000-00000000000a");
  private static final UUID FEED = UUID.fromString("00000000-0000-4000-8000-00000000000b");
  private static final UUID OTHER = UUID.fromString("00000000-0000-4000-8000-00000000000c");
  private static final int ROWS = 150;

  private static SandboxService service;
  private static GoogleSheets sheets;
  private static JdbcTemplate staging;
  private static JdbcTemplate production;

  @BeforeAll
  static void start() {
    service =
        SandboxService.start(
            "--syncline.sandbox.junglescout.products=1",
            "--syncline.entities.rows-per-batch=40",
            "--syncline.entities.reads-per-minute=10000",
            "--syncline.entities.google.calls-per-second=1000",
            "--syncline.sandbox.google.reads-per-minute=10000",
            "--syncline.database.timeouts.pool=1s",
            "--syncline.write.first-delay=20",
            "--syncline.relay.interval=200ms",
            "--syncline.relay.grace=200ms",
            "--syncline.relay.longest-delay=1s");
    sheets = service.bean(GoogleSheets.class);
    staging = new JdbcTemplate(service.pair().stagingSource());
    production = new JdbcTemplate(service.pair().productionSource());
  }

  @AfterAll
  static void stop() {
    service.close();
  }

  @BeforeEach
  void one_tab_of_partners() {
    service.atRest();
    MappedTabs.clear(staging, production);
    for (JdbcTemplate database : List.of(staging, production)) {
      database.execute("ALTER TABLE partners DROP CONSTRAINT IF EXISTS few_seats");
    }
    new MappedTabs(staging).spreadsheet(SOURCE, SHEET);
    tab(FEED, 7);
    map(FEED, "Brand", "brand_name", "is_key", "true");
    map(FEED, "E-mail", "email", "transform", "'email'");
    map(FEED, "Tier", "tier", "authority", "'source_of_truth'");
    map(FEED, "MRR", "mrr", "transform", "'currency'");
    map(FEED, "Since", "start_date", "transform", "'date'");
    map(FEED, "Seats", "seats", "transform", "'integer'");
    sheet(partners());
  }

  /** SE-05, SE-18, SE-23, SE-27, SE-28, SE-40, SE-41, SE-63. */
  @Test
  void twelve_of_150_rows_are_created_and_138_updated_and_the_next_time_none() {
    partnersBefore(138);
    Answer first = run(FEED, "{}");
    assertThat(first.status()).as("%s", first.body()).isEqualTo(200);
    assertThat(first.body().path("success").asBoolean()).as("%s", first.body()).isTrue();
    assertStats(first, 150, 12, 138, 0, 0);
    assertThat(first.body().path("failure").isNull()).isTrue();
    assertThat(first.body().path("changes")).isEmpty();
    assertThat(
            count(
                staging,
                "SELECT count(*) FROM run_batches WHERE run_id = '%s' AND rows > 0"
                    .formatted(first.body().path("sync_run_id").asText())))
        .as("150 rows, 40 in a batch")
        .isEqualTo(4);
    assertAlike();
    assertThat(
            staging.queryForMap(
                "SELECT tier, mrr, start_date::text, email FROM partners WHERE brand_name = 'Brand 003'"))
        .containsEntry("tier", "gold")
        .containsEntry("mrr", new BigDecimal("1003.50"))
        .containsEntry("start_date", "2024-01-04")
        .containsEntry("email", "b3@x.example");
    Map<String, Object> lineage =
        production.queryForMap(
            """
            SELECT l.* FROM field_lineage l JOIN partners p ON p.id = l.entity_id
            WHERE p.brand_name = 'Brand 003' AND field_name = 'tier'
            """);
    assertThat(lineage)
        .containsEntry("source_type", "google_sheet")
        .containsEntry("source_id", SOURCE)
        .containsEntry("feed_id", FEED)
        .containsEntry("source_ref", "Master Sheet → Partners → Tier")
        .containsEntry("row_number", 5)
        .containsEntry("authority", "source_of_truth")
        .containsEntry("changed_by", null);
    assertThat(lineage.get("sync_run_id")).hasToString(first.body().path("sync_run_id").asText());
    String before = everything();
    Answer second = run(FEED, "{}");
    assertStats(second, 150, 0, 0, 150, 0);
    assertThat(everything()).isEqualTo(before);
    assertThat(
            staging.queryForObject(
                "SELECT last_synced_at IS NOT NULL FROM tab_mappings WHERE id = ?",
                Boolean.class,
                FEED))
        .isTrue();
  }

  /** SE-26, SE-57, SE-58, SE-59. */
  @Test
  void two_faulty_rows_are_named_and_148_are_applied() {
    staging.update("UPDATE column_mappings SET required = true WHERE target_field = 'email'");
    List<List<Cell>> rows = partners();
    rows.set(46, row(45, "Brand 045", "no address"));
    rows.set(88, row(87, "", "b87@x.example"));
    sheet(rows);
    Answer answer = run(FEED, "{}");
    assertThat(answer.body().path("success").asBoolean()).isTrue();
    assertStats(answer, 150, 148, 0, 0, 2);
    List<String> errors = new ArrayList<>();
    answer
        .body()
        .path("stats")
        .path("errors")
        .forEach(
            it ->
                errors.add(
                    it.path("row").asInt()
                        + " "
                        + it.path("column").asText()
                        + " "
                        + it.path("code").asText()
                        + " "
                        + it.path("message").asText()
                        + " "
                        + it.path("severity").asText()));
    assertThat(errors)
        .containsExactly(
            "47 E-mail INVALID_EMAIL Invalid email format error",
            "89 Brand KEY_EMPTY Missing required field 'brand_name' error");
    assertThat(
            staging.queryForObject(
                "SELECT outcome FROM sync_runs WHERE id = ?::uuid",
                String.class,
                answer.body().path("sync_run_id").asText()))
        .isEqualTo("partial");
    assertAlike();
  }

  /** SE-15, SE-18, SE-20. */
  @Test
  void a_dry_run_shows_what_a_real_run_does_and_writes_nothing() throws JsonProcessingException {
    partnersBefore(138);
    String before = everything();
    Answer dry = run(FEED, "{\"dry_run\": true}");
    assertThat(dry.body().path("success").asBoolean()).as("%s", dry.body()).isTrue();
    assertThat(everything()).isEqualTo(before);
    assertThat(dry.body().path("changes")).hasSize(150);
    JsonNode change = dry.body().path("changes").path(0);
    assertThat(change.path("row").asInt()).isEqualTo(2);
    assertThat(change.path("key").asText()).isEqualTo("Brand 000");
    assertThat(change.path("action").asText()).isEqualTo("update");
    assertThat(change.path("fields").path("tier").toString()).isEqualTo("[\"old\",\"gold\"]");
    Answer real = run(FEED, "{}");
    assertThat(dry.body().path("stats")).isEqualTo(real.body().path("stats"));
    assertThat(shown(dry.body().path("changes"))).isEqualTo(written());
    assertThat(
            count(
                staging,
                "SELECT count(*) FROM sync_runs WHERE dry_run AND trigger = 'manual' AND pipeline = 'entities'"))
        .isPositive();
  }

  /** What changes, as a preview shows it. */
  private static List<String> shown(JsonNode changes) {
    List<String> shown = new ArrayList<>();
    for (JsonNode change : changes) {
      for (Map.Entry<String, JsonNode> field : change.path("fields").properties()) {
        shown.add(change.path("row").asText() + " " + field.getKey() + " " + field.getValue());
      }
    }
    return shown.stream().sorted().toList();
  }

  /** What was changed, as lineage has it, in the same words. */
  private static List<String> written() throws JsonProcessingException {
    String json =
        staging.queryForObject(
            """
            SELECT jsonb_agg(jsonb_build_object('row', row_number,
                'fields', jsonb_build_object(field_name, jsonb_build_array(previous_value, new_value))))
            FROM field_lineage
            """,
            String.class);
    return shown(new ObjectMapper().readTree(json));
  }

  @Test
  void a_dry_run_holds_nothing_of_the_batches_that_it_is_through_with() throws SQLException {
    partnersBefore(138);
    CompletableFuture<Answer> dry;
    try (Connection other = Objects.requireNonNull(staging.getDataSource()).getConnection()) {
      other.setAutoCommit(false);
      lock(other, "Brand 100");
      dry = CompletableFuture.supplyAsync(() -> run(FEED, "{\"dry_run\": true}"));
      Awaitility.await()
          .until(
              () ->
                  count(
                          staging,
                          "SELECT count(*) FROM pg_stat_activity"
                              + " WHERE datname = current_database() AND wait_event_type = 'Lock'")
                      > 0);
      lock(other, "Brand 001");
      other.rollback();
    }
    assertThat(dry.join().body().path("changes")).hasSize(150);
  }

  private static void lock(Connection connection, String brand) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(
          "SELECT 1 FROM partners WHERE brand_name = '" + brand + "' FOR UPDATE NOWAIT");
    }
  }

  /** SE-09, SE-21, SE-38. */
  @Test
  void rule_13_a_run_keeps_what_it_was_and_each_claim_row_and_key_is_there_once() {
    Answer answer = run(FEED, "{\"row_limit\": 3, \"force_overwrite\": true}");
    assertThat(
            staging.queryForMap(
                "SELECT * FROM sync_runs WHERE id = ?::uuid",
                answer.body().path("sync_run_id").asText()))
        .containsEntry("tab_mapping_id", FEED)
        .containsEntry("dry_run", false)
        .containsEntry("force_overwrite", true)
        .containsEntry("row_limit", 3)
        .containsEntry("trigger", "manual")
        .containsEntry("triggered_by", "test")
        .containsEntry("rows_created", 3)
        .containsEntry("rows_unchanged", 0)
        .containsEntry("rows_archived", 0)
        .containsEntry("fields_changed", 18)
        .containsEntry("conflicts_opened", 0)
        .containsEntry("error_count", 0)
        .containsEntry("warning_count", 0)
        .containsEntry("failure", null);
    assertThat(count(staging, "SELECT count(*) FROM source_values WHERE raw IS NOT NULL"))
        .isEqualTo(15);
    assertThat(count(staging, "SELECT count(*) FROM feed_rows WHERE is_present")).isEqualTo(3);
    assertThat(count(staging, "SELECT count(*) FROM entity_keys WHERE is_current")).isEqualTo(3);
    for (String key :
        List.of(
            "source_values (feed_id, entity_id, field_name)",
            "feed_rows (feed_id, row_key)",
            "entity_keys (entity_type, normalized_key)",
            "entity_links (data_source_id, entity_type, external_id)",
            "entity_links (data_source_id, entity_type, entity_id)")) {
      assertThat(uniques()).anyMatch(it -> it.endsWith(key.replace(" (", " USING btree (")));
    }
  }

  private static List<String> uniques() {
    return staging.queryForList(
        "SELECT replace(indexdef, 'public.', '') FROM pg_indexes WHERE indexdef LIKE 'CREATE UNIQUE%'",
        String.class);
  }

  /** SE-17. */
  @Test
  void only_the_first_rows_are_taken_where_that_is_asked() {
    assertStats(run(FEED, "{\"row_limit\": 3}"), 3, 3, 0, 0, 0);
    assertThat(count(staging, "SELECT count(*) FROM partners")).isEqualTo(3);
  }

  @Test
  void an_edit_by_hand_is_taken_back_by_the_next_run_of_its_feed() {
    run(FEED, "{}");
    UUID entity =
        staging.queryForObject(
            "SELECT id FROM partners WHERE brand_name = 'Brand 001'", UUID.class);
    Answer edit =
        service.patch(
            "/api/entities/partners/" + entity, "{\"tier\": \"mine\"}", service.token("admin"));
    assertThat(edit.body().path("overwritten_by").path(0).path("tab_mapping_id").asText())
        .isEqualTo(FEED.toString());
    assertStats(run(FEED, "{}"), 150, 0, 1, 149, 0);
    assertAlike();
  }

  @Test
  void rule_6_an_edit_by_hand_stays_where_app_is_listed_until_a_larger_priority_wins() {
    run(FEED, "{}");
    priorities("{\"app\": 1}");
    UUID entity =
        staging.queryForObject(
            "SELECT id FROM partners WHERE brand_name = 'Brand 001'", UUID.class);
    Answer edit =
        service.patch(
            "/api/entities/partners/" + entity, "{\"tier\": \"mine\"}", service.token("admin"));
    assertThat(edit.body().path("overwritten_by")).as("%s", edit.body()).isEmpty();
    Answer next = run(FEED, "{}");
    assertStats(next, 150, 0, 0, 150, 0);
    assertThat(next.body().path("stats").path("conflicts_opened").asInt()).isEqualTo(1);
    assertThat(count(staging, "SELECT count(*) FROM partners WHERE tier = 'mine'")).isEqualTo(1);
    assertThat(
            staging.queryForMap(
                "SELECT winning_feed_id, losing_feed_id, first_run_id FROM field_conflicts WHERE resolved_at IS NULL"))
        .containsEntry("winning_feed_id", null)
        .containsEntry("losing_feed_id", FEED)
        .containsEntry("first_run_id", UUID.fromString(next.body().path("sync_run_id").asText()));
    priorities("{\"app\": 1, \"%s\": 2}".formatted(FEED));
    assertStats(run(FEED, "{}"), 150, 0, 1, 149, 0);
    assertThat(count(staging, "SELECT count(*) FROM field_conflicts WHERE resolved_at IS NULL"))
        .isZero();
    assertAlike();
  }

  private static void priorities(String json) {
    staging.update(
        "INSERT INTO computed_fields (entity_type, field_name, source_priority)"
            + " VALUES ('partners', 'tier', ?::jsonb) ON CONFLICT (entity_type, field_name)"
            + " DO UPDATE SET source_priority = excluded.source_priority",
        json);
  }

  @Test
  void rule_12_a_row_that_a_constraint_refuses_costs_itself_only() {
    staging.execute("ALTER TABLE partners ADD CONSTRAINT few_seats CHECK (seats < 100)");
    List<List<Cell>> rows = partners();
    rows.set(60, row(59, "Brand 059", "b59@x.example", "500"));
    sheet(rows);
    Answer answer = run(FEED, "{}");
    assertStats(answer, 150, 149, 0, 0, 1);
    JsonNode error = answer.body().path("stats").path("errors").path(0);
    assertThat(error.path("row").asInt()).isEqualTo(61);
    assertThat(error.path("code").asText()).isEqualTo("DB_REJECTED");
    assertThat(count(staging, "SELECT count(*) FROM sync_dead_letters")).isZero();
    assertAlike();
  }

  @Test
  void what_production_refused_of_shared_rows_is_corrected_in_staging_only() {
    production.execute("ALTER TABLE partners ADD CONSTRAINT few_seats CHECK (seats < 100)");
    List<List<Cell>> rows = partners();
    rows.set(60, row(59, "Brand 059", "b59@x.example", "500"));
    sheet(rows);
    run(FEED, "{}");
    Awaitility.await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> count(staging, "SELECT count(*) FROM sync_dead_letters") == 1);
    String letter =
        "/api/dead-letters/"
            + staging.queryForObject("SELECT id FROM sync_dead_letters", UUID.class);
    Answer refused =
        service.patch(letter, "{\"record\": {\"seats\": \"5\"}}", service.token("admin"));
    assertThat(refused.status()).as("%s", refused.body()).isEqualTo(409);
    assertThat(refused.body().path("code").asText()).isEqualTo("NOT_CORRECTABLE");
    staging.update("UPDATE partners SET seats = 5 WHERE seats = 500");
    Answer replayed = service.post(letter + "/replay", "", service.token("admin"));
    assertThat(replayed.status()).as("%s", replayed.body()).isEqualTo(200);
    service.atRest();
    assertThat(count(production, "SELECT count(*) FROM partners WHERE seats = 5")).isPositive();
    staging.update("DELETE FROM sync_dead_letters");
  }

  @Test
  void an_entity_that_somebody_inserted_is_found_by_its_key_however_it_is_spelt() {
    for (JdbcTemplate database : List.of(staging, production)) {
      database.update(
          "INSERT INTO partners (id, brand_name) VALUES (?, ' BRAND  007 ')",
          UUID.fromString("00000000-0000-4000-8000-000000000007"));
    }
    assertStats(run(FEED, "{}"), 150, 149, 1, 0, 0);
    assertThat(
            staging.queryForObject(
                "SELECT entity_id::text FROM entity_keys WHERE normalized_key = 'brand 007'",
                String.class))
        .endsWith("7");
  }

  @Test
  void two_feeds_on_the_same_entities_in_opposite_order_both_end_well() {
    tab(OTHER, 8);
    map(OTHER, "Brand", "brand_name", "is_key", "true");
    map(OTHER, "Notes", "notes", "authority", "'source_of_truth'");
    map(OTHER, "Tier", "tier", "authority", "'reference'");
    List<List<Cell>> backwards = new ArrayList<>();
    backwards.add(List.of(Cell.text("Notes"), Cell.text("Brand"), Cell.text("Tier")));
    IntStream.range(0, ROWS)
        .mapToObj(i -> ROWS - 1 - i)
        .forEach(
            i ->
                backwards.add(
                    List.of(Cell.text("n" + i), Cell.text(brand(i)), Cell.text("other"))));
    sheets.put(
        new Spreadsheet(
            SHEET,
            "Master Sheet",
            "en_US",
            "UTC",
            true,
            List.of(Tab.of(7, "Partners", partners()), Tab.of(8, "Other", backwards))));
    CompletableFuture<Answer> other = CompletableFuture.supplyAsync(() -> run(OTHER, "{}"));
    Answer one = run(FEED, "{}");
    assertThat(one.body().path("success").asBoolean()).as("%s", one.body()).isTrue();
    assertThat(other.join().body().path("success").asBoolean())
        .as("%s", other.join().body())
        .isTrue();
    assertThat(count(staging, "SELECT count(*) FROM partners")).isEqualTo(ROWS);
    run(FEED, "{}");
    assertThat(
            count(staging, "SELECT count(*) FROM partners WHERE tier = 'gold' AND notes LIKE 'n%'"))
        .isEqualTo(ROWS);
    assertAlike();
    run(OTHER, "{}"); // looks once more at what the other one changed
    String before = everything();
    run(FEED, "{}");
    run(OTHER, "{}");
    assertThat(everything()).as("they do not take turns").isEqualTo(before);
  }

  @Test
  void rows_that_vanish_are_archived_where_that_is_configured_and_come_back() {
    staging.update("UPDATE tab_mappings SET on_missing = 'archive' WHERE id = ?", FEED);
    run(FEED, "{}");
    sheet(partners().subList(0, 149));
    Answer dry = run(FEED, "{\"dry_run\": true}");
    assertThat(count(production, "SELECT count(*) FROM partners WHERE archived")).isZero();
    Answer gone = run(FEED, "{}");
    assertThat(dry.body().path("stats")).isEqualTo(gone.body().path("stats"));
    assertThat(gone.body().path("stats").path("rows_archived").asInt()).isEqualTo(2);
    assertThat(count(production, "SELECT count(*) FROM partners WHERE archived")).isEqualTo(2);
    assertThat(
            production.queryForList(
                "SELECT DISTINCT authority FROM field_lineage WHERE field_name = 'archived'",
                String.class))
        .containsExactly("source_of_truth");
    List<List<Cell>> few = new ArrayList<>(partners().subList(0, 20));
    few.add(row(20, "", "b20@x.example"));
    sheet(few);
    JsonNode guard = run(FEED, "{\"dry_run\": true}").body();
    JsonNode guarded = run(FEED, "{}").body();
    assertThat(guard.path("stats")).isEqualTo(guarded.path("stats"));
    assertThat(guarded.path("stats").path("rows_archived").asInt()).isZero();
    assertThat(guarded.at("/stats/errors/0/code").asText()).isEqualTo("KEY_EMPTY");
    assertThat(guarded.at("/stats/errors/1/code").asText())
        .as("what is of no row comes last")
        .isEqualTo("MISSING_GUARD");
    sheet(partners());
    assertThat(run(FEED, "{}").body().path("stats").path("rows_updated").asInt()).isEqualTo(2);
    assertThat(count(production, "SELECT count(*) FROM partners WHERE archived")).isZero();
    assertAlike();
  }

  @Test
  void production_catches_up_with_a_run_that_it_missed() {
    Postgres.takeDown(service.pair().production());
    try {
      assertStats(run(FEED, "{}"), 150, 150, 0, 0, 0);
    } finally {
      service.bringUp(service.pair().production());
    }
    assertAlike();
    assertThat(count(production, "SELECT count(*) FROM partners")).isEqualTo(ROWS);
  }

  /** SE-24, SE-25, SE-31. */
  @Test
  void production_that_goes_away_in_the_middle_gets_the_rest_of_the_run_when_it_is_back()
      throws SQLException {
    partnersBefore(138);
    String delivered = "SELECT count(*) FROM partners WHERE tier = 'gold'";
    CompletableFuture<Answer> run;
    try (Connection other = Objects.requireNonNull(staging.getDataSource()).getConnection()) {
      other.setAutoCommit(false);
      lock(other, "Brand 100");
      run = CompletableFuture.supplyAsync(() -> run(FEED, "{}"));
      Awaitility.await().until(() -> count(production, delivered) == 80);
      Postgres.takeDown(service.pair().production());
      other.rollback();
    }
    try {
      assertStats(run.join(), 150, 12, 138, 0, 0);
      assertThat(count(staging, "SELECT count(*) FROM run_batches WHERE state = 'pending'"))
          .isPositive();
    } finally {
      service.bringUp(service.pair().production());
    }
    assertAlike();
    assertThat(count(production, delivered)).isEqualTo(ROWS);
  }

  @Test
  void a_run_that_cannot_begin_fails_with_its_code_and_answers_200() {
    sheet(List.of(List.of(Cell.text("Name"), Cell.text("Tier")), List.of(Cell.text("a"))));
    assertThat(assertFailure("KEY_COLUMN_MISSING")).contains("Brand");
    sheet(List.of());
    assertFailure("HEADER_ROW_MISSING");
    staging.update(
        "UPDATE column_mappings SET transform = 'none such' WHERE target_field = 'tier'");
    assertFailure("CONFIG_INVALID");
    staging.update("UPDATE column_mappings SET transform = NULL WHERE target_field = 'tier'");
    staging.update("UPDATE tab_mappings SET sheet_id = 99, tab_name = 'gone' WHERE id = ?", FEED);
    assertFailure("TAB_NOT_FOUND");
    assertThat(
            staging.queryForObject(
                "SELECT last_error FROM data_sources WHERE id = ?", String.class, SOURCE))
        .startsWith("TAB_NOT_FOUND");
    assertThat(count(staging, "SELECT count(*) FROM partners")).isZero();
  }

  /** SE-16. */
  @Test
  void a_forced_run_writes_references_too_and_is_kept_as_such() {
    partnersBefore(138);
    staging.update(
        "UPDATE column_mappings SET authority = 'reference' WHERE target_field = 'tier'");
    run(FEED, "{}");
    assertThat(count(staging, "SELECT count(*) FROM partners WHERE tier = 'old'")).isEqualTo(138);
    Answer forced = run(FEED, "{\"force_overwrite\": true}");
    assertThat(count(staging, "SELECT count(*) FROM partners WHERE tier = 'old'")).isZero();
    assertThat(
            staging.queryForObject(
                "SELECT force_overwrite FROM sync_runs WHERE id = ?::uuid",
                Boolean.class,
                forced.body().path("sync_run_id").asText()))
        .isTrue();
    assertThat(count(production, "SELECT count(*) FROM field_lineage WHERE authority = 'forced'"))
        .isEqualTo(138);
  }

  /** SE-30, SE-45. */
  @Test
  void a_source_is_read_once_and_each_active_tab_has_a_run_of_its_own() {
    tab(OTHER, 8);
    staging.update("UPDATE tab_mappings SET tab_name = 'gone' WHERE id = ?", OTHER);
    map(OTHER, "Brand", "brand_name", "is_key", "true");
    UUID paused = UUID.fromString("00000000-0000-4000-8000-00000000000d");
    tab(paused, 9);
    staging.update("UPDATE tab_mappings SET status = 'paused' WHERE id = ?", paused);
    Answer answer = service.post("/api/sync/source/" + SOURCE, "{}", service.token("admin"));
    assertThat(answer.status()).as("%s", answer.body()).isEqualTo(200);
    assertThat(answer.body().path("results")).as("%s", answer.body()).hasSize(2);
    for (JsonNode result : answer.body().path("results")) {
      boolean sound = result.path("tab_mapping_id").asText().equals(FEED.toString());
      assertThat(result.path("success").asBoolean()).as("%s", result).isEqualTo(sound);
      assertThat(result.path("failure").path("code").asText())
          .isEqualTo(sound ? "" : "TAB_NOT_FOUND");
      assertThat(
              staging.queryForObject(
                  "SELECT parent_run_id::text FROM sync_runs WHERE id = ?::uuid",
                  String.class,
                  result.path("sync_run_id").asText()))
          .isEqualTo(answer.body().path("sync_run_id").asText());
    }
    assertThat(count(production, "SELECT count(*) FROM partners")).isEqualTo(ROWS);
    assertAlike();
  }

  @Test
  void a_key_that_two_entities_have_rejects_its_row() {
    for (JdbcTemplate database : List.of(staging, production)) {
      database.update(
          "INSERT INTO partners (id, brand_name) VALUES (?, 'Brand 004'), (?, 'BRAND 004')",
          new UUID(4, 1),
          new UUID(4, 2));
    }
    Answer answer = run(FEED, "{}");
    assertStats(answer, 150, 149, 0, 0, 1);
    JsonNode error = answer.body().path("stats").path("errors").path(0);
    assertThat(error.path("row").asInt()).isEqualTo(6);
    assertThat(error.path("code").asText()).isEqualTo("KEY_AMBIGUOUS");
  }

  /** SE-02. */
  @Test
  void records_of_a_crm_are_known_by_their_ids_and_found_by_a_field_first() {
    UUID crm = UUID.fromString("00000000-0000-4000-8000-00000000000e");
    staging.update("INSERT INTO data_sources (id, name, type) VALUES (?, 'Close', 'close')", crm);
    staging.update(
        "INSERT INTO tab_mappings (id, data_source_id, tab_name, primary_entity, key_kind, match_on)"
            + " VALUES (?, ?, 'lead', 'partners', 'external_id', 'brand_name')",
        OTHER,
        crm);
    staging.update(
        "INSERT INTO column_mappings (tab_mapping_id, source_column, target_field, is_key)"
            + " VALUES (?, 'id', NULL, true), (?, 'name', 'brand_name', false),"
            + " (?, 'status_label', 'status', false)",
        OTHER,
        OTHER,
        OTHER);
    Answer first = run(OTHER, "{}");
    assertThat(first.body().path("success").asBoolean()).as("%s", first.body()).isTrue();
    int leads = first.body().path("stats").path("rows_created").asInt();
    assertThat(leads).as("%s", first.body()).isPositive();
    assertThat(count(staging, "SELECT count(*) FROM entity_links")).isEqualTo(leads);
    Answer second = run(OTHER, "{\"whole\": true}");
    assertThat(second.body().path("stats").path("rows_unchanged").asInt()).isEqualTo(leads);
    assertThat(second.body().path("stats").path("fields_changed").asInt()).isZero();
    assertThat(
            count(
                production,
                "SELECT count(*) FROM field_lineage WHERE source_type = 'api' AND record_id LIKE 'lead_%'"))
        .isGreaterThanOrEqualTo(leads);
    assertAlike();
  }

  @Test
  void hostile_cells_are_text() {
    String hostile = "{{x}} ${y} '); DROP TABLE partners; -- =cmd|' /C calc'!A0 <b> \u0007";
    List<List<Cell>> rows = partners();
    rows.set(1, List.of(Cell.text("Brand 000"), Cell.empty(), Cell.text(hostile)));
    rows.set(
        2, List.of(Cell.text("'; DROP TABLE x; -- %_"), Cell.empty(), Cell.text("x".repeat(5000))));
    sheet(rows);
    assertStats(run(FEED, "{}"), 150, 150, 0, 0, 0);
    assertThat(
            production.queryForObject(
                "SELECT tier FROM partners WHERE brand_name = 'Brand 000'", String.class))
        .isEqualTo(hostile.strip());
    assertAlike();
  }

  /** SE-17, SE-44. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"row_limit\": 0}",
        "{\"row_limit\": -1}",
        "{\"row_limit\": \"x\"}",
        "{\"dry_run\": 1}",
        "{\"dryrun\": true}",
        "[]"
      })
  void a_misspelt_request_starts_nothing(String body) {
    assertThat(run(FEED, body).status()).isEqualTo(400);
    assertThat(count(staging, "SELECT count(*) FROM partners")).isZero();
  }

  /** SE-44, SE-69. */
  @Test
  void who_may_not_and_what_is_not_there_or_paused_is_refused() {
    String path = "/api/sync/tab/" + FEED;
    assertThat(service.post(path, "{}", service.token("viewer")).status()).isEqualTo(403);
    assertThat(service.post(path, "{}").status()).isEqualTo(401);
    assertThat(run(OTHER, "{}").status()).isEqualTo(404);
    assertThat(service.post("/api/sync/tab/x", "{}", service.token("admin")).status())
        .isEqualTo(400);
    staging.update("UPDATE tab_mappings SET status = 'paused' WHERE id = ?", FEED);
    assertThat(run(FEED, "{}").status()).isEqualTo(409);
  }

  /** Answers its words. */
  @Test
  void an_undo_of_a_run_gives_all_back_that_nobody_has_changed_since() {
    partnersBefore(138);
    String run = run(FEED, "{}").body().path("sync_run_id").asText();
    service.patch(
        "/api/entities/partners/" + new UUID(77, 3),
        "{\"tier\": \"mine\"}",
        service.token("admin"));
    JsonNode shown = undo(run, "{\"dry_run\": true}");
    assertThat(count(staging, "SELECT count(*) FROM partners WHERE tier = 'gold'")).isEqualTo(149);
    JsonNode done = undo(run, "{}");
    for (String name :
        List.of("entities_changed", "fields_changed", "not_undone", "overwritten_by")) {
      assertThat(done.path(name)).as(name).isEqualTo(shown.path(name)).isNotEqualTo(0);
    }
    assertThat(done.path("entities_changed").asInt()).isEqualTo(150);
    assertThat(done.path("not_undone").findValuesAsText("code"))
        .hasSize(13)
        .containsOnlyOnce("CHANGED_SINCE")
        .contains("CREATED");
    assertThat(done.path("overwritten_by").findValuesAsText("field"))
        .containsExactly("email", "mrr", "seats", "start_date", "tier");
    assertThat(
            production.queryForList(
                "SELECT count(*) || ' ' || coalesce(tier, '-') || ' ' || (mrr IS NULL) || ' ' || archived"
                    + " FROM partners GROUP BY tier, mrr IS NULL, archived ORDER BY 1",
                String.class))
        .containsExactly("1 mine true false", "12 - true true", "137 old true false");
    assertThat(
            count(
                staging,
                "SELECT count(*) FROM run_batches WHERE rows > 0 AND run_id = '%s'"
                    .formatted(done.path("sync_run_id").asText())))
        .as("150 entities, 40 in a batch")
        .isEqualTo(4);
    assertAlike();
    String before = everything();
    assertThat(undo(run, "{}").path("fields_changed").asInt(-1)).isZero();
    assertThat(everything()).isEqualTo(before);
    run(FEED, "{}");
    assertThat(count(staging, "SELECT count(*) FROM partners WHERE tier = 'gold'"))
        .as("as the feed was said to")
        .isEqualTo(150);
  }

  @Test
  void whom_a_run_created_stays_where_somebody_has_used_it_since() {
    String run = run(FEED, "{}").body().path("sync_run_id").asText();
    UUID used = staging.queryForObject("SELECT id FROM partners LIMIT 1", UUID.class);
    service.patch("/api/entities/partners/" + used, "{\"tier\": \"mine\"}", service.token("admin"));
    undo(run, "{}");
    for (JdbcTemplate database : List.of(staging, production)) {
      assertThat(database.queryForList("SELECT id FROM partners WHERE NOT archived", UUID.class))
          .containsExactly(used);
    }
    assertAlike();
  }

  private static JsonNode undo(String run, String body) {
    Answer answer = service.post("/api/sync/runs/" + run + "/undo", body, service.token("admin"));
    assertThat(answer.status()).as("%s", answer.body()).isEqualTo(200);
    return answer.body();
  }

  private static String assertFailure(String code) {
    Answer answer = run(FEED, "{}");
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.body().path("success").asBoolean()).isFalse();
    assertThat(answer.body().path("failure").path("code").asText())
        .as("%s", answer.body())
        .isEqualTo(code);
    assertThat(answer.body().path("stats").path("rows_processed").asInt()).isZero();
    assertThat(answer.body().path("stats").path("errors")).isEmpty();
    return answer.body().path("failure").path("message").asText();
  }

  private static void assertStats(
      Answer answer, int processed, int created, int updated, int unchanged, int skipped) {
    JsonNode stats = answer.body().path("stats");
    assertThat(
            List.of(
                stats.path("rows_processed").asInt(),
                stats.path("rows_created").asInt(),
                stats.path("rows_updated").asInt(),
                stats.path("rows_unchanged").asInt(),
                stats.path("rows_skipped").asInt()))
        .as("%s", answer.body())
        .containsExactly(processed, created, updated, unchanged, skipped);
  }

  private static Answer run(UUID feed, String body) {
    return service.post("/api/sync/tab/" + feed, body, service.token("admin"));
  }

  private static void tab(UUID feed, int sheet) {
    new MappedTabs(staging).tab(feed, SOURCE, "Partners", sheet);
  }

  private static void map(UUID feed, String header, String field, String column, String value) {
    staging.update(
        "INSERT INTO column_mappings (tab_mapping_id, source_column, target_field, %s) VALUES (?, ?, ?, %s)"
            .formatted(column, value),
        feed,
        header,
        field);
  }

  private static void sheet(List<List<Cell>> rows) {
    sheets.put(
        new Spreadsheet(
            SHEET, "Master Sheet", "en_US", "UTC", true, List.of(Tab.of(7, "Partners", rows))));
  }

  private static List<List<Cell>> partners() {
    List<List<Cell>> rows = new ArrayList<>();
    rows.add(
        List.of(
            Cell.text("Brand"),
            Cell.text("E-mail"),
            Cell.text("Tier"),
            Cell.text("MRR"),
            Cell.text("Since"),
            Cell.text("Seats")));
    IntStream.range(0, ROWS).forEach(i -> rows.add(row(i, brand(i), "B" + i + "@X.example")));
    return rows;
  }

  private static List<Cell> row(int number, String brand, String email) {
    return row(number, brand, email, "" + number % 90);
  }

  private static List<Cell> row(int number, String brand, String email, String seats) {
    return List.of(
        Cell.text(brand),
        Cell.text(email),
        Cell.text("gold"),
        Cell.text("$" + (1000 + number) + ".50"),
        Cell.date(LocalDate.of(2024, 1, 1).plusDays(number)),
        Cell.number(seats));
  }

  private static String brand(int number) {
    return "Brand %03d".formatted(number);
  }

  /** Partners that are there in both databases, with an older tier. */
  private static void partnersBefore(int many) {
    for (int i = 0; i < many; i++) {
      for (JdbcTemplate database : List.of(staging, production)) {
        database.update(
            "INSERT INTO partners (id, brand_name, tier, created_at, updated_at)"
                + " VALUES (?, ?, 'old', '2024-01-01', '2024-01-01')",
            new UUID(77, i),
            brand(i));
      }
    }
  }

  /** Both databases hold the same, and lineage says of each value where it came from. */
  private static void assertAlike() {
    service.atRest();
    for (String table : List.of("partners", "field_lineage")) {
      assertThat(digest(production, table)).as(table).isEqualTo(digest(staging, table));
    }
    for (JdbcTemplate database : List.of(staging, production)) {
      assertThat(
              count(
                  database,
                  "SELECT count(*) FROM field_lineage l WHERE NOT EXISTS (SELECT 1 FROM partners p WHERE p.id = l.entity_id)"))
          .as("lineage without entity")
          .isZero();
      assertThat(
              count(
                  database,
                  "SELECT count(*) FROM partners p WHERE p.email IS NOT NULL AND NOT EXISTS (SELECT 1 FROM field_lineage l WHERE l.entity_id = p.id)"))
          .as("entity without lineage")
          .isZero();
    }
  }

  private static String everything() {
    service.atRest();
    return StreamSupport.stream(
            List.of(
                    "partners",
                    "field_lineage",
                    "source_values",
                    "field_conflicts",
                    "feed_rows",
                    "entity_keys",
                    "entity_links")
                .spliterator(),
            false)
        .map(table -> table + " " + digest(staging, table))
        .toList()
        .toString();
  }

  private static long count(JdbcTemplate database, String sql) {
    return database.queryForObject(sql, Long.class);
  }
}
