package io.syncline.api;

import io.syncline.core.database.DatabaseFaults;
import io.syncline.core.database.Databases;
import io.syncline.core.run.Daemons;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Looks whether both databases can be written, at most every five seconds and for at most two; who
 * asks meanwhile is told what was seen before. Threads may share it.
 */
@Component
final class DatabaseProbe {
  private static final Logger LOG = LoggerFactory.getLogger(DatabaseProbe.class);
  private static final Duration KEEP = Duration.ofSeconds(5);
  private static final int SECONDS = 2;

  /**
   * Locking no row at all is refused where nothing can be written, and is what a run's start and
   * its batches need.
   */
  private static final String STARTS_RUNS =
      "SELECT count(*) = 0 FROM (SELECT 1 FROM run_leases WHERE false FOR UPDATE) AS none";

  private static final String TAKES_BATCHES =
      "SELECT count(*) = 0 FROM (SELECT 1 FROM sync_fence WHERE false FOR UPDATE) AS none";
  private static final String LATE_BATCHES =
      """
      SELECT EXISTS (SELECT 1 FROM run_batches
                     WHERE state = 'pending' AND committed_at < now() - interval '60 seconds')
          OR EXISTS (SELECT 1 FROM sync_dead_letters
                     WHERE destination = 'production' AND closed_at IS NULL)
          OR EXISTS (SELECT 1 FROM sync_view_refreshes WHERE failures > 0)
      """;

  private final Databases databases;
  private final Clock clock;
  private final ReentrantLock looking = new ReentrantLock();
  private volatile Seen seen = new Seen(Instant.EPOCH, false, false, false);

  /** What was seen, and when. */
  record Seen(Instant at, boolean staging, boolean production, boolean late) {}

  DatabaseProbe(Databases databases, Clock clock) {
    this.databases = databases;
    this.clock = clock;
  }

  Seen look() {
    if (isFresh()) {
      return seen;
    }
    if (seen.at.equals(Instant.EPOCH)) {
      looking.lock();
    } else if (!looking.tryLock()) {
      return seen;
    }
    try {
      return isFresh() ? seen : ask();
    } finally {
      looking.unlock();
    }
  }

  private boolean isFresh() {
    return clock.instant().isBefore(seen.at.plus(KEEP));
  }

  private Seen ask() {
    var late = answer("staging", databases.staging().pool(), LATE_BATCHES);
    var staging = answer("staging", databases.staging().pool(), STARTS_RUNS);
    var production = answer("production", databases.production().pool(), TAKES_BATCHES);
    seen = new Seen(clock.instant(), staging.join(), production.join(), late.join());
    return seen;
  }

  /** On threads of its own kind: a probe that hangs takes nobody's place. */
  private static CompletableFuture<Boolean> answer(String name, DataSource pool, String question) {
    return CompletableFuture.supplyAsync(
            () -> isTrue(name, pool, question), task -> Daemons.of(task, "probe-" + name).start())
        .completeOnTimeout(false, SECONDS, TimeUnit.SECONDS);
  }

  private static boolean isTrue(String name, DataSource pool, String question) {
    try (Connection connection = pool.getConnection();
        Statement statement = connection.createStatement()) {
      statement.setQueryTimeout(SECONDS);
      try (ResultSet row = statement.executeQuery(question)) {
        return row.next() && row.getBoolean(1);
      }
    } catch (SQLException e) {
      LOG.warn("database cannot be used database={} cause={}", name, DatabaseFaults.of(name, e));
      return false;
    }
  }
}
