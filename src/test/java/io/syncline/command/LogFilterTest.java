package io.syncline.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.core.run.LogLine.Level;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("SX-28: the log, filtered by pipeline and run")
class LogFilterTest {
  private static final String STOCKX =
      "2026-11-22T08:40:38.418Z  INFO 1 --- [thread] [run stockx 62b1-aa] io.syncline.A : one";
  private static final String ELITE =
      "2026-11-22T08:40:38.419Z ERROR 1 --- [thread] [run elitefactor 62b1-bb] io.syncline.B : two";
  private static final String NOBODY =
      "2026-11-22T08:40:38.420Z  WARN 1 --- [main] io.syncline.C : three [run stockx of nobody";
  private static final String TRACE = "\tat io.syncline.B.two(B.java:1)";

  private final StringWriter shown = new StringWriter();

  @Test
  void everything_unless_something_is_asked_for() {
    show(filter("", "", Level.TRACE, 10));
    assertThat(lines()).containsExactly(STOCKX, ELITE, TRACE, NOBODY);
  }

  @Test
  void only_the_last_ones_of_the_past() {
    show(filter("", "", Level.TRACE, 2));
    assertThat(lines()).containsExactly(TRACE, NOBODY);
  }

  @Test
  void a_pipeline_or_a_run_by_the_beginning_of_its_id_with_its_stack_traces() {
    show(filter("elitefactor", "", Level.TRACE, 10));
    assertThat(lines()).containsExactly(ELITE, TRACE);
    show(filter("", "62b1-a", Level.TRACE, 10));
    assertThat(lines()).containsExactly(ELITE, TRACE, STOCKX);
  }

  @Test
  void a_level_shows_itself_and_what_is_worse() {
    show(filter("", "", Level.WARN, 10));
    assertThat(lines()).containsExactly(ELITE, TRACE, NOBODY);
  }

  @Test
  void what_comes_after_the_past_is_shown_at_once() {
    LogFilter filter = filter("stockx", "", Level.TRACE, 0);
    show(filter);
    assertThat(lines()).isEmpty();
    filter.handle(ELITE);
    filter.handle(STOCKX);
    assertThat(lines()).containsExactly(STOCKX);
  }

  private LogFilter filter(String pipeline, String run, Level level, int most) {
    return new LogFilter(pipeline, run, level, most, new PrintWriter(shown));
  }

  private static void show(LogFilter filter) {
    for (String line : new String[] {STOCKX, ELITE, TRACE, NOBODY}) {
      filter.handle(line);
    }
    filter.endOfFileReached();
  }

  private String[] lines() {
    return shown.toString().lines().toArray(String[]::new);
  }
}
