package io.syncline.entities;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.syncline.core.pipeline.ApiCall;
import io.syncline.core.pipeline.ApiCalls;
import io.syncline.support.Postgres;
import io.syncline.support.SandboxService;
import io.syncline.support.SandboxService.Answer;
import java.math.BigDecimal;
import java.net.URLEncoder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.JdbcTemplate;

class EntityEditIT {
  private static final UUID ACME = UUID.fromString("00000000-0000-4000-8000-000000000001");
  private static final UUID BOLT = UUID.fromString("00000000-0000-4000-8000-000000000002");
  private static final UUID SOURCE = UUID.fromString("00000000-0000-4000-8000-00000000000a");
  private static final UUID FEED = UUID.fromString("00000000-0000-4000-8000-00000000000b");

  private static SandboxService service;
  private static JdbcTemplate staging;
  private static JdbcTemplate production;

  @BeforeAll
  static void start() {
    service =
        SandboxService.start(
            "--syncline.sandbox.junglescout.products=1",
            "--syncline.database.timeouts.pool=1s",
            "--syncline.entities.search-rows=4",
            "--syncline.write.first-delay=20",
            "--syncline.relay.interval=200ms",
            "--syncline.relay.grace=200ms",
            "--syncline.relay.longest-delay=1s");
    staging = new JdbcTemplate(service.pair().stagingSource());
    production = new JdbcTemplate(service.pair().productionSource());
  }

  @AfterAll
  static void stop() {
    service.close();
  }

  @BeforeEach
  void two_partners() {
    service.atRest();
    MappedTabs.clear(staging, production);
    for (JdbcTemplate database : List.of(staging, production)) {
      database.update(
          "INSERT INTO partners (id, brand_name, tier, mrr, seats, updated_at) VALUES"
              + " (?, 'Acme', 'silver', 10, 3, '2024-01-01'), (?, 'Bolt', NULL, NULL, NULL, '2024-01-01')",
          ACME,
          BOLT);
      database.execute("ALTER TABLE partners DROP CONSTRAINT IF EXISTS few_seats");
    }
  }

  @Test
  void entities_are_listed_by_key_and_found_by_how_it_begins() {
    IntStream.range(0, 6).forEach(i -> partner("Café %_" + i, "café %_" + i));
    key(ACME, "acme");
    key(BOLT, "bolt");
    staging.update(
        "INSERT INTO entity_keys VALUES ('partners', 'caf', ?, false), ('staff', 'café', ?, true)",
        ACME,
        ACME);
    assertThat(walk("limit=3"))
        .containsExactly(
            "Acme",
            "Bolt",
            "Café %_0",
            "|",
            "Café %_1",
            "Café %_2",
            "Café %_3",
            "|",
            "Café %_4",
            "Café %_5");
    assertThat(walk("q=CAF%C3%89%20%25&limit=200")).hasSize(6);
    assertThat(walk("q=a_")).as("a sign of patterns is itself").isEmpty();
    assertThat(walk("q=caf%27%3B--")).isEmpty();
    JsonNode acme = listed("q=acme").path("entities").path(0);
    assertThat(acme.path("open_conflicts").asInt()).isZero();
    assertThat(acme.at("/fields/tier").asText()).isEqualTo("silver");
    staging.update(
        "INSERT INTO field_conflicts (entity_type, entity_id, field_name, losing_feed_id, resolved_at) VALUES ('partners', ?, 'tier', ?, NULL), ('partners', ?, 'tier', ?, now())",
        ACME,
        FEED,
        ACME,
        FEED);
    assertThat(listed("q=acme").at("/entities/0/open_conflicts").asInt()).isEqualTo(1);
    staging.update("DELETE FROM partners WHERE id = ?", BOLT);
    assertThat(walk("limit=2")).startsWith("Acme", "|", "Café %_0");
  }

