package io.syncline.core.run;

import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.toMap;

import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A {@link RunQuery} as SQL. Only what is asked for stands in the text: a condition that may be
 * none keeps the planner from an index.
 *
 * @param where the condition, of constant parts; empty when everything is asked for
 * @param parameters what the condition names
 */
record RunFilter(String where, Map<String, Object> parameters) {
  /** Outcomes that share their status with another one. */
  private static final Set<String> FINER = Set.of("partial", "cancelled");

  private static final String BEFORE_RUN =
      "(coalesce(r.started_at, 'epoch'), r.id) <"
          + " (SELECT coalesce(c.started_at, 'epoch'), c.id FROM sync_runs c WHERE c.id = :run)";

  /** By an index on that very expression; empty starts, of document 001, count as the oldest. */
  static final String NEWEST_FIRST =
      " ORDER BY coalesce(r.started_at, 'epoch') DESC, r.id DESC LIMIT :limit";

  /** What an id may be of; each has an index of its own, which an OR of them would not use. */
  private static final List<String> OF_ID =
      List.of(
          "r.scope = :source",
          "r.data_source_id = :source::uuid",
          "r.tab_mapping_id = :source::uuid");

  private record Condition(String sql, String name, Object value) {}

  static RunFilter of(RunQuery query) {
    List<Condition> asked =
        Stream.of(
                query.pipeline().map(it -> new Condition("r.pipeline = :pipeline", "pipeline", it)),
                query.status().map(it -> new Condition(status(it), "status", it)),
                query.parent().map(it -> new Condition("r.parent_run_id = :parent", "parent", it)),
                query.source().map(it -> new Condition("r.scope = :source", "source", it)),
                query.beforeTime().map(RunFilter::before),
                query.beforeRun().map(it -> new Condition(BEFORE_RUN, "run", it)))
            .flatMap(Optional::stream)
            .toList();
    String where =
        asked.isEmpty()
            ? ""
            : asked.stream().map(Condition::sql).collect(joining(" AND ", "WHERE ", ""));
    return new RunFilter(
        query.source().flatMap(RunQuery::uuid).isPresent() ? ofId(where) : where,
        asked.stream().collect(toMap(Condition::name, Condition::value)));
  }

  private static String ofId(String where) {
    return OF_ID.stream()
        .map(one -> where.replace(OF_ID.get(0), one))
        .map(one -> "(SELECT r.id FROM sync_runs r " + one + NEWEST_FIRST + ")")
        .collect(joining(" UNION ALL ", "WHERE r.id IN (", ")"));
  }

  private static String status(String word) {
    return (FINER.contains(word) ? "coalesce(r.outcome, r.status)" : "r.status") + " = :status";
  }

  private static Condition before(Instant time) {
    return new Condition("coalesce(r.started_at, 'epoch') < :time", "time", Timestamp.from(time));
  }
}
