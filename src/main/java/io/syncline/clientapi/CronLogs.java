package io.syncline.clientapi;

import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/** Document 003's two log files, which stand beside whatever else is logged (CR-33, CR-34). */
@Component
final class CronLogs {
  private final Optional<Path> folder;
  private final Clock clock;

  CronLogs(@Value("${syncline.clientapi.log-dir}") String folder, Clock clock) {
    // YAML reads a bare "off" as false
    boolean isOff = folder.isBlank() || folder.equals("off") || folder.equals("false");
    this.folder = isOff ? Optional.empty() : Optional.of(Path.of(folder));
    this.clock = clock;
  }

  /** The log of that name. */
  CronLog of(String name) {
    return new CronLog(name, folder, clock);
  }
}
