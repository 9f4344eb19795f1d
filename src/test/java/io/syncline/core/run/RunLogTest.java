package io.syncline.core.run;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import io.syncline.core.run.LogLine.Level;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunLogTest {
  private static final UUID ID = UUID.fromString("62b1aaaa-0000-0000-0000-000000000001");
  private static final JsonNode NONE = NullNode.getInstance();

  @TempDir private Path folder;

  @Test
  void a_run_has_its_lines_with_their_stack_traces_in_the_order_they_were_written() {
    RunLog log =
        log(
            line("08:00:00.000", "INFO", ID, "of a day before its start"),
            line("10:00:01.000", "INFO", ID, "grün"),
            line("10:00:01.100", "INFO", UUID.randomUUID(), "another one"),
            "\tof another one",
            line("10:00:02.000", "DEBUG", ID, "step"),
            line("10:00:03.000", "ERROR", ID, "broken"),
            "\tat a.B.c(B.java:1)",
            "2026-01-15T10:00:04.000Z  INFO 1 --- [main] io.A : of no run");
    assertThat(log.of(run(), Level.INFO, 100))
        .containsExactly(
            line("10:00:01.000", "INFO", ID, "grün"),
            line("10:00:03.000", "ERROR", ID, "broken"),
            "\tat a.B.c(B.java:1)");
    assertThat(log.of(run(), Level.DEBUG, 100)).hasSize(4);
    assertThat(log.of(run(), Level.DEBUG, 1))
        .containsExactly(line("10:00:03.000", "ERROR", ID, "broken"), "\tat a.B.c(B.java:1)");
  }

  @Test
  void without_a_file_there_is_nothing() {
    assertThat(new RunLog("").isKept()).isFalse();
    assertThat(new RunLog("").of(run(), Level.INFO, 100)).isEmpty();
    assertThat(new RunLog(folder.resolve("none.log").toString()).isKept()).isFalse();
  }

  private RunLog log(String... lines) {
    Path file = folder.resolve("syncline.log");
    try {
      Files.write(file, List.of(lines));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
    return new RunLog(file.toString());
  }

  private static String line(String time, String level, UUID run, String words) {
    return "2026-01-15T%sZ %5s 1 --- [thread] [run stockx %s] io.A : %s"
        .formatted(time, level, run, words);
  }

  private static Run run() {
    return new Run(
        ID,
        Optional.empty(),
        "stockx",
        "stockx",
        "manual",
        Optional.empty(),
        RunOutcome.COMPLETED,
        false,
        Instant.parse("2026-01-15T10:00:00Z"),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        new RunCounts(0, 0, 0, 0, 0, 0, 0),
        new RunEffects(0, 0, 0, 0, 0),
        Optional.empty(),
        0,
        NONE,
        Optional.empty(),
        NONE,
        NONE,
        NONE);
  }
}
