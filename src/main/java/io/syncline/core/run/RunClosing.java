package io.syncline.core.run;

import io.micrometer.core.instrument.MeterRegistry;
import io.syncline.core.error.Postponed;
import io.syncline.core.error.RequestRefused;
import io.syncline.core.error.StopReason;
import io.syncline.core.error.StopReason.Verdict;
import io.syncline.core.error.SyncFailure;
import io.syncline.core.error.TerminalFailure;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangeProperty;
import org.apache.camel.Variable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/**
 * The beans behind the end of {@code core.run}: a run is failed and closed there and nowhere else.
 */
@Component
final class RunClosing {
  private static final Logger LOG = LoggerFactory.getLogger(RunClosing.class);

  private static final int TRIES = 3;
  private static final Duration BETWEEN_TRIES = Duration.ofSeconds(1);

  private final RunLedger ledger;
  private final Parking parking;
  private final MeterRegistry metrics;
  private final List<AfterRun> followUps;
  private final Clock clock;

  RunClosing(
      RunLedger ledger,
      Parking parking,
      MeterRegistry metrics,
      List<AfterRun> followUps,
      Clock clock) {
    this.ledger = ledger;
    this.parking = parking;
    this.followUps = followUps;
    this.metrics = metrics;
    this.clock = clock;
  }

  /** Notes why the run ends before its end. */
  void fail(
      @Variable("run") ActiveRun run,
      @ExchangeProperty(Exchange.EXCEPTION_CAUGHT) Exception failure) {
    Optional<Postponed> wait = find(failure, Postponed.class);
    if (wait.isPresent()
        && run.memory().mayWait()
        && (!run.isDryRun() || run.memory().keepsItsPlace())) {
      run.memory().postpone(wait.get());
      return;
    }
    Optional<SyncFailure> known = find(failure, SyncFailure.class);
    if (known.isPresent()) {
      run.fail(known.get());
      return;
    }
    Optional<RequestRefused> refused = find(failure, RequestRefused.class);
    if (refused.isPresent()) {
      run.stop(StopReason.INVALID_PARAMETER, refused.get().problem().detail());
      return;
    }
    Optional<SQLException> database = find(failure, SQLException.class);
    if (database.isPresent()) {
      LOG.error("staging failed run={} sqlstate={}", run.id(), database.get().getSQLState());
      run.fail(
          TerminalFailure.database(
              "staging", String.valueOf(database.get().getSQLState()), failure));
      return;
    }
    String errorId = UUID.randomUUID().toString();
    LOG.error("run failed run={} errorId={}", run.id(), errorId, failure);
    run.stop(StopReason.INTERNAL, "unexpected failure, see the log for error " + errorId);
  }

  /** Waits for what goes on aside: how that ends is the run's, whatever ended the rest. */
  void settle(@Variable("run") ActiveRun run) {
    try {
      run.settle();
    } catch (RuntimeException e) {
      fail(run, e);
    }
  }

  /**
   * Writes the end of the run to the ledger, or puts the run off. Should staging be away, the
   * sweeper does it later.
   */
  void close(@Variable("run") ActiveRun run) {
    if (run.isPutOff() || parked(run)) {
      putOff(run);
      return;
    }
    RunOutcome outcome = outcome(run);
    if (outcome == RunOutcome.FAILED) {
      run.stop(reason(run), words(run));
    }
    run.ending(outcome);
    if (!closed(run, outcome)) {
      if (parking.goesOnElsewhere(run)) {
        run.ending(RunOutcome.RUNNING);
        putOff(run);
        return;
      }
      run.ending(RunOutcome.FAILED);
    }
    followUps.forEach(followUp -> follow(followUp, run));
    Duration duration = Duration.between(run.startedAt(), clock.instant());
    metrics
        .timer("syncline.run.duration", "pipeline", run.pipeline(), "outcome", outcome.word())
        .record(duration);
    LOG.info(
        "run closed run={} pipeline={} outcome={} code={} calls={} ms={} why={}",
        run.id(),
        run.pipeline(),
        outcome.word(),
        run.stopped().map(stop -> stop.reason().name()).orElse("none"),
        run.tally().calls(),
        duration.toMillis(),
        run.stopped().map(stop -> '"' + stop.words() + '"').orElse("-"));
  }

