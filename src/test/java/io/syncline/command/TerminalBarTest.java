package io.syncline.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.syncline.core.run.ActiveRun;
import io.syncline.core.run.ActiveRuns;
import io.syncline.core.run.Progress;
import io.syncline.core.run.RunFixture;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

class TerminalBarTest {
  private final List<String> drawn = new CopyOnWriteArrayList<>();
  private final ActiveRuns runs = new ActiveRuns();
  private final ActiveRun run =
      RunFixture.started("elitefactor", Instant.parse("2026-11-26T20:00:00Z"));
  private final TerminalBar bar = new TerminalBar(Optional.of(drawn::add));

  @Test
  void a_run_shows_how_many_of_how_many_and_its_end_too() {
    run.reportBy(new Counted(40, 100));
    int answer =
        bar.during(
            "elitefactor",
            runs,
            () -> {
              RunFixture.isLedBy(runs, run);
              awaitDrawn("40/100");
              run.reportBy(new Counted(100, 100));
              return 7;
            });
    assertThat(answer).isEqualTo(7);
    assertThat(drawn.get(drawn.size() - 2)).startsWith("\relitefactor").contains("100/100");
    assertThat(drawn).last().isEqualTo(System.lineSeparator());
  }

  @Test
  void what_does_not_say_how_many_shows_that_time_passes() {
    bar.during(
        "verify",
        runs,
        () -> {
          awaitDrawn("0:00:01");
          return "";
        });
    assertThat(drawn).allMatch(line -> !line.contains("100%"));
  }

  @Test
  void a_failure_passes_through_and_ends_the_line() {
    assertThatThrownBy(
            () ->
                bar.during(
                    "verify",
                    runs,
                    () -> {
                      throw new IllegalStateException("away");
                    }))
        .hasMessage("away");
    assertThat(drawn).last().isEqualTo(System.lineSeparator());
  }

  @Test
  void nothing_is_drawn_where_there_is_no_terminal() {
    assertThat(System.console()).as("tests have none").isNull();
    assertThat(TerminalBar.here().during("verify", runs, () -> 3)).isEqualTo(3);
  }

  private record Counted(long reached, long total) implements Progress {
    @Override
    public JsonNode report() {
      return JsonNodeFactory.instance.objectNode();
    }
  }

  private void awaitDrawn(String text) {
    await().until(() -> drawn.stream().anyMatch(line -> line.contains(text)));
  }
}
