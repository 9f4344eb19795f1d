package io.syncline.entities;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.syncline.core.error.RequestRefused;
import io.syncline.core.run.Looks;
import io.syncline.sandbox.google.Cell;
import io.syncline.sandbox.google.GoogleSheets;
import io.syncline.sandbox.google.Spreadsheet;
import io.syncline.sandbox.google.Tab;
import io.syncline.support.SandboxService;
import io.syncline.support.SandboxService.Answer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.JdbcTemplate;

/** What is proposed and tried of a tab over HTTP, before anybody runs it. */
class TabLookIT {
  private static final String SHEET = "1TabLookIT0000000000000000000000000000000001";
  private static final String TABS = "/api/entities/tabs";
  private static final String NOBODY = "00000000-0000-4000-8000-0000000000ff";
  private static final ObjectMapper JSON = new ObjectMapper();

  private static SandboxService service;
  private static GoogleSheets sheets;
  private static JdbcTemplate staging;

  @BeforeAll
  static void start() {
    service =
        SandboxService.start(
            "--syncline.sandbox.junglescout.products=1",
            "--syncline.entities.reads-per-minute=10000",
            "--syncline.entities.google.calls-per-second=1000",
            "--syncline.sandbox.google.reads-per-minute=10000");
    sheets = service.bean(GoogleSheets.class);
    staging = new JdbcTemplate(service.pair().stagingSource());
  }

  @AfterAll
  static void stop() {
    service.close();
  }

  @BeforeEach
  void nothing_is_configured() {
    staging.execute(
        "TRUNCATE source_values, column_mappings, tab_mappings, data_sources, computed_fields, feed_rows");
  }

  @Test
  void columns_are_proposed_and_a_patch_takes_what_was_answered() {
    sheet(
        List.of(
            List.of("Brand", "E-Mail", "MRR (USD)", "Start Date", "Colour", "Seats"),
            List.of("Acme", "a@x.co", "$1,234.50", "3/15/2026", "red", "12"),
            List.of("", "", "", "", "", ""),
            List.of("Beta", "b@x.co", "$5", "2026-03-15", "blue", "many")));
    String tab = tab(column("Brand", "brand_name").put("is_key", true));
    Answer answer = look(tab, "proposal");
    assertThat(answer.status()).as("%s", answer.body()).isEqualTo(200);
    assertThat(told(answer))
        .containsExactly(
            "E-Mail email email 2/2",
            "MRR (USD) mrr currency 2/2",
            "Start Date start_date date 2/2",
            "Colour null text 2/2",
            "Seats seats integer 1/2");
    assertThat(answer.body().at("/proposed/3/examples").toString()).isEqualTo("[\"red\",\"blue\"]");
    JsonNode columns = answer.body().path("columns");
    assertThat(columns.findValuesAsText("source_column"))
        .containsExactly("Brand", "E-Mail", "MRR (USD)", "Start Date", "Seats");
    ObjectNode patch = JSON.createObjectNode();
    patch.set("columns", columns);
    Answer patched = service.patch(TABS + "/" + tab, patch.toString(), admin());
    assertThat(patched.status()).as("%s", patched.body()).isEqualTo(200);
    assertThat(look(tab, "proposal").body().path("columns")).isEqualTo(columns);
  }

  @Test
  void a_header_that_changed_is_offered_for_the_mapping_that_a_run_warns_of() {
    sheet(
        List.of(List.of("Brand", "Monthly revenue", "Tier"), List.of("Acme", "$1,234.50", "gold")));
    String tab =
        tab(
            column("Brand", "brand_name").put("is_key", true),
            column("MRR", "mrr")
                .put("transform", "currency")
                .put("authority", "reference")
                .set("transform_config", JSON.createObjectNode().put("currency", "USD")),
            column("Tier", "tier"));
    JsonNode warned =
        service.post("/api/sync/tab/" + tab, "{\"dry_run\": true}", admin()).body().at("/stats");
    assertThat(warned.at("/errors/0/message").asText()).contains("'Monthly revenue'");
    JsonNode answer = look(tab, "proposal").body();
    assertThat(answer.at("/proposed/0/source_column").asText()).isEqualTo("Monthly revenue");
    assertThat(answer.at("/proposed/0/instead_of").asText()).isEqualTo("MRR");
    JsonNode before = service.get(TABS + "/" + tab, admin()).body().at("/columns/1");
    assertThat(answer.at("/columns/1"))
        .as("the same mapping under its new header")
        .isEqualTo(((ObjectNode) before.deepCopy()).put("source_column", "Monthly revenue"));
    assertThat(answer.path("columns")).hasSize(3);
    assertThat(answer.path("headers").toString())
        .isEqualTo(
            "[{\"source_column\":\"Brand\",\"now\":\"Brand\",\"likely\":null},"
                + "{\"source_column\":\"MRR\",\"now\":null,\"likely\":\"Monthly revenue\"},"
                + "{\"source_column\":\"Tier\",\"now\":\"Tier\",\"likely\":null}]");
  }

