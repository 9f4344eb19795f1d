package io.syncline.core.run;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One thread that does one thing again and again; a failure is logged and the next turn comes. */
public final class BackgroundLoop {
  private static final Logger LOG = LoggerFactory.getLogger(BackgroundLoop.class);

  private final String name;
  private final Duration pause;
  private final Runnable turn;
  private ScheduledExecutorService thread;

  public BackgroundLoop(String name, Duration pause, Runnable turn) {
    this.name = name;
    this.pause = pause;
    this.turn = turn;
  }

  public synchronized void start() {
    thread = Executors.newSingleThreadScheduledExecutor(this::named);
    long millis = pause.toMillis();
    thread.scheduleWithFixedDelay(this::take, millis, millis, TimeUnit.MILLISECONDS);
  }

  /** Lets a turn under way end within that time, then interrupts it. */
  public synchronized void stop(Duration patience) {
    thread.shutdown();
    try {
      if (!thread.awaitTermination(patience.toMillis(), TimeUnit.MILLISECONDS)) {
        thread.shutdownNow();
      }
    } catch (InterruptedException e) {
      thread.shutdownNow();
      Thread.currentThread().interrupt();
    }
    thread = null;
  }

  public synchronized boolean isRunning() {
    return thread != null;
  }

  private Thread named(Runnable task) {
    Thread created = new Thread(task, name);
    created.setDaemon(true);
    return created;
  }

  private void take() {
    try {
      turn.run();
    } catch (RuntimeException e) {
      LOG.warn("turn failed loop={}", name, e);
    }
  }
}
