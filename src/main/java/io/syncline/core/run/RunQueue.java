package io.syncline.core.run;

import io.syncline.core.error.RequestRefused;
import io.syncline.core.error.StopReason;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.stereotype.Component;

/**
 * Runs that wait: queued ones for their turn, parked ones for their time. They hold their scope and
 * a row, and no thread, connection or transaction. Threads may share it.
 *
 * <ol>
 *   <li>At its time any instance leads the run on, under the next fence of its scope; it begins its
 *       route anew and finds its cursors, its counts and its notes.
 *   <li>However often it waits it is one run, with one row and one end.
 *   <li>A queued run whose process dies goes back to the queue.
 *   <li>A run that led queued ones ends after the last of them, as the worst of them did.
 * </ol>
 */
@Component
public final class RunQueue {
  private static final Logger LOG = LoggerFactory.getLogger(RunQueue.class);

  /** Between two looks whether it is late enough; clocks of machines differ a little. */
  private static final Duration A_MOMENT = Duration.ofMillis(200);

  /** By less than this; a look that came too early is repeated for what is due so soon. */
  private static final Duration CLOCKS_DIFFER = Duration.ofSeconds(1);

  private final RunLedger ledger;
  private final DueRows rows;
  private final Parking parking;
  private final ActiveRuns runs;
  private final RunLead lead;
  private final RunAlarms alarms;
  private final RunLeases leases;
  private final FenceGrants grants;
  private final FailureCodes codes;
  private final Admission admission;
  private final Clock clock;

  RunQueue(
      RunLedger ledger,
      DueRows rows,
      Parking parking,
      ActiveRuns runs,
      RunLead lead,
      RunAlarms alarms,
      RunLeases leases,
      FenceGrants grants,
      FailureCodes codes,
      Admission admission,
      Clock clock) {
    this.ledger = ledger;
    this.rows = rows;
    this.parking = parking;
    this.runs = runs;
    this.lead = lead;
    this.alarms = alarms;
    this.leases = leases;
    this.grants = grants;
    this.codes = codes;
    this.admission = admission;
    this.clock = clock;
  }

  /**
   * A run that was asked for.
   *
   * @param run the one that was queued, or the one that holds the scope
   */
  public record Entry(UUID run, boolean isQueued) {}

  /**
   * Queues a run until that time, in its scope, which others find held from now on.
   *
   * @param parent the run that leads it, which ends after it
   * @param route the one that does its work; never a word that a caller sent
   * @throws RequestRefused 503 when the pipeline is off
   */
  public Entry enqueue(@Nullable ActiveRun parent, RunRequest request, String route, Instant at) {
    admission.admit(request.pipeline());
    RunRequest asked = parent == null ? request : request.under(parent.id());
    String owner = alarms.isOwn() ? leases.owner() : null;
    UUID queued;
    try {
      queued = ledger.queue(asked, new QueuePlace(from(at), route, owner));
    } catch (DuplicateKeyException used) { // its slot has started a run
      return new Entry(ledger.earlier(asked).orElseThrow().id(), false);
    } catch (RequestRefused held) {
      return new Entry(holder(held), false);
    }
    if (parent != null) {
      parent.memory().leads();
    }
    alarms.set(queued, at);
    return new Entry(queued, true);
  }

  /** What is due now is due by staging's clock, too, so that whoever looks at once finds it. */
  private Instant from(Instant at) {
    return at.isAfter(clock.instant()) ? at : at.minus(CLOCKS_DIFFER);
  }

  private static UUID holder(RequestRefused held) {
    return Optional.ofNullable(held.problem().more().get("run_id"))
        .map(id -> UUID.fromString(id.toString()))
        .orElseThrow(() -> held);
  }

  /**
   * Leads those on that are due, whoever queued them, on this thread and one after the other, until
   * none is left. Where there are several, another thread is called, of whatever instance.
   */
  public void leadDue(QueueLook look) {
    if (runs.isStopping()) {
      look.again(clock.instant().plus(CLOCKS_DIFFER)); // by another instance
      return;
    }
    Optional<KeptRun> next = look.run().isPresent() ? of(look.run().get()) : earliest(look);
    while (next.isPresent()) {
      ActiveRun run = goOn(next.get());
      if (runs.isStopping() || !look.mayGoOn()) {
        parking.ended(run);
        return;
      }
      next = rows.takeAfter(run);
    }
  }

  /** Who was faster with it looks for the others as well. */
  private Optional<KeptRun> of(UUID id) {
    Optional<KeptRun> taken = rows.take(id);
    if (taken.isEmpty()) {
      rows.laterThanNow(id).ifPresent(until -> alarms.set(id, later(until)));
    }
    return taken;
  }

  private Optional<KeptRun> earliest(QueueLook look) {
    Optional<KeptRun> taken = rows.takeNext();
    if (taken.isEmpty()) { // too early, maybe
      rows.nextUntil(clock.instant().plus(CLOCKS_DIFFER)).ifPresent(at -> look.again(later(at)));
    } else if (rows.isAnyDue()) {
      look.again(clock.instant());
    }
    return taken;
  }

  /** Leads a run on that waits, on this thread, to its end or until it waits again. */
  void resume(UUID id) {
    if (runs.isStopping()) {
      return; // it waits for another instance
    }
    of(id).map(this::goOn).ifPresent(parking::ended);
  }

  private Instant later(Instant until) {
    Instant soon = clock.instant().plus(A_MOMENT);
    return until.isAfter(soon) ? until : soon;
  }

  private ActiveRun goOn(KeptRun kept) {
    ActiveRun run = kept.goesOn(fence(kept), codes);
    if (kept.isCancelled()) {
      run.stop(StopReason.CANCELLED, "cancelled on request");
    } else if (!kept.isAtEnd()) {
      stopWhereOff(run);
    }
    runs.add(run); // which stops it where the service stops
    LOG.info("run goes on run={} pipeline={} fence={}", run.id(), run.pipeline(), run.fence());
    if (run.stopped().isPresent()) {
      lead.end(run, kept.route());
    } else {
      lead.lead(run, kept.route(), null);
    }
    return run;
  }

  private Fence fence(KeptRun kept) {
    return kept.isAtEnd()
        ? grants.unannounced(kept.fence())
        : grants.announced(kept.id(), kept.request().scope(), kept.fence());
  }

  /** What it needs may have been taken away while it waited. */
  private void stopWhereOff(ActiveRun run) {
    try {
      if (!run.pipeline().equals(RunRequest.CORE)) {
        admission.admit(run.pipeline());
      }
    } catch (RequestRefused off) {
      run.stop(StopReason.CONFIG_INVALID, off.problem().detail());
    }
  }

  /** Ends a run that waits, at once, after it was asked to stop; and those that it leads. */
  public void cancel(UUID id) {
    Optional<KeptRun> taken = rows.take(id); // before the last of its children has it taken
    parking.cancelChildren(id);
    taken.map(this::goOn).ifPresent(parking::ended);
  }
}
