package io.syncline.core.relay;

import io.syncline.core.database.Sql;
import io.syncline.core.upkeep.Retention;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Says so when staging holds fewer rows of a batch than the batch had: somebody took them away, and
 * production does not get them. It stands in {@code sync_applied}, where {@code verify} finds it;
 * what a {@link Retention} may have deleted is no loss.
 */
@Component
final class RelayShortage {
  private static final Logger LOG = LoggerFactory.getLogger(RelayShortage.class);
  private static final String FEWER = "UPDATE sync_applied SET rows = ? WHERE batch_id = ?";
  private static final String OLDER =
      """
      SELECT 1 FROM run_batches
      WHERE id = ? AND committed_at < now() - make_interval(days => ?)
      """;

  private final List<Retention> retentions;

  RelayShortage(List<Retention> retentions) {
    this.retentions = retentions.stream().filter(retention -> retention.keepDays() > 0).toList();
  }

  /** In production's transaction, after the batch was noted there with the rows it had. */
  void note(Connection staging, Connection production, PendingBatch batch, int found)
      throws SQLException {
    if (mayBeDeleted(staging, batch)) {
      return;
    }
    LOG.warn(
        "staging holds fewer rows than the batch had table={} batch={} rows={} found={}",
        batch.table(),
        batch.id(),
        batch.rows(),
        found);
    Sql.update(production, FEWER, found, batch.id());
  }

  private boolean mayBeDeleted(Connection staging, PendingBatch batch) throws SQLException {
    for (Retention retention : retentions) {
      if (retention.table().equals(batch.table())
          && Sql.exists(staging, OLDER, batch.id(), retention.keepDays())) {
        return true;
      }
    }
    return false;
  }
}
