package io.syncline.entities.lineage;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.syncline.support.SandboxService;
import io.syncline.support.SandboxService.Answer;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Where a value came from, asked over HTTP of a service whose lineage is long. */
class LineageIT {
  private static final UUID PARTNER = UUID.fromString("00000000-0000-0000-0000-000000000001");
  private static final UUID SHEET = UUID.fromString("00000000-0000-0000-0000-00000000000a");
  private static final UUID MASTER = UUID.fromString("00000000-0000-0000-0000-00000000001a");
  private static final UUID SALES = UUID.fromString("00000000-0000-0000-0000-00000000002a");
  private static SandboxService service;
  private static JdbcClient staging;

  @BeforeAll
  static void start() {
    service = SandboxService.start("--syncline.sandbox.junglescout.products=5");
    staging = service.staging();
    staging
        .sql(
            "INSERT INTO data_sources (id, name, type) VALUES (:id, 'Master Sheet', 'google_sheet')")
        .param("id", SHEET)
        .update();
    for (UUID feed : new UUID[] {MASTER, SALES}) {
      staging
          .sql(
              """
              WITH tab AS (
                  INSERT INTO tab_mappings (id, data_source_id, tab_name, primary_entity)
                  VALUES (:feed, :sheet, CASE WHEN :feed = :master THEN 'Partners' ELSE 'Sales' END, 'partners'))
              INSERT INTO column_mappings (tab_mapping_id, source_column, target_field) VALUES (:feed, 'MRR', 'mrr')
              """)
          .param("feed", feed)
          .param("sheet", SHEET)
          .param("master", MASTER)
          .update();
    }
    staging
        .sql("INSERT INTO partners (id, brand_name, mrr) VALUES (:id, 'Acme', 12.50)")
        .param("id", PARTNER)
        .update();
    changes();
    claims();
  }

  /** Two changes of the partner's MRR, one of its name, and a million of others. */
  private static void changes() {
    staging
        .sql(
            """
            INSERT INTO field_lineage (entity_type, entity_id, field_name, source_type, source_id, source_ref, feed_id,
                row_number, authority, previous_value, new_value, sync_run_id, batch_id, changed_by, changed_at)
            VALUES ('partners', :id, 'mrr', 'google_sheet', :sheet, 'Master Sheet → Partners → MRR', :master,
                    2, 'source_of_truth', NULL, '10.00', gen_random_uuid(), gen_random_uuid(), NULL, '2026-11-01'),
                   ('partners', :id, 'brand_name', 'google_sheet', :sheet, 'Master Sheet → Partners → Brand', :master,
                    2, 'source_of_truth', NULL, '"Acme"', gen_random_uuid(), gen_random_uuid(), NULL, '2026-11-01'),
                   ('partners', :id, 'mrr', 'app', NULL, NULL, NULL,
                    NULL, NULL, '10.00', '12.50', NULL, gen_random_uuid(), 'ann@example.com', '2026-11-02')
            """)
        .param("id", PARTNER)
        .param("sheet", SHEET)
        .param("master", MASTER)
        .update();
    staging
        .sql(
            """
            INSERT INTO field_lineage (entity_type, entity_id, field_name, source_type, feed_id, new_value, sync_run_id, batch_id, changed_at)
            SELECT 'partners', md5((n / 40 % 5000)::text)::uuid, (ARRAY['mrr', 'margin', 'status', 'tier'])[1 + n % 4],
                   'google_sheet', :master, to_jsonb(n), md5('r' || n)::uuid, md5('b' || n / 1000)::uuid,
                   timestamptz '2026-01-01' + make_interval(secs => n)
            FROM generate_series(1, 1000000) AS n
            """)
        .param("master", MASTER)
        .update();
    staging.sql("ANALYZE field_lineage").update();
  }

