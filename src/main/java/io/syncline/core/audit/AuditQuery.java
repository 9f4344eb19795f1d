package io.syncline.core.audit;

import io.syncline.core.audit.Action.By;
import io.syncline.core.error.RequestRefused;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Which actions are asked for.
 *
 * @param path a part of it
 * @param before the id of an action: those before it
 */
public record AuditQuery(
    Optional<String> who,
    Optional<String> by,
    Optional<String> path,
    Optional<Long> before,
    int limit) {
  private static final List<String> MEANS = Stream.of(By.values()).map(By::word).toList();

  /**
   * What a query says.
   *
   * @throws RequestRefused 400 for what it may not say
   */
  public static AuditQuery of(Map<String, String> query, int limit) {
    Optional<String> by = Optional.ofNullable(query.get("by"));
    if (by.isPresent() && !MEANS.contains(by.get())) {
      throw RequestRefused.invalid("by", "is no such means", MEANS);
    }
    return new AuditQuery(
        Optional.ofNullable(query.get("who")),
        by,
        Optional.ofNullable(query.get("path")),
        Optional.ofNullable(query.get("before")).map(AuditQuery::id),
        limit);
  }

  /** Only what is asked for: a condition that may be none keeps the planner from an index. */
  String where() {
    return Stream.of(
            before.map(it -> "id < :before"),
            who.map(it -> "who = :who"),
            by.map(it -> "by_what = :by"),
            path.map(it -> "strpos(path, :path) > 0"))
        .flatMap(Optional::stream)
        .reduce("true", (one, more) -> one + " AND " + more);
  }

  /** What the condition names. */
  Map<String, Object> parameters() {
    Map<String, Object> named = new HashMap<>();
    before.ifPresent(it -> named.put("before", it));
    who.ifPresent(it -> named.put("who", it));
    by.ifPresent(it -> named.put("by", it));
    path.ifPresent(it -> named.put("path", it));
    return named;
  }

  private static Long id(String text) {
    if (!text.matches("[0-9]{1,18}")) {
      throw RequestRefused.invalid("before", "must be the id of an action", List.of());
    }
    return Long.valueOf(text);
  }
}
