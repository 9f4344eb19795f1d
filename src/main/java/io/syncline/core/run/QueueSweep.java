package io.syncline.core.run;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.syncline.core.database.Databases;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Looks after waiting runs from time to time.
 *
 * <ol>
 *   <li>A queued run whose process died goes back to the queue, but not for ever: what kills each
 *       process that leads it is buried. So is a rehearsal, which would tell all of it twice.
 *   <li>One whose time has come and that finds no thread keeps its lease as long as any instance
 *       lives that could lead it; one of a dead command is anybody's.
 *   <li>One that has another fence than its lease has that of the lease.
 *   <li>One that is late though no alarm stands gets one, as does one that was cancelled before its
 *       time: its alarm was lost, or nobody has a thread for it.
 * </ol>
 */
@Component
final class QueueSweep {
  private static final Logger LOG = LoggerFactory.getLogger(QueueSweep.class);
  static final int MOST_DEATHS = 3;
  private static final int AT_ONCE = 500;

  /**
   * A run that waits and whose lease alone was raised, by an earlier version, is taken by nobody.
   * All others that move either of them have both locked.
   */
  private static final String MEND =
      """
      WITH torn AS MATERIALIZED (
          SELECT r.id, l.fence FROM run_leases l JOIN sync_runs r ON l.scope = r.scope AND l.run_id = r.id AND l.fence > r.fence
          WHERE r.status = 'running' AND r.parked_until < statement_timestamp() - make_interval(secs => :seconds)
            AND r.route <> 'core.run-end'
          FOR UPDATE SKIP LOCKED
      )
      UPDATE sync_runs r SET fence = torn.fence FROM torn WHERE r.id = torn.id RETURNING r.id
      """;

  /**
   * With the fence raised, a process that only slept writes nothing any more. A run with a batch in
   * flight is left to the next turn. What a process lost that leads its own alone stays its own.
   */
  private static final String GIVE_BACK =
      """
      WITH dead AS (
          SELECT id, scope, fence, route FROM sync_runs
          WHERE status = 'running' AND parked_until IS NULL AND route IS NOT NULL AND NOT dry_run AND deaths < :most
            AND heartbeat_at < statement_timestamp() - make_interval(secs => :seconds)
            AND (:owner::text IS NULL OR owner = :owner::text)
      ), idle AS MATERIALIZED (
          SELECT dead.id, l.scope, l.fence FROM run_leases l JOIN dead ON l.scope = dead.scope AND l.run_id = dead.id
          WHERE dead.route <> 'core.run-end' AND l.fence = dead.fence AND l.expires_at <= clock_timestamp()
          FOR UPDATE OF l SKIP LOCKED
      ), lapsed AS (
          UPDATE run_leases l
          SET fence = l.fence + 1, expires_at = clock_timestamp() + make_interval(secs => :seconds)
          FROM idle WHERE l.scope = idle.scope AND l.fence = idle.fence
          RETURNING idle.id, l.fence
      )
      UPDATE sync_runs r
      SET parked_until = clock_timestamp(), heartbeat_at = clock_timestamp(), deaths = deaths + 1, owner = :owner,
          fence = coalesce(lapsed.fence, r.fence)
      FROM dead LEFT JOIN lapsed USING (id)
      WHERE r.id = dead.id AND r.status = 'running' AND r.parked_until IS NULL
        AND r.heartbeat_at < statement_timestamp() - make_interval(secs => :seconds)
        AND (dead.route = 'core.run-end' OR lapsed.id IS NOT NULL)
      RETURNING r.id
      """;