  @Test
  void hostile_headers_are_text_or_left_out() {
    List<String> hostile =
        List.of(
            "Brand",
            "${body} email",
            "{{syncline.jwt}} tier",
            "'; DROP TABLE partners; -- notes",
            "<script>alert(1)</script>",
            "=IMPORTRANGE(\"x\")",
            "twice",
            "Twice",
            " ",
            "status " + "x".repeat(5_000),
            "a\u0000b\u001b[31m");
    sheet(List.of(hostile, hostile));
    String tab = tab(column("Brand", "brand_name").put("is_key", true));
    Answer answer = look(tab, "proposal");
    assertThat(answer.status()).as("%s", answer.body()).isEqualTo(200);
    assertThat(told(answer))
        .contains(
            "${body} email email email 0/1",
            "{{syncline.jwt}} tier tier text 1/1",
            "'; DROP TABLE partners; -- notes notes text 1/1",
            "<script>alert(1)</script> null text 1/1")
        .noneMatch(line -> line.startsWith("twice") || line.startsWith("status"));
    ObjectNode patch = JSON.createObjectNode();
    patch.set("columns", answer.body().path("columns"));
    assertThat(service.patch(TABS + "/" + tab, patch.toString(), admin()).status()).isEqualTo(200);
    assertThat(look(tab, "trial").body().at("/records/0/values/tier").asText())
        .isEqualTo("{{syncline.jwt}} tier");
  }

