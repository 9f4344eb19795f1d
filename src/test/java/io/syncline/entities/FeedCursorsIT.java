package io.syncline.entities;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.syncline.sandbox.close.CloseRecords;
import io.syncline.sandbox.json.JsonRecords;
import io.syncline.support.SandboxService;
import io.syncline.support.SandboxService.Answer;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.JdbcTemplate;

/** Feeds of sources that tell what changed are read from where their last sound run ended. */
class FeedCursorsIT {
  private static final int EMPLOYEES = 130;
  private static final String NEWEST = "emp-0129";
  private static final ObjectMapper JSON = new ObjectMapper();

  private static SandboxService service;
  private static JdbcTemplate staging;
  private static JsonRecords records;
  private String source;
  private String tab;

  @BeforeAll
  static void start() {
    service =
        SandboxService.start(
            "--syncline.sandbox.junglescout.products=1", "--syncline.entities.close.overlap=0s");
    staging = new JdbcTemplate(service.pair().stagingSource());
    records = service.bean(JsonRecords.class);
  }

  @AfterAll
  static void stop() {
    service.close();
  }

  @BeforeEach
  void all_employees_were_read_once() {
    service.atRest();
    JdbcTemplate production = new JdbcTemplate(service.pair().productionSource());
    MappedTabs.clear(staging, production);
    for (JdbcTemplate database : List.of(staging, production)) {
      database.execute("ALTER TABLE staff DROP CONSTRAINT IF EXISTS short_titles");
    }
    records.put("employees", employee().put("updated_at", "2026-07-30T01:00:00Z"));
    titled("Analyst");
    source =
        created(
            "/api/entities/sources",
            """
            {"name": "People", "type": "rest", "secret": "sandbox-not-a-secret", "connector_config": %s}
            """
                .formatted(config("100")));
    tab = created("/api/entities/tabs", tab("external_id", "id", "null"));
    assertThat(read("{}")).isEqualTo(EMPLOYEES);
  }

  @Test
  void the_next_run_reads_what_changed_and_takes_nothing_for_gone() {
    staging.update("UPDATE tab_mappings SET on_missing = 'archive'");
    assertThat(read("{}")).as("the configuration has changed").isEqualTo(EMPLOYEES);
    JsonNode again = run("{}").path("stats");
    assertThat(again.path("rows_processed").asInt()).as("the newest once more").isEqualTo(1);
    assertThat(again.path("rows_unchanged").asInt()).isEqualTo(1);
    assertThat(again.path("rows_archived").asInt()).isZero();
    assertThat(again.path("errors")).isEmpty();
    titled("Chief Analyst");
    JsonNode changed = run("{}").path("stats");
    assertThat(changed.path("rows_updated").asInt()).isEqualTo(1);
    assertThat(
            staging.queryForObject(
                "SELECT title FROM staff WHERE title LIKE 'Chief%'", String.class))
        .isEqualTo("Chief Analyst");
  }

  @Test
  void everything_is_read_when_that_is_asked_for() {
    assertThat(read("{\"whole\": true}")).isEqualTo(EMPLOYEES);
    assertThat(read("{}")).as("and then from there").isEqualTo(1);
    assertThat(read("{\"force_overwrite\": true}")).isEqualTo(EMPLOYEES);
    assertThat(read("{}")).as("what was forced is resolved again").isEqualTo(EMPLOYEES);
    assertThat(read("{}")).isEqualTo(1);
  }

  /** SE-15. */
  @Test
  void a_dry_run_reads_what_a_real_one_would_and_moves_nothing() {
    titled("Chief Analyst");
    assertThat(run("{\"dry_run\": true}").at("/stats/rows_updated").asInt()).isEqualTo(1);
    assertThat(run("{\"dry_run\": true}").at("/stats/rows_updated").asInt()).isEqualTo(1);
    assertThat(run("{}").at("/stats/rows_updated").asInt()).isEqualTo(1);
    assertThat(read("{\"row_limit\": 7}")).as("the first of all").isEqualTo(7);
    assertThat(read("{}")).as("nobody knows how far that was").isEqualTo(EMPLOYEES);
  }

