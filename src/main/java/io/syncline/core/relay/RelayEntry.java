package io.syncline.core.relay;

import io.syncline.core.database.Sql;
import io.syncline.core.run.Fence;
import io.syncline.core.run.ProductionFences;
import java.sql.Connection;
import java.sql.SQLException;
import org.springframework.stereotype.Component;

/**
 * What precedes a copy in production's transaction: the scope's fence, and that it has the batch.
 */
@Component
final class RelayEntry {
  private static final String APPLIED =
      """
      INSERT INTO sync_applied (batch_id, run_id, table_name, rows, installation) VALUES (?, ?, ?, ?, ?)
      ON CONFLICT (batch_id) DO NOTHING
      """;
  private static final String FENCE =
      """
      INSERT INTO sync_fence AS f (scope, fence) VALUES (?, ?)
      ON CONFLICT (scope) DO UPDATE SET fence = excluded.fence, updated_at = now()
      WHERE f.fence < excluded.fence
      """;
  private final ProductionFences fences;

  RelayEntry(ProductionFences fences) {
    this.fences = fences;
  }

  /** A run that was superseded while production was away must find itself refused there (W7). */
  void raiseFence(Connection production, PendingBatch batch) throws SQLException {
    String row = Fence.row(fences.installation(), batch.scope());
    Sql.update(production, FENCE, row, batch.fence());
  }

  /** Raises the fence and notes the batch; false when production has it already. */
  boolean isNew(Connection production, PendingBatch batch) throws SQLException {
    raiseFence(production, batch);
    return Sql.update(
            production,
            APPLIED,
            batch.id(),
            batch.runId(),
            batch.table(),
            batch.rows(),
            fences.installation())
        == 1;
  }
}