  @Test
  void the_first_fifty_rows_are_shown_as_they_will_be_mapped() {
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("Brand", "E-mail", "MRR", "Notes"));
    rows.add(List.of(" ACME  Corp ", "A@X.co", "$1,234.505", ""));
    rows.add(List.of("", "", "", ""));
    rows.add(List.of("", "b@x.co", "1", "x"));
    rows.add(List.of("Gamma", "no address", "1,23", "n/a"));
    IntStream.range(0, 20).forEach(i -> rows.add(List.of("B" + i, "b@x.co", "1", "x")));
    sheet(rows);
    ObjectNode notes = column("Notes", "notes");
    notes.putArray("null_tokens").add("n/a");
    String tab =
        tab(
            column("Brand", "brand_name").put("is_key", true),
            column("E-mail", "email").put("transform", "email").put("required", true),
            column("MRR", "mrr").put("transform", "currency"),
            notes);
    JsonNode records = look(tab, "trial").body().path("records");
    assertThat(records).hasSize(23);
    assertThat(records.get(0).toString())
        .isEqualTo(
            "{\"row\":2,\"key\":\"acme corp\",\"cells\":{\"Brand\":\"ACME  Corp\",\"E-mail\":\"A@X.co\",\"MRR\":\"$1,234.505\",\"Notes\":\"\"},"
                + "\"values\":{\"email\":\"a@x.co\",\"mrr\":1234.51,\"brand_name\":\"ACME  Corp\"},\"errors\":[]}");
    assertThat(records.get(1).at("/errors/0/code").asText()).isEqualTo("KEY_EMPTY");
    assertThat(records.get(1).path("row").asInt()).isEqualTo(4);
    JsonNode faulty = records.get(2);
    assertThat(faulty.path("errors").findValuesAsText("code"))
        .containsExactly("INVALID_EMAIL", "INVALID_CURRENCY");
    assertThat(faulty.path("errors").findValuesAsText("severity"))
        .containsExactly("error", "warning");
    assertThat(faulty.at("/values/notes").isNull()).as("a null token").isTrue();
    assertThat(faulty.path("values").has("mrr")).as("what cannot be read says nothing").isFalse();
  }

  @Test
  void the_first_fifty_records_of_a_json_api_are_shown_and_mapped_by_a_proposal() {
    String source =
        created(
            "/api/entities/sources",
            """
            {"name": "People", "type": "rest", "secret": "sandbox-not-a-secret", "connector_config": {
              "base_url": "%s/sandbox/people/v1", "authorization": {"kind": "bearer"},
              "lists": {"employees": {"path": "/employees", "query": {"per_page": "100"}, "id": "id",
                "pages": {"by": "link_header"}}}}}
            """
                .formatted(service.url()));
    ObjectNode tab = JSON.createObjectNode().put("data_source_id", source);
    tab.put("tab_name", "employees").put("primary_entity", "staff").put("key_kind", "external_id");
    tab.putArray("columns")
        .add(JSON.createObjectNode().put("source_column", "id").put("is_key", true))
        .add(column("name.last", "full_name"))
        .add(column("emails[0].address", "email").put("transform", "email"))
        .add(column("nickname", "notes"));
    String id = created(TABS, tab.toString());
    long runs = runs();
    Answer answer = look(id, "proposal");
    assertThat(answer.status()).as("%s", answer.body()).isEqualTo(200);
    assertThat(told(answer)).contains("job.title title text 50/50", "active active boolean 50/50");
    assertThat(answer.body().path("proposed").findValuesAsText("instead_of"))
        .as("a member that no record has now is not gone")
        .containsOnly("null");
    JsonNode records = look(id, "trial").body().path("records");
    assertThat(records).hasSize(50);
    assertThat(records.at("/0/row").asText()).isEqualTo("emp-0000");
    assertThat(records.at("/0/values").toString())
        .isEqualTo("{\"full_name\":\"Example-0\",\"email\":\"e0@people.example\"}");
    assertThat(runs()).as("no run of the ledger").isEqualTo(runs);
    staging.update(
        "UPDATE stored_secrets SET name = name || '.gone' WHERE name LIKE ?", "%" + source);
    Answer refused = look(id, "trial");
    assertThat(refused.status()).isEqualTo(422);
    assertThat(refused.body().path("code").asText()).isEqualTo("AUTH_FAILED");
  }

  @Test
  void columns_are_tried_before_they_are_stored() {
    sheet(List.of(List.of("Brand", "MRR"), List.of("Acme", "€1,234.50"), List.of("Beta", "$5")));
    String tab = tab(column("Brand", "brand_name").put("is_key", true));
    String stored = everything();
    ObjectNode asked = JSON.createObjectNode();
    ObjectNode mrr = column("MRR", "mrr").put("transform", "currency");
    mrr.putObject("transform_config").put("currency", "USD");
    asked.putArray("columns").add(column("Brand", "brand_name").put("is_key", true)).add(mrr);
    assertThat(tried(tab, asked).at("/records/0/errors/0/code").asText())
        .isEqualTo("CURRENCY_MISMATCH");
    mrr.putObject("transform_config").put("currency", "EUR");
    JsonNode records = tried(tab, asked).path("records");
    assertThat(records.at("/0/cells/MRR").asText()).isEqualTo("€1,234.50");
    assertThat(records.at("/0/values/mrr").decimalValue()).isEqualByComparingTo("1234.50");
    assertThat(records.at("/1/errors/0/code").asText()).isEqualTo("CURRENCY_MISMATCH");
    mrr.put("transform", "curren");
    Answer halfTyped = service.post(TABS + "/" + tab + "/trial", asked.toString(), admin());
    assertThat(halfTyped.status()).isEqualTo(400);
    assertThat(halfTyped.body().path("reasons").toString()).contains("curren");
    assertThat(everything()).isEqualTo(stored);
  }

  private static JsonNode tried(String tab, ObjectNode asked) {
    Answer answer = service.post(TABS + "/" + tab + "/trial", asked.toString(), admin());
    assertThat(answer.status()).as("%s", answer.body()).isEqualTo(200);
    return answer.body();
  }

  @Test
  void a_look_writes_nothing_and_its_calls_are_paced() {
    sheet(List.of(List.of("Brand", "Tier"), List.of("Acme", "gold")));
    String tab = tab(column("Brand", "brand_name").put("is_key", true), column("Tier", "tier"));
    look(tab, "trial");
    String before = everything();
    long calls = calls();
    look(tab, "proposal");
    look(tab, "trial");
    assertThat(everything()).isEqualTo(before);
    assertThat(calls() - calls).as("two calls each").isEqualTo(4);
  }

  @Test
  void who_types_a_mapping_tries_it_on_rows_that_were_read_once() {
    sheet(List.of(List.of("Brand", "Tier"), List.of("Acme", "gold")));
    String tab = tab(column("Brand", "brand_name").put("is_key", true));
    ObjectNode asked = JSON.createObjectNode();
    asked
        .putArray("columns")
        .add(column("Brand", "brand_name").put("is_key", true))
        .add(column("Tier", "tier"));
    Answer opened = look(tab, "proposal");
    long calls = calls();
    sheet(List.of(List.of("Brand", "Tier"), List.of("Acme", "silver")));
    Answer typed = service.post(path(tab, "trial") + "?kept=true", asked.toString(), admin());
    assertThat(typed.body().at("/records/0/values/tier").asText()).isEqualTo("gold");
    assertThat(typed.body().path("read_at")).isEqualTo(opened.body().path("read_at"));
    assertThat(look(tab, "proposal?kept=true").body()).isEqualTo(opened.body());
    assertThat(calls()).as("calls of the source").isEqualTo(calls);
    Answer again = service.post(path(tab, "trial"), asked.toString(), admin());
    assertThat(again.body().at("/records/0/values/tier").asText()).isEqualTo("silver");
    staging.update("UPDATE tab_mappings SET header_row = 2");
    assertThat(look(tab, "trial?kept=true").body().path("code").asText())
        .as("what was read by another mapping of the tab's place is not it")
        .isEqualTo("KEY_COLUMN_MISSING");
    assertThat(look(tab, "trial?kept=maybe").status()).isEqualTo(400);
  }

  @Test
  void what_columns_may_say_is_told() {
    JsonNode choices =
        service.get("/api/entities/choices/partners", service.token("viewer")).body();
    assertThat(choices.path("key_field").asText()).isEqualTo("brand_name");
    assertThat(choices.path("fields").findValuesAsText("name"))
        .contains("brand_name", "mrr")
        .doesNotContain("id", "archived", "updated_at");
    assertThat(choices.at("/words/on_empty").toString()).isEqualTo("[\"ignore\",\"clear\"]");
    List<String> settings = new ArrayList<>();
    for (JsonNode transform : choices.path("transforms")) {
      transform
          .path("settings")
          .forEach(
              it ->
                  settings.add(
                      "%s %s %s"
                          .formatted(
                              transform.path("name").asText(),
                              it.path("name").asText(),
                              it.path("kind").asText())));
    }
    assertThat(settings)
        .contains(
            "boolean true_values texts",
            "currency currency text",
            "currency input word",
            "date formats texts",
            "date min_date day",
            "enum values members");
    assertThat(service.get("/api/entities/choices/planets", admin()).status()).isEqualTo(400);
  }

  @ParameterizedTest
  @ValueSource(strings = {"proposal", "trial"})
  void who_may_not_and_what_is_not_there_is_refused(String what) {
    sheet(List.of(List.of("Company", "Tier"), List.of("Acme", "gold")));
    String tab = tab(column("Company", "brand_name").put("is_key", true));
    String path = TABS + "/" + tab + "/" + what;
    assertThat(service.post(path, "", service.token("viewer")).status()).isEqualTo(403);
    assertThat(service.post(path, "").status()).isEqualTo(401);
    assertThat(look(NOBODY, what).body().path("code").asText()).isEqualTo("UNKNOWN_TAB");
    assertThat(look(NOBODY, what).status()).isEqualTo(404);
    assertThat(look("7", what).status()).isEqualTo(400);
    assertThat(service.post(path, "{\"dry_run\": true}", admin()).status()).isEqualTo(400);
    staging.update("UPDATE tab_mappings SET status = 'paused', header_row = 9");
    Answer headless = look(tab, what);
    assertThat(headless.status()).isEqualTo(422);
    assertThat(headless.body().path("code").asText()).isEqualTo("HEADER_ROW_MISSING");
    staging.update("UPDATE tab_mappings SET sheet_id = 99");
    assertThat(look(tab, what).body().path("code").asText()).isEqualTo("TAB_NOT_FOUND");
    staging.update("UPDATE tab_mappings SET primary_entity = 'planets'");
    assertThat(look(tab, what).body().path("code").asText()).isEqualTo("CONFIG_INVALID");
    assertThat(look(tab, what).status()).isEqualTo(400);
  }

  private static List<String> told(Answer answer) {
    List<String> told = new ArrayList<>();
    for (JsonNode column : answer.body().path("proposed")) {
      told.add(
          "%s %s %s %s/%s"
              .formatted(
                  column.path("source_column").asText(),
                  column.path("target_field").asText(),
                  column.path("transform").asText(),
                  column.path("read").asInt(),
                  column.path("cells").asInt()));
    }
    return told;
  }

  @Test
  void a_third_caller_who_looks_is_asked_to_come_again() {
    sheet(List.of(List.of("Brand"), List.of("Acme")));
    String tab = tab(column("Brand", "brand_name").put("is_key", true));
    Looks looks = service.bean(Looks.class);
    Answer refused =
        looks.look(
            "entities",
            "one",
            Duration.ofMinutes(1),
            first ->
                looks.look("entities", "two", Duration.ofMinutes(1), second -> look(tab, "trial")));
    assertThat(refused.status()).as("%s", refused.body()).isEqualTo(503);
    assertThat(refused.body().path("code").asText()).isEqualTo("OVERLOADED");
    assertThat(look(tab, "trial").status()).as("they are gone").isEqualTo(200);
  }

  @Test
  void a_look_that_takes_too_long_may_be_asked_for_again() {
    assertThatThrownBy(
            () ->
                service
                    .bean(Looks.class)
                    .look(
                        "entities",
                        "one",
                        Duration.ofMillis(50),
                        run -> {
                          await().until(() -> run.stopped().isPresent());
                          run.checkGoingOn();
                          return "seen";
                        }))
        .isInstanceOfSatisfying(
            RequestRefused.class, refused -> assertThat(refused.problem().status()).isEqualTo(503));
  }

  private static Answer look(String tab, String what) {
    return service.post(path(tab, what), "", admin());
  }

  private static String path(String tab, String what) {
    return TABS + "/" + tab + "/" + what;
  }

  private static String[] admin() {
    return service.token("admin");
  }

  private static ObjectNode column(String header, String field) {
    return JSON.createObjectNode().put("source_column", header).put("target_field", field);
  }

  private static String tab(JsonNode... columns) {
    String source =
        created(
            "/api/entities/sources",
            """
            {"name": "Master Sheet", "type": "google_sheet", "connector_config": {"spreadsheet_id": "%s"}}
            """
                .formatted(SHEET));
    ObjectNode tab = JSON.createObjectNode().put("data_source_id", source);
    tab.put("tab_name", "Partners").put("primary_entity", "partners");
    tab.putArray("columns").addAll(List.of(columns));
    return created(TABS, tab.toString());
  }

  private static String created(String path, String body) {
    Answer answer = service.post(path, body, admin());
    assertThat(answer.status()).as("%s", answer.body()).isEqualTo(201);
    return answer.body().path("id").asText();
  }

  private static void sheet(List<List<String>> rows) {
    List<List<Cell>> cells =
        rows.stream().map(row -> row.stream().map(Cell::text).toList()).toList();
    sheets.put(
        new Spreadsheet(
            SHEET, "Master Sheet", "en_US", "UTC", true, List.of(Tab.of(7, "Partners", cells))));
  }

  private static long runs() {
    return staging.queryForObject("SELECT count(*) FROM sync_runs", Long.class);
  }

  private static long calls() {
    return staging.queryForObject(
        "SELECT cardinality(calls) FROM sync_source_pace WHERE source LIKE 'google.%'", Long.class);
  }

  /** All that a run would leave behind. */
  private static String everything() {
    return staging.queryForObject(
        """
        SELECT concat_ws(' ', (SELECT count(*) FROM sync_runs), (SELECT count(*) FROM sync_errors),
            (SELECT count(*) FROM partners), (SELECT count(*) FROM feed_rows),
            (SELECT count(*) FROM source_values), (SELECT count(*) FROM field_lineage),
            (SELECT md5(string_agg(t::text, '')) FROM tab_mappings t),
            (SELECT md5(string_agg(s::text, '')) FROM data_sources s))
        """,
        String.class);
  }
}
