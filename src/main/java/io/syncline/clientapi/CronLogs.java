package io.syncline.clientapi;

import io.syncline.core.run.CommandOutput;
import io.syncline.core.schedule.Schedules;
import java.nio.file.Path;
import java.time.Clock;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/**
 * Document 003's two logs, which stand beside whatever else is logged (CR-33, CR-34): files of the
 * service, lines on the output of a command.
 */
@Component
final class CronLogs {
  private final String folder;
  private final ObjectProvider<CommandOutput> command;
  private final Clock clock;
  private final AtomicBoolean isSaid = new AtomicBoolean();

  CronLogs(
      @Value("${syncline.clientapi.log-dir}") String folder,
      ObjectProvider<CommandOutput> command,
      Clock clock) {
    this.folder = folder;
    this.command = command;
    this.clock = clock;
  }

  /** The log of that name. */
  CronLog of(String name) {
    return new CronLog(name, clock, lines(name));
  }

  private Consumer<String> lines(String name) {
    CommandOutput output = command.getIfAvailable();
    if (output != null) {
      return output::print;
    }
    return Schedules.isOff(folder)
        ? line -> {}
        : new CronFile(name, Path.of(folder), CronFile.FULL, isSaid);
  }
}
