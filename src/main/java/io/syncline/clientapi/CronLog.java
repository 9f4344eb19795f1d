package io.syncline.clientapi;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A file of lines like {@code 2024-01-15 00:00:01 - api_sync_cron - INFO - …}, in UTC. One that is
 * full is set aside, and a few of those are kept. A folder that cannot be written costs no run
 * anything and is said once. Threads may share it.
 */
final class CronLog {
  private static final Logger LOG = LoggerFactory.getLogger(CronLog.class);
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT);
  static final int KEPT = 5;

  /** Bytes of one file. */
  static final long FULL = 10_000_000;

  private final String name;
  private final Optional<Path> folder;
  private final Clock clock;
  private final long full;
  private final AtomicBoolean isSaid = new AtomicBoolean();

  CronLog(String name, Optional<Path> folder, Clock clock) {
    this(name, folder, clock, FULL);
  }

  CronLog(String name, Optional<Path> folder, Clock clock, long full) {
    this.name = name;
    this.folder = folder;
    this.clock = clock;
    this.full = full;
  }

  void info(String text) {
    write("INFO", text);
  }

  void warning(String text) {
    write("WARNING", text);
  }

  void error(String text) {
    write("ERROR", text);
  }

  private synchronized void write(String level, String text) {
    if (folder.isEmpty()) {
      return;
    }
    String time = TIME.format(LocalDateTime.ofInstant(clock.instant(), ZoneOffset.UTC));
    String line = "%s - %s - %s - %s%n".formatted(time, name, level, text);
    try {
      Path file = Files.createDirectories(folder.get()).resolve(name + ".log");
      if (Files.exists(file) && Files.size(file) >= full) {
        setAside(file);
      }
      Files.writeString(
          file, line, StandardCharsets.UTF_8, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    } catch (IOException e) {
      if (isSaid.compareAndSet(false, true)) {
        LOG.warn(
            "log not written name={} folder={} cause={}; set syncline.clientapi.log-dir",
            name,
            folder.get(),
            e.toString());
      }
    }
  }

  private void setAside(Path file) throws IOException {
    for (int i = KEPT; i > 1; i--) {
      Path older = aside(file, i - 1);
      if (Files.exists(older)) {
        Files.move(older, aside(file, i), StandardCopyOption.REPLACE_EXISTING);
      }
    }
    Files.move(file, aside(file, 1), StandardCopyOption.REPLACE_EXISTING);
  }

  private static Path aside(Path file, int number) {
    return file.resolveSibling(file.getFileName() + "." + number);
  }
}
