package io.syncline.core.run;

import io.syncline.core.database.Databases;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Waiting runs whose time has come, and who takes them over.
 *
 * <ol>
 *   <li>A run is taken over once: by who finds lease and row with the same fence.
 *   <li>A statement knows one time, that of its beginning. Were it to look at the clock for the
 *       lease and again for the row, it could raise the fence of one alone, and nobody would find
 *       both with the same any more.
 *   <li>The lease is locked before the row, as everybody does.
 *   <li>The earliest goes first.
 * </ol>
 */
@Component
final class DueRows {
  /** A run whose time has come, or that is to end; at its end it waits for no time but children. */
  static final String DUE =
      """
      r.status = 'running' AND r.parked_until IS NOT NULL
      AND (r.cancel_requested_at IS NOT NULL OR r.parked_until <= statement_timestamp() AND (r.route <> 'core.run-end'
           OR NOT EXISTS (SELECT FROM sync_runs c WHERE c.parent_run_id = r.id AND c.status = 'running')))
      """;

  private static final String READ =
      """
      RETURNING r.*, r.cancel_requested_at IS NOT NULL AS cancelled,
                (SELECT coalesce(max(seq), 0) FROM sync_errors e WHERE e.run_id = r.id) AS last_error,
                (SELECT coalesce(max(seq), 0) FROM run_batches b WHERE b.run_id = r.id) AS last_batch
      """;

  private static final String TAKE =
      """
      WITH due AS MATERIALIZED (
          SELECT l.scope, l.fence FROM run_leases l JOIN sync_runs r ON l.scope = r.scope AND l.run_id = r.id AND l.fence = r.fence
          WHERE r.id = :run AND r.route <> 'core.run-end' AND %1$s
          FOR UPDATE OF l
      ), held AS (
          UPDATE run_leases l
          SET fence = l.fence + 1, owner = :owner, expires_at = clock_timestamp() + make_interval(secs => :seconds)
          FROM due WHERE l.scope = due.scope AND l.fence = due.fence
          RETURNING l.fence
      )
      UPDATE sync_runs r
      SET parked_until = NULL, owner = :owner, heartbeat_at = clock_timestamp(), fence = coalesce((SELECT fence FROM held), r.fence)
      WHERE r.id = :run AND %1$s AND (r.route = 'core.run-end' OR EXISTS (SELECT FROM held))
      """
              .formatted(DUE)
          + READ;

  /** One that anybody may take, by its time alone, which an index finds. */
  private static final String DUE_BY_TIME =
      "r.status = 'running' AND r.owner IS NULL AND r.parked_until <= statement_timestamp()";

  /**
   * The earliest that is due, before all others one that only has to end. Whoever looks at the same
   * moment takes the next one; what has a batch in flight is left to a later look.
   */
  private static final String TAKE_NEXT =
      """
      WITH over AS MATERIALIZED (
          SELECT r.id FROM sync_runs r WHERE %%s AND r.route = 'core.run-end' AND %2$s AND %1$s
          ORDER BY r.parked_until LIMIT 1 FOR UPDATE OF r SKIP LOCKED
      ), due AS MATERIALIZED (
          SELECT r.id, l.scope, l.fence FROM sync_runs r JOIN run_leases l ON l.scope = r.scope AND l.run_id = r.id AND l.fence = r.fence
          WHERE r.route <> 'core.run-end' AND NOT EXISTS (SELECT FROM over) AND %2$s
          ORDER BY r.parked_until LIMIT 1 FOR UPDATE OF l SKIP LOCKED
      ), held AS (
          UPDATE run_leases l
          SET fence = l.fence + 1, owner = :owner, expires_at = clock_timestamp() + make_interval(secs => :seconds)
          FROM due WHERE l.scope = due.scope AND l.fence = due.fence
          RETURNING l.run_id AS id, l.fence
      )
      UPDATE sync_runs r
      SET parked_until = NULL, owner = :owner, heartbeat_at = clock_timestamp(), fence = coalesce(taken.fence, r.fence)
      FROM (SELECT id, fence FROM held UNION ALL SELECT id, NULL FROM over) AS taken
      WHERE r.id = taken.id AND %1$s
      """
              .formatted(DUE, DUE_BY_TIME)
          + READ;

  private static final String TAKE_ANY = TAKE_NEXT.formatted("true");
  private static final String TAKE_AFTER = TAKE_NEXT.formatted("r.id = :parent");

  private static final String ANY_DUE =
      "SELECT EXISTS (SELECT FROM sync_runs r WHERE %s AND %s)".formatted(DUE_BY_TIME, DUE);

  private final JdbcClient staging;
  private final RunLeases leases;

  DueRows(Databases databases, RunLeases leases) {
    this.staging = JdbcClient.create(databases.staging().pool());
    this.leases = leases;
  }

  /** Takes over a run that is due, under the next fence of its scope; empty for any other. */
  Optional<KeptRun> take(UUID run) {
    return staging
        .sql(TAKE)
        .param("run", run)
        .param("owner", leases.owner())
        .param("seconds", leases.seconds())
        .query(KeptRun::read)
        .optional();
  }

  /** Takes over the next run that is due and that any process may lead on; empty when none is. */
  Optional<KeptRun> takeNext() {
    return taken(staging.sql(TAKE_ANY));
  }

  /** The same after one has ended, whose parent may have waited for it alone. */
  Optional<KeptRun> takeAfter(ActiveRun ended) {
    return taken(staging.sql(TAKE_AFTER).param("parent", ended.request().parent().orElse(null)));
  }

  private Optional<KeptRun> taken(JdbcClient.StatementSpec statement) {
    return statement
        .param("owner", leases.owner())
        .param("seconds", leases.seconds())
        .query(KeptRun::read)
        .optional();
  }

  /** Whether there is a run that is due and that any process may lead on. */
  boolean isAnyDue() {
    return staging.sql(ANY_DUE).query(Boolean.class).single();
  }

  /**
   * The first time not before a moment ago and not after this one at which such a run is due: one
   * whose time has come since somebody looked in vain is still to be looked for.
   */
  Optional<Instant> nextUntil(Instant moment) {
    return staging
        .sql(
            """
            SELECT min(parked_until) FROM sync_runs
            WHERE status = 'running' AND owner IS NULL AND parked_until <= ?
              AND parked_until > clock_timestamp() - interval '1 s'
            """)
        .param(Timestamp.from(moment))
        .query((row, number) -> Optional.ofNullable(row.getTimestamp(1)))
        .single()
        .map(Timestamp::toInstant);
  }

  /** When the run is due that was not taken, because it was too early; empty for any other. */
  Optional<Instant> laterThanNow(UUID run) {
    return staging
        .sql(
            """
            SELECT parked_until FROM sync_runs
            WHERE id = ? AND status = 'running' AND parked_until > clock_timestamp() - interval '1 s'
            """)
        .param(run)
        .query(Timestamp.class)
        .optional()
        .map(Timestamp::toInstant);
  }
}
