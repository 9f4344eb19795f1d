package io.syncline.support;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/**
 * Counts what threads of some names ask the databases and wait for, by what PostgreSQL's driver
 * logs: each statement, or what is sent with it, ends in one Sync.
 */
public final class RoundTrips extends Handler implements AutoCloseable {
  private static final Logger DRIVER = Logger.getLogger("org.postgresql.core.v3.QueryExecutorImpl");
  private static final String END = "FE=> Sync";

  private final List<String> threads;
  private final Map<String, LongAdder> counts = new ConcurrentHashMap<>();

  /** Of threads whose names begin so. */
  public RoundTrips(String... threads) {
    this.threads = Arrays.asList(threads);
    DRIVER.setUseParentHandlers(false);
    DRIVER.addHandler(this);
    DRIVER.setLevel(Level.FINEST);
  }

  public long count() {
    return counts.values().stream().mapToLong(LongAdder::sum).sum();
  }

  @Override
  public void publish(LogRecord entry) {
    if (entry.getMessage().trim().equals(END)) {
      String name = Thread.currentThread().getName();
      threads.stream()
          .filter(name::startsWith)
          .findFirst()
          .ifPresent(it -> counts.computeIfAbsent(it, key -> new LongAdder()).increment());
    }
  }

  @Override
  public void flush() {
    // nothing is held back
  }

  @Override
  public void close() {
    DRIVER.removeHandler(this);
    DRIVER.setLevel(null);
    DRIVER.setUseParentHandlers(true);
  }

  /** By the names of the threads. */
  @Override
  public String toString() {
    return counts.toString();
  }
}
