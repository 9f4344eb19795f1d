package io.syncline.api;

import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import org.springframework.scheduling.concurrent.ThreadPoolTaskExecutor;

/**
 * So many threads and so many tasks waiting for one. A pool with a short queue refuses a burst
 * while its threads are idle, as each task passes through the queue; here all tasks are counted
 * instead.
 */
final class BoundedExecutor implements Executor, AutoCloseable {
  private final Semaphore places;
  private final ThreadPoolTaskExecutor pool = new ThreadPoolTaskExecutor();

  BoundedExecutor(String name, int threads, int queue) {
    this.places = new Semaphore(threads + queue);
    pool.setThreadNamePrefix(name);
    pool.setCorePoolSize(threads);
    pool.setMaxPoolSize(threads);
    pool.setAllowCoreThreadTimeOut(true);
    pool.setDaemon(true);
    pool.initialize();
  }

  /**
   * Runs the task on one of the threads.
   *
   * @throws RejectedExecutionException when all threads and places to wait are taken
   */
  @Override
  public void execute(Runnable task) {
    if (!places.tryAcquire()) {
      throw new RejectedExecutionException("all threads and places to wait are taken");
    }
    try {
      pool.execute(() -> runAndLeave(task));
    } catch (RuntimeException e) {
      places.release();
      throw e;
    }
  }

  /** Whether a task would be refused now. */
  boolean isFull() {
    return places.availablePermits() == 0;
  }

  private void runAndLeave(Runnable task) {
    try {
      task.run();
    } finally {
      places.release();
    }
  }

  @Override
  public void close() {
    pool.shutdown();
  }
}
