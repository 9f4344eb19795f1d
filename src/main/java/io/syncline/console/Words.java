package io.syncline.console;

import io.syncline.core.run.Run;
import io.syncline.core.run.RunCounts;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Times and counts in the words of the console. */
final class Words {
  private static final DateTimeFormatter UTC =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss 'UTC'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private Words() {}

  static String absolute(Instant time) {
    return UTC.format(time);
  }

  static String relative(Instant time, Instant now) {
    Duration distance = Duration.between(time, now);
    String length = length(distance.abs());
    return distance.isNegative() ? "in " + length : length + " ago";
  }

  static String length(Duration duration) {
    if (duration.toSeconds() < 90) {
      return duration.toSeconds() + " s";
    }
    if (duration.toMinutes() < 90) {
      return duration.toMinutes() + " min";
    }
    return duration.toHours() < 48 ? duration.toHours() + " h" : duration.toDays() + " days";
  }

  /**
   * Only what is not zero: most runs change little. The sign warns of errors, with their number.
   */
  static String counts(Run run) {
    RunCounts counts = run.counts();
    List<String> parts = new ArrayList<>();
    run.parkedUntil().ifPresent(until -> parts.add("waits until " + absolute(until)));
    add(parts, run.children().path("total").asLong(), "runs led");
    add(parts, counts.created(), "created");
    add(parts, counts.updated(), "updated");
    add(parts, counts.unchanged(), "unchanged");
    add(parts, counts.skipped(), "skipped");
    add(parts, counts.failed(), "failed");
    String words = parts.isEmpty() ? "no records" : String.join(", ", parts);
    long errors = run.effects().errors();
    return errors == 0 ? words : String.format(Locale.ROOT, "%s ⚠ %,d", words, errors);
  }

  private static void add(List<String> parts, long count, String word) {
    if (count > 0) {
      parts.add(String.format(Locale.ROOT, "%,d", count) + " " + word);
    }
  }
}
