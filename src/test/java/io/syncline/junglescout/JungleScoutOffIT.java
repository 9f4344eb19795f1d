package io.syncline.junglescout;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.springframework.test.context.TestPropertySource;

@TestPropertySource(properties = "JUNGLE_SCOUT_API_KEY=")
class JungleScoutOffIT extends JungleScoutService {

  @Test
  @DisplayName("JS-26: without its key the pipeline is off and says which variable to set")
  void without_its_key_the_pipeline_is_off() {
    Answer answer = hourly();
    assertThat(answer.status()).isEqualTo(503);
    assertThat(answer.body().path("code").asText()).isEqualTo("PIPELINE_OFF");
    assertThat(answer.body().path("variables")).hasSize(1);
    assertThat(answer.body().path("variables").get(0).asText()).isEqualTo("JUNGLE_SCOUT_API_KEY");
    assertThat(asAdmin("/admin/master-sync").status()).isEqualTo(503);
    assertThat(VENDORS.calls).isEmpty();
    assertThat(count("SELECT count(*) FROM sync_runs")).isZero();
  }
}
