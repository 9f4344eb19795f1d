package io.syncline.command;

import io.syncline.core.run.LogLine;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.commons.io.input.Tailer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
    name = "logs",
    description = "Shows the service's log, of one pipeline or one run if asked.")
final class LogsCommand implements Callable<Integer> {
  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(300);

  private final Supplier<String> file;

  @Spec private CommandSpec spec;

  @Option(names = "--follow", description = "goes on with what is written from now on")
  private boolean follow;

  @Option(names = "--pipeline", defaultValue = "", description = "only this pipeline's lines")
  private String pipeline;

  @Option(
      names = "--run",
      defaultValue = "",
      description = "only this run's lines; the id's beginning is enough")
  private String run;

  @Option(
      names = "--level",
      defaultValue = "trace",
      description = "error, warn, info, debug or trace: that and worse")
  private LogLine.Level level;

  @Option(
      names = "--lines",
      defaultValue = "200",
      description = "how many of the past, default ${DEFAULT-VALUE}")
  private int lines;

  LogsCommand(Supplier<String> file) {
    this.file = file;
  }

  @Override
  public Integer call() throws IOException {
    if (lines < 0) {
      throw new ParameterException(spec.commandLine(), "--lines must be 0 or more.");
    }
    String name = file.get();
    if (name.isBlank() || !Files.isReadable(Path.of(name))) {
      spec.commandLine()
          .getErr()
          .println(
              name.isBlank()
                  ? "The service writes no log file: set SYNCLINE_LOG_FILE, or read its standard output."
                  : "There is no log file " + name + " yet: start the service first.");
      return ExitCodes.FAILED;
    }
    show(Path.of(name));
    return ExitCodes.DONE;
  }

  private void show(Path path) throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    LogFilter filter = new LogFilter(pipeline, run, level, lines, out);
    if (!follow) {
      try (Stream<String> all = Files.lines(path)) {
        all.forEach(filter::handle);
      }
      filter.endOfFileReached();
      return;
    }
    Tailer.builder()
        .setPath(path)
        .setTailerListener(filter)
        .setDelayDuration(BETWEEN_LOOKS)
        .setReOpen(true)
        .setTailFromEnd(false)
        .setStartThread(false)
        .get()
        .run();
  }
}
