package io.syncline.console;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Times, lengths and counts in the words of the console, seen from one moment. */
public final class Words {
  private static final DateTimeFormatter UTC =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss 'UTC'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);
  private static final DateTimeFormatter CLOCK =
      DateTimeFormatter.ofPattern("HH:mm", Locale.ROOT).withZone(ZoneOffset.UTC);

  private static final int LONGEST_SCOPE = 24;
  private static final int TAIL = 12;
  private static final int FEW_DAYS = 7;

  private final Instant now;

  Words(Instant now) {
    this.now = now;
  }

  public String now() {
    return absolute(now);
  }

  /** A moment exactly, as the API tells it; empty for none. */
  public String exact(@Nullable String time) {
    return time == null ? "" : absolute(Instant.parse(time));
  }

  /** How far away a moment is; empty for none. */
  public String ago(@Nullable String time) {
    return time == null ? "" : relative(Instant.parse(time), now);
  }

  /** The day as people say it, and the time of day in UTC. */
  public String day(@Nullable String time) {
    if (time == null) {
      return "";
    }
    Instant at = Instant.parse(time);
    long days =
        at.atOffset(ZoneOffset.UTC)
            .toLocalDate()
            .until(now.atOffset(ZoneOffset.UTC).toLocalDate(), ChronoUnit.DAYS);
    String day =
        switch ((int) Math.max(-2, Math.min(days, FEW_DAYS))) {
          case -1 -> "tomorrow";
          case 0 -> "today";
          case 1 -> "yesterday";
          case -2, FEW_DAYS -> "";
          default -> days + " days ago";
        };
    return (day.isEmpty() ? absolute(at).substring(0, 10) : day) + ", " + CLOCK.format(at);
  }

  /** A length of that many milliseconds. */
  public String lasting(@Nullable Number milliseconds) {
    return milliseconds == null ? "" : length(Duration.ofMillis(milliseconds.longValue()));
  }

  public String number(@Nullable Number count) {
    return count == null ? "" : String.format(Locale.ROOT, "%,d", count.longValue());
  }

  /** What a source still gives in its period; by its own name where the pipeline has several. */
  public String budget(Map<String, ?> budget) {
    String period = "day".equals(budget.get("period")) ? "today" : "this " + budget.get("period");
    String left =
        "%s of %s calls left %s"
            .formatted(
                number((Number) budget.get("left")), number((Number) budget.get("calls")), period);
    return Objects.equals(budget.get("source"), budget.get("pipeline"))
        ? left
        : budget.get("source") + ": " + left;
  }

  /**
   * What became of the records of a run. Only what is not zero: most runs change little. The sign
   * warns of errors, with their number.
   *
   * @param run by the names of the API
   */
  public String counts(Map<String, ?> run) {
    Map<?, ?> stats = run.get("stats") instanceof Map<?, ?> it ? it : Map.of();
    List<String> parts = new ArrayList<>();
    if (run.get("children") instanceof Map<?, ?> children) {
      add(parts, children.get("total"), isOne(children.get("total")) ? "run led" : "runs led");
    }
    add(parts, stats.get("rows_created"), "created");
    add(parts, stats.get("rows_updated"), "updated");
    add(parts, stats.get("rows_unchanged"), "unchanged");
    add(parts, stats.get("rows_skipped"), "skipped");
    add(parts, stats.get("rows_failed"), "failed");
    String words = parts.isEmpty() ? "no records" : String.join(", ", parts);
    return run.get("error_count") instanceof Number errors && errors.longValue() > 0
        ? words + " ⚠ " + number(errors)
        : words;
  }

  /** What a run was about: its name, or the last part of its scope. */
  public String label(Map<String, ?> run) {
    if (run.get("label") instanceof String label && !label.isBlank()) {
      return label;
    }
    String scope = String.valueOf(run.get("scope"));
    return scope.length() <= LONGEST_SCOPE ? scope : "…" + scope.substring(scope.length() - TAIL);
  }

  /** By what a run was started, and what it was about where its pipeline does not say that. */
  public String about(Map<String, ?> run) {
    String label = label(run);
    return label.equals(run.get("pipeline"))
        ? String.valueOf(run.get("trigger"))
        : run.get("trigger") + " · " + label;
  }

  /** How much went wrong in a run, by the names of the API. */
  public String troubles(Map<String, ?> run) {
    List<String> parts = new ArrayList<>();
    add(parts, run.get("error_count"), isOne(run.get("error_count")) ? "error" : "errors");
    add(parts, run.get("warning_count"), isOne(run.get("warning_count")) ? "warning" : "warnings");
    return String.join(", ", parts);
  }

  /** What went wrong with a row, by the names of the API: a sheet numbers its rows. */
  public String entry(Map<String, ?> entry) {
    Object row = entry.get("row");
    String place = row == null ? "" : (row instanceof Number ? "Row " + row : row) + ": ";
    return place + entry.get("message");
  }

  /** How a run stands: its outcome, or that it waits. */
  public String state(Map<String, ?> run) {
    if (run.get("parked_until") != null) {
      return "parked";
    }
    return "completed".equals(run.get("outcome")) ? "ok" : String.valueOf(run.get("outcome"));
  }

  private static boolean isOne(@Nullable Object count) {
    return count instanceof Number number && number.longValue() == 1;
  }

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

  private static void add(List<String> parts, @Nullable Object count, String word) {
    if (count instanceof Number number && number.longValue() > 0) {
      parts.add(String.format(Locale.ROOT, "%,d", number.longValue()) + " " + word);
    }
  }
}
