package io.syncline.entities.feed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.syncline.core.error.RequestRefused;
import io.syncline.support.SandboxService;
import io.syncline.support.SandboxService.Answer;
import java.util.List;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What is mapped, told to a running service over HTTP or by SQL. */
class ConfigurationIT {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String SOURCES = "/api/entities/sources";
  private static final String TABS = "/api/entities/tabs";
  private static final String PRIORITY = "/api/entities/priorities/partners/mrr";
  private static final String SCHEDULES = "/api/entities/schedules";
  private static final String FILE = "/api/entities/configuration";
  private static SandboxService service;
  private static JdbcClient staging;

  @BeforeAll
  static void start() {
    service = SandboxService.start("--syncline.sandbox.junglescout.products=5");
    staging = service.staging();
  }

  @AfterAll
  static void stop() {
    service.close();
  }

  @BeforeEach
  void nothing_is_configured() {
    staging
        .sql("TRUNCATE data_sources, tab_mappings, column_mappings, computed_fields, source_values")
        .update();
  }

  @Test
  void a_source_is_created_shown_changed_and_deleted() {
    Answer created = post(SOURCES, source("Master Sheet"));
    assertThat(created.status()).as("%s", created.body()).isEqualTo(201);
    String path = SOURCES + "/" + created.body().path("id").asText();
    assertThat(created.body().path("status").asText()).isEqualTo("active");
    assertThat(get(SOURCES).path("sources")).hasSize(1);

    assertThat(patch(path, "{\"status\": \"paused\"}").body().path("status").asText())
        .isEqualTo("paused");
    assertThat(get(path).path("name").asText()).as("the rest stays").isEqualTo("Master Sheet");
    assertThat(put(path, source("Finance")).body().path("status").asText())
        .as("what a PUT does not say is as if nothing had been said")
        .isEqualTo("active");

    assertThat(delete(path).status()).isEqualTo(200);
    assertThat(service.get(path, service.token("viewer")).status()).isEqualTo(404);
    assertThat(get(SOURCES).path("sources")).isEmpty();
  }

  @Test
  void what_a_source_of_that_kind_cannot_be_read_with_is_refused_with_the_key_at_fault() {
    ObjectNode sheet = source("Master Sheet");
    sheet.putObject("connector_config").put("spreadsheet", "abc");
    Answer refused = post(SOURCES, sheet);
    assertThat(refused.body().path("code").asText()).isEqualTo("CONFIG_INVALID");
    assertThat(refused.body().path("reasons").toString())
        .contains("connector_config.spreadsheet_id", "connector_config.spreadsheet:");
    ObjectNode number = source("Number Sheet");
    number.putObject("connector_config").put("spreadsheet_id", 5);
    assertThat(post(SOURCES, number).body().path("code").asText()).isEqualTo("CONFIG_INVALID");
    Answer fax = post(SOURCES, source("Fax").put("type", "fax"));
    assertThat(fax.body().path("reasons").toString()).contains("'fax' is none of", "google_sheet");
    assertThat(putFile("sources: [{name: Fax, type: fax}]", false).body().path("code").asText())
        .isEqualTo("CONFIG_INVALID");
    assertThat(get(SOURCES).path("sources")).isEmpty();
  }

  @Test
  void a_secret_goes_in_is_encrypted_and_is_never_shown() {
    String canary = "canary-secret-0123456789";
    ObjectNode rest = source("A CRM").put("type", "close").put("secret", canary);
    rest.putObject("connector_config");
    Answer created = post(SOURCES, rest);
    String id = created.body().path("id").asText();
    assertThat(created.body().path("has_secret").asBoolean()).isTrue();
    assertThat(created.body().has("secret")).isFalse();
    for (String path : List.of(SOURCES, SOURCES + "/" + id)) {
      assertThat(get(path).toString()).doesNotContain(canary);
    }
    assertThat(text(FILE)).doesNotContain(canary);
    assertThat(
            staging
                .sql(
                    "SELECT count(*) FROM stored_secrets WHERE name = :name AND ciphertext::text NOT LIKE '%canary%'")
                .param("name", "entities.source." + id)
                .query(Long.class)
                .single())
        .isEqualTo(1);
    delete(SOURCES + "/" + id);
    assertThat(
            staging
                .sql("SELECT count(*) FROM stored_secrets WHERE name LIKE 'entities.%'")
                .query(Long.class)
                .single())
        .isZero();
  }

