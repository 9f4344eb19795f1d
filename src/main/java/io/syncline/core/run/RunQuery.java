package io.syncline.core.run;

import io.syncline.core.error.RequestRefused;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * Which runs are asked for. {@code source} is the id of a data source or tab mapping, or a scope;
 * {@code before} is the id of a run, or an instant; {@code parent} the run that led them.
 */
public record RunQuery(
    Optional<String> pipeline,
    Optional<String> status,
    Optional<String> source,
    Optional<UUID> parent,
    Optional<UUID> beforeRun,
    Optional<Instant> beforeTime,
    int limit) {
  private static final String DEFAULT_LIMIT = "50";
  private static final int MAX_LIMIT = 200;
  private static final List<String> NAMES =
      List.of("before", "limit", "parent", "pipeline", "source", "status");
  private static final List<String> WORDS =
      List.of("running", "completed", "partial", "failed", "cancelled");
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._:|-]{1,128}");

  public static RunQuery newest(int limit) {
    return of(Map.of("limit", String.valueOf(limit)));
  }

  public static RunQuery of(Map<String, String> query) {
    for (String name : query.keySet()) {
      if (!NAMES.contains(name)) {
        throw RequestRefused.invalid("query", "has an unknown parameter", NAMES);
      }
    }
    Optional<String> before = Optional.ofNullable(query.get("before"));
    Optional<UUID> run = before.flatMap(RunQuery::uuid);
    return new RunQuery(
        named(query, "pipeline"),
        Optional.ofNullable(query.get("status")).map(RunQuery::word),
        named(query, "source"),
        Optional.ofNullable(query.get("parent")).map(RunQuery::parent),
        run,
        before.filter(it -> run.isEmpty()).map(RunQuery::instant),
        limit(query));
  }

  /** The id in that text, when it is one. */
  public static Optional<UUID> uuid(String text) {
    try {
      UUID id = UUID.fromString(text);
      return id.toString().equalsIgnoreCase(text) ? Optional.of(id) : Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static Optional<String> named(Map<String, String> query, String name) {
    Optional<String> value = Optional.ofNullable(query.get(name));
    if (value.isPresent() && !NAME.matcher(value.get()).matches()) {
      throw RequestRefused.invalid(name, "is not a name", List.of());
    }
    return value;
  }

  private static UUID parent(String text) {
    return uuid(text)
        .orElseThrow(() -> RequestRefused.invalid("parent", "must be the id of a run", List.of()));
  }

  private static String word(String status) {
    if (!WORDS.contains(status)) {
      throw RequestRefused.invalid("status", "is not a status", WORDS);
    }
    return status;
  }

  private static Instant instant(String text) {
    try {
      return Instant.parse(text);
    } catch (DateTimeParseException e) {
      throw RequestRefused.invalid(
          "before", "must be the id of a run or a time such as 2026-01-15T10:00:00Z", List.of());
    }
  }

  /** How many of a list are asked for. */
  public static int limit(Map<String, String> query) {
    String text = query.getOrDefault("limit", DEFAULT_LIMIT);
    if (!text.matches("[0-9]{1,3}")
        || Integer.parseInt(text) < 1
        || Integer.parseInt(text) > MAX_LIMIT) {
      throw RequestRefused.invalid("limit", "must be 1 to " + MAX_LIMIT, List.of());
    }
    return Integer.parseInt(text);
  }
}