  @Test
  void what_stands_within_a_field_is_looked_for_some_rows_at_a_time() {
    IntStream.range(0, 9).forEach(i -> partner("Brand " + i, ""));
    staging.update("UPDATE partners SET email = 'Ann' || brand_name || '@x.co', mrr = 7.5");
    assertThat(walk("field=email&q=nnbrand%207").stream().filter(it -> !it.equals("|")))
        .containsExactly("Brand 7");
    JsonNode nothing = listed("field=email&q=nobody");
    assertThat(nothing.path("searched").asInt()).isEqualTo(4);
    assertThat(nothing.path("next").isTextual()).as("there are rows left").isTrue();
    assertThat(walk("field=mrr&q=7.5&limit=3").stream().filter(it -> !it.equals("|"))).hasSize(11);
    assertThat(walk("q=brand").stream().filter(it -> it.startsWith("Brand")))
        .as("before any feed has been run no key is known")
        .hasSize(9);
    for (String wrong :
        List.of(
            "field=id%3B", "limit=0", "limit=201", "field=email&after=7", "q=" + "x".repeat(201))) {
      assertThat(service.get("/api/entities/partners?" + wrong, service.token("viewer")).status())
          .as(wrong)
          .isEqualTo(400);
    }
    assertThat(service.get("/api/entities/planets", service.token("viewer")).status())
        .isEqualTo(400);
  }

  /** All pages one after the other, with a sign between them. */
  private static List<String> walk(String query) {
    List<String> names = new ArrayList<>();
    String after = "";
    do {
      JsonNode page = listed(query + after);
      page.path("entities").forEach(it -> names.add(it.at("/fields/brand_name").asText()));
      String next = page.path("next").asText("");
      after = page.path("next").isNull() ? "" : "&after=" + URLEncoder.encode(next, UTF_8);
      if (!after.isEmpty()) {
        names.add("|");
      }
    } while (!after.isEmpty());
    return names;
  }

  private static JsonNode listed(String query) {
    Answer answer = service.get("/api/entities/partners?" + query, service.token("viewer"));
    assertThat(answer.status()).as("%s", answer.body()).isEqualTo(200);
    return answer.body();
  }

  private static void partner(String name, String key) {
    UUID id = UUID.randomUUID();
    staging.update("INSERT INTO partners (id, brand_name) VALUES (?, ?)", id, name);
    if (!key.isEmpty()) {
      key(id, key);
    }
  }

  private static void key(UUID id, String key) {
    staging.update("INSERT INTO entity_keys VALUES ('partners', ?, ?, true)", key, id);
  }

  /** A number that was rounded on its way would be one that nobody said. */
  @Test
  void a_number_is_stored_and_shown_with_the_digits_that_were_sent() {
    for (String digits :
        List.of("0.12345678901234567890123", "123456789012345678901234567890.50", "12.50")) {
      Answer answer = edit(ACME, "{\"health_score\": " + digits + "}");
      assertThat(answer.status()).as("%s", answer.body()).isEqualTo(200);
      for (JdbcTemplate database : List.of(staging, production)) {
        assertThat(
                database.queryForObject(
                    "SELECT health_score::text FROM partners WHERE id = ?", String.class, ACME))
            .isEqualTo(digits);
      }
      ApiCall one =
          ApiCall.get("/api/entities/{entityType}/{id}")
              .at("entityType", "partners")
              .at("id", ACME.toString());
      assertThat(told(one)).as("what pages get").contains(":" + digits);
      ApiCall run =
          ApiCall.get("/api/sync/runs/{id}").at("id", answer.body().path("sync_run_id").asText());
      assertThat(told(run))
          .as("what was asked for")
          .contains(new BigDecimal(digits).stripTrailingZeros().toPlainString());
    }
    assertThat(edit(ACME, "{\"health_score\": 1e-1000}").status()).isEqualTo(400);
  }

  private static String told(ApiCall call) {
    return service
        .bean(ApiCalls.class)
        .ask(call, new ApiCalls.Caller("vera", false))
        .body()
        .toString();
  }

