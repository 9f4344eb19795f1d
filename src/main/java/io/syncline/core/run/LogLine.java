package io.syncline.core.run;

import java.time.OffsetDateTime;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The first line of an entry of the service's log. A line that is none belongs to the entry before
 * it, such as those of a stack trace.
 *
 * @param pipeline of the run that logged it; empty for what no run did
 */
public record LogLine(OffsetDateTime time, Level level, String pipeline, String run) {
  /** As the console and the file are laid out: time, level, process, then pipeline and run. */
  private static final Pattern BEGINNING =
      Pattern.compile(
          "(\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\S+)\\s+(ERROR|WARN|INFO|DEBUG|TRACE) ");

  private static final Pattern OF_A_RUN = Pattern.compile("\\[run (\\S+) (\\S+)] ");

  /** From the worst to the least. */
  public enum Level {
    ERROR,
    WARN,
    INFO,
    DEBUG,
    TRACE
  }

  public static Optional<LogLine> of(String line) {
    Matcher beginning = BEGINNING.matcher(line);
    if (!beginning.lookingAt()) {
      return Optional.empty();
    }
    Matcher run = OF_A_RUN.matcher(line);
    boolean isOfRun = run.find();
    return Optional.of(
        new LogLine(
            OffsetDateTime.parse(beginning.group(1)),
            Level.valueOf(beginning.group(2)),
            isOfRun ? run.group(1) : "",
            isOfRun ? run.group(2) : ""));
  }

  public boolean isAsBadAs(Level other) {
    return level.compareTo(other) <= 0;
  }
}
