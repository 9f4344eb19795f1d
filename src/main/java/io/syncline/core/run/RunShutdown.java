package io.syncline.core.run;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/**
 * On SIGTERM asks the runs to stop, before anything else does, and lets them close themselves. One
 * whose workers wait for something that cannot be ended is closed for it: its lease is free, so
 * that it writes nothing more and the next process goes on.
 */
@Component
final class RunShutdown implements SmartLifecycle {
  private static final Logger LOG = LoggerFactory.getLogger(RunShutdown.class);

  private final ActiveRuns runs;
  private final RunLedger ledger;
  private final Parking parking;
  private final Duration timeToStop;
  private volatile boolean running;

  RunShutdown(ActiveRuns runs, RunLedger ledger, Parking parking, RunSettings settings) {
    this.runs = runs;
    this.ledger = ledger;
    this.parking = parking;
    this.timeToStop = settings.timeToStop();
  }

  @Override
  public void start() {
    runs.allow();
    running = true;
  }

  @Override
  public void stop() {
    runs.stopAll();
    long end = System.nanoTime() + timeToStop.toNanos();
    try {
      for (ActiveRun run : runs.all()) {
        if (!run.closed().await(end - System.nanoTime(), TimeUnit.NANOSECONDS)) {
          close(run);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    running = false;
  }

  private void close(ActiveRun run) {
    LOG.warn("run did not stop in time, it is closed run={}", run.id());
    try {
      if (!parking.parks(run)) {
        ledger.close(run, RunOutcome.FAILED);
      }
    } catch (DataAccessException | TransactionException e) {
      LOG.error("run not closed, staging is away run={}", run.id());
    }
    runs.remove(run);
  }

  @Override
  public boolean isRunning() {
    return running;
  }

  /** The highest phase is stopped first: before anything else but who begins queued runs. */
  @Override
  public int getPhase() {
    return Integer.MAX_VALUE - 1;
  }
}
