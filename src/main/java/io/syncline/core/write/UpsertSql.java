package io.syncline.core.write;

import static java.util.stream.Collectors.joining;

import java.util.ArrayList;
import java.util.List;

/**
 * The statements of an {@link Upsert}. Each is one statement, so that it is one transaction and one
 * round trip: what guards the write, the write itself and what is remembered of it stand or fall
 * together (reliability section 2, performance section 2).
 */
final class UpsertSql {
  private final Upsert upsert;
  private final String table;

  UpsertSql(Upsert upsert, String table) {
    this.upsert = upsert;
    this.table = table;
  }

  /**
   * Rows, ledger, outbox, cursor and counts under the lease. Answers one row (created, updated), or
   * none when the lease is not held or the batch is there already. The lease row is locked so that
   * a takeover waits for this statement, but not the heartbeat.
   */
  String staging() {
    return """
        WITH lease AS MATERIALIZED (
            SELECT 1 FROM run_leases
            WHERE scope = ? AND fence = ? AND run_id = ? AND expires_at > clock_timestamp()
              AND NOT EXISTS (SELECT 1 FROM run_batches WHERE id = ?)
            FOR KEY SHARE
        ), written AS (
            %s
            RETURNING (t.xmax = 0) AS created
        ), counted AS (
            SELECT count(*) FILTER (WHERE created) AS created,
                   count(*) FILTER (WHERE NOT created) AS updated
            FROM written
        ), batch AS (
            INSERT INTO run_batches (id, run_id, seq, pipeline, stream, scope, fence, table_name, kind,
                                     keys, marks, rows, rows_created, rows_updated, rows_skipped, state)
            SELECT ?, ?, ?, ?, ?, ?, ?, ?, 'upsert', ?::jsonb, ?::jsonb, n.rows, counted.created,
                   counted.updated, n.rows - counted.created - counted.updated, ?
            FROM counted, lease, (VALUES (?::int)) AS n (rows)
            RETURNING rows, rows_created, rows_updated, rows_skipped
        ), cursor_moved AS (
            INSERT INTO sync_cursors (pipeline, stream, scope, value, run_id)
            SELECT c.pipeline, c.stream, c.scope, c.value::jsonb, c.run_id
            FROM batch, (VALUES (?::text, ?::text, ?::text, ?::text, ?::uuid)) AS c (pipeline, stream, scope, value, run_id)
            WHERE c.value IS NOT NULL
            ON CONFLICT (pipeline, stream, scope) DO UPDATE
            SET value = excluded.value, run_id = excluded.run_id, updated_at = now()
        )
        UPDATE sync_runs s
        SET rows_processed = s.rows_processed + batch.rows * c.counted,
            rows_created = s.rows_created + batch.rows_created * c.counted,
            rows_updated = s.rows_updated + batch.rows_updated * c.counted,
            rows_skipped = s.rows_skipped + batch.rows_skipped * c.counted
        FROM batch, (VALUES (?::int)) AS c (counted)
        WHERE s.id = ?
        RETURNING batch.rows_created, batch.rows_updated
        """
        .formatted(insert("lease", false));
  }

  /**
   * Fence, {@code sync_applied} and rows in production, where the fence stands as the run's opening
   * announced it. The fence is locked shared: batches of one run do not queue for it, a later run
   * waits for them. Answers one row (fenced, applied): fenced 0 means that the fence stands
   * elsewhere, applied 0 that the batch is there already. Shares the table's lane with other
   * batches; the relay takes it alone.
   */
  String production() {
    return production(
        "SELECT 1 FROM sync_fence, lane WHERE scope = ? AND fence = ? FOR SHARE OF sync_fence");
  }

  /**
   * The same where production does not know the run's fence yet, because it was away when the run
   * was opened: fenced 0 means that a later run was granted the scope.
   */
  String productionRaisingFence() {
    return production(
        """
        INSERT INTO sync_fence AS f (scope, fence)
        SELECT ?, ? FROM lane
        ON CONFLICT (scope) DO UPDATE SET fence = excluded.fence, updated_at = now()
        WHERE f.fence <= excluded.fence
        RETURNING 1""");
  }

  private String production(String fenced) {
    return """
        WITH lane AS MATERIALIZED (
            SELECT pg_advisory_xact_lock_shared(hashtext(?))
        ), fenced AS (
            %s
        ), applied AS (
            INSERT INTO sync_applied (batch_id, run_id, table_name, rows)
            SELECT ?, ?, ?, ? FROM fenced
            ON CONFLICT (batch_id) DO NOTHING
            RETURNING 1
        ), written AS (
            %s
            RETURNING 1
        )
        SELECT (SELECT count(*) FROM fenced) AS fenced,
               (SELECT count(*) FROM applied) AS applied,
               (SELECT count(*) FROM written) AS written
        """
        .formatted(fenced, insert("applied", false));
  }

