package io.syncline.entities;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.support.SandboxService;
import io.syncline.support.SandboxService.Answer;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A service with neither Google nor Close nor a host of JSON APIs. */
class EntitiesOffIT {
  private static SandboxService service;

  @BeforeAll
  static void start() {
    service = SandboxService.start("--spring.profiles.active=no-sandbox");
  }

  @AfterAll
  static void stop() {
    service.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"tab", "source"})
  void what_could_be_set_is_named(String kind) {
    UUID source = UUID.randomUUID();
    UUID tab = UUID.randomUUID();
    service
        .staging()
        .sql(
            "INSERT INTO data_sources (id, name, type, connector_config) VALUES (?, ?, 'close', '{}')")
        .params(source, "Source " + source)
        .update();
    service
        .staging()
        .sql(
            "INSERT INTO tab_mappings (id, data_source_id, tab_name, primary_entity)"
                + " VALUES (?, ?, 'lead', 'partners')")
        .params(tab, source)
        .update();
    String path = "/api/sync/" + kind + "/" + (kind.equals("tab") ? tab : source);
    Answer answer = service.post(path, "{}", service.token("admin"));
    assertThat(answer.status()).as("%s", answer.body()).isEqualTo(503);
    assertThat(answer.body().path("code").asText()).isEqualTo("PIPELINE_OFF");
    assertThat(answer.body().toString())
        .contains("GOOGLE_SERVICE_ACCOUNT_JSON", "CLOSE_API_KEY", "syncline.entities.rest-hosts");
    assertThat(
            service
                .staging()
                .sql("SELECT count(*) FROM sync_runs WHERE pipeline = 'entities'")
                .query(Long.class)
                .single())
        .isZero();
  }
}
