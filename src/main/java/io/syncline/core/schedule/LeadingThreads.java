package io.syncline.core.schedule;

import io.syncline.core.run.Daemons;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.quartz.spi.ThreadPool;

/**
 * The threads that lead queued runs, for alarms of Quartz and for looks without one: so many
 * together. While all are busy Quartz takes no alarm, so that another instance does. Public for
 * Quartz, which names it. Threads may share it.
 */
public final class LeadingThreads implements ThreadPool {
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition free = lock.newCondition();
  private final ExecutorService threads =
      Executors.newCachedThreadPool(task -> Daemons.of(task, "queued-run"));
  private final int most;
  private int busy;
  private boolean closed;

  LeadingThreads(int most) {
    this.most = most;
  }

  /** Does so on a thread of its own if one is free; says whether. */
  boolean tryRun(Runnable task) {
    lock.lock();
    try {
      if (closed || busy >= most) {
        return false;
      }
      begin(task);
      return true;
    } finally {
      lock.unlock();
    }
  }

  /** An alarm that finds the threads closed stands as taken, and another instance recovers it. */
  @Override
  public boolean runInThread(Runnable task) {
    lock.lock();
    try {
      awaitFree();
      if (!closed) {
        begin(task);
      }
      return true;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public int blockForAvailableThreads() {
    lock.lock();
    try {
      awaitFree();
      return most - busy;
    } finally {
      lock.unlock();
    }
  }

  private void awaitFree() {
    while (busy >= most && !closed) {
      free.awaitUninterruptibly();
    }
  }

  private void begin(Runnable task) {
    busy++;
    threads.execute(
        () -> {
          try {
            task.run();
          } finally {
            end();
          }
        });
  }

  private void end() {
    lock.lock();
    try {
      busy--;
      free.signal();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void shutdown(boolean waiting) {
    lock.lock();
    try {
      closed = true;
      threads.shutdown();
      free.signalAll();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public int getPoolSize() {
    return most;
  }

  @Override
  public void initialize() {
    // they begin when they are needed
  }

  @Override
  public void setInstanceId(String id) {
    // threads are named by what they do
  }

  @Override
  public void setInstanceName(String name) {
    // threads are named by what they do
  }
}
