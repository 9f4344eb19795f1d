package io.syncline.core.run;

import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

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

  static RunFilter of(RunQuery query) {
    List<String> conditions = new ArrayList<>();
    Map<String, Object> parameters = new LinkedHashMap<>();
    query
        .pipeline()
        .ifPresent(
            it -> {
              conditions.add("r.pipeline = :pipeline");
              parameters.put("pipeline", it);
            });
    query
        .status()
        .ifPresent(
            it -> {
              conditions.add(
                  (FINER.contains(it) ? "coalesce(r.outcome, r.status)" : "r.status")
                      + " = :status");
              parameters.put("status", it);
            });
    query.source().ifPresent(it -> source(it, conditions, parameters));
    query
        .beforeTime()
        .ifPresent(
            it -> {
              conditions.add("coalesce(r.started_at, 'epoch') < :time");
              parameters.put("time", Timestamp.from(it));
            });
    query
        .beforeRun()
        .ifPresent(
            it -> {
              conditions.add(
                  "(coalesce(r.started_at, 'epoch'), r.id) <"
                      + " (SELECT coalesce(c.started_at, 'epoch'), c.id FROM sync_runs c WHERE c.id = :run)");
              parameters.put("run", it);
            });
    return new RunFilter(
        conditions.isEmpty() ? "" : "WHERE " + String.join(" AND ", conditions), parameters);
  }

  private static void source(
      String source, List<String> conditions, Map<String, Object> parameters) {
    Optional<java.util.UUID> id = RunQuery.uuid(source);
    conditions.add(
        id.isEmpty()
            ? "r.scope = :source"
            : "(r.scope = :source OR r.data_source_id = :id OR r.tab_mapping_id = :id)");
    parameters.put("source", source);
    id.ifPresent(it -> parameters.put("id", it));
  }
}
