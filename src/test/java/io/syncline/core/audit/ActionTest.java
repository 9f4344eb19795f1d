package io.syncline.core.audit;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.syncline.core.audit.Action.By;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ActionTest {

  @Test
  void names_are_kept_and_values_only_where_they_are_true_or_false() throws Exception {
    Action action =
        action(
            """
            {"access_token":"shpat_canary","pin":4711,"force":true,"record":{"name":"canary"},
             "shpat_canary-7":1,"text":"false"}
            """);
    assertThat(action.members())
        .containsExactly(
            "debug=false", "sku", "access_token", "pin", "force=true", "record", "…", "text");
    assertThat(action.toString()).doesNotContain("canary").doesNotContain("4711");
  }

  @Test
  void the_path_has_its_parts() throws Exception {
    assertThat(action("{}").path()).isEqualTo("/api/things/a$1 b/test");
  }

  @Test
  void a_name_is_one_line_that_a_database_stores() throws Exception {
    assertThat(
            Action.of(
                    "a\u0000n\n" + "x".repeat(500),
                    By.TOKEN,
                    "POST",
                    "/",
                    Map.of(),
                    Map.of(),
                    Optional.empty())
                .who())
        .startsWith("an x")
        .hasSizeLessThan(140);
  }

  private static Action action(String body) throws JsonProcessingException {
    return Action.of(
        "ann",
        By.TOKEN,
        "POST",
        "/api/things/{id}/test",
        Map.of("id", "a$1 b"),
        Map.of("debug", "false", "sku", "canary"),
        Optional.of(new ObjectMapper().readTree(body)));
  }
}