  /** SE-42. */
  @Test
  void an_edit_changes_a_field_in_both_databases_with_one_lineage_row() {
    Answer answer = edit(ACME, "{\"tier\": \"gold\"}");
    assertThat(answer.status()).as("%s", answer.body()).isEqualTo(200);
    assertThat(answer.body().path("success").asBoolean()).isTrue();
    assertThat(answer.body().path("fields").toString())
        .isEqualTo("{\"tier\":[\"silver\",\"gold\"]}");
    assertThat(answer.body().path("overwritten_by")).isEmpty();
    for (JdbcTemplate database : List.of(staging, production)) {
      assertThat(tier(database, ACME)).isEqualTo("gold");
      Map<String, Object> lineage = database.queryForMap("SELECT * FROM field_lineage");
      assertThat(lineage)
          .containsEntry("entity_type", "partners")
          .containsEntry("entity_id", ACME)
          .containsEntry("field_name", "tier")
          .containsEntry("source_type", "app")
          .containsEntry("changed_by", "test")
          .containsEntry("sync_run_id", null)
          .containsEntry("source_id", null)
          .containsEntry("feed_id", null);
      assertThat(lineage.get("previous_value")).hasToString("\"silver\"");
      assertThat(lineage.get("new_value")).hasToString("\"gold\"");
    }
    Map<String, Object> run =
        staging.queryForMap(
            "SELECT * FROM sync_runs WHERE id = ?::uuid",
            answer.body().path("sync_run_id").asText());
    assertThat(run)
        .containsEntry("trigger", "edit")
        .containsEntry("triggered_by", "test")
        .containsEntry("outcome", "completed")
        .containsEntry("rows_processed", 1)
        .containsEntry("rows_updated", 1)
        .containsEntry("fields_changed", 1);
    assertAlike();
  }

  @Test
  void each_changed_field_has_its_lineage_and_an_equal_one_has_none() {
    Answer answer =
        edit(ACME, "{\"mrr\": \"10\", \"margin\": 0.12345, \"active\": true, \"tier\": null}");
    assertThat(answer.body().path("fields").toString())
        .isEqualTo("{\"active\":[null,true],\"margin\":[null,0.1235],\"tier\":[\"silver\",null]}");
    assertThat(
            staging.queryForList(
                "SELECT field_name FROM field_lineage ORDER BY field_name", String.class))
        .containsExactly("active", "margin", "tier");
    assertAlike();
  }

