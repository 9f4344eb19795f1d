package io.syncline.core.run;

import io.syncline.core.error.Postponed;
import io.syncline.core.error.RequestRefused;
import io.syncline.core.error.StopReason;
import java.time.Clock;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.task.AsyncTaskExecutor;
import org.springframework.core.task.TaskRejectedException;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/**
 * The one door to a run, for every trigger: opens it, sends it through {@code core.run} on a thread
 * of its own, and waits for its end as long as the caller may. A caller that goes away changes
 * nothing (C8).
 */
@Component
public final class RunStarter {
  private static final Logger LOG = LoggerFactory.getLogger(RunStarter.class);

  private static final Duration A_MINUTE = Duration.ofMinutes(1);
  private static final Duration A_MOMENT = Duration.ofSeconds(5);
  private static final String TOO_MANY = "too many runs are under way";

  /** Between two looks at a run that was put off: it costs a question each. */
  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(500);

  private final Admission admission;
  private final RunOpening opening;
  private final RunLedger ledger;
  private final ActiveRuns runs;
  private final RunLead lead;
  private final Parking parking;
  private final AsyncTaskExecutor runExecutor;
  private final Clock clock;

  RunStarter(
      Admission admission,
      RunOpening opening,
      RunLedger ledger,
      ActiveRuns runs,
      RunLead lead,
      Parking parking,
      AsyncTaskExecutor runExecutor,
      Clock clock) {
    this.admission = admission;
    this.opening = opening;
    this.ledger = ledger;
    this.runs = runs;
    this.lead = lead;
    this.parking = parking;
    this.runExecutor = runExecutor;
    this.clock = clock;
  }

  /**
   * Starts a run; answers it as it stands when it ended or the wait was over.
   *
   * @throws RequestRefused 503 when the pipeline is off or too many runs are under way, of which a
   *     schedule's waits for a place; 409 when its scope is held, 404 when there is no such
   *     pipeline
   */
  public Run start(RunRequest request) {
    if (!request.pipeline().equals(RunRequest.CORE)) {
      admission.admit(request.pipeline());
    }
    long begun = System.nanoTime();
    RunOpening.Opened opened = opening.open(request);
    if (opened.run().isEmpty()) {
      return opening.share(earlier(opened.earlier().orElseThrow(), request), request);
    }
    ActiveRun run = opened.run().get();
    if (opened.isOwn()) {
      send(run);
    }
    return ended(run, request, begun + request.patience().toNanos());
  }

  /** The run as it ended, wherever that was, or as it stands when the caller waits no longer. */
  private Run ended(ActiveRun run, RunRequest request, long until) {
    await(run.closed(), until - System.nanoTime());
    return followed(run.id(), () -> opening.asTold(run.id(), request), until);
  }

  /** A run that was queued: as it ended, or as it stands when the caller waits no longer. */
  public Run follow(UUID run, Duration patience) {
    return followed(run, () -> opening.stored(run), System.nanoTime() + patience.toNanos());
  }

  private Run followed(UUID run, Supplier<Run> look, long until) {
    Run told = look.get();
    while (told.outcome() == RunOutcome.RUNNING
        && until - System.nanoTime() > 0
        && !Thread.currentThread().isInterrupted()) {
      long pause = Math.min(BETWEEN_LOOKS.toNanos(), until - System.nanoTime());
      runs.find(run)
          .ifPresentOrElse(here -> await(here.closed(), pause), () -> LockSupport.parkNanos(pause));
      told = look.get();
    }
    return told;
  }

  private static Run earlier(Run earlier, RunRequest request) {
    if (earlier.outcome() == RunOutcome.RUNNING
        && request.trigger() != RunRequest.Trigger.SCHEDULE) {
      throw RequestRefused.alreadyRunning(earlier.scope(), earlier.id());
    }
    LOG.info("slot has its run already slot={} run={}", request.slot().orElse(""), earlier.id());
    return earlier;
  }

  private void send(ActiveRun run) {
    try {
      runExecutor.execute(() -> lead.lead(run, routeOf(run.request()), null));
    } catch (TaskRejectedException e) {
      if (run.request().trigger() == RunRequest.Trigger.SCHEDULE && waitsForAPlace(run)) {
        return;
      }
      run.stop(StopReason.OVERLOADED, TOO_MANY);
      try {
        ledger.refuse(run);
      } finally {
        runs.remove(run);
      }
      throw RequestRefused.later(
          "OVERLOADED", "Too many runs are under way", "Try again in a minute", A_MINUTE);
    }
  }

  /** Nobody stands behind a schedule who would try again: its run is led on from the queue. */
  private boolean waitsForAPlace(ActiveRun run) {
    run.memory().ledBy(routeOf(run.request()), true);
    run.memory()
        .postpone(Postponed.until(clock.instant().plus(A_MOMENT), StopReason.OVERLOADED, TOO_MANY));
    try {
      if (!parking.parks(run)) {
        return false;
      }
    } catch (DataAccessException | TransactionException e) {
      LOG.warn("run not parked run={} cause={}", run.id(), e.getClass().getSimpleName());
      return false;
    }
    runs.remove(run);
    return true;
  }

  /** The route that does the run's work; never a word that a caller sent. */
  private static String routeOf(RunRequest request) {
    return switch (request.trigger()) {
      case REPLAY -> "core.replay";
      case EDIT -> request.pipeline() + ".edit";
      case MANUAL, SCHEDULE, WEBHOOK -> request.pipeline() + ".sync";
    };
  }

  private static void await(CountDownLatch closed, long nanos) {
    try {
      boolean ended = closed.await(nanos, TimeUnit.NANOSECONDS);
      LOG.debug("waited ended={}", ended);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