  /** The rows alone, with the time stamps of each: what the relay copies from staging. */
  String copied() {
    return insert("(SELECT 1) AS guard", true);
  }

  /**
   * The rows alone, stamped alike, and what that changes: the row as it was beside the row as
   * written. Only a write tells what a column makes of a value, such as cents of a longer number.
   */
  String rehearsed() {
    return """
        WITH written AS (
            %s
            RETURNING %s
        )
        SELECT to_jsonb(b) AS before, to_jsonb(w) AS after
        FROM written w LEFT JOIN %s b ON %s
        """
        .formatted(
            insert("(SELECT 1) AS guard", false),
            names(upsert.columns(), "t."),
            table,
            upsert.key().stream()
                .map(c -> "b." + c.name() + " = w." + c.name())
                .collect(joining(" AND ")));
  }

  /** The present rows of staging within a batch's keys, time stamps last. */
  String current() {
    return """
        SELECT %s%s, t.created_at
        FROM %s t
        JOIN unnest(%s) AS k (%s) ON %s
        """
        .formatted(
            names(upsert.columns(), "t."),
            upsert.touched() ? ", t.updated_at" : "",
            table,
            keyParameters(),
            keyNames(),
            keyMatch());
  }

  /**
   * Tombstones: takes the rows of a batch's keys away, before what staging holds of them is copied.
   */
  String deleted() {
    return "DELETE FROM %s t USING unnest(%s) AS k (%s) WHERE %s"
        .formatted(table, keyParameters(), keyNames(), keyMatch());
  }

  private String insert(String guard, boolean stampedEach) {
    List<String> stamps = stamps();
    String stampNames = String.join(", ", stamps);
    String stampValues =
        stamps.stream()
            .map(s -> stampedEach ? "r." + s + "::timestamp" : "?")
            .collect(joining(", "));
    String more = stampedEach ? ", ?::text[]".repeat(stamps.size()) : "";
    return """
        INSERT INTO %s AS t (%s, %s)
        SELECT %s, %s
        FROM %s, unnest(%s%s) AS r (%s%s)
        ON CONFLICT (%s) DO %s"""
        .formatted(
            table,
            names(upsert.columns(), ""),
            stampNames,
            readValues(),
            stampValues,
            guard,
            parameters(upsert.columns()),
            more,
            names(upsert.columns(), ""),
            stampedEach ? ", " + stampNames : "",
            names(upsert.key(), ""),
            onConflict());
  }

  private String onConflict() {
    if (upsert.values().isEmpty()) {
      return "NOTHING";
    }
    List<String> assignments = new ArrayList<>();
    upsert.values().forEach(c -> assignments.add(c.name() + " = excluded." + c.name()));
    if (upsert.touched()) {
      assignments.add("updated_at = excluded.updated_at");
    }
    return """
        UPDATE SET %s
        WHERE (%s) IS DISTINCT FROM (%s)"""
        .formatted(
            String.join(", ", assignments),
            names(upsert.values(), "t."),
            names(upsert.values(), "excluded."));
  }

  private List<String> stamps() {
    return upsert.touched() ? List.of("updated_at", "created_at") : List.of("created_at");
  }

  private String readValues() {
    return upsert.columns().stream()
        .map(c -> c.type().read("r." + c.name()))
        .collect(joining(", "));
  }

  private String keyParameters() {
    String leading = parameters(upsert.leadingKey());
    return upsert.range() ? leading + ", ?::int4[], ?::int4[]" : leading;
  }

  private String keyNames() {
    String leading = names(upsert.leadingKey(), "");
    return upsert.range() ? leading + ", first_day, last_day" : leading;
  }

  private String keyMatch() {
    String leading =
        upsert.leadingKey().stream()
            .map(c -> "t." + c.name() + " = " + c.type().read("k." + c.name()))
            .collect(joining(" AND "));
    return upsert
        .rangeColumn()
        .map(
            c ->
                "%s AND t.%s BETWEEN %s AND %s"
                    .formatted(
                        leading,
                        c.name(),
                        SqlType.DATE.read("k.first_day"),
                        SqlType.DATE.read("k.last_day")))
        .orElse(leading);
  }

  private static String parameters(List<Column> columns) {
    return columns.stream().map(c -> "?::" + c.type().element() + "[]").collect(joining(", "));
  }

  private static String names(List<Column> columns, String alias) {
    return columns.stream().map(c -> alias + c.name()).collect(joining(", "));
  }
}
