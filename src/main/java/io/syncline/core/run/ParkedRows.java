package io.syncline.core.run;

import com.fasterxml.jackson.databind.JsonNode;
import io.syncline.core.database.Databases;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Waiting runs in {@code sync_runs}: parked, queued, or at their end but for the runs they lead.
 *
 * <ol>
 *   <li>Parking raises the fence: whatever a thread of the run still does writes nothing, and what
 *       is in flight is waited for, as it is when a run is taken over.
 *   <li>The lease of a parked run ends a lease's length after its time; its heartbeat is set to its
 *       time, so that nobody misses it before.
 *   <li>A run that waits for its children only holds no lease: it writes nothing any more.
 * </ol>
 */
@Component
final class ParkedRows {
  private static final String PARK =
      """
      WITH own AS MATERIALIZED (
          SELECT FROM run_leases WHERE scope = :scope AND fence = :fence AND run_id = :run FOR UPDATE
      ), held AS (
          UPDATE run_leases
          SET fence = fence + 1,
              expires_at = CASE WHEN :route = 'core.run-end' THEN clock_timestamp()
                                ELSE greatest(clock_timestamp(), :until::timestamptz) + make_interval(secs => :seconds) END
          FROM (SELECT count(*) FROM own) AS locked
          WHERE scope = :scope AND fence = :fence AND run_id = :run AND expires_at > clock_timestamp()
          RETURNING fence
      )
      UPDATE sync_runs
      SET parked_until = :until, heartbeat_at = greatest(clock_timestamp(), :until::timestamptz), parkings = parkings + 1,
          fence = held.fence, owner = :owner, route = :route, kept = :kept::jsonb, errors = :errors::jsonb,
          error_count = :errorCount, warning_count = :warnings, api_calls = :calls, report = coalesce(:report::json, report)
      FROM held WHERE id = :run AND status = 'running' AND cancel_requested_at IS NULL
      """;

  private static final String WAKE =
      "UPDATE sync_runs r SET parked_until = clock_timestamp() WHERE r.id = ? AND r.route = 'core.run-end' AND "
          + DueRows.DUE;

  private final JdbcClient staging;
  private final TransactionTemplate transaction;
  private final RunLeases leases;

  ParkedRows(Databases databases, RunLeases leases) {
    this.staging = JdbcClient.create(databases.staging().pool());
    this.transaction =
        new TransactionTemplate(new DataSourceTransactionManager(databases.staging().pool()));
    this.leases = leases;
  }

  /**
   * Parks a run; false when it was cancelled or its lease is lost.
   *
   * @param owner the process that alone leads it on; any where there is none
   */
  boolean park(ActiveRun run, Instant until, String route, @Nullable String owner) {
    return Boolean.TRUE.equals(
        transaction.execute(
            status -> {
              boolean parked = update(run, until, route, owner) == 1;
              if (!parked) {
                status.setRollbackOnly(); // a lease that was moved for nothing
              }
              return parked;
            }));
  }

  private int update(ActiveRun run, Instant until, String route, @Nullable String owner) {
    return staging
        .sql(PARK)
        .param("until", Timestamp.from(until))
        .param("seconds", leases.seconds())
        .param("scope", run.scope())
        .param("fence", run.fence())
        .param("run", run.id())
        .param("owner", owner)
        .param("route", route)
        .param("kept", KeptRun.keep(run, route.equals(Parking.END)).toString())
        .param("errors", run.errors().json().toString())
        .param("errorCount", run.errors().total())
        .param("warnings", run.errors().warnings())
        .param("calls", run.tally().calls())
        .param("report", run.report().map(JsonNode::toString).orElse(null))
        .update();
  }

  /** Whether the run goes on under another fence than this process has for it. */
  boolean goesOnUnderAnother(ActiveRun run) {
    return staging
        .sql("SELECT status = 'running' AND fence <> ? FROM sync_runs WHERE id = ?")
        .params(run.fence(), run.id())
        .query(Boolean.class)
        .single();
  }

  boolean isCancelled(UUID run) {
    return staging
        .sql("SELECT cancel_requested_at IS NOT NULL FROM sync_runs WHERE id = ?")
        .param(run)
        .query(Boolean.class)
        .single();
  }

  /** Whether a run that waits for its children need not any longer. */
  boolean wake(UUID parent) {
    return staging.sql(WAKE).param(parent).update() == 1;
  }

  boolean hasOpenChildren(UUID parent) {
    return staging
        .sql("SELECT EXISTS (SELECT FROM sync_runs WHERE parent_run_id = ? AND status = 'running')")
        .param(parent)
        .query(Boolean.class)
        .single();
  }

  /** How the runs ended that it led. */
  List<RunOutcome> childrenOutcomes(UUID parent) {
    return staging
        .sql(
            "SELECT DISTINCT outcome FROM sync_runs WHERE parent_run_id = ? AND status <> 'running'")
        .param(parent)
        .query(String.class)
        .list()
        .stream()
        .map(RunOutcome::of)
        .toList();
  }

  /** Asks the runs to stop that it leads; answers those that wait, which are due now. */
  List<UUID> cancelChildren(UUID parent) {
    return staging
        .sql(
            """
            WITH asked AS (
                UPDATE sync_runs
                SET cancel_requested_at = now(), parked_until = CASE WHEN parked_until > now() THEN now() ELSE parked_until END
                WHERE parent_run_id = ? AND status = 'running'
                RETURNING id, parked_until
            )
            SELECT id FROM asked WHERE parked_until IS NOT NULL
            """)
        .param(parent)
        .query(UUID.class)
        .list();
  }
}
