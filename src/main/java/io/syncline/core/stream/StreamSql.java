package io.syncline.core.stream;

import static java.util.stream.Collectors.joining;

import io.syncline.core.database.Database;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The statements of an {@link Stream}. Each is one statement, so that it is one transaction and one
 * round trip: what guards the write, the write itself and what is remembered of it stand or fall
 * together (write-path#one-statement-per-database).
 */
public final class StreamSql {
  private static final String FENCED =
      "SELECT 1 FROM sync_fence, lane WHERE scope = ? AND fence = ? FOR SHARE OF sync_fence";
  private static final String RAISED =
      """
      INSERT INTO sync_fence AS f (scope, fence)
      SELECT ?, ? FROM lane
      ON CONFLICT (scope) DO UPDATE SET fence = excluded.fence, updated_at = now()
      WHERE f.fence <= excluded.fence
      RETURNING 1""";
  private static final String ENTERED =
      """
      WITH lane AS MATERIALIZED (
          SELECT %s(hashtext(?))
      ), fenced AS (
          %s
      ), applied AS (
          INSERT INTO sync_applied (batch_id, run_id, table_name, rows, installation)
          SELECT ?, ?, ?, ?, ? FROM fenced
          ON CONFLICT (batch_id) DO NOTHING
          RETURNING 1
      )
      SELECT (SELECT count(*) FROM fenced) AS fenced, (SELECT count(*) FROM applied) AS applied
      """;

  private final RowSql rows;

  public StreamSql(Stream stream, Database database) {
    this.rows =
        stream.adds()
            ? InsertSql.of(stream, database)
            : new UpdateSql(stream, stream.tableIn(database));
  }

  /**
   * Rows, ledger, outbox, cursor and counts under the lease. Answers one row (created, updated), or
   * none when the lease is not held or the batch is there already. The lease row is locked so that
   * a takeover waits for this statement, but not the heartbeat.
   *
   * @param partitioned whether the table has partitions
   */
  public String staging(boolean partitioned) {
    return """
        WITH lease AS MATERIALIZED (
            SELECT 1 FROM run_leases
            WHERE scope = ? AND fence = ? AND run_id = ? AND expires_at > clock_timestamp()
              AND NOT EXISTS (SELECT 1 FROM run_batches WHERE id = ?)
            FOR KEY SHARE
        ), written AS (
            %s
        ), counted AS (
            %s
        ), batch AS (
            INSERT INTO run_batches (id, run_id, seq, pipeline, stream, scope, fence, table_name, kind,
                                     keys, marks, rows, rows_created, rows_updated, rows_unchanged, state)
            SELECT ?, ?, ?, ?, ?, ?, ?, ?, ?, ?::jsonb, ?::jsonb, n.rows, counted.created,
                   counted.updated, n.rows - counted.created - counted.updated, ?
            FROM counted, lease, (VALUES (?::int)) AS n (rows)
            RETURNING rows, rows_created, rows_updated, rows_unchanged
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
            rows_unchanged = s.rows_unchanged + batch.rows_unchanged * c.counted
        FROM batch, (VALUES (?::int)) AS c (counted)
        WHERE s.id = ?
        RETURNING batch.rows_created, batch.rows_updated
        """
        .formatted(
            rows.write("lease", false) + " RETURNING " + rows.returned(partitioned),
            rows.counted(partitioned));
  }

  /**
   * Fence, {@code sync_applied} and rows in production, where the fence stands as the run's opening
   * announced it. The fence is locked shared: batches of one run do not queue for it, a later run
   * waits for them. Answers one row (fenced, applied): fenced 0 means that the fence stands
   * elsewhere, applied 0 that the batch is there already. Shares the table's lane with other
   * batches; the relay takes it alone.
   */
  public String production() {
    return production(FENCED);
  }

  /**
   * The same where production does not know the run's fence yet, because it was away when the run
   * was opened: fenced 0 means that a later run was granted the scope.
   */
  public String productionRaisingFence() {
    return production(RAISED);
  }

  private String production(String fenced) {
    return """
        WITH lane AS MATERIALIZED (
            SELECT pg_advisory_xact_lock_shared(hashtext(?))
        ), fenced AS (
            %s
        ), applied AS (
            INSERT INTO sync_applied (batch_id, run_id, table_name, rows, installation)
            SELECT ?, ?, ?, ?, ? FROM fenced
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
        .formatted(fenced, rows.write("applied", false));
  }

  /**
   * Lane, fence and {@code sync_applied} of a composed batch, whose rows follow in the same
   * transaction; it answers as {@link #production} does.
   *
   * @param alone whether the lane is taken alone, since rows are copied from staging
   * @param raising whether production is told of the run's fence
   */
  public static String entering(boolean alone, boolean raising) {
    return ENTERED.formatted(
        alone ? "pg_advisory_xact_lock" : "pg_advisory_xact_lock_shared",
        raising ? RAISED : FENCED);
  }

  /** The rows of several tables in one statement, which answers how many of each it wrote. */
  public static String together(List<String> writes) {
    String all =
        IntStream.range(0, writes.size())
            .mapToObj(i -> "p" + i + " AS (\n" + writes.get(i) + "\nRETURNING 1)")
            .collect(joining(", "));
    String counts =
        IntStream.range(0, writes.size())
            .mapToObj(i -> "(SELECT count(*) FROM p" + i + ")")
            .collect(joining(", "));
    return "WITH " + all + " SELECT " + counts;
  }

  /** The rows alone, stamped alike: what a composed batch writes of a table. */
  public String part() {
    return rows.write("(SELECT 1) AS guard", false);
  }

  /** The rows alone, with the time stamps of each: what the relay copies from staging. */
  public String copied() {
    return rows.write("(SELECT 1) AS guard", true);
  }

  /**
   * The rows alone, stamped alike, and what that changes: the row as it was beside the row as
   * written. Only a write tells what a column makes of a value, such as cents of a longer number.
   */
  public String rehearsed() {
    return rows.rehearsed();
  }

  /** What staging holds of a batch's keys, time stamps last. */
  public String current() {
    return rows.current();
  }

  /** What a database holds of a batch whose id the rows have, time stamps last. */
  public String ofBatch() {
    return inserting().ofBatch();
  }

  /** The rows of some keys in the order of the keys, without time stamps of ours. */
  public String inOrder() {
    return inserting().inOrder();
  }

  /** The same, locked: a foreign key's check does not wait for them. */
  public String locked() {
    return inserting().inOrder() + "\nFOR NO KEY UPDATE OF t";
  }

  /** Batches of a stream that only updates are not composed: their rows are others'. */
  private InsertSql inserting() {
    if (rows instanceof InsertSql inserts) {
      return inserts;
    }
    throw new IllegalStateException("a stream that only updates has no rows of its own");
  }

  /** What staging holds of a batch's keys now, values that the batch remembers left aside. */
  public String held() {
    return rows.held();
  }

  /** Makes the rows of a prefix those that a query answers, the prefix being its last parameter. */
  public String derived(String query) {
    return inserting().derived(query);
  }

  /** Takes away the rows of a prefix but for those of some keys. */
  public String deletedOthers() {
    return inserting().deletedOthers();
  }

  /**
   * Tombstones: takes the rows of a batch's keys away, before what staging holds of them is copied.
   */
  public String deleted() {
    return rows.deleted();
  }
}
