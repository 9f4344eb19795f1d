package io.syncline.core.run;

import io.syncline.core.error.RequestRefused;
import io.syncline.core.error.StopReason;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.task.AsyncTaskExecutor;
import org.springframework.core.task.TaskRejectedException;
import org.springframework.stereotype.Component;

/**
 * The one door to a run, for every trigger: opens it, sends it through {@code core.run} on a thread
 * of its own, and waits for its end as long as the caller may. A caller that goes away changes
 * nothing (C8).
 */
@Component
public final class RunStarter {
  private static final Logger LOG = LoggerFactory.getLogger(RunStarter.class);

  private static final Duration A_MINUTE = Duration.ofMinutes(1);

  private final Admission admission;
  private final RunOpening opening;
  private final RunLedger ledger;
  private final ActiveRuns runs;
  private final RunLead lead;
  private final AsyncTaskExecutor runExecutor;

  RunStarter(
      Admission admission,
      RunOpening opening,
      RunLedger ledger,
      ActiveRuns runs,
      RunLead lead,
      AsyncTaskExecutor runExecutor) {
    this.admission = admission;
    this.opening = opening;
    this.ledger = ledger;
    this.runs = runs;
    this.lead = lead;
    this.runExecutor = runExecutor;
  }

  /**
   * Starts a run; answers it as it stands when it ended or the wait was over.
   *
   * @throws RequestRefused 503 when the pipeline is off or too many runs are under way, 409 when
   *     its scope is held, 404 when there is no such pipeline
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
    await(run, request.patience().minusNanos(System.nanoTime() - begun));
    return opening.asTold(run.id(), request);
  }

  /**
   * Starts a run for a slot of a schedule; a slot that cannot start one is skipped with the reason.
   */
  public void startScheduled(RunRequest request) {
    try {
      start(request);
    } catch (RequestRefused e) {
      LOG.info(
          "slot skipped pipeline={} slot={} reason={}",
          request.pipeline(),
          request.slot().orElse("none"),
          e.problem().code());
    }
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
      run.stop(StopReason.OVERLOADED, "too many runs are under way");
      try {
        ledger.refuse(run);
      } finally {
        runs.remove(run);
      }
      throw RequestRefused.later(
          "OVERLOADED", "Too many runs are under way", "Try again in a minute", A_MINUTE);
    }
  }

  /** The route that does the run's work; never a word that a caller sent. */
  private static String routeOf(RunRequest request) {
    return switch (request.trigger()) {
      case REPLAY -> "core.replay";
      case EDIT -> request.pipeline() + ".edit";
      case MANUAL, SCHEDULE, WEBHOOK -> request.pipeline() + ".sync";
    };
  }

  private static void await(ActiveRun run, Duration wait) {
    try {
      boolean ended = run.closed().await(wait.toMillis(), TimeUnit.MILLISECONDS);
      LOG.debug("waited for run={} ended={}", run.id(), ended);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
