package io.syncline.core.run;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One thread that does one thing again and again. Whatever a turn throws is logged and the next
 * turn comes: an executor forgets a task that threw (C28).
 */
public final class BackgroundLoop {
  private static final Logger LOG = LoggerFactory.getLogger(BackgroundLoop.class);
  private static final int SEVERAL = 5;

  private final String name;
  private final Duration pause;
  private final BooleanSupplier turn;
  private volatile long turnedAt;
  private volatile @Nullable ScheduledExecutorService thread;

  /**
   * A loop that is not started yet.
   *
   * @param turn answers whether there is more to do at once, without a pause
   */
  public BackgroundLoop(String name, Duration pause, BooleanSupplier turn) {
    this.name = name;
    this.pause = pause;
    this.turn = turn;
  }

  /** A loop that rests after each turn. */
  public static BackgroundLoop resting(String name, Duration pause, Runnable turn) {
    return new BackgroundLoop(
        name,
        pause,
        () -> {
          turn.run();
          return false;
        });
  }

  /** Has it watched: it is late after several pauses and the time a turn may take. */
  public BackgroundLoop watchedBy(BackgroundLoops loops, Duration longestTurn) {
    loops.watch(name, pause.multipliedBy(SEVERAL).plus(longestTurn), this::age);
    return this;
  }

  public synchronized void start() {
    ScheduledExecutorService created =
        Executors.newSingleThreadScheduledExecutor(task -> Daemons.of(task, name));
    long millis = pause.toMillis();
    turnedAt = System.nanoTime();
    created.scheduleWithFixedDelay(() -> take(created), millis, millis, TimeUnit.MILLISECONDS);
    thread = created;
  }

  /** Lets a turn under way end within that time, then interrupts it. */
  public synchronized void stop(Duration patience) {
    ScheduledExecutorService ending = thread;
    if (ending == null) {
      return;
    }
    ending.shutdown();
    try {
      if (!ending.awaitTermination(patience.toMillis(), TimeUnit.MILLISECONDS)) {
        ending.shutdownNow();
      }
    } catch (InterruptedException e) {
      ending.shutdownNow();
      Thread.currentThread().interrupt();
    }
    thread = null;
  }

  public boolean isRunning() {
    return thread != null;
  }

  /** Since the end of the last turn, or since the start; none while it is stopped. */
  Duration age() {
    return isRunning() ? Duration.ofNanos(System.nanoTime() - turnedAt) : Duration.ZERO;
  }

  private void take(ScheduledExecutorService own) {
    boolean more = true;
    while (more && !own.isShutdown()) {
      more = takeOne();
    }
  }

  private boolean takeOne() {
    try {
      return turn.getAsBoolean();
    } catch (Throwable e) {
      tell(e);
      return false;
    } finally {
      turnedAt = System.nanoTime();
    }
  }

  /** Without memory even saying so may fail; that must not end the loop either. */
  private void tell(Throwable reason) {
    try {
      LOG.error("turn failed, the next one comes loop={}", name, reason);
    } catch (Throwable e) {
      turnedAt = System.nanoTime();
    }
  }
}
