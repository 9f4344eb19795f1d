package io.syncline.entities.source;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.syncline.support.SandboxService;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;

/** A kind of source that the service does not know is one bean, and its rows are resolved. */
class LinesIT {
  private static final UUID SOURCE = UUID.fromString("00000000-0000-4000-8000-00000000000a");
  private static final UUID FEED = UUID.fromString("00000000-0000-4000-8000-00000000000b");

  private static SandboxService service;
  private static JdbcTemplate staging;
  private static JdbcTemplate production;

  @BeforeAll
  static void start() {
    service =
        SandboxService.start(
            "--spring.profiles.active=sandbox," + Lines.WORD,
            "--syncline.sandbox.junglescout.products=1");
    staging = new JdbcTemplate(service.pair().stagingSource());
    production = new JdbcTemplate(service.pair().productionSource());
  }

  @AfterAll
  static void stop() {
    service.close();
  }

  /** SE-03. */
  @Test
  void a_further_kind_of_source_takes_no_change_of_the_engine() {
    staging.update(
        "INSERT INTO data_sources (id, name, type, connector_config) VALUES (?, 'Lines', 'lines', '{}')",
        SOURCE);
    staging.update(
        "INSERT INTO tab_mappings (id, data_source_id, tab_name, primary_entity, key_kind, on_missing)"
            + " VALUES (?, ?, 'all', 'partners', 'external_id', 'archive')",
        FEED,
        SOURCE);
    staging.update(
        "INSERT INTO column_mappings (tab_mapping_id, source_column, target_field, is_key)"
            + " VALUES (?, 'id', NULL, true), (?, 'name', 'brand_name', false)",
        FEED,
        FEED);
    assertThat(run().path("failure").path("message").asText())
        .isEqualTo("connector_config.lines: no list");
    lines("[\"1=Acme\", \"2=Bolt\"]");
    assertThat(run().path("stats").path("rows_created").asInt()).isEqualTo(2);
    lines("[\"1=Acme\", \"2=Bolts\"]");
    assertThat(run().path("stats").path("rows_updated").asInt()).isEqualTo(1);
    lines("[\"2=Bolts\"]");
    assertThat(run().path("stats").path("rows_archived").asInt()).isEqualTo(1);
    service.atRest();
    assertThat(
            production.queryForList(
                "SELECT brand_name || archived FROM partners ORDER BY 1", String.class))
        .isEqualTo(List.of("Acmetrue", "Boltsfalse"));
    assertThat(
            production.queryForObject(
                "SELECT source_ref FROM field_lineage WHERE new_value = '\"Bolts\"' AND source_type = 'api'",
                String.class))
        .isEqualTo("Lines → all → name");
  }

  private static void lines(String lines) {
    staging.update(
        "UPDATE data_sources SET connector_config = jsonb_build_object('lines', ?::jsonb)", lines);
  }

  private static JsonNode run() {
    return service.post("/api/sync/tab/" + FEED, "{}", service.token("admin")).body();
  }
}
