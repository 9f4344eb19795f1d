package io.syncline.core.relay;

import io.syncline.core.database.Databases;
import io.syncline.core.database.Sql;
import io.syncline.core.stream.Stream;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Brings a single batch to production for somebody who waits for it, as the relay would. */
@Component
public final class RelayAtOnce {
  private static final Logger LOG = LoggerFactory.getLogger(RelayAtOnce.class);

  private final Databases databases;
  private final PendingBatches pending;
  private final RelayCopy copy;
  private final RelayLanes lanes;
  private final RelayFollowUp followUp;
  private final RelaySettings settings;

  RelayAtOnce(
      Databases databases,
      PendingBatches pending,
      RelayCopy copy,
      RelayLanes lanes,
      RelayFollowUp followUp,
      RelaySettings settings) {
    this.databases = databases;
    this.pending = pending;
    this.copy = copy;
    this.lanes = lanes;
    this.followUp = followUp;
    this.settings = settings;
  }

  /**
   * Delivers one batch at once and buries what production refuses of it; answers how many records
   * that were, or nothing when it has to be left for later.
   */
  public Optional<Integer> deliverOrBury(UUID batch, Stream stream) {
    try (Connection staging = databases.staging().relayPool().getConnection();
        Connection production = databases.production().relayPool().getConnection()) {
      Optional<PendingBatch> found = pending.one(staging, batch);
      if (found.isEmpty()) {
        return Optional.empty();
      }
      Optional<Integer> buried =
          Sql.inTransaction(production, () -> deliver(staging, production, stream, found.get()));
      if (buried.isPresent()) {
        followUp.delivered(staging, List.of(found.get()));
      }
      return buried;
    } catch (SQLException e) {
      LOG.warn("batch not delivered at once batch={} sqlstate={}", batch, e.getSQLState());
      return Optional.empty();
    }
  }

  private Optional<Integer> deliver(
      Connection staging, Connection production, Stream stream, PendingBatch batch)
      throws SQLException {
    boolean taken = false;
    for (int turn = 0; turn < RelayLanes.WAITS && !taken; turn++) {
      taken = lanes.take(production, stream.table());
    }
    PendingBatch last = batch.onItsLastTry(settings.triesOnRefusedData());
    return taken ? Optional.of(copy.deliver(staging, production, stream, last)) : Optional.empty();
  }
}
