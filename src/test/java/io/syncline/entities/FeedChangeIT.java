package io.syncline.entities;

import static io.syncline.entities.MappedTabs.digest;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.syncline.sandbox.google.Cell;
import io.syncline.sandbox.google.GoogleSheets;
import io.syncline.sandbox.google.Spreadsheet;
import io.syncline.sandbox.google.Tab;
import io.syncline.support.SandboxService;
import io.syncline.support.SandboxService.Answer;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;

/** What becomes of fields when a feed that has a say in them is deleted, or a column of it. */
class FeedChangeIT {
  private static final String SHEET = "1FeedChangeIT000000000000000000000000000001";
  private static final UUID SOURCE = UUID.fromString("00000000-0000-4000-8000-0000000000fa");
  private static final UUID FEED = UUID.fromString("00000000-0000-4000-8000-0000000000fb");
  private static final UUID OTHER = UUID.fromString("00000000-0000-4000-8000-0000000000fc");
  private static final String TAB = "/api/entities/tabs/" + FEED;
  private static final String FILE = "/api/entities/configuration";
  private static final int ROWS = 25;

  private static SandboxService service;
  private static JdbcTemplate staging;
  private static JdbcTemplate production;

  @BeforeAll
  static void start() {
    service =
        SandboxService.start(
            "--syncline.sandbox.junglescout.products=1",
            "--syncline.entities.rows-per-batch=10",
            "--syncline.entities.tabs-at-once=1",
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

  /** One says gold and decides, the other says iron: a conflict in each of the partners. */
  @BeforeEach
  void two_tabs_that_differ() {
    service.atRest();
    MappedTabs.clear(staging, production);
    for (JdbcTemplate database : List.of(staging, production)) {
      database.execute("ALTER TABLE partners DROP CONSTRAINT IF EXISTS no_iron");
    }
    new MappedTabs(staging).spreadsheet(SOURCE, SHEET);
    tab(FEED, "Partners", 7);
    tab(OTHER, "Finance", 8);
    staging.update(
        "INSERT INTO computed_fields (entity_type, field_name, source_priority)"
            + " VALUES ('partners', 'tier', jsonb_build_object(?::text, 10))",
        FEED.toString());
    sheets(rows("gold", "by feed"), rows("iron", ""));
    assertThat(run(FEED).path("success").asBoolean()).isTrue();
    assertThat(run(OTHER).path("success").asBoolean()).isTrue();
    assertThat(partners("tier = 'gold' AND notes = 'by feed'")).isEqualTo(ROWS);
    assertThat(openConflicts()).isEqualTo(ROWS);
  }

  @Test
  void deleting_a_tab_resolves_its_fields_in_one_run_and_says_so_before() {
    String before = state();
    JsonNode rehearsed = ok(service.delete(TAB + "?dry_run=true", admin()));
    assertThat(rehearsed.path("fields_changed").asInt()).isEqualTo(ROWS);
    assertThat(rehearsed.path("dry_run").asBoolean()).isTrue();
    assertThat(state()).as("a dry run writes nothing").isEqualTo(before);
    assertThat(
            service
                .get(
                    "/api/sync/runs/" + rehearsed.path("sync_run_id").asText() + "/changes",
                    admin())
                .body()
                .path("changes")
                .path(0)
                .path("after")
                .toString())
        .isEqualTo("{\"tier\":\"iron\"}");

    JsonNode deleted = ok(service.delete(TAB, admin()));

    assertThat(deleted.path("deleted").asText()).isEqualTo(FEED.toString());
    assertThat(deleted.path("fields_changed").asInt()).isEqualTo(ROWS);
    String run = deleted.path("sync_run_id").asText();
    assertThat(
            staging.queryForMap(
                "SELECT trigger, scope, outcome, triggered_by, tab_mapping_id::text FROM sync_runs WHERE id = ?::uuid",
                run))
        .containsEntry("trigger", "edit")
        .containsEntry("scope", "entities.feed." + FEED)
        .containsEntry("outcome", "completed")
        .containsEntry("triggered_by", "test")
        .containsEntry("tab_mapping_id", FEED.toString());
    assertThat(partners("tier = 'iron' AND notes = 'by feed'")).isEqualTo(ROWS);
    assertThat(
            count(
                production,
                "field_lineage WHERE sync_run_id = '%s' AND feed_id = '%s' AND field_name = 'tier'"
                    .formatted(run, OTHER)))
        .as("lineage names who is believed now")
        .isEqualTo(ROWS);
    assertThat(count(staging, "source_values WHERE feed_id = '%s'".formatted(FEED))).isZero();
    assertThat(count(staging, "feed_rows WHERE feed_id = '%s'".formatted(FEED))).isZero();
    assertThat(count(staging, "computed_fields WHERE source_priority <> '{}'")).isZero();
    assertThat(openConflicts()).isZero();
    assertThat(service.get(TAB, admin()).status()).isEqualTo(404);
    assertThat(service.delete(TAB, admin()).status()).isEqualTo(404);
    assertAlike();
    assertThat(run(OTHER).path("stats").path("fields_changed").asInt()).isZero();
  }

  @Test
  void a_column_that_goes_takes_its_word_along_and_no_other() {
    String columns =
        "{\"columns\": [{\"source_column\": \"Brand\", \"target_field\": \"brand_name\", \"is_key\": true},"
            + " {\"source_column\": \"Notes\", \"target_field\": \"notes\"}]}";
    JsonNode changed = ok(service.patch(TAB, columns, admin()));
    assertThat(changed.path("fields_changed").asInt()).isEqualTo(ROWS);
    assertThat(changed.path("columns")).hasSize(2);
    assertThat(partners("tier = 'iron'")).isEqualTo(ROWS);
    assertThat(claims("tier")).isZero();
    assertThat(claims("notes")).isEqualTo(ROWS);
    assertThat(openConflicts()).isZero();
    assertAlike();
    assertThat(run(FEED).path("stats").path("fields_changed").asInt()).isZero();

    JsonNode again = ok(service.patch(TAB, columns, admin()));
    assertThat(again.has("sync_run_id")).as("nothing is withdrawn").isFalse();
  }

  @Test
  void a_column_that_becomes_derived_says_nothing_any_more() {
    staging.update("DELETE FROM column_mappings WHERE tab_mapping_id = ?", OTHER);
    staging.update("UPDATE tab_mappings SET status = 'deleted' WHERE id = ?", OTHER);
    JsonNode there = ok(service.get(TAB, admin()));
    ok(service.patch(TAB, "{\"columns\": " + deriving(there, "tier") + "}", admin()));
    assertThat(claims("tier")).isZero();
    assertThat(partners("tier = 'gold'")).as("the value stays").isEqualTo(ROWS);
  }

  @Test
  void a_column_that_comes_back_says_again_what_it_said() {
    JsonNode before = ok(service.get(TAB, admin()));
    String claimed = digest(staging, "(SELECT entity_id, field_name, value FROM source_values)");
    ok(
        service.patch(
            TAB,
            "{\"columns\": [{\"source_column\": \"Brand\", \"target_field\": \"brand_name\", \"is_key\": true}]}",
            admin()));
    assertThat(claims("notes")).isZero();
    assertThat(partners("notes = 'by feed'")).as("nobody else says notes").isEqualTo(ROWS);
    ok(service.patch(TAB, "{\"columns\": " + before.path("columns") + "}", admin()));
    assertThat(run(FEED).path("success").asBoolean()).isTrue();
    assertThat(digest(staging, "(SELECT entity_id, field_name, value FROM source_values)"))
        .isEqualTo(claimed);
    assertThat(partners("tier = 'gold' AND notes = 'by feed'")).isEqualTo(ROWS);
    assertAlike();
  }

  /** SE-13. */
  @Test
  void rule_6_a_conflict_names_its_first_run_and_its_last_until_it_is_resolved() {
    JsonNode opened = conflicts("open").get(0);
    assertThat(opened.path("winning_feed_id").asText()).isEqualTo(FEED.toString());
    assertThat(opened.path("losing_feed_id").asText()).isEqualTo(OTHER.toString());
    assertThat(opened.path("winning_value").asText()).isEqualTo("gold");
    assertThat(opened.path("losing_value").asText()).isEqualTo("iron");
    String first = opened.path("first_run_id").asText();
    assertThat(first).isEqualTo(lastRun(OTHER));
    assertThat(opened.path("last_run_id").asText()).isEqualTo(first);
    sheets(rows("gold", "by feed"), rows("zinc", ""));
    String changing = run(OTHER).path("sync_run_id").asText();
    JsonNode changed = conflict(opened);
    assertThat(changed.path("losing_value").asText()).isEqualTo("zinc");
    assertThat(changed.path("first_run_id").asText()).isEqualTo(first);
    assertThat(changed.path("last_run_id").asText()).isEqualTo(changing).isNotEqualTo(first);
    sheets(rows("gold", "by feed"), rows("gold", ""));
    String resolving = run(OTHER).path("sync_run_id").asText();
    assertThat(conflicts("open")).isEmpty();
    JsonNode resolved = conflict(opened);
    assertThat(resolved.path("resolved_at").isNull()).isFalse();
    assertThat(resolved.path("first_run_id").asText()).isEqualTo(first);
    assertThat(resolved.path("last_run_id").asText()).isEqualTo(resolving);
  }

  @Test
  void rule_6_who_is_believed_from_now_on_wins_with_the_next_run_of_its_tab() {
    JsonNode opened = conflicts("open").get(0);
    String resolve = "/api/entities/conflicts/" + opened.path("id").asText() + "/resolve";
    JsonNode answer = ok(service.post(resolve, "{\"winner\": \"%s\"}".formatted(OTHER), admin()));
    assertThat(answer.path("entities_changed").asInt()).as("%s", answer).isEqualTo(ROWS);
    assertThat(partners("tier = 'gold'")).as("nothing yet").isEqualTo(ROWS);
    JsonNode stats = run(OTHER).path("stats");
    assertThat(stats.path("rows_updated").asInt()).as("%s", stats).isEqualTo(ROWS);
    assertThat(stats.path("conflicts_opened").asInt()).as("those of the loser").isEqualTo(ROWS);
    assertThat(partners("tier = 'iron'")).isEqualTo(ROWS);
    assertThat(conflict(opened).path("resolved_at").isNull()).isFalse();
    assertThat(conflicts("open"))
        .hasSize(ROWS)
        .allMatch(it -> it.path("losing_feed_id").asText().equals(FEED.toString()));
    assertAlike();
  }

  private static JsonNode conflicts(String state) {
    return ok(service.get("/api/entities/conflicts?limit=100&state=" + state, admin()))
        .path("conflicts");
  }

  /** The same one as it is now. */
  private static JsonNode conflict(JsonNode before) {
    for (JsonNode conflict : conflicts("all")) {
      if (conflict.path("id").equals(before.path("id"))) {
        return conflict;
      }
    }
    throw new AssertionError("it is gone: " + before);
  }

  private static String lastRun(UUID feed) {
    return staging.queryForObject(
        "SELECT id::text FROM sync_runs WHERE tab_mapping_id = ? ORDER BY started_at DESC LIMIT 1",
        String.class,
        feed);
  }

  @Test
  void rule_11_a_tab_that_was_deleted_by_sql_keeps_nobody_from_being_archived() {
    staging.update("UPDATE tab_mappings SET on_missing = 'archive' WHERE id = ?", OTHER);
    staging.update("UPDATE tab_mappings SET status = 'deleted' WHERE id = ?", FEED);
    sheets(rows("gold", "by feed"), rows("iron", "").subList(0, ROWS));
    JsonNode stats = run(OTHER).path("stats");
    assertThat(stats.path("rows_archived").asInt()).as("%s", stats).isEqualTo(1);
    assertThat(partners("archived")).isEqualTo(1);
    assertAlike();
  }

  @Test
  void a_deleted_tab_takes_its_schedule_along() {
    staging.update(
        "INSERT INTO sync_schedules (pipeline, scope, cron, time_zone, is_paused, updated_at)"
            + " SELECT 'entities', 'entities.feed.' || id, '0 0 4 1 1 ?', 'UTC', false, now()"
            + " FROM unnest(ARRAY[?, ?]) AS id",
        FEED,
        OTHER);
    ok(service.delete(TAB, admin()));
    assertThat(staging.queryForList("SELECT scope FROM sync_schedules", String.class))
        .containsExactly("entities.feed." + OTHER);
    staging.update("DELETE FROM sync_schedules");
  }

  @Test
  void a_tab_that_is_deleted_while_it_waits_for_its_turn_is_not_run() throws SQLException {
    sheets(rows("silver", "by feed"), rows("lead", ""));
    UUID waiting;
    try (Connection holder = service.pair().stagingSource().getConnection();
        Statement statement = holder.createStatement()) {
      holder.setAutoCommit(false);
      statement.execute("LOCK TABLE source_values IN SHARE MODE");
      assertThat(service.post("/api/sync/source/" + SOURCE + "?wait=false", "{}", admin()).status())
          .isEqualTo(202);
      await().until(() -> running().size() == 1);
      waiting = running().get(0).equals(FEED) ? OTHER : FEED;
      staging.update("UPDATE tab_mappings SET status = 'deleted' WHERE id = ?", waiting);
      holder.rollback();
    }
    service.atRest();
    assertThat(
            staging.queryForMap(
                "SELECT outcome, failure ->> 'code' AS code FROM sync_runs"
                    + " WHERE tab_mapping_id = ? ORDER BY started_at DESC LIMIT 1",
                waiting))
        .containsEntry("outcome", "failed")
        .containsEntry("code", "CONFIG_INVALID");
    assertThat(
            count(
                staging,
                "source_values WHERE feed_id = '%s' AND value = '\"%s\"'"
                    .formatted(waiting, waiting.equals(FEED) ? "silver" : "lead")))
        .isZero();
  }

  private static List<UUID> running() {
    return staging.queryForList(
        "SELECT tab_mapping_id FROM sync_runs WHERE status = 'running' AND parent_run_id IS NOT NULL",
        UUID.class);
  }

  private static String deriving(JsonNode tab, String field) {
    for (JsonNode column : tab.path("columns")) {
      if (column.path("target_field").asText().equals(field)) {
        ((ObjectNode) column).put("authority", "derived");
      }
    }
    return tab.path("columns").toString();
  }

  @Test
  void a_file_without_a_tab_resolves_its_fields_too() {
    String without = fileWithoutTheTab();
    JsonNode put = ok(service.send("PUT", FILE, "application/yaml", without, admin()));
    assertThat(put.path("runs")).as("%s", put).hasSize(1);
    assertThat(partners("tier = 'iron'")).isEqualTo(ROWS);
    assertThat(claims("tier")).isZero();
    assertThat(service.text(FILE, admin())).isEqualTo(without);
    assertAlike();
  }

  private static String fileWithoutTheTab() {
    String file = service.text(FILE, admin());
    int from = file.lastIndexOf("      - id: \"" + FEED);
    int to = file.indexOf("      - id: ", from + 1);
    String without =
        file.substring(0, from)
            + (to < 0 ? file.substring(file.indexOf("priorities:")) : file.substring(to));
    return without.substring(0, without.indexOf("priorities:")) + "priorities: []\n";
  }

  @Test
  void a_file_that_has_to_wait_for_a_run_changes_nothing_meanwhile() {
    String without = fileWithoutTheTab().replace(SHEET, "1Another");
    staging.update(
        "UPDATE run_leases SET expires_at = now() + interval '1 hour', run_id = gen_random_uuid() WHERE scope = ?",
        "entities.feed." + FEED);
    String before = digest(staging, "data_sources") + digest(staging, "tab_mappings");
    Answer refused = service.send("PUT", FILE, "application/yaml", without, admin());
    staging.update(
        "UPDATE run_leases SET expires_at = now() WHERE scope = ?", "entities.feed." + FEED);
    assertThat(refused.status()).as("%s", refused.body()).isEqualTo(409);
    assertThat(digest(staging, "data_sources") + digest(staging, "tab_mappings")).isEqualTo(before);
  }

  @Test
  void a_value_that_the_table_refuses_costs_its_entity_only() {
    for (JdbcTemplate database : List.of(staging, production)) {
      database.execute(
          "ALTER TABLE partners ADD CONSTRAINT no_iron CHECK (brand_name <> 'Brand 07' OR tier <> 'iron')");
    }
    JsonNode deleted = ok(service.delete(TAB, admin()));
    assertThat(deleted.path("fields_changed").asInt()).isEqualTo(ROWS - 1);
    assertThat(partners("tier = 'gold'")).isEqualTo(1);
    assertThat(claims("tier")).isZero();
    assertThat(
            staging.queryForObject(
                "SELECT code FROM sync_errors WHERE run_id = ?::uuid",
                String.class,
                deleted.path("sync_run_id").asText()))
        .isEqualTo("DB_REJECTED");
  }

  @Test
  void a_tab_that_is_being_run_is_not_deleted_meanwhile() {
    staging.update(
        "UPDATE run_leases SET expires_at = now() + interval '1 hour', run_id = gen_random_uuid() WHERE scope = ?",
        "entities.feed." + FEED);
    try {
      Answer refused = service.delete(TAB, admin());
      assertThat(refused.status()).isEqualTo(409);
      assertThat(refused.body().path("code").asText()).isEqualTo("ALREADY_RUNNING");
    } finally {
      staging.update(
          "UPDATE run_leases SET expires_at = now() WHERE scope = ?", "entities.feed." + FEED);
    }
    assertThat(ok(service.get(TAB, admin())).path("id").asText()).isEqualTo(FEED.toString());
    assertThat(claims("tier")).isEqualTo(ROWS);
  }

  private static JsonNode ok(Answer answer) {
    assertThat(answer.status()).as("%s", answer.body()).isEqualTo(200);
    return answer.body();
  }

  private static String[] admin() {
    return service.token("admin");
  }

  private static JsonNode run(UUID feed) {
    return ok(service.post("/api/sync/tab/" + feed, "{}", admin()));
  }

  private static void tab(UUID feed, String name, int sheet) {
    new MappedTabs(staging)
        .tab(feed, SOURCE, name, sheet)
        .key(feed, "Brand")
        .map(feed, "Tier", "tier")
        .map(feed, "Notes", "notes");
  }

  private static void sheets(List<List<Cell>> partners, List<List<Cell>> finance) {
    List<Tab> tabs = List.of(Tab.of(7, "Partners", partners), Tab.of(8, "Finance", finance));
    service
        .bean(GoogleSheets.class)
        .put(new Spreadsheet(SHEET, "Master Sheet", "en_US", "UTC", true, tabs));
  }

  private static List<List<Cell>> rows(String tier, String notes) {
    List<List<Cell>> rows = new ArrayList<>();
    rows.add(List.of(Cell.text("Brand"), Cell.text("Tier"), Cell.text("Notes")));
    IntStream.range(0, ROWS)
        .mapToObj("Brand %02d"::formatted)
        .forEach(brand -> rows.add(List.of(Cell.text(brand), Cell.text(tier), Cell.text(notes))));
    return rows;
  }

  private static long claims(String field) {
    return count(
        staging, "source_values WHERE feed_id = '%s' AND field_name = '%s'".formatted(FEED, field));
  }

  private static long openConflicts() {
    return count(staging, "field_conflicts WHERE resolved_at IS NULL");
  }

  private static long partners(String which) {
    return count(staging, "partners WHERE " + which);
  }

  private static void assertAlike() {
    service.atRest();
    for (String table : List.of("partners", "field_lineage")) {
      assertThat(digest(production, table)).as(table).isEqualTo(digest(staging, table));
    }
  }

  private static String state() {
    service.atRest();
    return List.of(
            "partners",
            "field_lineage",
            "source_values",
            "field_conflicts",
            "feed_rows",
            "tab_mappings",
            "column_mappings",
            "computed_fields")
        .stream()
        .map(table -> digest(staging, table))
        .toList()
        .toString();
  }

  private static long count(JdbcTemplate database, String what) {
    return database.queryForObject("SELECT count(*) FROM " + what, Long.class);
  }
}