  @Test
  void a_tab_is_created_with_its_columns_in_their_order_and_deleted() {
    String source = aSource();
    Answer created = post(TABS, tab(source));
    assertThat(created.status()).as("%s", created.body()).isEqualTo(201);
    String path = TABS + "/" + created.body().path("id").asText();
    JsonNode shown = get(path);
    assertThat(shown.path("columns").findValuesAsText("source_column"))
        .containsExactly("Brand", "MRR", "E-Mail");
    assertThat(shown.path("columns").get(1).path("authority").asText())
        .isEqualTo("source_of_truth");
    assertThat(shown.path("mode").asText()).isEqualTo("upsert");
    assertThat(shown.path("faults")).isEmpty();
    assertThat(get(TABS + "?data_source_id=" + source).path("tabs")).hasSize(1);
    assertThat(get(TABS + "?data_source_id=" + UUID.randomUUID()).path("tabs")).isEmpty();

    assertThat(
            service
                .get(SOURCES, service.token("viewer"))
                .body()
                .path("sources")
                .get(0)
                .path("tabs")
                .asInt())
        .isEqualTo(1);
    assertThat(delete(SOURCES + "/" + source).body().path("code").asText())
        .isEqualTo("SOURCE_IN_USE");
    assertThat(patch(path, "{\"header_row\": 3}").body().path("header_row").asInt()).isEqualTo(3);
    assertThat(get(path).path("columns")).hasSize(3);

    assertThat(delete(path).status()).isEqualTo(200);
    assertThat(get(TABS).path("tabs")).isEmpty();
    assertThat(staging.sql("SELECT status FROM tab_mappings").query(String.class).single())
        .isEqualTo("deleted");
    assertThat(delete(SOURCES + "/" + source).status()).isEqualTo(200);
  }