  private static final String KEEP =
      """
      WITH due AS (
          SELECT id, scope, fence, route FROM sync_runs
          WHERE status = 'running' AND parked_until <= clock_timestamp()
            AND heartbeat_at < clock_timestamp() - make_interval(secs => :seconds / 3)
            AND (owner IS NOT DISTINCT FROM :owner::text
                 OR :owner::text IS NULL AND heartbeat_at < clock_timestamp() - make_interval(secs => :seconds))
      ), held AS (
          UPDATE run_leases l SET expires_at = clock_timestamp() + make_interval(secs => :seconds)
          FROM due
          WHERE due.route <> 'core.run-end' AND l.scope = due.scope AND l.run_id = due.id AND l.fence = due.fence
          RETURNING 1
      )
      UPDATE sync_runs r SET heartbeat_at = clock_timestamp(), owner = :owner
      FROM due, (SELECT count(*) FROM held) AS leases
      WHERE r.id = due.id AND r.status = 'running' AND r.parked_until IS NOT NULL
      """;

  private static final String LATE =
      """
      SELECT r.id, least(r.parked_until, r.cancel_requested_at) AS due FROM sync_runs r
      WHERE %s AND r.owner IS NOT DISTINCT FROM :owner::text
        AND (r.cancel_requested_at IS NOT NULL
             OR r.parked_until < clock_timestamp() - make_interval(secs => :seconds / 3))
      ORDER BY due LIMIT :most
      """
          .formatted(DueRows.DUE);

  private static final String COUNT =
      """
      SELECT count(*) FILTER (WHERE parkings = 0) AS queued, count(*) FILTER (WHERE parkings > 0) AS parked
      FROM sync_runs WHERE status = 'running' AND parked_until IS NOT NULL
      """;

  private final JdbcClient staging;
  private final RunLeases leases;
  private final RunAlarms alarms;
  private final Clock clock;
  private volatile Waiting waiting = new Waiting(0, 0);

  private record Waiting(long queued, long parked) {}

  QueueSweep(
      Databases databases, RunLeases leases, RunAlarms alarms, MeterRegistry metrics, Clock clock) {
    this.clock = clock;
    this.staging = JdbcClient.create(databases.staging().pool());
    this.leases = leases;
    this.alarms = alarms;
    gauge(metrics, "queued", () -> waiting.queued());
    gauge(metrics, "parked", () -> waiting.parked());
  }

  private static void gauge(MeterRegistry metrics, String state, Supplier<Number> count) {
    Gauge.builder("syncline.runs.waiting", count).tag("state", state).register(metrics);
  }

  /** One turn, before the dead are buried. */
  void sweep() {
    mend();
    giveBack();
    keep();
    alarmTheLate();
    waiting =
        staging
            .sql(COUNT)
            .query((row, number) -> new Waiting(row.getLong(1), row.getLong(2)))
            .single();
  }

  private void mend() {
    List<UUID> torn = staging.sql(MEND).param("seconds", leases.seconds()).query(UUID.class).list();
    if (!torn.isEmpty()) {
      LOG.warn("waiting runs have the fence of their lease again runs={}", torn);
    }
  }

  private void giveBack() {
    List<UUID> dead =
        staging
            .sql(GIVE_BACK)
            .param("seconds", leases.seconds())
            .param("most", MOST_DEATHS)
            .param("owner", owner())
            .query(UUID.class)
            .list();
    dead.forEach(run -> alarms.set(run, clock.instant()));
    if (!dead.isEmpty()) {
      LOG.warn("runs of dead processes go back to the queue count={}", dead.size());
    }
  }

  private void keep() {
    staging.sql(KEEP).param("seconds", leases.seconds()).param("owner", owner()).update();
  }

  private void alarmTheLate() {
    Map<UUID, Instant> late = new LinkedHashMap<>();
    staging
        .sql(LATE)
        .param("seconds", leases.seconds())
        .param("owner", owner())
        .param("most", AT_ONCE)
        .query(
            row -> {
              late.put(row.getObject(1, UUID.class), row.getTimestamp(2).toInstant());
            });
    List<UUID> lost = alarms.withoutDue(List.copyOf(late.keySet()));
    lost.forEach(run -> alarms.set(run, Objects.requireNonNull(late.get(run))));
    if (!lost.isEmpty()) {
      LOG.info("waiting runs are late, somebody is called for them count={}", lost.size());
    }
  }

  private @Nullable String owner() {
    return alarms.isOwn() ? leases.owner() : null;
  }
}
