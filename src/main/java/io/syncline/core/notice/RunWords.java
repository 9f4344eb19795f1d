package io.syncline.core.notice;

import io.syncline.core.error.ErrorKind;
import io.syncline.core.error.RecordError;
import io.syncline.core.notice.Notice.Field;
import io.syncline.core.notice.Notice.Level;
import io.syncline.core.run.ActiveRun;
import io.syncline.core.run.RunErrors;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;

/** How a run is told in a notice, for any pipeline (document 004's words and colours). */
public final class RunWords {
  private static final int LINES = 5;

  private RunWords() {}

  public static Level level(ActiveRun run) {
    return switch (run.outcome()) {
      case RUNNING, COMPLETED -> Level.OK;
      case PARTIAL -> run.stopped().isPresent() ? Level.STOPPED : Level.SOME_FAILURES;
      case FAILED, CANCELLED -> Level.STOPPED;
    };
  }

  public static String status(ActiveRun run) {
    String reason = run.stopped().map(stop -> ": " + stop.words()).orElse("");
    return switch (run.outcome()) {
      case RUNNING, COMPLETED -> "Completed successfully";
      case PARTIAL -> reason.isEmpty() ? "Completed with some failures" : "Stopped early" + reason;
      case FAILED -> "Stopped early" + reason;
      case CANCELLED -> "Cancelled";
    };
  }

  /** The errors by kind and the first messages; no field when there was none. */
  public static List<Field> errors(ActiveRun run) {
    RunErrors errors = run.errors();
    return errors.total() == 0
        ? List.of()
        : List.of(
            new Field("Errors", counts(errors), false),
            new Field("Sample Errors", samples(errors), false));
  }

  private static String counts(RunErrors errors) {
    return "DB: %s | API: %s | Parse: %s | Other: %s"
        .formatted(
            errors.count(ErrorKind.DB),
            errors.count(ErrorKind.API),
            errors.count(ErrorKind.PARSE),
            errors.count(ErrorKind.OTHER));
  }

  /** In backticks, so that nothing of it is read as mark-down. */
  private static String samples(RunErrors errors) {
    return errors.samples().stream()
        .limit(LINES)
        .map(RecordError::message)
        .map(message -> "`" + message.replace('`', '\'') + "`")
        .collect(Collectors.joining("\n"));
  }

  /** Like {@code 2m 15s}. */
  public static String of(Duration duration) {
    long seconds = duration.toSeconds();
    return seconds < 60 ? seconds + "s" : seconds / 60 + "m " + seconds % 60 + "s";
  }
}