  /** SE-04. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {"primary_entity": "invoices"}                                        | INVALID_PARAMETER
          {"primary_entity": "pg_class; DROP TABLE partners"}                   | INVALID_PARAMETER
          {"mode": "merge"}                                                     | INVALID_PARAMETER
          {"header_row": 0}                                                     | INVALID_PARAMETER
          {"sheet_id": "x"}                                                     | INVALID_PARAMETER
          {"tab_name": ""}                                                      | INVALID_PARAMETER
          {"colums": []}                                                        | INVALID_PARAMETER
          {"columns": []}                                                       | INVALID_PARAMETER
          {"columns": [{"source_column": "Brand", "target": "brand_name"}]}     | INVALID_PARAMETER
          {"data_source_id": "00000000-0000-0000-0000-000000000000"}            | INVALID_PARAMETER
          {"locale": "not a locale"}                                            | CONFIG_INVALID
          {"columns": [{"source_column": "A", "target_field": "brand_name", "is_key": true, "transform": "rot13"}]} | CONFIG_INVALID
          {"columns": [{"source_column": "A", "target_field": "brand_name", "is_key": true, "transform_config": {"caze": "lower"}}]} | CONFIG_INVALID
          {"timezone": "Mars/Base"}                                             | CONFIG_INVALID
          {"match_on": "email"}                                                 | CONFIG_INVALID
          {"columns": [{"source_column": "A", "target_field": "mrr"}]}          | CONFIG_INVALID
          {"columns": [{"source_column": "A", "target_field": "brand_name", "is_key": true, "authority": "derived"}]} | CONFIG_INVALID
          {"columns": [{"source_column": "A", "target_field": "shoe_size", "is_key": true}]}                          | CONFIG_INVALID
          {"columns": [{"source_column": "A", "target_field": "id", "is_key": true}]}                                 | CONFIG_INVALID
          {"columns": [{"source_column": "A", "is_key": true}]}                                                       | CONFIG_INVALID
          {"columns": [{"source_column": "A", "target_field": "mrr", "is_key": true}, {"source_column": "B", "target_field": "mrr"}]} | CONFIG_INVALID
          """)
  void what_could_not_be_run_is_refused_and_changes_nothing(String wrong, String code)
      throws Exception {
    ObjectNode tab = tab(aSource());
    tab.setAll((ObjectNode) JSON.readTree(wrong));
    Answer answer = post(TABS, tab);
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.body().path("code").asText()).as("%s", answer.body()).isEqualTo(code);
    assertThat(answer.body().path("reasons").isArray()).isEqualTo(code.equals("CONFIG_INVALID"));
    assertThat(get(TABS).path("tabs")).isEmpty();
  }

  @Test
  void a_tab_that_is_led_elsewhere_is_found_by_its_title_again() {
    String source = aSource();
    String path =
        TABS + "/" + post(TABS, tab(source).put("sheet_id", 5)).body().path("id").asText();
    assertThat(patch(path, "{\"header_row\": 2}").body().path("sheet_id").asInt()).isEqualTo(5);
    assertThat(patch(path, "{\"tab_name\": \"Sales\"}").body().path("sheet_id").isNull())
        .as("the sheet of that id is the one before")
        .isTrue();
    assertThat(
            patch(path, "{\"tab_name\": \"New\", \"sheet_id\": 7}").body().path("sheet_id").asInt())
        .isEqualTo(7);
    String other = aSource();
    assertThat(
            patch(path, "{\"data_source_id\": \"%s\"}".formatted(other))
                .body()
                .path("sheet_id")
                .isNull())
        .isTrue();
    patch(path, "{\"sheet_id\": 9}");
    String sheet = "{\"connector_config\": {\"spreadsheet_id\": \"another\"}}";
    patch(SOURCES + "/" + source, sheet);
    assertThat(get(path).path("sheet_id").asInt()).as("another source's").isEqualTo(9);
    patch(SOURCES + "/" + other, "{\"name\": \"Renamed\"}");
    assertThat(get(path).path("sheet_id").asInt()).as("the same spreadsheet").isEqualTo(9);
    patch(SOURCES + "/" + other, sheet);
    assertThat(get(path).path("sheet_id").isNull()).isTrue();

    patch(path, "{\"sheet_id\": 9}");
    putFile(text(FILE).replace("\"New\"", "\"Newer\""), false);
    assertThat(get(path).path("tab_name").asText()).isEqualTo("Newer");
    assertThat(get(path).path("sheet_id").isNull()).isTrue();
    patch(path, "{\"sheet_id\": 9}");
    putFile(text(FILE).replace("another", "third"), false);
    assertThat(get(path).path("sheet_id").isNull()).isTrue();
  }

  @Test
  void a_tab_that_would_make_another_one_faulty_is_refused() throws Exception {
    String source = aSource();
    ObjectNode byMail = tab(source);
    byMail.set(
        "columns",
        JSON.readTree(
            "[{\"source_column\": \"E-Mail\", \"target_field\": \"email\", \"is_key\": true}]"));
    assertThat(post(TABS, byMail).status()).isEqualTo(201);
    Answer byBrand = post(TABS, tab(source).put("tab_name", "Sales"));
    assertThat(byBrand.status()).as("%s", byBrand.body()).isEqualTo(400);
    assertThat(byBrand.body().path("reasons").toString())
        .contains("tab 'Partners'", "the key of partners is brand_name");
    assertThat(get(TABS).path("tabs")).hasSize(1);
    assertThat(get(TABS).path("tabs").get(0).path("faults")).isEmpty();
  }

  @Test
  void records_are_matched_by_the_key_of_their_kind_only() throws Exception {
    String source = aSource();
    assertThat(post(TABS, tab(source)).status()).isEqualTo(201);
    ObjectNode crm = tab(source).put("tab_name", "Leads");
    crm.put("key_kind", "external_id").put("match_on", "email");
    crm.set(
        "columns",
        JSON.readTree(
            "[{\"source_column\": \"id\", \"is_key\": true}, {\"source_column\": \"E-Mail\", \"target_field\": \"email\"}]"));
    Answer refused = post(TABS, crm);
    assertThat(refused.body().path("reasons").toString())
        .contains("match_on: partners are known by brand_name");
  }

  @Test
  void a_file_that_drops_a_source_forgets_its_secrets() {
    ObjectNode crm = source("A CRM").put("type", "close").put("secret", "canary-secret");
    crm.putObject("connector_config");
    String id = post(SOURCES, crm).body().path("id").asText();
    service.post(SOURCES + "/" + id + "/webhook-secret", "", admin());
    assertThat(secrets()).isEqualTo(2);
    assertThat(putFile("sources: []", true).status()).isEqualTo(200);
    assertThat(secrets()).as("a dry run forgets nothing").isEqualTo(2);
    assertThat(putFile("sources: []", false).status()).isEqualTo(200);
    assertThat(secrets()).isZero();
  }

  private static long secrets() {
    return staging
        .sql("SELECT count(*) FROM stored_secrets WHERE name LIKE 'entities.%'")
        .query(Long.class)
        .single();
  }

  /** SE-10. */
  @Test
  void what_is_scheduled_is_the_run_that_a_call_starts_unless_it_is_paused() {
    String source = aSource();
    String tab = post(TABS, tab(source)).body().path("id").asText();
    FeedSchedules schedules = service.bean(FeedSchedules.class);
    assertThat(schedules.of("entities.feed." + tab).parameters().toString())
        .isEqualTo("{\"tab_mapping_id\":\"%s\",\"data_source_id\":\"%s\"}".formatted(tab, source));
    assertThat(schedules.of("entities.source." + source).parameters().toString())
        .isEqualTo("{\"data_source_id\":\"%s\"}".formatted(source));
    patch(TABS + "/" + tab, "{\"status\": \"paused\"}");
    assertPaused(() -> schedules.of("entities.feed." + tab));
    assertThat(schedules.of("entities.source." + source)).isNotNull();
    String ofTab = SCHEDULES + "/entities.feed." + tab;
    Answer set = service.put(ofTab, "{\"cron\": \"0 7 * * *\"}", admin());
    assertThat(set.status()).as("what is paused may be given one: %s", set.body()).isEqualTo(200);
    service.delete(ofTab, admin());
    patch(TABS + "/" + tab, "{\"status\": \"active\"}");
    patch(SOURCES + "/" + source, "{\"status\": \"paused\"}");
    assertPaused(() -> schedules.of("entities.feed." + tab));
    assertPaused(() -> schedules.of("entities.source." + source));
  }

