package io.syncline.api;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * So much at once, on the threads of those who ask, and so many who wait a moment for their turn,
 * in the order they came. Threads may share it.
 */
final class Turns {
  private final Semaphore places;
  private final Semaphore turns;
  private final Duration wait;

  Turns(int atOnce, int waiting, Duration wait) {
    this.places = new Semaphore(atOnce + waiting);
    this.turns = new Semaphore(atOnce, true);
    this.wait = wait;
  }

  /** What comes of the work; nothing when there was no turn for it. */
  <T> Optional<T> during(Supplier<T> work) {
    if (!places.tryAcquire()) {
      return Optional.empty();
    }
    try {
      return isTurn() ? Optional.of(finished(work)) : Optional.empty();
    } finally {
      places.release();
    }
  }

  private <T> T finished(Supplier<T> work) {
    try {
      return work.get();
    } finally {
      turns.release();
    }
  }

  private boolean isTurn() {
    try {
      return turns.tryAcquire(wait.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
