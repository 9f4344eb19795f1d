package io.syncline.entities;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.syncline.sandbox.google.Cell;
import io.syncline.sandbox.google.GoogleSheets;
import io.syncline.sandbox.google.Spreadsheet;
import io.syncline.sandbox.google.Tab;
import io.syncline.support.Postgres;
import io.syncline.support.Postgres.Pair;
import io.syncline.support.SandboxService;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.jdbc.core.JdbcTemplate;

/** Tables of entities that were there before, with columns that are their owners'. */
class OwnTablesIT {
  private static final String SHEET = "1OwnTablesIT00000000000000000000000000000001";
  private static final UUID SOURCE = UUID.fromString("00000000-0000-4000-8000-00000000000a");
  private static final UUID FEED = UUID.fromString("00000000-0000-4000-8000-00000000000b");

  private static SandboxService service;
  private static JdbcTemplate staging;
  private static JdbcTemplate production;

  @BeforeAll
  static void start() {
    Pair pair = Postgres.freshPair();
    staging = new JdbcTemplate(pair.stagingSource());
    production = new JdbcTemplate(pair.productionSource());
    for (JdbcTemplate database : List.of(staging, production)) {
      database.execute("CREATE TYPE grade AS ENUM ('Gold', 'Silver')");
      database.execute("CREATE DOMAIN share AS numeric(6,4) CHECK (value <= 1)");
      database.execute(
          "CREATE TABLE partners (id uuid PRIMARY KEY DEFAULT gen_random_uuid(), brand_name text NOT NULL,"
              + " weight double precision, ratio real, token uuid, grade grade, share share,"
              + " code char(5), tags text[], cost money, open time)");
      database.execute("CREATE TABLE staff (id uuid PRIMARY KEY, full_name text)");
    }
    service =
        SandboxService.start(
            pair,
            "--syncline.sandbox.junglescout.products=1",
            "--syncline.entities.reads-per-minute=10000",
            "--syncline.entities.google.calls-per-second=1000",
            "--syncline.sandbox.google.reads-per-minute=10000");
  }

  @AfterAll
  static void stop() {
    service.close();
  }

  @BeforeEach
  void nothing_is_configured() {
    service.atRest();
    MappedTabs.clear(staging, production);
  }

  @ParameterizedTest
  @CsvSource({
    "weight, 1E-7, 1e-07",
    "weight, 1.5E30, 1.5e+30",
    "weight, 0.1, 0.1",
    "ratio, 1E-7, 1e-07",
    "ratio, 16777217, 1.6777216e+07",
    "token, {A0EEBC99-9C0B4EF8BB6D6BB9BD380A11}, a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11",
    "grade, Gold, Gold",
    "share, 0.33333333, 0.3333",
    "code, ab, ab"
  })
  void a_value_is_written_once_whatever_the_type_of_its_column(
      String field, String cell, String text) {
    partners(field, cell);
    JsonNode first = run();
    assertThat(first.path("stats").path("rows_created").asInt()).as("%s", first).isEqualTo(1);
    assertThat(first.path("stats").path("errors")).isEmpty();
    staging.update("UPDATE feed_rows SET content_hash = NULL");
    JsonNode second = run();
    assertThat(second.path("stats").path("rows_unchanged").asInt()).as("%s", second).isEqualTo(1);
    for (JdbcTemplate database : List.of(staging, production)) {
      assertThat(
              database.queryForObject(
                  "SELECT %s::text FROM partners".formatted(field), String.class))
          .isEqualTo(text);
    }
  }

  @ParameterizedTest
  @CsvSource({"tags, text[]", "cost, money", "open, time without time zone"})
  void a_column_whose_values_have_spellings_that_nobody_knows_is_no_target(
      String field, String type) {
    partners(field, "x");
    JsonNode answer = run();
    assertThat(answer.path("failure").path("code").asText())
        .as("%s", answer)
        .isEqualTo("CONFIG_INVALID");
    assertThat(answer.path("failure").path("message").asText()).contains(field, type);
  }

  @Test
  void a_kind_without_its_usual_key_is_filled_by_the_ids_of_a_crm() {
    staging.update(
        "INSERT INTO data_sources (id, name, type) VALUES (?, 'Close', 'close')", SOURCE);
    staging.update(
        "INSERT INTO tab_mappings (id, data_source_id, tab_name, primary_entity, key_kind)"
            + " VALUES (?, ?, 'contact', 'staff', 'external_id')",
        FEED,
        SOURCE);
    map("id", null, true);
    map("name", "full_name", false);
    JsonNode first = run();
    assertThat(first.path("success").asBoolean()).as("%s", first).isTrue();
    int contacts = first.path("stats").path("rows_created").asInt();
    assertThat(contacts).isPositive();
    assertThat(run("{\"whole\": true}").path("stats").path("rows_unchanged").asInt())
        .isEqualTo(contacts);
    assertThat(production.queryForObject("SELECT count(*) FROM staff", Integer.class))
        .isEqualTo(contacts);
  }

  private static void partners(String field, String cell) {
    new MappedTabs(staging).spreadsheet(SOURCE, SHEET).tab(FEED, SOURCE, "Partners", 7);
    map("Brand", "brand_name", true);
    map("Field", field, false);
    List<List<Cell>> rows =
        List.of(
            List.of(Cell.text("Brand"), Cell.text("Field")),
            List.of(Cell.text("Acme"), Cell.text(cell)));
    service
        .bean(GoogleSheets.class)
        .put(
            new Spreadsheet(
                SHEET, "Sheet", "en_US", "UTC", true, List.of(Tab.of(7, "Partners", rows))));
  }

  private static void map(String column, String field, boolean isKey) {
    staging.update(
        "INSERT INTO column_mappings (tab_mapping_id, source_column, target_field, is_key) VALUES (?, ?, ?, ?)",
        FEED,
        column,
        field,
        isKey);
  }

  private static JsonNode run() {
    return run("{}");
  }

  private static JsonNode run(String body) {
    return service.post("/api/sync/tab/" + FEED, body, service.token("admin")).body();
  }
}