  @Test
  void rule_10_6_what_a_watermark_does_not_show_is_found_gone_by_the_next_whole_read() {
    staging.update("UPDATE tab_mappings SET on_missing = 'archive'");
    assertThat(read("{}")).as("the configuration has changed").isEqualTo(EMPLOYEES);
    ObjectNode gone = records.find("employees", "emp-0003").orElseThrow();
    records.remove("employees", "emp-0003");
    try {
      JsonNode changes = run("{}").path("stats");
      assertThat(changes.path("rows_processed").asInt()).isEqualTo(1);
      assertThat(changes.path("rows_archived").asInt()).as("nobody can know").isZero();
      JsonNode whole = run("{\"whole\": true}").path("stats");
      assertThat(whole.path("rows_processed").asInt()).isEqualTo(EMPLOYEES - 1);
      assertThat(whole.path("rows_archived").asInt()).isEqualTo(1);
      assertThat(
              staging.queryForList(
                  "SELECT external_id FROM entity_links l JOIN staff s ON s.id = l.entity_id WHERE s.archived",
                  String.class))
          .containsExactly("emp-0003");
      assertThat(
              staging.queryForObject(
                  "SELECT authority FROM field_lineage WHERE field_name = 'archived'",
                  String.class))
          .isEqualTo("source_of_truth");
    } finally {
      records.put("employees", gone);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "UPDATE column_mappings SET authority = 'reference' WHERE target_field = 'title'",
        "INSERT INTO computed_fields (entity_type, field_name, source_priority) VALUES ('staff', 'title', '{\"app\": 5}')",
        "UPDATE data_sources SET connector_config = jsonb_set(connector_config, '{lists,employees,query,per_page}', '\"50\"')",
        "UPDATE stored_secrets SET updated_at = now() + interval '1 s' WHERE name LIKE 'entities.source.%'"
      })
  void everything_is_read_when_the_configuration_has_changed(String change) {
    assertThat(read("{}")).isEqualTo(1);
    staging.update(change);
    assertThat(read("{}")).isEqualTo(EMPLOYEES);
    assertThat(read("{}")).isEqualTo(1);
  }

  @Test
  void an_edit_by_hand_is_taken_back_by_the_next_run_as_it_was_said() {
    String id =
        staging.queryForObject(
            "SELECT entity_id::text FROM entity_links WHERE external_id = 'emp-0003'",
            String.class);
    Answer edited =
        service.patch("/api/entities/staff/" + id, "{\"title\": \"Mine\"}", service.token("admin"));
    assertThat(edited.body().path("overwritten_by").toString())
        .as("%s", edited.body())
        .contains(tab);
    assertThat(run("{}").at("/stats/rows_updated").asInt()).isEqualTo(1);
    assertThat(read("{}")).isEqualTo(1);
  }

  @Test
  void a_row_that_could_not_be_applied_is_tried_again() {
    staging.execute("ALTER TABLE staff ADD CONSTRAINT short_titles CHECK (length(title) < 30)");
    titled("A title that the table does not want to have");
    assertThat(run("{}").at("/stats/errors/0/code").asText()).isEqualTo("DB_REJECTED");
    staging.execute("ALTER TABLE staff DROP CONSTRAINT short_titles");
    JsonNode next = run("{}").path("stats");
    assertThat(next.path("rows_processed").asInt()).isEqualTo(EMPLOYEES);
    assertThat(next.path("rows_updated").asInt()).isEqualTo(1);
    assertThat(read("{}")).isEqualTo(1);
  }

  @Test
  void a_run_that_had_a_later_one_after_it_leaves_no_cursor() {
    staging.update("UPDATE feed_cursors SET fence = fence + 1000");
    assertThat(read("{\"whole\": true}")).isEqualTo(EMPLOYEES);
    staging.update("UPDATE feed_cursors SET cursor = NULL");
    assertThat(read("{\"whole\": true}")).isEqualTo(EMPLOYEES);
    assertThat(staging.queryForObject("SELECT cursor FROM feed_cursors", String.class)).isNull();
  }

