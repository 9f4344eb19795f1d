package io.syncline.entities;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.syncline.sandbox.google.SampleSheets;
import io.syncline.support.PipelineContract;
import io.syncline.support.SandboxService;
import io.syncline.support.SandboxService.Answer;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.JdbcTemplate;

/** The contract of all pipelines, held by the runs of a tab. */
class EntitiesContractIT implements PipelineContract {
  private static final UUID SOURCE = UUID.fromString("00000000-0000-4000-8000-0000000000ca");
  private static final UUID FEED = UUID.fromString("00000000-0000-4000-8000-0000000000cb");
  private static final String RUNS = "/api/pipelines/entities/runs";

  private static SandboxService service;
  private static JdbcTemplate staging;
  private static JdbcTemplate production;

  @BeforeAll
  static void start() {
    service =
        SandboxService.start(
            "--syncline.sandbox.junglescout.products=1",
            "--syncline.database.timeouts.pool=1s",
            "--syncline.write.first-delay=20",
            "--syncline.entities.reads-per-minute=10000",
            "--syncline.entities.google.calls-per-second=1000",
            "--syncline.sandbox.google.reads-per-minute=10000");
    staging = new JdbcTemplate(service.pair().stagingSource());
    production = new JdbcTemplate(service.pair().productionSource());
    new MappedTabs(staging)
        .spreadsheet(SOURCE, SampleSheets.MASTER)
        .tab(FEED, SOURCE, "Partners", SampleSheets.PARTNERS)
        .key(FEED, "Brand Name")
        .map(FEED, "Tier", "tier");
  }

  @AfterAll
  static void stop() {
    service.close();
  }

  @Override
  public SandboxService service() {
    return service;
  }

  @Override
  public String word() {
    return Entities.WORD;
  }

  @Override
  public List<String> tables() {
    return List.of("partners", "field_lineage");
  }

  @Override
  public String stagingPrefix() {
    return "";
  }

  @Override
  public String productionPrefix() {
    return "";
  }

  @Override
  public String idMember() {
    return "sync_run_id";
  }

  /** Of the tab: a run of the common endpoint has a run of its own for each tab. */
  @Override
  public Answer run(String body) {
    return service.post("/api/sync/tab/" + FEED, body, service.token("admin"));
  }

  @Test
  void a_run_of_the_common_endpoint_leads_one_of_each_tab_that_it_names() {
    for (String named : List.of("tab_mapping_id\": \"" + FEED, "data_source_id\": \"" + SOURCE)) {
      Answer answer = service.post(RUNS, "{\"" + named + "\"}", service.token("admin"));
      assertThat(answer.status()).as("%s", answer.body()).isEqualTo(200);
      assertThat(answer.body().path("outcome").asText()).isIn("completed", "partial");
      Map<String, Object> led =
          staging.queryForMap(
              "SELECT * FROM sync_runs WHERE parent_run_id = ?::uuid",
              answer.body().path("run_id").asText());
      assertThat(led)
          .containsEntry("scope", "entities.feed." + FEED)
          .containsEntry("tab_mapping_id", FEED)
          .containsEntry("rows_processed", 150)
          .containsEntry("trigger", "manual")
          .containsEntry("triggered_by", "test");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"tab_mapping_id\": \"x\"}",
        "{\"tab_mapping_id\": \"00000000-0000-4000-8000-0000000000cb\","
            + " \"data_source_id\": \"00000000-0000-4000-8000-0000000000ca\"}",
        "{\"sheet\": \"Partners\"}"
      })
  void what_names_no_tab_and_no_source_or_both_starts_nothing(String body) {
    long runs = count("sync_runs");
    Answer answer = service.post(RUNS, body, service.token("admin"));
    assertThat(answer.status()).as("%s", answer.body()).isEqualTo(400);
    assertThat(service.post(RUNS, body, service.token("viewer")).status()).isEqualTo(403);
    assertThat(service.post(RUNS, body).status()).isEqualTo(401);
    assertThat(count("sync_runs")).isEqualTo(runs);
  }

  @Test
  void what_production_lost_of_entities_and_their_lineage_is_found_and_brought_back() {
    run("{}");
    List<String> before = contents();
    production.update("DELETE FROM partners WHERE brand_name < 'C'");
    production.update("UPDATE partners SET tier = 'drifted' WHERE brand_name LIKE 'G%'");
    production.update("DELETE FROM field_lineage WHERE field_name = 'tier'");
    assertThat(contents()).isNotEqualTo(before);
    JsonNode found = divergence();
    assertThat(found.path("in_step").asBoolean()).isFalse();
    assertThat(table(found, "partners").path("only_in_staging").asInt()).isPositive();
    assertThat(table(found, "partners").path("different").asInt()).isPositive();
    assertThat(table(found, "field_lineage").path("only_in_staging").asInt()).isPositive();
    Answer repair = service.post("/api/divergence/repair", "{}", service.token("admin"));
    assertThat(repair.status()).as("%s", repair.body()).isEqualTo(200);
    assertThat(contents()).isEqualTo(before);
    JsonNode after = divergence();
    for (String table : tables()) {
      for (String fault : List.of("only_in_staging", "different", "only_in_production")) {
        assertThat(table(after, table).path(fault).asInt()).as("%s %s", table, after).isZero();
      }
    }
  }

  private static JsonNode divergence() {
    Answer answer = service.get("/api/divergence", service.token("admin"));
    assertThat(answer.status()).as("%s", answer.body()).isEqualTo(200);
    return answer.body();
  }

  private static JsonNode table(JsonNode divergence, String name) {
    for (JsonNode table : divergence.path("tables")) {
      if (table.path("table").asText().equals(name)) {
        return table;
      }
    }
    throw new AssertionError(name + " is not compared: " + divergence);
  }

  private static long count(String what) {
    return staging.queryForObject("SELECT count(*) FROM " + what, Long.class);
  }
}
