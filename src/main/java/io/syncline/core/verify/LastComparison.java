package io.syncline.core.verify;

import io.syncline.core.database.Databases;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** What the last comparison of both databases found, whichever process made it. */
@Component
public final class LastComparison {
  private static final Logger LOG = LoggerFactory.getLogger(LastComparison.class);

  private final JdbcClient staging;
  private final Clock clock;

  LastComparison(Databases databases, Clock clock) {
    this.staging = JdbcClient.create(databases.staging().pool());
    this.clock = clock;
  }

  /**
   * A comparison that is over.
   *
   * @param faults keys and batches that are not as they should be; 0 when all is well. What is on
   *     its way to production is none
   */
  public record Compared(Instant at, long faults) {}

  /** The last one; empty before the first. */
  public Optional<Compared> find() {
    return staging
        .sql("SELECT compared_at, faults FROM sync_last_comparison")
        .query(
            (row, number) ->
                new Compared(row.getTimestamp("compared_at").toInstant(), row.getLong("faults")))
        .optional();
  }

  /** What was found holds no more: production was repaired. */
  void forget() {
    staging.sql("DELETE FROM sync_last_comparison").update();
  }

  private static long faults(Verification found) {
    return found.findings().stream()
        .filter(it -> it.fault() != Verification.Fault.PENDING)
        .mapToLong(Verification.Finding::count)
        .sum();
  }

  /** Keeps what was found. That it cannot be kept takes nothing from what was found. */
  void keep(Verification found) {
    try {
      staging
          .sql(
              """
              INSERT INTO sync_last_comparison (compared_at, faults) VALUES (:at, :faults)
              ON CONFLICT (only_one) DO UPDATE SET compared_at = excluded.compared_at, faults = excluded.faults
              """)
          .param("at", Timestamp.from(clock.instant()))
          .param("faults", faults(found))
          .update();
    } catch (DataAccessException e) {
      LOG.warn("comparison not kept cause={}", e.getClass().getSimpleName());
    }
  }
}
