package io.syncline.command;

import io.syncline.core.run.LogLine;
import io.syncline.core.run.LogLine.Level;
import java.io.PrintWriter;
import java.util.ArrayDeque;
import java.util.Deque;
import org.apache.commons.io.input.TailerListenerAdapter;

/**
 * Prints the lines that were asked for: the last ones of the past together, later ones at once. A
 * line that begins with no time belongs to the one before it, such as those of a stack trace.
 */
final class LogFilter extends TailerListenerAdapter {
  private final String pipeline;
  private final String run;
  private final Level level;
  private final int most;
  private final PrintWriter out;
  private final Deque<String> past = new ArrayDeque<>();
  private boolean wanted;
  private boolean live;

  LogFilter(String pipeline, String run, Level level, int most, PrintWriter out) {
    this.pipeline = pipeline;
    this.run = run;
    this.level = level;
    this.most = most;
    this.out = out;
  }

  @Override
  public void handle(String line) {
    LogLine.of(line).ifPresent(entry -> wanted = entry.isAsBadAs(level) && isOfRun(entry));
    if (!wanted) {
      return;
    }
    if (live) {
      out.println(line);
      out.flush();
      return;
    }
    past.add(line);
    if (past.size() > most) {
      past.remove();
    }
  }

  private boolean isOfRun(LogLine entry) {
    return (pipeline.isEmpty() || entry.pipeline().equals(pipeline)) && entry.run().startsWith(run);
  }

  /** The past is read: it is shown, and what comes is shown as it comes. */
  @Override
  public void endOfFileReached() {
    past.forEach(out::println);
    past.clear();
    out.flush();
    live = true;
  }
}
