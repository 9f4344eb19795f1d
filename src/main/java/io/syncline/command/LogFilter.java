package io.syncline.command;

import java.io.PrintWriter;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.commons.io.input.TailerListenerAdapter;

/**
 * Prints the lines that were asked for: the last ones of the past together, later ones at once. A
 * line that begins with no time belongs to the one before it, such as those of a stack trace.
 */
final class LogFilter extends TailerListenerAdapter {
  /** As the console and the file are laid out: time, level, process, then pipeline and run. */
  private static final Pattern BEGINNING =
      Pattern.compile("\\d{4}-\\d\\d-\\d\\dT\\S+\\s+(ERROR|WARN|INFO|DEBUG|TRACE) ");

  private static final Pattern OF_A_RUN = Pattern.compile("\\[run (\\S+) (\\S+)] ");

  private final String pipeline;
  private final String run;
  private final Level level;
  private final int most;
  private final PrintWriter out;
  private final Deque<String> past = new ArrayDeque<>();
  private boolean wanted;
  private boolean live;

  /** From the worst to the least. */
  enum Level {
    ERROR,
    WARN,
    INFO,
    DEBUG,
    TRACE
  }

  LogFilter(String pipeline, String run, Level level, int most, PrintWriter out) {
    this.pipeline = pipeline;
    this.run = run;
    this.level = level;
    this.most = most;
    this.out = out;
  }

  @Override
  public void handle(String line) {
    Matcher beginning = BEGINNING.matcher(line);
    if (beginning.lookingAt()) {
      wanted = Level.valueOf(beginning.group(1)).compareTo(level) <= 0 && isOfRun(line);
    }
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

  private boolean isOfRun(String line) {
    if (pipeline.isEmpty() && run.isEmpty()) {
      return true;
    }
    Matcher of = OF_A_RUN.matcher(line);
    return of.find()
        && (pipeline.isEmpty() || of.group(1).equals(pipeline))
        && of.group(2).startsWith(run);
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
