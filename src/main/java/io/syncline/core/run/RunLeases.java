package io.syncline.core.run;

import io.syncline.core.database.Databases;
import io.syncline.core.error.RequestRefused;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * At most one run per scope in the whole cluster.
 *
 * <ol>
 *   <li>A grant takes the row for itself (a batch in flight holds it shared and is waited for),
 *       raises the fence by one and ends the run of whoever let the lease run out.
 *   <li>The fence of a lease is raised only before its run writes anything.
 *   <li>A lease ends by the staging server's clock; the heartbeat moves its end, never after it has
 *       passed.
 *   <li>Every batch checks scope, fence, run and end inside its own statement.
 * </ol>
 */
@Component
final class RunLeases {
  /**
   * Ends runs of which staging heard nothing for a lease's time; a condition on them follows. Of
   * one that goes on here ({@link #here}) it is known that its process did not die.
   */
  static final String BURY =
      """
      UPDATE sync_runs
      SET status = 'failed', outcome = 'failed', completed_at = clock_timestamp(), parked_until = NULL, kept = NULL,
          failure = CASE WHEN id = ANY (:here::uuid[]) THEN jsonb_build_object(
              'code', 'LEASE_LOST',
              'message', 'staging heard nothing of the run for as long as its lease lasts; the next run goes on from its cursor')
          ELSE jsonb_build_object(
              'code', 'INTERRUPTED',
              'message', 'the process that led the run ended; the next run goes on from its cursor')
          END
      WHERE status = 'running'
      """;

  /** Grants a lease that nobody holds; what is done with granted, once buried is done, follows. */
  static final String GRANT =
      """
      WITH granted AS (
          INSERT INTO run_leases AS l (scope, fence, owner, run_id, expires_at)
          VALUES (:scope, 1, :owner, :run, greatest(clock_timestamp(), :from::timestamptz) + make_interval(secs => :seconds))
          ON CONFLICT (scope) DO UPDATE
          SET fence = l.fence + 1, owner = excluded.owner, run_id = excluded.run_id,
              expires_at = excluded.expires_at
          WHERE l.expires_at <= clock_timestamp()
          RETURNING fence
      ), buried AS (
          %s AND scope = :scope AND route IS DISTINCT FROM 'core.run-end' AND EXISTS (SELECT FROM granted)
          RETURNING id
      )
      """
          .formatted(BURY);

  /** To look whether a scope is held must not write. */
  private static final String LOCK =
      """
      SELECT run_id FROM run_leases WHERE scope = ? AND expires_at > clock_timestamp()
      UNION ALL
      SELECT NULL FROM (
          SELECT FROM run_leases WHERE scope = ? AND expires_at <= clock_timestamp() FOR UPDATE
      ) AS lapsed
      """;

  private final JdbcClient staging;
  private final JdbcClient heartbeat;
  private final ActiveRuns runs;
  private final RunSettings settings;
  private final String owner = ProcessHandle.current().pid() + "@" + UUID.randomUUID();

  RunLeases(Databases databases, ActiveRuns runs, RunSettings settings) {
    this.staging = JdbcClient.create(databases.staging().pool());
    this.heartbeat = JdbcClient.create(databases.lease());
    this.runs = runs;
    this.settings = settings;
  }

  String owner() {
    return owner;
  }

  /** The runs that go on in this process, as an array of the database. */
  String here() {
    return runs.all().stream()
        .map(run -> run.id().toString())
        .collect(Collectors.joining(",", "{", "}"));
  }

  /**
   * Locks a lease that ran out, inside the transaction that grants it.
   *
   * @throws RequestRefused 409 naming the run that holds the lease
   */
  void lock(String scope) {
    staging
        .sql(LOCK)
        .param(scope)
        .param(scope)
        .query((row, number) -> Optional.ofNullable(row.getObject("run_id", UUID.class)))
        .list()
        .stream()
        .flatMap(Optional::stream)
        .findFirst()
        .ifPresent(
            holder -> {
              throw RequestRefused.alreadyRunning(scope, holder);
            });
  }

  /** Gives a lease that nothing was written under yet a higher fence. */
  void raise(String scope, UUID runId, long fence) {
    staging
        .sql(
            """
            WITH raised AS (
                UPDATE run_leases SET fence = ? WHERE scope = ? AND run_id = ? RETURNING fence
            )
            UPDATE sync_runs SET fence = raised.fence FROM raised WHERE id = ?
            """)
        .params(fence, scope, runId, runId)
        .update();
  }

  /** Moves the end of a run's lease; empty when it is not held any more, else whether to cancel. */
  Optional<Boolean> renew(ActiveRun run) {
    Optional<HowFar> howFar = run.howFar();
    return heartbeat
        .sql(
            """
            WITH held AS (
                UPDATE run_leases SET expires_at = clock_timestamp() + make_interval(secs => ?)
                WHERE scope = ? AND fence = ? AND run_id = ? AND expires_at > clock_timestamp()
                RETURNING 1
            )
            UPDATE sync_runs SET heartbeat_at = clock_timestamp(), api_calls = ?,
                report = coalesce(?::json, report), kept = coalesce(?::jsonb, kept),
                progress_reached = coalesce(?::bigint, progress_reached),
                progress_total = coalesce(?::bigint, progress_total)
            FROM held WHERE id = ?
            RETURNING cancel_requested_at IS NOT NULL
            """)
        .param(seconds())
        .param(run.scope())
        .param(run.fence())
        .param(run.id())
        .param(run.tally().calls())
        .param(run.report().map(Object::toString).orElse(null))
        .param(run.memory().isFromQueue() ? KeptRun.keep(run, false).toString() : null)
        .param(howFar.map(HowFar::reached).orElse(null))
        .param(howFar.map(HowFar::total).orElse(null))
        .param(run.id())
        .query(Boolean.class)
        .optional();
  }

  /** Somebody was granted the lease meanwhile. */
  RequestRefused held(String scope) {
    return RequestRefused.alreadyRunning(
        scope,
        staging
            .sql("SELECT run_id FROM run_leases WHERE scope = ?")
            .param(scope)
            .query(UUID.class)
            .single());
  }

  double seconds() {
    return settings.leaseTime().toMillis() / 1000.0;
  }
}