  /** A blip of staging must not make a failed run of one that only has to wait: several tries. */
  private boolean parked(ActiveRun run) {
    for (int attempt = 1; ; attempt++) {
      try {
        return parking.parks(run);
      } catch (DataAccessException | TransactionException e) {
        String cause = e.getClass().getSimpleName();
        LOG.error("run not parked run={} attempt={} cause={}", run.id(), attempt, cause);
        if (attempt == TRIES) {
          run.fail(TerminalFailure.database("staging", cause, e));
          return false;
        }
        LockSupport.parkNanos(BETWEEN_TRIES.toNanos());
      }
    }
  }

  /** It has not ended: whoever has it next ends it. */
  private void putOff(ActiveRun run) {
    run.memory().putOff();
    followUps.forEach(followUp -> follow(run, () -> followUp.parked(run)));
  }

  /** A blip of staging must not turn what was done into an interrupted run: several tries. */
  private boolean closed(ActiveRun run, RunOutcome outcome) {
    for (int attempt = 1; attempt <= TRIES; attempt++) {
      try {
        boolean closed = ledger.close(run, outcome);
        if (!closed) {
          LOG.warn("run was closed or taken by somebody else run={}", run.id());
        }
        return closed;
      } catch (DataAccessException | TransactionException e) {
        LOG.error("run not closed, staging is away run={} attempt={}", run.id(), attempt);
        LockSupport.parkNanos(BETWEEN_TRIES.toNanos());
      }
    }
    return false;
  }

  static void follow(AfterRun followUp, ActiveRun run) {
    follow(run, () -> followUp.after(run));
  }

  private static void follow(ActiveRun run, Runnable followUp) {
    try {
      followUp.run();
    } catch (RuntimeException | Error e) {
      LOG.warn("follow-up failed run={} cause={}", run.id(), e.getClass().getSimpleName());
    }
  }

  /** What it was asked to end as, or the worst of what it and the runs that it leads came to. */
  static RunOutcome outcome(ActiveRun run) {
    RunOutcome own = own(run);
    return own == RunOutcome.CANCELLED ? own : own.worse(run.worstChild());
  }

  private static RunOutcome own(ActiveRun run) {
    Optional<Verdict> verdict = run.stopped().map(stop -> stop.reason().verdict());
    if (verdict.isEmpty() && run.errors().total() == 0) {
      return RunOutcome.COMPLETED;
    }
    return switch (verdict.orElse(Verdict.PARTIAL)) {
      case PARTIAL -> run.tally().didSomething() ? RunOutcome.PARTIAL : RunOutcome.FAILED;
      case FAILED -> RunOutcome.FAILED;
      case CANCELLED -> RunOutcome.CANCELLED;
    };
  }

  private static StopReason reason(ActiveRun run) {
    return run.worstChild() == RunOutcome.FAILED
        ? StopReason.CHILD_FAILED
        : StopReason.NOTHING_READ;
  }

  private static String words(ActiveRun run) {
    return run.worstChild() == RunOutcome.FAILED
        ? "a run that it led has failed"
        : "nothing could be read" + firstError(run);
  }

  private static String firstError(ActiveRun run) {
    return run.errors().samples().stream().findFirst().map(e -> ": " + e.message()).orElse("");
  }

  private static <T extends Throwable> Optional<T> find(Throwable failure, Class<T> type) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (type.isInstance(cause)) {
        return Optional.of(type.cast(cause));
      }
    }
    return Optional.empty();
  }
}
