package io.syncline.core.relay;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.springframework.stereotype.Component;

/** What follows once production has batches: the ledger says so, and their streams do theirs. */
@Component
final class RelayFollowUp {
  private static final int SECONDS_TO_ANSWER = 2;

  private final Outbox outbox;
  private final RelayStreams streams;

  RelayFollowUp(Outbox outbox, RelayStreams streams) {
    this.outbox = outbox;
    this.streams = streams;
  }

  void delivered(Connection staging, List<PendingBatch> batches) throws SQLException {
    if (!outbox.delivered(staging, batches)) {
      for (PendingBatch batch : batches) {
        delivered(staging, batch);
      }
    }
    batches.forEach(streams::written);
  }

  /**
   * Production has the batch. Where what its stream does then fails, only that is tried again: no
   * other batch waits for it.
   */
  private void delivered(Connection staging, PendingBatch batch) throws SQLException {
    try {
      outbox.delivered(staging, batch.pipeline(), batch.stream(), batch.id());
    } catch (SQLException e) {
      if (!staging.isValid(SECONDS_TO_ANSWER)) {
        throw e;
      }
      streams.setAside(staging, batch, "follow-up failed: SQLSTATE " + e.getSQLState());
    }
  }
}