  private static void assertPaused(ThrowingCallable scheduled) {
    assertThatThrownBy(scheduled)
        .isInstanceOfSatisfying(
            RequestRefused.class,
            refused -> {
              assertThat(refused.problem().status()).isEqualTo(409);
              assertThat(refused.problem().code()).isEqualTo("PAUSED");
            });
  }

  @Test
  void who_is_to_win_decides_the_field_and_stands_above_a_number_that_there_is() {
    String source = aSource();
    String one = post(TABS, tab(source)).body().path("id").asText();
    ObjectNode refers = tab(source).put("tab_name", "Sales");
    ((ObjectNode) refers.path("columns").get(1)).put("authority", "reference");
    String other = post(TABS, refers).body().path("id").asText();
    String path = "/api/entities/conflicts/" + conflict(one, other) + "/resolve";
    Answer reference = service.post(path, "{\"winner\": \"%s\"}".formatted(other), admin());
    assertThat(reference.status()).as("it only refers").isEqualTo(400);
    String asked = "{\"winner\": \"%s\", \"dry_run\": %s}";
    for (String truth : List.of("\"yes\"", "1", "\"TRUE\"")) {
      assertThat(service.post(path, asked.formatted(one, truth), admin()).status())
          .as(truth)
          .isEqualTo(400);
    }
    service.put(
        PRIORITY,
        "{\"source_priority\": {\"%s\": %d}}".formatted(other, Integer.MAX_VALUE),
        admin());
    Answer above = service.post(path, asked.formatted(one, "false"), admin());
    assertThat(above.status()).as("%s", above.body()).isEqualTo(400);
    assertThat(above.body().path("detail").asText()).contains(other);
  }

  @Test
  void a_field_that_is_derived_is_nobody_elses_target() {
    String source = aSource();
    ObjectNode derived = tab(source);
    ((ObjectNode) derived.path("columns").get(1)).put("authority", "derived");
    assertThat(post(TABS, derived).status()).isEqualTo(201);
    Answer other = post(TABS, tab(source).put("tab_name", "Sales"));
    assertThat(other.body().path("reasons").get(0).asText()).contains("'mrr' is derived");
  }