  private static void claims() {
    staging
        .sql(
            """
            INSERT INTO source_values (feed_id, entity_id, field_name, entity_type, value, raw)
            VALUES (:master, :id, 'mrr', 'partners', '10.00', '10'), (:sales, :id, 'mrr', 'partners', '11.00', '11,00')
            """)
        .param("master", MASTER)
        .param("sales", SALES)
        .param("id", PARTNER)
        .update();
    staging
        .sql(
            """
            INSERT INTO field_conflicts (entity_type, entity_id, field_name, winning_feed_id, winning_value,
                losing_feed_id, losing_value, opened_at, resolved_at)
            VALUES ('partners', :id, 'mrr', :master, '10.00', :sales, '11.00', '2026-11-01', NULL),
                   ('staff', :id, 'email', NULL, '"a@b.example"', :sales, NULL, '2026-11-02', '2026-11-03')
            """)
        .param("id", PARTNER)
        .param("master", MASTER)
        .param("sales", SALES)
        .update();
  }

  @AfterAll
  static void stop() {
    service.close();
  }

  /** SE-53. */
  @Test
  void a_field_tells_its_value_what_else_is_said_and_its_changes_newest_first() {
    JsonNode told = get("partners/" + PARTNER + "?field=mrr").body();
    assertThat(told.path("current").size()).isEqualTo(1);
    JsonNode mrr = told.path("current").path("mrr");
    assertThat(mrr.path("value").decimalValue()).isEqualByComparingTo("12.50");
    assertThat(mrr.path("also_seen").findValuesAsText("tab")).containsExactly("Partners", "Sales");
    assertThat(mrr.path("also_seen").get(1).path("raw").asText()).isEqualTo("11,00");
    assertThat(mrr.path("also_seen").get(1).path("header").asText()).isEqualTo("MRR");
    assertThat(told.path("items").findValuesAsText("source_type"))
        .containsExactly("app", "google_sheet");
    JsonNode edit = told.path("items").get(0);
    assertThat(edit.path("changed_by").asText()).isEqualTo("ann@example.com");
    assertThat(edit.path("sync_run_id").isNull()).as("a manual edit has no run").isTrue();
    JsonNode first = told.path("items").get(1);
    assertThat(first.path("source_ref").asText()).isEqualTo("Master Sheet → Partners → MRR");
    assertThat(first.path("row_number").asInt()).isEqualTo(2);
    assertThat(first.path("previous_value").isNull()).isTrue();
    assertThat(first.path("changed_at").asText()).isEqualTo("2026-11-01T00:00:00Z");
  }

  @Test
  void an_entity_tells_all_of_its_fields_and_its_history_by_pages() {
    JsonNode first = get("partners/" + PARTNER + "?limit=2").body();
    assertThat(first.path("current").path("brand_name").path("value").asText()).isEqualTo("Acme");
    assertThat(first.path("current").path("health_score").path("value").isNull()).isTrue();
    assertThat(first.path("items")).hasSize(2);
    JsonNode rest =
        get("partners/" + PARTNER + "?limit=2&before=" + first.path("next").asText()).body();
    assertThat(rest.path("items")).hasSize(1);
    assertThat(rest.path("next").isNull()).isTrue();
  }

  @Test
  void an_entity_that_is_gone_still_has_its_history() {
    String gone = staging.sql("SELECT md5('7')::uuid::text").query(String.class).single();
    JsonNode told = get("partners/" + gone + "?field=tier").body();
    assertThat(told.path("current").isEmpty()).isTrue();
    assertThat(told.path("items")).hasSizeGreaterThan(10);
  }