  @Test
  void an_edit_that_changes_nothing_writes_nothing() {
    String before = digest(staging, "partners");
    Answer answer = edit(ACME, "{\"tier\": \"silver\", \"seats\": 3, \"start_date\": null}");
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.body().path("fields")).isEmpty();
    assertThat(digest(staging, "partners")).isEqualTo(before);
    assertThat(staging.queryForList("SELECT 1 FROM field_lineage")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"nothing\": 1}",
        "{\"id\": \"00000000-0000-4000-8000-000000000009\"}",
        "{\"archived\": true}",
        "{\"created_at\": \"2026-01-01\"}",
        "{\"tier\\\"; DROP TABLE partners; --\": \"x\"}",
        "{\"seats\": 1.5}",
        "{\"seats\": \"many\"}",
        "{\"mrr\": true}",
        "{\"mrr\": \"1,000\"}",
        "{\"active\": \"perhaps\"}",
        "{\"start_date\": \"2026-02-30\"}",
        "{\"last_call\": \"yesterday\"}",
        "{\"tier\": {\"a\": 1}}",
        "{\"tier\": [1]}",
        "{\"tier\": \" \"}",
        "{\"brand_name\": \"\\u00a0\"}",
        "{\"tier\": \"a\\u0000b\"}",
        "{}",
        "[1]",
        "7"
      })
  void what_is_no_field_or_no_value_of_its_type_is_refused(String body) {
    Answer answer = edit(ACME, body);
    assertThat(answer.status()).as("%s", answer.body()).isEqualTo(400);
    assertThat(answer.contentType()).contains("problem+json");
    assertThat(staging.queryForList("SELECT 1 FROM field_lineage")).isEmpty();
    assertThat(tier(staging, ACME)).isEqualTo("silver");
  }

  /** SE-04. */
  @ParameterizedTest
  @CsvSource({
    "customers/00000000-0000-4000-8000-000000000001, 400, INVALID_PARAMETER",
    "sync_runs/00000000-0000-4000-8000-000000000001, 400, INVALID_PARAMETER",
    "partners/acme, 400, INVALID_PARAMETER",
    "partners/00000000-0000-4000-8000-0000000000ff, 404, UNKNOWN_ENTITY",
    "staff/00000000-0000-4000-8000-000000000001, 404, UNKNOWN_ENTITY",
    "partners/00000000-0000-4000-8000-000000000001?dryrun=true, 400, INVALID_PARAMETER",
    "partners/00000000-0000-4000-8000-000000000001?dry_run=perhaps, 400, INVALID_PARAMETER"
  })
  void what_is_no_kind_no_id_or_not_there_is_refused(String path, int status, String code) {
    Answer answer =
        service.patch("/api/entities/" + path, "{\"notes\": \"x\"}", service.token("admin"));
    assertThat(answer.status()).as("%s", answer.body()).isEqualTo(status);
    assertThat(answer.body().path("code").asText()).isEqualTo(code);
  }

  @Test
  void only_an_admin_edits() {
    String path = "/api/entities/partners/" + ACME;
    assertThat(service.patch(path, "{\"tier\": \"x\"}", service.token("viewer")).status())
        .isEqualTo(403);
    assertThat(service.patch(path, "{\"tier\": \"x\"}", "X-None", "1").status()).isEqualTo(401);
    assertThat(tier(staging, ACME)).isEqualTo("silver");
  }

  @Test
  void a_value_that_the_table_refuses_is_told_and_nothing_of_it_stands() {
    staging.execute("ALTER TABLE partners ADD CONSTRAINT few_seats CHECK (seats < 100)");
    Answer answer = edit(ACME, "{\"seats\": 500, \"tier\": \"gold\"}");
    assertThat(answer.status()).as("%s", answer.body()).isEqualTo(422);
    assertThat(answer.body().path("code").asText()).isEqualTo("DB_REJECTED");
    assertThat(answer.body().toString()).doesNotContain("few_seats").doesNotContain("ERROR");
    assertThat(tier(staging, ACME)).isEqualTo("silver");
    assertThat(staging.queryForList("SELECT 1 FROM field_lineage")).isEmpty();
    assertThat(staging.queryForList("SELECT 1 FROM sync_dead_letters")).isEmpty();
  }

  @Test
  void a_dry_run_shows_what_an_edit_would_do_and_does_nothing() {
    String before = digest(staging, "partners");
    Answer shown =
        service.patch(
            "/api/entities/partners/" + ACME + "?dry_run=true",
            "{\"tier\": \"gold\"}",
            service.token("admin"));
    assertThat(shown.status()).as("%s", shown.body()).isEqualTo(200);
    assertThat(shown.body().path("dry_run").asBoolean()).isTrue();
    assertThat(digest(staging, "partners")).isEqualTo(before);
    assertThat(staging.queryForList("SELECT 1 FROM field_lineage")).isEmpty();
    Answer done = edit(ACME, "{\"tier\": \"gold\"}");
    assertThat(shown.body().path("fields")).isEqualTo(done.body().path("fields")).isNotEmpty();
  }

  @Test
  void the_feed_that_will_overwrite_an_edit_is_named() {
    feed("\"bronze\"");
    JsonNode overwriting = edit(ACME, "{\"tier\": \"gold\", \"seats\": 4}").body();
    assertThat(overwriting.path("overwritten_by").toString())
        .isEqualTo(
            "[{\"field\":\"tier\",\"tab_mapping_id\":\"%s\",\"source_ref\":\"Master → Partners → Tier\"}]"
                .formatted(FEED));
    assertThat(edit(ACME, "{\"tier\": \"bronze\"}").body().path("overwritten_by")).isEmpty();
  }

  @Test
  void an_edit_of_a_listed_app_is_overwritten_by_a_larger_priority_only() {
    feed("\"bronze\"");
    priority("{\"app\": 5, \"%s\": 5}".formatted(FEED));
    assertThat(edit(ACME, "{\"tier\": \"gold\"}").body().path("overwritten_by")).isEmpty();
    priority("{\"app\": 5, \"%s\": 6}".formatted(SOURCE));
    assertThat(edit(ACME, "{\"tier\": \"gold\"}").body().path("overwritten_by")).hasSize(1);
  }

  @Test
  void who_was_deleted_takes_nothing_back_and_who_says_no_authority_decides() {
    feed("\"bronze\"");
    staging.execute("ALTER TABLE column_mappings ALTER authority DROP NOT NULL");
    staging.update("UPDATE column_mappings SET authority = NULL");
    assertThat(edit(ACME, "{\"tier\": \"gold\"}").body().path("overwritten_by")).hasSize(1);
    staging.update("UPDATE column_mappings SET authority = 'reference'");
    assertThat(edit(ACME, "{\"tier\": \"iron\"}").body().path("overwritten_by")).isEmpty();
    staging.update("UPDATE column_mappings SET authority = 'source_of_truth'");
    staging.execute("ALTER TABLE column_mappings ALTER authority SET NOT NULL");
    staging.update("UPDATE tab_mappings SET status = 'deleted'");
    assertThat(edit(ACME, "{\"tier\": \"gold\"}").body().path("overwritten_by")).isEmpty();
  }

  @Test
  void to_set_what_a_field_holds_is_no_edit_that_could_stay() {
    feed("\"bronze\"");
    priority("{\"app\": 5}");
    assertThat(edit(ACME, "{\"tier\": \"silver\"}").body().path("overwritten_by")).hasSize(1);
    assertThat(edit(ACME, "{\"tier\": \"gold\"}").body().path("overwritten_by")).isEmpty();
  }

  @Test
  void a_feed_looks_again_at_an_entity_that_was_edited() {
    staging.update(
        "INSERT INTO feed_rows (feed_id, row_key, content_hash, entity_id) VALUES (?, 'acme', 'x', ?),"
            + " (?, 'bolt', 'x', ?)",
        FEED,
        ACME,
        FEED,
        BOLT);
    edit(ACME, "{\"tier\": \"gold\"}");
    assertThat(
            staging.queryForList(
                "SELECT row_key FROM feed_rows WHERE content_hash IS NULL", String.class))
        .containsExactly("acme");
  }

  @Test
  void edits_of_one_entity_at_the_same_time_all_stand() {
    List<String> fields = List.of("tier", "status", "email", "notes", "tier", "notes");
    List<CompletableFuture<Answer>> answers =
        IntStream.range(0, fields.size())
            .mapToObj(
                i ->
                    CompletableFuture.supplyAsync(
                        () -> edit(ACME, "{\"%s\": \"v%d\"}".formatted(fields.get(i), i))))
            .toList();
    assertThat(answers).allSatisfy(it -> assertThat(it.join().status()).isEqualTo(200));
    assertThat(
            staging.queryForList(
                """
                SELECT field_name FROM field_lineage l
                WHERE previous_value IS DISTINCT FROM (
                    SELECT new_value FROM field_lineage b
                    WHERE b.field_name = l.field_name AND b.changed_at < l.changed_at
                    ORDER BY changed_at DESC LIMIT 1)
                  AND NOT (field_name = 'tier' AND previous_value = '"silver"')
                """,
                String.class))
        .as("each edit saw the one before it")
        .isEmpty();
    assertThat(staging.queryForList("SELECT 1 FROM field_lineage")).hasSize(fields.size());
    assertAlike();
  }

  @Test
  void a_key_that_is_edited_finds_the_entity_and_so_does_the_old_one() {
    feed("\"bronze\"");
    staging.update("INSERT INTO entity_keys VALUES ('partners', 'acme', ?, true)", ACME);
    assertThat(edit(ACME, "{\"brand_name\": \" ACME  Group \"}").status()).isEqualTo(200);
    assertThat(
            staging.queryForList(
                "SELECT normalized_key || ' ' || is_current FROM entity_keys WHERE entity_id = ?"
                    + " ORDER BY 1",
                String.class,
                ACME))
        .containsExactly("acme false", "acme group true");
    assertThat(edit(BOLT, "{\"brand_name\": \"acme group\"}").status()).isEqualTo(409);
    assertThat(edit(ACME, "{\"brand_name\": null}").status()).isEqualTo(422);
    assertAlike();
  }

  @Test
  void production_catches_up_with_an_edit_that_it_missed() {
    Postgres.takeDown(service.pair().production());
    try {
      Answer answer = edit(ACME, "{\"tier\": \"gold\"}");
      assertThat(answer.status()).as("%s", answer.body()).isEqualTo(200);
      assertThat(answer.body().path("production_pending").asBoolean()).isTrue();
      assertThat(tier(staging, ACME)).isEqualTo("gold");
    } finally {
      service.bringUp(service.pair().production());
    }
    service.atRest();
    assertThat(tier(production, ACME)).isEqualTo("gold");
    assertAlike();
  }

  @Test
  void a_hostile_text_is_text() {
    String hostile = "{{x}} ${y} '); DROP TABLE partners; -- =cmd|' /C calc'!A0 <b>\\u0007";
    assertThat(edit(ACME, "{\"notes\": \"" + hostile + "\"}").status()).isEqualTo(200);
    assertThat(
            production.queryForObject(
                "SELECT notes FROM partners WHERE id = ?", String.class, ACME))
        .isEqualTo(hostile.replace("\\u0007", "\u0007"));
  }

  @Test
  void what_is_said_of_an_entity_names_who_decides_and_who_takes_an_edit_back() {
    feed("\"bronze\"");
    JsonNode tier = field("tier");
    assertThat(tier.path("value").asText()).isEqualTo("silver");
    assertThat(tier.path("decided_by").asText()).isEqualTo("feed");
    assertThat(tier.path("winner").asText()).isEqualTo(FEED.toString());
    assertThat(tier.path("last_change").isNull()).isTrue();
    JsonNode claim = tier.path("claims").path(0);
    assertThat(claim.path("value").asText()).isEqualTo("bronze");
    assertThat(claim.path("source").asText()).isEqualTo("Master");
    assertThat(claim.path("decides").asBoolean()).isTrue();
    assertThat(claim.path("priority").asInt(-1)).isZero();
    assertThat(tier.path("edit_overwritten_by").path("source_ref").asText())
        .isEqualTo("Master → Partners → Tier");
    priority("{\"app\": 5}");
    edit(ACME, "{\"tier\": \"gold\"}");
    JsonNode edited = field("tier");
    assertThat(edited.path("decided_by").asText()).isEqualTo("app");
    assertThat(edited.path("app_priority").asInt()).isEqualTo(5);
    assertThat(edited.path("claims").path(0).path("decides").asBoolean(true)).isFalse();
    assertThat(edited.path("edit_overwritten_by").isNull()).isTrue();
    assertThat(edited.path("last_change").path("changed_by").asText()).isEqualTo("test");
    JsonNode seats = field("seats");
    assertThat(seats.path("decided_by").asText()).isEqualTo("nobody");
    assertThat(seats.path("claims")).isEmpty();
  }

  @Test
  void an_undo_gives_a_field_back_what_it_held_as_an_edit_with_lineage() {
    edit(ACME, "{\"tier\": \"gold\", \"seats\": 4}");
    String before = digest(staging, "partners");
    Answer shown = undo("{\"field\": \"tier\", \"dry_run\": true}");
    assertThat(shown.status()).as("%s", shown.body()).isEqualTo(200);
    assertThat(digest(staging, "partners")).isEqualTo(before);
    Answer done = undo("{\"field\": \"tier\"}");
    assertThat(done.body().path("fields").toString())
        .isEqualTo(shown.body().path("fields").toString())
        .isEqualTo("{\"tier\":[\"gold\",\"silver\"]}");
    assertThat(done.body().path("not_undone")).isEmpty();
    for (JdbcTemplate database : List.of(staging, production)) {
      assertThat(tier(database, ACME)).isEqualTo("silver");
      assertThat(
              database.queryForList(
                  "SELECT previous_value::text || '>' || new_value::text || ' ' || source_type || ' ' || changed_by"
                      + " FROM field_lineage WHERE field_name = 'tier' ORDER BY changed_at",
                  String.class))
          .containsExactly("\"silver\">\"gold\" app test", "\"gold\">\"silver\" app test");
    }
    assertThat(staging.queryForObject("SELECT seats FROM partners WHERE id = ?", int.class, ACME))
        .isEqualTo(4);
    assertAlike();
  }

  @Test
  void an_undo_of_a_row_takes_its_last_change_back_and_another_one_that_undo() {
    edit(ACME, "{\"tier\": \"gold\"}");
    edit(ACME, "{\"seats\": 4, \"notes\": \"x\"}");
    assertThat(undo("{}").body().path("fields").toString())
        .isEqualTo("{\"notes\":[\"x\",null],\"seats\":[4,3]}");
    assertThat(tier(production, ACME)).isEqualTo("gold");
    assertThat(undo("{}").body().path("fields").toString())
        .isEqualTo("{\"notes\":[null,\"x\"],\"seats\":[3,4]}");
    assertAlike();
  }

  @Test
  void what_was_changed_since_is_told_and_stays() {
    edit(ACME, "{\"tier\": \"gold\"}");
    String first = staging.queryForObject("SELECT id::text FROM field_lineage", String.class);
    edit(ACME, "{\"tier\": \"iron\"}");
    JsonNode later = undo("{\"change\": \"%s\"}".formatted(first)).body();
    assertThat(later.path("not_undone").path(0).path("code").asText()).isEqualTo("CHANGED_SINCE");
    assertThat(later.path("fields_changed").asInt(-1)).isZero();
    for (JdbcTemplate database : List.of(staging, production)) {
      database.update("UPDATE partners SET tier = 'by SQL' WHERE id = ?", ACME);
    }
    JsonNode without = undo("{\"field\": \"tier\"}").body();
    assertThat(without.path("not_undone").path(0).path("field").asText()).isEqualTo("tier");
    assertThat(tier(staging, ACME)).isEqualTo("by SQL");
    assertThat(staging.queryForList("SELECT 1 FROM field_lineage")).hasSize(2);
  }

  @Test
  void what_somebody_changed_between_two_runs_of_one_parent_is_not_lost() {
    edit(ACME, "{\"tier\": \"gold\"}");
    edit(ACME, "{\"tier\": \"mine\"}");
    edit(ACME, "{\"tier\": \"iron\"}");
    List<UUID> runs =
        staging.queryForList(
            "SELECT b.run_id FROM field_lineage l JOIN run_batches b ON b.id = l.batch_id ORDER BY l.changed_at",
            UUID.class);
    staging.update("UPDATE sync_runs SET parent_run_id = ? WHERE id = ?", runs.get(0), runs.get(2));
    Answer answer =
        service.post("/api/sync/runs/" + runs.get(0) + "/undo", "{}", service.token("admin"));
    assertThat(answer.status()).as("%s", answer.body()).isEqualTo(200);
    JsonNode undone = answer.body();
    assertThat(undone.path("not_undone").findValuesAsText("code")).containsExactly("CHANGED_SINCE");
    assertThat(tier(staging, ACME)).isEqualTo("iron");
  }

  @Test
  void an_undo_names_the_feed_that_will_take_it_back() {
    feed("\"bronze\"");
    edit(ACME, "{\"tier\": \"gold\"}");
    assertThat(
            undo("{\"field\": \"tier\"}")
                .body()
                .path("overwritten_by")
                .findValuesAsText("tab_mapping_id"))
        .containsExactly(FEED.toString());
    edit(ACME, "{\"tier\": \"bronze\"}");
    edit(ACME, "{\"tier\": \"iron\"}");
    assertThat(undo("{\"field\": \"tier\"}").body().path("overwritten_by")).isEmpty();
  }

  @Test
  void a_key_is_given_back_unless_another_entity_has_it_now() {
    feed("\"bronze\"");
    staging.update("INSERT INTO entity_keys VALUES ('partners', 'acme', ?, true)", ACME);
    edit(ACME, "{\"brand_name\": \"Apex\"}");
    assertThat(undo("{\"field\": \"brand_name\"}").body().path("fields_changed").asInt())
        .isEqualTo(1);
    assertThat(
            staging.queryForList(
                "SELECT normalized_key || ' ' || is_current FROM entity_keys ORDER BY 1",
                String.class))
        .containsExactly("acme true", "apex false");
    edit(ACME, "{\"brand_name\": \"Apex\"}");
    edit(BOLT, "{\"brand_name\": \"acme\"}");
    JsonNode taken = undo("{\"field\": \"brand_name\"}").body();
    assertThat(taken.path("not_undone").path(0).path("code").asText()).isEqualTo("KEY_TAKEN");
    assertAlike();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "lineage/partners/00000000-0000-4000-8000-000000000001; {\"field\": \"tier\"}; 404; NOTHING_TO_UNDO",
        "lineage/partners/00000000-0000-4000-8000-000000000001; {}; 404; NOTHING_TO_UNDO",
        "lineage/partners/00000000-0000-4000-8000-000000000001; {\"fields\": 1}; 400; INVALID_PARAMETER",
        "lineage/partners/00000000-0000-4000-8000-000000000001; {\"change\": \"x\"}; 400; INVALID_PARAMETER",
        "lineage/partners/00000000-0000-4000-8000-000000000001; {\"dry_run\": 1}; 400; INVALID_PARAMETER",
        "lineage/customers/00000000-0000-4000-8000-000000000001; {}; 400; INVALID_PARAMETER",
        "sync/runs/00000000-0000-4000-8000-0000000000ff; {}; 404; RUN_UNKNOWN",
        "sync/runs/x; {}; 400; INVALID_PARAMETER"
      })
  void what_cannot_be_undone_is_refused(String path, String body, int status, String code) {
    Answer answer = service.post("/api/" + path + "/undo", body, service.token("admin"));
    assertThat(answer.status()).as("%s", answer.body()).isEqualTo(status);
    assertThat(answer.body().path("code").asText()).isEqualTo(code);
  }

  private static JsonNode field(String name) {
    Answer answer = service.get("/api/entities/partners/" + ACME, service.token("viewer"));
    assertThat(answer.status()).as("%s", answer.body()).isEqualTo(200);
    return answer.body().path("fields").path(name);
  }

  private static Answer undo(String body) {
    return service.post("/api/lineage/partners/" + ACME + "/undo", body, service.token("admin"));
  }

  private static Answer edit(UUID entity, String body) {
    return service.patch("/api/entities/partners/" + entity, body, service.token("admin"));
  }

  /** A tab that says what the tier of both partners is, whose key is the brand. */
  private static void feed(String tier) {
    staging.update(
        "INSERT INTO data_sources (id, name, type) VALUES (?, 'Master', 'google_sheet')", SOURCE);
    staging.update(
        "INSERT INTO tab_mappings (id, data_source_id, tab_name, primary_entity)"
            + " VALUES (?, ?, 'Partners', 'partners')",
        FEED,
        SOURCE);
    staging.update(
        "INSERT INTO column_mappings (tab_mapping_id, source_column, target_field, is_key)"
            + " VALUES (?, 'Brand', 'brand_name', true), (?, 'Tier', 'tier', false)",
        FEED,
        FEED);
    staging.update(
        "INSERT INTO source_values (feed_id, entity_id, field_name, entity_type, value)"
            + " VALUES (?, ?, 'tier', 'partners', ?::jsonb)",
        FEED,
        ACME,
        tier);
  }

  private static void priority(String json) {
    staging.update(
        "INSERT INTO computed_fields (entity_type, field_name, source_priority)"
            + " VALUES ('partners', 'tier', ?::jsonb) ON CONFLICT (entity_type, field_name)"
            + " DO UPDATE SET source_priority = excluded.source_priority",
        json);
  }

  private static String tier(JdbcTemplate database, UUID entity) {
    return database.queryForObject("SELECT tier FROM partners WHERE id = ?", String.class, entity);
  }

  private static void assertAlike() {
    service.atRest();
    for (String table : List.of("partners", "field_lineage")) {
      assertThat(digest(production, table)).as(table).isEqualTo(digest(staging, table));
    }
  }

  private static String digest(JdbcTemplate database, String table) {
    return database.queryForObject(
        "SELECT count(*) || ' ' || md5(coalesce(string_agg((to_jsonb(t) - 'created_at')::text, ' ' ORDER BY id), '')) FROM %s t"
            .formatted(table),
        String.class);
  }
}