  @Test
  void two_who_decide_with_equal_weight_are_a_warning_until_one_has_priority() {
    String source = aSource();
    String one = post(TABS, tab(source)).body().path("id").asText();
    JsonNode other = post(TABS, tab(source).put("tab_name", "Sales")).body();
    assertThat(other.path("warnings")).hasSize(2);
    assertThat(other.path("warnings").toString()).contains("mrr: another tab decides it");

    Answer put =
        service.put(PRIORITY, "{\"source_priority\": {\"%s\": 10}}".formatted(one), admin());
    assertThat(put.status()).as("%s", put.body()).isEqualTo(200);
    assertThat(get(TABS + "/" + one).path("warnings")).hasSize(1);
    assertThat(get("/api/entities/priorities").path("priorities")).hasSize(1);
    assertThat(service.delete(PRIORITY, admin()).status()).isEqualTo(200);
    assertThat(get(TABS + "/" + one).path("warnings")).hasSize(2);
    assertThat(service.get(PRIORITY, admin()).status()).isEqualTo(404);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          partners/mrr       | {"source_priority": {"somebody": 1}}
          partners/mrr       | {"source_priority": {"app": "1"}}
          partners/mrr       | {"source_priority": {"app": 1.5}}
          partners/mrr       | {"source_priority": {}}
          partners/mrr       | {"priority": {"app": 1}}
          partners/shoe_size | {"source_priority": {"app": 1}}
          invoices/mrr       | {"source_priority": {"app": 1}}
          """)
  void a_priority_of_nobody_or_of_nothing_is_refused(String field, String body) {
    assertThat(service.put("/api/entities/priorities/" + field, body, admin()).status())
        .isEqualTo(400);
  }

  @Test
  void a_conflict_ends_by_a_priority_that_says_first_what_it_changes() {
    String source = aSource();
    String one = post(TABS, tab(source)).body().path("id").asText();
    String other = post(TABS, tab(source).put("tab_name", "Sales")).body().path("id").asText();
    UUID conflict = conflict(one, other);
    String path = "/api/entities/conflicts/" + conflict + "/resolve";
    String asked = "{\"winner\": \"%s\"}".formatted(other);

    Answer rehearsed = service.post(path + "?dry_run=true", asked, admin());
    assertThat(rehearsed.status()).as("%s", rehearsed.body()).isEqualTo(200);
    assertThat(rehearsed.body().path("entities_changed").asInt()).as("10 is 10.00").isEqualTo(1);
    assertThat(get("/api/entities/priorities").path("priorities")).isEmpty();

    service.put(PRIORITY, "{\"source_priority\": {\"%s\": 7}}".formatted(one), admin());
    JsonNode resolved = service.post(path, asked, admin()).body();
    assertThat(resolved.path("source_priority").path(other).asInt()).isEqualTo(8);
    assertThat(service.get(PRIORITY, admin()).body().path("source_priority"))
        .isEqualTo(resolved.path("source_priority"));

    assertThat(service.post(path, "{\"winner\": \"x\"}", admin()).status()).isEqualTo(400);
    assertThat(service.post(path, "{\"loser\": \"x\"}", admin()).status()).isEqualTo(400);
    assertThat(service.post(path, asked, service.token("viewer")).status()).isEqualTo(403);
    String nobodys = path.replace(conflict.toString(), UUID.randomUUID().toString());
    assertThat(service.post(nobodys, asked, admin()).body().path("code").asText())
        .isEqualTo("UNKNOWN_CONFLICT");
  }

  /** Two partners: in one the feeds differ, of the other they say the same in other words. */
  private static UUID conflict(String one, String other) {
    staging.sql("TRUNCATE partners, field_conflicts").update();
    staging
        .sql(
            """
            WITH p AS (INSERT INTO partners (brand_name, mrr) VALUES ('Differs', 12), ('Agrees', 10) RETURNING id, mrr)
            INSERT INTO source_values (feed_id, entity_id, field_name, entity_type, value)
            SELECT :other, id, 'mrr', 'partners', to_jsonb(10.00) FROM p
            """)
        .param("other", UUID.fromString(other))
        .update();
    return staging
        .sql(
            """
            INSERT INTO field_conflicts (entity_type, entity_id, field_name, winning_feed_id, losing_feed_id)
            SELECT 'partners', id, 'mrr', :one, :other FROM partners WHERE brand_name = 'Differs' RETURNING id
            """)
        .param("one", UUID.fromString(one))
        .param("other", UUID.fromString(other))
        .query(UUID.class)
        .single();
  }

  @Test
  void rows_that_somebody_inserts_by_sql_are_shown_with_what_is_wrong_with_them() {
    staging
        .sql(
            """
            WITH s AS (INSERT INTO data_sources (name, type) VALUES ('By hand', 'google_sheet') RETURNING id),
                 t AS (INSERT INTO tab_mappings (data_source_id, tab_name, primary_entity, mode)
                       SELECT id, 'Tab "x", {{env:HOME}} ${y}', 'partners', 'sideways' FROM s RETURNING id)
            INSERT INTO column_mappings (tab_mapping_id, source_column, target_field)
            SELECT id, 'Header ' || n, 'no_such' FROM t, generate_series(1, 3) AS n
            """)
        .update();
    JsonNode tab = get(TABS).path("tabs").get(0);
    assertThat(tab.path("tab_name").asText()).isEqualTo("Tab \"x\", {{env:HOME}} ${y}");
    assertThat(tab.path("columns").findValuesAsText("source_column"))
        .containsExactly("Header 1", "Header 2", "Header 3");
    assertThat(tab.path("faults").toString())
        .contains("0 columns are the key", "'sideways'", "no_such");
  }

  @Test
  void a_call_that_comes_again_with_its_key_creates_nothing_twice() {
    String[] key = {"Authorization", service.token("admin")[1], "Idempotency-Key", "key-1"};
    String body = source("Once").toString();
    Answer first = service.post(SOURCES, body, key);
    Answer again = service.post(SOURCES, body, key);
    assertThat(again.status()).isEqualTo(201);
    assertThat(again.body()).isEqualTo(first.body());
    assertThat(get(SOURCES).path("sources")).hasSize(1);
    Answer other = service.post(SOURCES, source("Twice").toString(), key);
    assertThat(other.status()).isEqualTo(422);
  }

  @Test
  void the_file_comes_back_as_it_was_and_says_what_it_changes() {
    String source = aSource();
    ObjectNode tab = tab(source).put("tab_name", "Tab: \"x\" # {{y}} 'z'\u2028");
    ObjectNode worded = (ObjectNode) tab.path("columns").get(2);
    worded
        .put("transform", "enum")
        .putObject("transform_config")
        .putObject("values")
        .put("Yes: \"1\"", 1.50);
    String id = post(TABS, tab).body().path("id").asText();
    service.put(
        PRIORITY, "{\"source_priority\": {\"%s\": 10, \"app\": 5}}".formatted(source), admin());
    String file = text(FILE);
    assertThat(putFile(file, true).body().path("changes")).isEmpty();
    assertThat(putFile(file, false).body().path("changes")).isEmpty();
    assertThat(text(FILE)).isEqualTo(file);

    String other = file.replace("\"Master Sheet\"", "Finance # of 2026");
    JsonNode change = putFile(other, true).body().path("changes").get(0);
    assertThat(change.path("action").asText()).isEqualTo("update");
    assertThat(change.path("fields").path("name").toString())
        .isEqualTo("[\"Master Sheet\",\"Finance\"]");
    assertThat(text(FILE)).as("a dry run changes nothing").isEqualTo(file);
    putFile(other, false);
    assertThat(get(SOURCES).path("sources").get(0).path("name").asText()).isEqualTo("Finance");

    Answer emptied = putFile("sources: []", false);
    assertThat(emptied.body().path("changes").findValuesAsText("action"))
        .containsExactly("delete", "delete", "delete");
    assertThat(text(FILE)).isEqualTo("sources: []\npriorities: []\n");
    assertThat(service.get(TABS + "/" + id, admin()).status()).isEqualTo(404);

    assertThat(putFile(file, false).body().path("changes").findValuesAsText("action"))
        .containsExactly("create", "create", "create");
    assertThat(text(FILE)).as("an empty database gets all of it").isEqualTo(file);
  }

  @Test
  void a_file_that_is_wrong_is_refused_whole() {
    post(TABS, tab(aSource()));
    String file = text(FILE);
    assertThat(putFile(file.replace("tab_name", "tab_nam"), false).body().path("detail").asText())
        .contains("sources[0].tabs[0].tab_nam");
    assertThat(putFile(file.replace("\"mrr\"", "\"email\""), false).body().path("code").asText())
        .isEqualTo("CONFIG_INVALID");
    assertThat(putFile("sources: !!java.util.ArrayList []", false).status()).isEqualTo(400);
    for (String nothing : List.of("sources:", "{}", "priorities: []")) {
      assertThat(putFile(nothing, false).status()).as(nothing).isEqualTo(400);
    }
    assertThat(putFile("sources: [", false).body().path("detail").asText()).contains("line 1");
    assertThat(putFile("schedules: []", false).status()).isEqualTo(400);
    assertThat(service.send("PUT", FILE, "text/plain", file, admin()).status()).isEqualTo(415);
    assertThat(service.send("POST", SOURCES, "application/yaml", "name: x", admin()).status())
        .as("only the file may be YAML")
        .isEqualTo(415);
    assertThat(text(FILE)).isEqualTo(file);
  }

  /** SE-55. */
  @Test
  void a_source_and_a_tab_have_schedules_that_are_set_shown_and_taken_away() {
    String source = aSource();
    String tab = post(TABS, tab(source)).body().path("id").asText();
    String ofSource = SCHEDULES + "/entities.source." + source;
    String ofTab = SCHEDULES + "/entities.feed." + tab;
    Answer set =
        service.put(
            ofSource, "{\"cron\": \"0 7 * * *\", \"time_zone\": \"Europe/Berlin\"}", admin());
    assertThat(set.status()).as("%s", set.body()).isEqualTo(200);
    assertThat(set.body().path("next_fire").isNull()).isFalse();
    assertThat(set.body().path("updated_by").asText()).isEqualTo("test");
    service.put(ofTab, "{\"cron\": \"*/5 * * * *\", \"is_paused\": true}", admin());
    assertThat(get(ofTab).path("next_fire").isNull()).as("paused").isTrue();
    assertThat(get(SCHEDULES).path("schedules")).hasSize(2);

    assertThat(
            service.put(ofTab, "{\"cron\": \"61 * * * *\"}", admin()).body().path("code").asText())
        .isEqualTo("INVALID_SCHEDULE");
    assertThat(
            service
                .put(ofTab, "{\"cron\": \"0 7 * * *\", \"time_zone\": \"Mars\"}", admin())
                .status())
        .isEqualTo(422);
    assertThat(service.put(ofTab, "{\"crom\": \"0 7 * * *\"}", admin()).status()).isEqualTo(400);
    for (String nothing :
        List.of("entities.feed." + source, "entities.source.x", "stockx", "entities.feed.${x}")) {
      String path =
          SCHEDULES + "/" + nothing.replace("$", "%24").replace("{", "%7B").replace("}", "%7D");
      assertThat(
              service.put(path, "{\"cron\": \"0 7 * * *\"}", admin()).body().path("code").asText())
          .as(nothing)
          .isEqualTo("UNKNOWN_SCOPE");
    }
    assertThat(service.put(ofTab, "{}", service.token("viewer")).status()).isEqualTo(403);

    assertThat(delete(ofSource).status()).isEqualTo(200);
    assertThat(delete(ofTab).status()).isEqualTo(200);
    assertThat(delete(ofTab).body().path("code").asText()).isEqualTo("UNKNOWN_SCHEDULE");
    assertThat(get(SCHEDULES).path("schedules")).isEmpty();
  }

  @Test
  void a_tab_is_put_in_the_place_of_the_one_before() {
    String source = aSource();
    String path =
        TABS + "/" + post(TABS, tab(source).put("mode", "update_only")).body().path("id").asText();
    Answer put = put(path, tab(source).put("tab_name", "Sales"));
    assertThat(put.status()).as("%s", put.body()).isEqualTo(200);
    assertThat(get(path).path("tab_name").asText()).isEqualTo("Sales");
    assertThat(get(path).path("mode").asText()).as("it says nothing of it").isEqualTo("upsert");
    assertThat(get(path).path("columns")).hasSize(3);
    assertThat(put(path, tab(source).put("colour", "red")).status()).isEqualTo(400);
    assertThat(put(TABS + "/" + UUID.randomUUID(), tab(source)).status()).isEqualTo(404);
    String[] viewer = service.token("viewer");
    String body = tab(source).toString();
    assertThat(service.post(TABS, body, viewer).status()).isEqualTo(403);
    assertThat(service.put(path, body, viewer).status()).isEqualTo(403);
    assertThat(service.patch(path, "{}", viewer).status()).isEqualTo(403);
    assertThat(service.delete(path, viewer).status()).isEqualTo(403);
    assertThat(service.post(TABS, body).status()).isEqualTo(401);
    assertThat(service.put(path, body, new String[] {"X-None", "1"}).status()).isEqualTo(401);
    assertThat(get(path).path("tab_name").asText()).isEqualTo("Sales");
  }

  @Test
  void a_viewer_reads_and_only_an_admin_changes() {
    String path = SOURCES + "/" + aSource();
    String[] viewer = service.token("viewer");
    for (String read : List.of(SOURCES, path, TABS, "/api/entities/priorities", FILE)) {
      assertThat(service.get(read, viewer).status()).as(read).isEqualTo(200);
      assertThat(service.get(read).status()).as(read).isEqualTo(401);
    }
    assertThat(service.post(SOURCES, source("x").toString(), viewer).status()).isEqualTo(403);
    assertThat(service.patch(path, "{}", viewer).status()).isEqualTo(403);
    assertThat(service.put(path, "{}", viewer).status()).isEqualTo(403);
    assertThat(service.delete(path, viewer).status()).isEqualTo(403);
    assertThat(service.put(PRIORITY, "{}", viewer).status()).isEqualTo(403);
    assertThat(service.put(FILE, "{}", viewer).status()).isEqualTo(403);
  }

  @Test
  void what_the_owner_of_a_table_has_laid_down_is_told_by_name() {
    staging.sql("ALTER TABLE data_sources ADD COLUMN team text NOT NULL DEFAULT 'x'").update();
    staging.sql("ALTER TABLE data_sources ALTER COLUMN team DROP DEFAULT").update();
    try {
      Answer answer = post(SOURCES, source("Refused"));
      assertThat(answer.status()).isEqualTo(409);
      assertThat(answer.body().path("code").asText()).isEqualTo("TABLE_REFUSES");
      assertThat(answer.body().path("detail").asText()).contains("team");
    } finally {
      staging.sql("ALTER TABLE data_sources DROP COLUMN team").update();
    }
  }

  private static String aSource() {
    return post(SOURCES, source("Master Sheet")).body().path("id").asText();
  }

  private static ObjectNode source(String name) {
    ObjectNode source = JSON.createObjectNode().put("name", name).put("type", "google_sheet");
    source.putObject("connector_config").put("spreadsheet_id", "abc");
    return source;
  }

  private static ObjectNode tab(String source) {
    ObjectNode tab =
        JSON.createObjectNode()
            .put("data_source_id", source)
            .put("tab_name", "Partners")
            .put("primary_entity", "partners");
    var columns = tab.putArray("columns");
    columns
        .addObject()
        .put("source_column", "Brand")
        .put("target_field", "brand_name")
        .put("is_key", true);
    columns
        .addObject()
        .put("source_column", "MRR")
        .put("target_field", "mrr")
        .put("transform", "currency");
    columns.addObject().put("source_column", "E-Mail").put("target_field", "email");
    return tab;
  }

  private static String[] admin() {
    return service.token("admin");
  }

  private static JsonNode get(String path) {
    Answer answer = service.get(path, service.token("viewer"));
    assertThat(answer.status()).as("%s", answer.body()).isEqualTo(200);
    return answer.body();
  }

  private static String text(String path) {
    return service.text(path, service.token("viewer"));
  }

  private static Answer post(String path, JsonNode body) {
    return service.post(path, body.toString(), admin());
  }

  private static Answer patch(String path, String body) {
    return service.patch(path, body, admin());
  }

  private static Answer put(String path, JsonNode body) {
    return service.put(path, body.toString(), admin());
  }

  private static Answer delete(String path) {
    return service.delete(path, admin());
  }

  private static Answer putFile(String file, boolean rehearsal) {
    return service.send("PUT", FILE + "?dry_run=" + rehearsal, "application/yaml", file, admin());
  }
}
