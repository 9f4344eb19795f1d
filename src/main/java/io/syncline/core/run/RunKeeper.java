package io.syncline.core.run;

import io.syncline.core.database.Databases;
import io.syncline.core.error.StopReason;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Keeps leases alive and buries the runs of dead processes. A run whose process died has no
 * heartbeat; 45 s after the crash at most it is failed with {@code INTERRUPTED} (G5). One that goes
 * on here while staging is away fails with {@code LEASE_LOST}, whoever comes first to write it.
 */
@Component
final class RunKeeper {
  private static final Logger LOG = LoggerFactory.getLogger(RunKeeper.class);
  private static final Duration TIME_TO_FINISH = Duration.ofSeconds(1);

  private final RunLeases leases;
  private final QueueSweep queue;
  private final RunAlarms alarms;
  private final ActiveRuns runs;
  private final RunSettings settings;
  private final JdbcClient staging;
  private final RunEnds ends;
  private final Map<UUID, Long> renewedAt = new ConcurrentHashMap<>();

  RunKeeper(
      RunLeases leases,
      QueueSweep queue,
      RunAlarms alarms,
      ActiveRuns runs,
      RunSettings settings,
      Databases databases,
      RunEnds ends,
      BackgroundLoops loops) {
    this.leases = leases;
    this.queue = queue;
    this.alarms = alarms;
    this.runs = runs;
    this.settings = settings;
    this.staging = JdbcClient.create(databases.staging().pool());
    this.ends = ends;
    loops.keep(
        BackgroundLoop.resting("heartbeat", settings.heartbeat(), this::renewAll),
        settings.leaseTime(),
        TIME_TO_FINISH);
    loops.keep(
        BackgroundLoop.resting("sweep", settings.sweep(), this::sweep),
        settings.leaseTime(),
        TIME_TO_FINISH);
  }

  void renewAll() {
    for (ActiveRun run : runs.all()) {
      if (!run.memory().isAtEnd()) { // it let its lease go
        renew(run);
      }
    }
    renewedAt.keySet().removeIf(id -> runs.find(id).isEmpty());
  }

  private void renew(ActiveRun run) {
    long last = renewedAt.computeIfAbsent(run.id(), id -> System.nanoTime());
    try {
      Optional<Boolean> cancel = leases.renew(run);
      if (cancel.isEmpty()) {
        run.stop(StopReason.LEASE_LOST, "the lease on " + run.scope() + " was lost");
      } else if (cancel.get()) {
        run.stop(StopReason.CANCELLED, "cancelled on request");
      }
      renewedAt.put(run.id(), System.nanoTime());
    } catch (RuntimeException | Error e) { // of this run: the others' leases go on
      LOG.warn("heartbeat failed run={} cause={}", run.id(), e.getClass().getSimpleName());
      if (System.nanoTime() - last > settings.leaseTime().toNanos()) {
        run.stop(
            StopReason.LEASE_LOST,
            "staging was not reachable for " + settings.leaseTime().toSeconds() + " s");
      }
    }
  }

  /** Those of the queue first, so that none is buried that goes on. */
  void sweep() {
    queue.sweep();
    buryTheDead();
  }

  /**
   * Runs without a heartbeat for a lease's time are over, whoever led them. Those of the queue have
   * gone back to it before; they are over where that was in vain too often or for too long. A
   * process that leads on its own runs alone leaves the others' to the others.
   */
  void buryTheDead() {
    int buried = ends.endAll(this::dead);
    if (buried > 0) {
      LOG.warn("runs without heartbeat failed count={}", buried);
    }
  }

  private List<UUID> dead() {
    return staging
        .sql(
            RunLeases.BURY
                + """
                AND coalesce(heartbeat_at, started_at)
                    < clock_timestamp() - make_interval(secs => :seconds)
                AND (route IS NULL OR (:owner::text IS NULL OR owner = :owner::text)
                     AND (dry_run AND parked_until IS NULL OR deaths >= :most OR heartbeat_at < clock_timestamp() - make_interval(secs => :seconds * 10)))
                RETURNING id
                """)
        .param("seconds", leases.seconds())
        .param("here", leases.here())
        .param("owner", alarms.isOwn() ? leases.owner() : null)
        .param("most", QueueSweep.MOST_DEATHS)
        .query(UUID.class)
        .list();
  }
}
