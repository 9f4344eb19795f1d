package io.syncline.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.syncline.core.run.Run;
import io.syncline.core.run.RunCounts;
import io.syncline.core.run.RunEffects;
import io.syncline.core.run.RunOutcome;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class WordsTest {
  private static final JsonNode NONE = JsonNodeFactory.instance.nullNode();

  @Test
  void only_what_is_not_zero_is_said_and_errors_are_warned_of() {
    assertThat(Words.counts(run(new RunCounts(0, 0, 0, 0, 0, 0, 7), 0, NONE)))
        .isEqualTo("no records");
    assertThat(Words.counts(run(new RunCounts(150, 12, 0, 136, 2, 0, 1), 2, NONE)))
        .isEqualTo("12 created, 136 unchanged, 2 skipped ⚠ 2");
  }

  @Test
  void a_run_that_led_others_says_how_many() {
    JsonNode children = JsonNodeFactory.instance.objectNode().put("total", 3);
    assertThat(Words.counts(run(new RunCounts(0, 0, 0, 0, 0, 0, 0), 0, children)))
        .isEqualTo("3 runs led");
  }

  private static Run run(RunCounts counts, long errors, JsonNode children) {
    return new Run(
        UUID.randomUUID(),
        Optional.empty(),
        "entities",
        "entities",
        "manual",
        Optional.empty(),
        RunOutcome.COMPLETED,
        false,
        Instant.EPOCH,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        counts,
        new RunEffects(0, 0, 0, errors, 0),
        0,
        children,
        Optional.empty(),
        NONE,
        NONE,
        NONE);
  }
}
