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
  private static final String OF_ID =
      "(r.scope = :source OR r.data_source_id = :source::uuid OR r.tab_mapping_id = :source::uuid)";

  private record Condition(String sql, String name, Object value) {}

  static RunFilter of(RunQuery query) {
    List<Condition> asked =
        Stream.of(
                query.pipeline().map(it -> new Condition("r.pipeline = :pipeline", "pipeline", it)),
                query.status().map(it -> new Condition(status(it), "status", it)),
                query.parent().map(it -> new Condition("r.parent_run_id = :parent", "parent", it)),
                query.source().map(it -> new Condition(source(it), "source", it)),
                query.beforeTime().map(RunFilter::before),
                query.beforeRun().map(it -> new Condition(BEFORE_RUN, "run", it)))
            .flatMap(Optional::stream)
            .toList();
    return new RunFilter(
        asked.isEmpty()
            ? ""
            : asked.stream().map(Condition::sql).collect(joining(" AND ", "WHERE ", "")),
        asked.stream().collect(toMap(Condition::name, Condition::value)));
  }

  private static String status(String word) {
    return (FINER.contains(word) ? "coalesce(r.outcome, r.status)" : "r.status") + " = :status";
  }

  private static String source(String source) {
    return RunQuery.uuid(source).isPresent() ? OF_ID : "r.scope = :source";
  }

  private static Condition before(Instant time) {
    return new Condition("coalesce(r.started_at, 'epoch') < :time", "time", Timestamp.from(time));
  }
}
