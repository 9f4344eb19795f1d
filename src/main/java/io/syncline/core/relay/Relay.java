package io.syncline.core.relay;

import io.syncline.core.database.Databases;
import io.syncline.core.database.ProductionSchema;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Brings to production what is pending. One lane per table: the relay holds the lane alone while it
 * reads staging and writes production, so that nothing older can be written over something newer
 * (W8). It copies the rows as staging holds them now, not as they were; an update has no row of its
 * own there, so it is copied as it was, strictly in its order.
 */
@Component
public final class Relay {
  private static final Logger LOG = LoggerFactory.getLogger(Relay.class);
  private static final int SECONDS_TO_ANSWER = 2;
  private final Databases databases;
  private final ProductionSchema productionSchema;
  private final RelayStreams streams;
  private final PendingBatches pending;
  private final RelayTurn turn;
  private final RelaySettings settings;
  private int failures;
  private long notBefore = System.nanoTime();

  Relay(
      Databases databases,
      ProductionSchema productionSchema,
      RelayStreams streams,
      PendingBatches pending,
      RelayTurn turn,
      RelaySettings settings) {
    this.databases = databases;
    this.productionSchema = productionSchema;
    this.streams = streams;
    this.pending = pending;
    this.turn = turn;
    this.settings = settings;
  }

  /** Delivers what is due; answers how many batches, 0 when there was nothing or nothing worked. */
  public int deliverDue() {
    if (System.nanoTime() - notBefore < 0) {
      return 0;
    }
    int delivered = 0;
    try (Connection staging = databases.staging().relayPool().getConnection()) {
      for (PendingBatch batch : pending.setAside(staging)) {
        delivered += serve(staging, batch.table(), () -> List.of(batch));
      }
      for (String table : pending.lanes(staging)) {
        delivered += serve(staging, table, () -> pending.due(staging, table));
      }
    } catch (SQLException e) {
      LOG.warn("relay cannot read staging sqlstate={}", e.getSQLState());
    }
    return delivered;
  }

  /** Whatever one table fails of, the tables behind it have their turn. */
  private int serve(Connection staging, String table, RelayTurn.Due due) throws SQLException {
    if (!streams.write(table) || !productionSchema.ready()) {
      return 0;
    }
    try {
      int delivered = turn.deliver(staging, table, due);
      failures = delivered > 0 ? 0 : failures;
      return delivered;
    } catch (RelayTurn.ProductionAway e) {
      backOff(table, e);
      return 0;
    } catch (SQLException e) {
      if (!staging.isValid(SECONDS_TO_ANSWER)) {
        throw e;
      }
      LOG.warn("relay leaves table={} for later sqlstate={}", table, e.getSQLState());
      return 0;
    }
  }

  /** Production cannot be reached: that is no batch's fault and costs none of its tries. */
  private void backOff(String table, SQLException reason) {
    Duration pause = settings.delay(failures++);
    notBefore = System.nanoTime() + pause.toNanos();
    LOG.warn(
        "relay waits for production table={} sqlstate={} ms={}",
        table,
        reason.getSQLState(),
        pause.toMillis());
  }
}
