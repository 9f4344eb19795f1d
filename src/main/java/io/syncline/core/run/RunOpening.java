package io.syncline.core.run;

import io.syncline.core.database.DatabaseFaults;
import io.syncline.core.error.RequestRefused;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/**
 * Opens the run of a request, in its turn where it may queue for one. Waiting costs the databases
 * nothing while the scope is held by a run of this process, and a look at the lease now and then
 * while it is held by another's.
 */
@Component
final class RunOpening {
  private static final Logger LOG = LoggerFactory.getLogger(RunOpening.class);

  /** Between two looks at a lease that another process holds; it may be released at any moment. */
  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(50);

  private static final Duration LONGEST_WAIT = Duration.ofSeconds(1);

  private final RunLedger ledger;
  private final RunHistory history;
  private final ActiveRuns runs;
  private final ScopeTurns turns;
  private final Sharing sharing;

  RunOpening(
      RunLedger ledger, RunHistory history, ActiveRuns runs, ScopeTurns turns, Sharing sharing) {
    this.ledger = ledger;
    this.history = history;
    this.runs = runs;
    this.turns = turns;
    this.sharing = sharing;
  }

  /**
   * What became of a request.
   *
   * @param run the run that serves it
   * @param isOwn whether it was opened here and now and waits for somebody to lead it
   * @param earlier the run that its slot started before
   */
  record Opened(Optional<ActiveRun> run, boolean isOwn, Optional<Run> earlier) {}

  Opened open(RunRequest request) {
    try {
      return DatabaseFaults.onNewSession(() -> openSoon(request));
    } catch (DataAccessException | TransactionException e) {
      throw unavailable(e);
    }
  }

  private static RequestRefused unavailable(RuntimeException failure) {
    LOG.warn("run not opened cause={}", DatabaseFaults.of("staging", failure));
    return DatabaseFaults.unavailable(failure, "Nothing was started; try again", LONGEST_WAIT);
  }

  private Opened openSoon(RunRequest request) {
    if (request.turn().longest().isZero()) {
      return opened(openNow(List.of(request)));
    }
    Optional<Run> earlier = ledger.earlier(request);
    if (earlier.isPresent()) {
      return new Opened(Optional.empty(), false, earlier);
    }
    refuseBehindSame(request);
    ScopeTurns.Waiting me = turns.enter(request);
    try {
      return openInTurn(request, me);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw RequestRefused.of(503, "STOPPING", "The service is stopping", "Try again in a minute");
    } finally {
      turns.leave(me);
    }
  }

  private Opened openInTurn(RunRequest request, ScopeTurns.Waiting me) throws InterruptedException {
    boolean alone = false;
    while (true) {
      Optional<ActiveRun> served = turns.await(me);
      if (served.isPresent()) {
        return new Opened(served, false, Optional.empty());
      }
      List<ScopeTurns.Waiting> group =
          turns.together(me, alone ? Optional.empty() : sharing.of(request));
      Optional<ActiveRun> run = Optional.empty();
      try {
        RunLedger.Opening opening = openNow(ScopeTurns.requests(group));
        run = opening.run();
        return opened(opening);
      } catch (DuplicateKeyException e) {
        alone = true; // another process was asked the same as one of the others: each for itself
      } catch (RequestRefused refused) {
        if (refused.problem().status() != 409 || me.isLate() || isSame(request, refused)) {
          throw refused;
        }
        pause(request.scope());
      } finally {
        turns.settle(group, run);
      }
    }
  }

  private Opened opened(RunLedger.Opening opening) {
    opening.run().ifPresent(runs::add);
    return new Opened(opening.run(), true, opening.earlier());
  }

  /** A run as it stands. */
  Run stored(UUID id) {
    return history.find(id).orElseThrow();
  }

  /** A run as it stands, with what it reports of what this request asked for. */
  Run asTold(UUID id, RunRequest request) {
    return share(stored(id), request);
  }

  /** What an opened run reports of what this request asked for. */
  Run share(Run run, RunRequest request) {
    return sharing.of(request).map(it -> run.reporting(it.told(run, request))).orElse(run);
  }

  private RunLedger.Opening openNow(List<RunRequest> callers) {
    if (runs.isStopping()) {
      throw RequestRefused.later(
          "STOPPING",
          "The service is being stopped",
          "Nothing was started; try again",
          LONGEST_WAIT);
    }
    RunRequest first = callers.get(0);
    return callers.size() == 1
        ? ledger.open(first)
        : ledger.open(sharing.of(first).orElseThrow().together(callers), callers);
  }

  /** Whoever does not queue behind its like is told at once, however many wait before it. */
  private void refuseBehindSame(RunRequest request) {
    if (!request.turn().behindSame()) {
      runs.all().stream()
          .filter(run -> run.scope().equals(request.scope()))
          .filter(run -> run.request().parameters().equals(request.parameters()))
          .findFirst()
          .ifPresent(
              run -> {
                throw RequestRefused.alreadyRunning(run.scope(), run.id());
              });
    }
  }

  /** Whether the run that holds the scope does what is asked for, and that is not waited for. */
  private boolean isSame(RunRequest request, RequestRefused refused) {
    return !request.turn().behindSame()
        && Optional.ofNullable(refused.problem().more().get("run_id"))
            .flatMap(id -> history.find(UUID.fromString(id.toString())))
            .filter(run -> run.parameters().equals(request.parameters()))
            .isPresent();
  }

  private void pause(String scope) throws InterruptedException {
    Optional<ActiveRun> here =
        runs.all().stream().filter(run -> run.scope().equals(scope)).findFirst();
    if (here.isPresent()) {
      boolean ended = here.get().closed().await(LONGEST_WAIT.toMillis(), TimeUnit.MILLISECONDS);
      LOG.debug("waited for scope={} ended={}", scope, ended);
    } else {
      LockSupport.parkNanos(BETWEEN_LOOKS.toNanos());
    }
  }
}