  /** SE-04. */
  @Test
  void what_is_not_there_and_what_is_no_name_is_refused() {
    assertRefused("partners/" + UUID.randomUUID(), 404, "UNKNOWN_ENTITY");
    assertRefused("pg_class/" + PARTNER, 400, "INVALID_PARAMETER");
    assertRefused("partners%22/" + PARTNER, 400, "INVALID_PARAMETER");
    assertRefused("partners/1", 400, "INVALID_PARAMETER");
    assertRefused("partners/" + PARTNER + "?field=shoe_size", 400, "INVALID_PARAMETER");
    assertRefused("partners/" + PARTNER + "?fields=mrr", 400, "INVALID_PARAMETER");
    assertRefused("partners/" + PARTNER + "?limit=1001", 400, "INVALID_PARAMETER");
    assertRefused("partners/" + PARTNER + "?before=x", 400, "INVALID_PARAMETER");
    assertThat(service.get("/api/lineage/partners/" + PARTNER).status()).isEqualTo(401);
  }

  /** SE-13. */
  @Test
  void conflicts_are_listed_with_both_sides() {
    JsonNode open = conflicts("").path("conflicts");
    assertThat(open).hasSize(1);
    assertThat(open.get(0).path("winning_tab").asText()).isEqualTo("Partners");
    assertThat(open.get(0).path("losing_source").asText()).isEqualTo("Master Sheet");
    assertThat(open.get(0).path("losing_value").decimalValue()).isEqualByComparingTo("11.00");
    assertThat(conflicts("?state=resolved").path("conflicts").findValuesAsText("field_name"))
        .containsExactly("email");
    JsonNode all = conflicts("?state=all&limit=1");
    assertThat(all.path("conflicts").findValuesAsText("entity_type")).containsExactly("staff");
    assertThat(
            conflicts("?state=all&before=" + all.path("next").asText())
                .path("conflicts")
                .findValuesAsText("entity_type"))
        .containsExactly("partners");
    assertThat(conflicts("?state=all&entity_type=asins").path("conflicts")).isEmpty();
    assertThat(service.get("/api/entities/conflicts?state=any", service.token("viewer")).status())
        .isEqualTo(400);
  }

  @Test
  void among_a_million_changes_a_cell_answers_within_100_ms_and_an_entity_within_200() {
    Random random = new Random(42);
    List<String> partners = partners(random);
    List<String> fields = List.of("mrr", "margin", "status", "tier");
    assertThat(usual(partners, it -> it + "?field=" + fields.get(random.nextInt(fields.size()))))
        .isLessThan(Duration.ofMillis(100));
    assertThat(usual(partners, it -> it)).isLessThan(Duration.ofMillis(200));
    assertThat(usual(partners, it -> PARTNER + "?field=mrr")).isLessThan(Duration.ofMillis(100));
  }

  /** Some of the five thousand. */
  private static List<String> partners(Random random) {
    return staging
        .sql("SELECT md5(n::text)::uuid::text FROM unnest(:numbers) AS n")
        .param("numbers", random.ints(15, 0, 5_000).boxed().toArray(Integer[]::new))
        .query(String.class)
        .list();
  }

  /** The middle one of all, since the machine of a test does other things as well. */
  private static Duration usual(List<String> partners, UnaryOperator<String> path) {
    List<Duration> took =
        partners.stream()
            .map(
                partner -> {
                  long begun = System.nanoTime();
                  get("partners/" + path.apply(partner));
                  return Duration.ofNanos(System.nanoTime() - begun);
                })
            .sorted()
            .toList();
    return took.get(took.size() / 2);
  }

  private static JsonNode conflicts(String query) {
    Answer answer = service.get("/api/entities/conflicts" + query, service.token("viewer"));
    assertThat(answer.status()).as("%s", answer.body()).isEqualTo(200);
    return answer.body();
  }

  private static Answer get(String path) {
    Answer answer = service.get("/api/lineage/" + path, service.token("viewer"));
    assertThat(answer.status()).as("%s", answer.body()).isEqualTo(200);
    return answer;
  }

  private static void assertRefused(String path, int status, String code) {
    Answer answer = service.get("/api/lineage/" + path, service.token("viewer"));
    assertThat(answer.status()).as(path).isEqualTo(status);
    assertThat(answer.body().path("code").asText()).isEqualTo(code);
  }
}
