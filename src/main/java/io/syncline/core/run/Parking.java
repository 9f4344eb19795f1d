package io.syncline.core.run;

import io.micrometer.core.instrument.MeterRegistry;
import io.syncline.core.error.StopReason;
import io.syncline.core.error.StopReason.Verdict;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.apache.camel.Variable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/**
 * Puts a run off instead of closing it: until the time that its work named, until a process leads
 * it on in place of one that is stopped, or until the last queued run that it leads has ended.
 */
@Component
final class Parking {
  private static final Logger LOG = LoggerFactory.getLogger(Parking.class);

  /** Where a run goes on whose work is over. */
  static final String END = "core.run-end";

  private final ParkedRows rows;
  private final ErrorEntries entries;
  private final RunAlarms alarms;
  private final RunLeases leases;
  private final MeterRegistry metrics;
  private final Clock clock;

  Parking(
      ParkedRows rows,
      ErrorEntries entries,
      RunAlarms alarms,
      RunLeases leases,
      MeterRegistry metrics,
      Clock clock) {
    this.rows = rows;
    this.entries = entries;
    this.alarms = alarms;
    this.leases = leases;
    this.metrics = metrics;
    this.clock = clock;
  }

  /** Until when a run waits, and where it goes on then. */
  private record Wait(Instant until, String route, String why) {}

  /**
   * Parks the run where it is to go on later; false where it is to be closed.
   *
   * @throws DataAccessException or a {@link TransactionException} when staging cannot tell
   */
  boolean parks(ActiveRun run) {
    Optional<Wait> wait = waitOf(run);
    return wait.isPresent() && park(run, wait.get());
  }

  private Optional<Wait> waitOf(ActiveRun run) {
    RunMemory memory = run.memory();
    Optional<StopReason> stop = run.stopped().map(ActiveRun.Stop::reason);
    if (stop.equals(Optional.of(StopReason.INTERRUPTED))
        && memory.isFromQueue()
        && !memory.isAtEnd()
        && !run.isDryRun()
        && !alarms.isOwn()) {
      return Optional.of(new Wait(clock.instant(), memory.route(), "the service was stopped"));
    }
    if (stop.isEmpty() && memory.postponed().isPresent()) {
      return memory
          .postponed()
          .map(it -> new Wait(it.until(), memory.route(), it.reason() + ": " + it.getMessage()));
    }
    return memory.isLeading() ? waitForChildren(run, stop) : Optional.empty();
  }

  private Optional<Wait> waitForChildren(ActiveRun run, Optional<StopReason> stop) {
    if (stop.map(StopReason::verdict).equals(Optional.of(Verdict.CANCELLED))) {
      cancelChildren(run.id());
      return Optional.empty();
    }
    if (rows.hasOpenChildren(run.id())) {
      return Optional.of(new Wait(clock.instant(), END, "runs that it leads go on"));
    }
    weighChildren(run);
    return Optional.empty();
  }

  /** What the queued runs came to that it led. */
  void weighChildren(@Variable("run") ActiveRun run) {
    rows.childrenOutcomes(run.id()).forEach(run::childEnded);
  }

  private boolean park(ActiveRun run, Wait wait) {
    entries.save(run);
    if (!rows.park(run, wait.until(), wait.route(), alarms.isOwn() ? leases.owner() : null)) {
      stopInstead(run);
      return false;
    }
    metrics.counter("syncline.runs.parked", "pipeline", run.pipeline()).increment();
    LOG.info(
        "run parked run={} pipeline={} until={} why={}",
        run.id(),
        run.pipeline(),
        wait.until(),
        wait.why());
    run.memory().putOff();
    run.stop(StopReason.INTERRUPTED, "the run was put off"); // whatever of it still goes on here
    setAlarm(run.id(), wait);
    return true;
  }

  /** It is parked, whatever becomes of this: what has no alarm is found by the sweep. */
  private void setAlarm(UUID run, Wait wait) {
    try {
      if (wait.route().equals(END)) {
        childEnded(run); // the last one may just have
      } else {
        alarms.set(run, wait.until());
      }
    } catch (RuntimeException e) {
      LOG.warn("alarm not set run={} cause={}", run, e.getClass().getSimpleName());
    }
  }

  /** Whoever cancelled it, or has its scope now, was faster. */
  private void stopInstead(ActiveRun run) {
    if (rows.isCancelled(run.id())) {
      run.stop(StopReason.CANCELLED, "cancelled on request");
    } else {
      run.stop(StopReason.LEASE_LOST, "the lease on " + run.scope() + " was lost");
    }
  }

  /** Whether the run was given back or taken over meanwhile, so that its end is another's. */
  boolean goesOnElsewhere(ActiveRun run) {
    try {
      return rows.goesOnUnderAnother(run);
    } catch (DataAccessException | TransactionException e) {
      LOG.warn("run not asked for run={} cause={}", run.id(), e.getClass().getSimpleName());
      return false;
    }
  }

  /** A run is over: the one that leads it may have waited for it alone. */
  void ended(ActiveRun run) {
    try {
      run.request()
          .parent()
          .filter(parent -> run.memory().isFromQueue())
          .ifPresent(this::childEnded);
    } catch (DataAccessException | TransactionException e) {
      LOG.warn("parent not told run={} cause={}", run.id(), e.getClass().getSimpleName());
    }
  }

  private void childEnded(UUID parent) {
    if (rows.wake(parent)) {
      alarms.set(parent, clock.instant());
    }
  }

  /** Asks the runs to stop that it leads; those that wait end as soon as somebody has a place. */
  void cancelChildren(UUID parent) {
    rows.cancelChildren(parent).forEach(child -> alarms.set(child, clock.instant()));
  }
}
