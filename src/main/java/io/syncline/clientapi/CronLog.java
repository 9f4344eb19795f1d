package io.syncline.clientapi;

import java.time.Clock;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.function.Consumer;

/**
 * A log of lines like {@code 2024-01-15 00:00:01 - api_sync_cron - INFO - …}, in UTC.
 *
 * @param lines where they go, in the order of their times; threads share it
 */
record CronLog(String name, Clock clock, Consumer<String> lines) {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT);

  void info(String text) {
    write("INFO", text);
  }

  void warning(String text) {
    write("WARNING", text);
  }

  void error(String text) {
    write("ERROR", text);
  }

  private void write(String level, String text) {
    synchronized (lines) {
      String time = TIME.format(LocalDateTime.ofInstant(clock.instant(), ZoneOffset.UTC));
      lines.accept("%s - %s - %s - %s".formatted(time, name, level, text));
    }
  }
}