  @Test
  void of_records_that_are_not_known_by_their_ids_all_are_read() {
    String byField = created("/api/entities/tabs", tab("field", "emails[0].address", "\"email\""));
    assertThat(run(byField, "{}").at("/stats/rows_processed").asInt()).isEqualTo(EMPLOYEES);
    assertThat(run(byField, "{}").at("/stats/rows_processed").asInt()).isEqualTo(EMPLOYEES);
    String byOther = created("/api/entities/tabs", tab("external_id", "name.last", "null"));
    assertThat(run(byOther, "{}").at("/stats/rows_processed").asInt()).isEqualTo(EMPLOYEES);
    assertThat(run(byOther, "{}").at("/stats/rows_processed").asInt()).isEqualTo(EMPLOYEES);
  }

  @Test
  void leads_of_a_crm_are_read_from_the_day_of_the_newest_change() {
    UUID crm = UUID.randomUUID();
    UUID leads = UUID.randomUUID();
    staging.update("INSERT INTO data_sources (id, name, type) VALUES (?, 'Close', 'close')", crm);
    staging.update(
        "INSERT INTO tab_mappings (id, data_source_id, tab_name, primary_entity, key_kind, match_on)"
            + " VALUES (?, ?, 'lead', 'partners', 'external_id', 'brand_name')",
        leads,
        crm);
    staging.update(
        "INSERT INTO column_mappings (tab_mapping_id, source_column, target_field, is_key)"
            + " VALUES (?, 'id', NULL, true), (?, 'name', 'brand_name', false)",
        leads,
        leads);
    int all = run(leads.toString(), "{}").at("/stats/rows_created").asInt();
    assertThat(all).isGreaterThan(5);
    String lead =
        staging.queryForObject(
            "SELECT min(external_id) FROM entity_links WHERE data_source_id = ?",
            String.class,
            crm);
    service
        .bean(CloseRecords.class)
        .change("lead", lead, JSON.createObjectNode().put("name", "Renamed by a person"));
    JsonNode next = run(leads.toString(), "{}").path("stats");
    assertThat(next.path("rows_updated").asInt()).as("%s", next).isEqualTo(1);
    assertThat(next.path("rows_processed").asInt()).isLessThan(all);
    assertThat(run(leads.toString(), "{\"whole\": true}").at("/stats/rows_unchanged").asInt())
        .isEqualTo(all);
  }

  private static void titled(String title) {
    ObjectNode employee = employee();
    boolean isNew = !title.equals("Analyst");
    employee.putObject("job").put("title", title);
    records.put(
        "employees",
        isNew ? employee.put("updated_at", Instant.now().minusSeconds(60).toString()) : employee);
  }

  private static ObjectNode employee() {
    return records.find("employees", NEWEST).orElseThrow();
  }

  private static String config(String perPage) {
    return """
    {"base_url": "%s/sandbox/people/v1", "authorization": {"kind": "bearer"}, "lists": {"employees": {
      "path": "/employees", "query": {"per_page": "%s"}, "id": "id", "pages": {"by": "link_header"},
      "changed": {"parameter": "updated_after", "at": "updated_at"}}}}
    """
        .formatted(service.url(), perPage);
  }

  private String tab(String kind, String key, String field) {
    return """
    {"data_source_id": "%s", "tab_name": "employees", "primary_entity": "staff", "key_kind": "%s", "columns": [
      {"source_column": "%s", "target_field": %s, "is_key": true},
      {"source_column": "job.title", "target_field": "title"}]}
    """
        .formatted(source, kind, key, field);
  }

  private int read(String body) {
    return run(body).at("/stats/rows_processed").asInt();
  }

  private JsonNode run(String body) {
    return run(tab, body);
  }

  private static JsonNode run(String id, String body) {
    Answer answer = service.post("/api/sync/tab/" + id, body, service.token("admin"));
    assertThat(answer.body().path("success").asBoolean()).as("%s", answer.body()).isTrue();
    return answer.body();
  }

  private static String created(String path, String body) {
    Answer answer = service.post(path, body, service.token("admin"));
    assertThat(answer.status()).as("%s", answer.body()).isEqualTo(201);
    return answer.body().path("id").asText();
  }
}
