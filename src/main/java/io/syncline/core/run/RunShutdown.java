package io.syncline.core.run;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/** On SIGTERM asks the runs to stop, before anything else does, and lets them close themselves. */
@Component
final class RunShutdown implements SmartLifecycle {
  private static final Logger LOG = LoggerFactory.getLogger(RunShutdown.class);

  private final ActiveRuns runs;
  private final Duration timeToStop;
  private volatile boolean running;

  RunShutdown(ActiveRuns runs, RunSettings settings) {
    this.runs = runs;
    this.timeToStop = settings.timeToStop();
  }

  @Override
  public void start() {
    running = true;
  }

  @Override
  public void stop() {
    runs.all().forEach(run -> run.stop("INTERRUPTED", "the service was stopped"));
    long end = System.nanoTime() + timeToStop.toNanos();
    try {
      for (ActiveRun run : runs.all()) {
        if (!run.closed().await(end - System.nanoTime(), TimeUnit.NANOSECONDS)) {
          LOG.warn("run did not stop in time run={}", run.id());
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    running = false;
  }

  @Override
  public boolean isRunning() {
    return running;
  }

  /** The highest phase is stopped first. */
  @Override
  public int getPhase() {
    return Integer.MAX_VALUE;
  }
}
