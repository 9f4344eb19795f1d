package io.syncline.core.run;

import io.syncline.core.error.RequestRefused;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.apache.camel.ProducerTemplate;
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
 * nothing (reliability C8).
 */
@Component
public final class RunStarter {
  private static final Logger LOG = LoggerFactory.getLogger(RunStarter.class);

  private static final Duration BETWEEN_TURNS = Duration.ofMillis(100);

  private final PipelineCatalog catalog;
  private final RunLedger ledger;
  private final ActiveRuns runs;
  private final ProducerTemplate template;
  private final AsyncTaskExecutor runExecutor;

  RunStarter(
      PipelineCatalog catalog,
      RunLedger ledger,
      ActiveRuns runs,
      ProducerTemplate template,
      AsyncTaskExecutor runExecutor) {
    this.catalog = catalog;
    this.ledger = ledger;
    this.runs = runs;
    this.template = template;
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
      requireOn(request.pipeline());
    }
    long begun = System.nanoTime();
    RunLedger.Opening opening = open(request);
    if (opening.run().isEmpty()) {
      return earlier(opening.earlier().orElseThrow(), request);
    }
    ActiveRun run = opening.run().get();
    runs.add(run);
    send(run);
    await(run, request.patience().minusNanos(System.nanoTime() - begun));
    return ledger.find(run.id()).orElseThrow();
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

  private void requireOn(String word) {
    Pipeline pipeline =
        catalog
            .find(word)
            .orElseThrow(
                () -> RequestRefused.of(404, "UNKNOWN_PIPELINE", "Unknown pipeline", word));
    if (pipeline.isOff()) {
      throw RequestRefused.pipelineOff(word, pipeline.missingVariables());
    }
  }

  /** Opens the run, in its turn where the request may queue for one. */
  private RunLedger.Opening open(RunRequest request) {
    long until = System.nanoTime() + request.turn().longest().toNanos();
    while (true) {
      try {
        return openNow(request);
      } catch (RequestRefused refused) {
        if (refused.problem().status() != 409
            || System.nanoTime() - until >= 0
            || !request.turn().behindSame() && isSame(request, refused)) {
          throw refused;
        }
        LockSupport.parkNanos(BETWEEN_TURNS.toNanos());
      }
    }
  }

  /** Whether the run that holds the scope does what is asked for. */
  private boolean isSame(RunRequest request, RequestRefused refused) {
    return Optional.ofNullable(refused.problem().more().get("run_id"))
        .flatMap(id -> ledger.find(UUID.fromString(id.toString())))
        .filter(run -> run.parameters().equals(request.parameters()))
        .isPresent();
  }

  private RunLedger.Opening openNow(RunRequest request) {
    try {
      return ledger.open(request);
    } catch (DataAccessException | TransactionException e) {
      LOG.warn("run not opened, staging is away cause={}", e.getClass().getSimpleName());
      throw RequestRefused.of(
          503,
          "STAGING_UNAVAILABLE",
          "Staging cannot be reached",
          "Nothing was started; try again");
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
      runExecutor.execute(() -> lead(run));
    } catch (TaskRejectedException e) {
      run.stop("OVERLOADED", "too many runs are under way");
      try {
        ledger.refuse(run);
      } finally {
        runs.remove(run);
      }
      throw RequestRefused.of(
          503, "OVERLOADED", "Too many runs are under way", "Try again in a minute");
    }
  }

  private void lead(ActiveRun run) {
    try {
      template.send(
          "direct:core.run",
          exchange -> {
            exchange.setVariable("run", run);
            exchange.setVariable("pipeline", run.pipeline());
            exchange.setVariable("route", routeOf(run.request()));
            exchange.setVariable("runId", run.id().toString());
            exchange.setVariable("trigger", run.request().trigger().word());
            exchange.setVariable("scope", run.scope());
            exchange.setVariable("dryRun", run.isDryRun());
          });
    } catch (RuntimeException e) {
      LOG.error("run could not be led run={}", run.id(), e);
    } finally {
      runs.remove(run);
    }
  }

  /** The route that does the run's work; never a word that a caller sent. */
  private static String routeOf(RunRequest request) {
    return request.trigger() == RunRequest.Trigger.REPLAY
        ? "core.replay"
        : request.pipeline() + ".sync";
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
