package io.syncline.core.relay;

import io.syncline.core.database.Databases;
import io.syncline.core.database.ProductionSchema;
import io.syncline.core.stream.Stream;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
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
  private final Outbox outbox;
  private final RelayCopy copy;
  private final RelayGroup together;
  private final RelayLanes lanes;
  private final RelaySettings settings;
  private int failures;
  private long notBefore = System.nanoTime();

  Relay(
      Databases databases,
      ProductionSchema productionSchema,
      RelayStreams streams,
      PendingBatches pending,
      Outbox outbox,
      RelayCopy copy,
      RelayGroup together,
      RelayLanes lanes,
      RelaySettings settings) {
    this.databases = databases;
    this.productionSchema = productionSchema;
    this.streams = streams;
    this.pending = pending;
    this.outbox = outbox;
    this.copy = copy;
    this.together = together;
    this.lanes = lanes;
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

  /** What a lane's turn is about, asked for once the lane is taken. */
  private interface Due {
    List<PendingBatch> find() throws SQLException;
  }

  /** Whatever one table fails of, the tables behind it have their turn. */
  private int serve(Connection staging, String table, Due due) throws SQLException {
    if (!streams.write(table) || !productionSchema.ready()) {
      return 0;
    }
    try {
      return deliverLane(staging, table, due);
    } catch (SQLException e) {
      if (!staging.isValid(SECONDS_TO_ANSWER)) {
        throw e;
      }
      LOG.warn("relay leaves table={} for later sqlstate={}", table, e.getSQLState());
      return 0;
    }
  }

  /**
   * Delivers one batch at once and buries what production refuses of it; answers how many records
   * that were, or nothing when it has to be left for later.
   */
  public Optional<Integer> deliverOrBury(UUID batch, Stream stream) {
    try (Connection staging = databases.staging().relayPool().getConnection();
        Connection production = databases.production().relayPool().getConnection()) {
      production.setAutoCommit(false);
      try {
        Optional<PendingBatch> found = pending.one(staging, batch);
        boolean taken = false;
        for (int turn = 0; turn < RelayLanes.WAITS && !taken; turn++) {
          taken = lanes.take(production, stream.table());
        }
        if (found.isEmpty() || !taken) {
          return Optional.empty();
        }
        int buried =
            copy.deliver(
                staging,
                production,
                stream,
                found.get().onItsLastTry(settings.triesOnRefusedData()));
        production.commit();
        finish(staging, List.of(found.get()));
        return Optional.of(buried);
      } finally {
        production.rollback();
        production.setAutoCommit(true);
      }
    } catch (SQLException e) {
      LOG.warn("batch not delivered at once batch={} sqlstate={}", batch, e.getSQLState());
      return Optional.empty();
    }
  }

  private int deliverLane(Connection staging, String table, Due found) throws SQLException {
    List<PendingBatch> due = List.of();
    try (Connection production = databases.production().relayPool().getConnection()) {
      production.setAutoCommit(false);
      try {
        if (!lanes.take(production, table)) {
          return 0;
        }
        due = streams.known(staging, table, found.find());
        for (List<PendingBatch> group : RelayGroup.of(due)) {
          together.deliver(staging, production, streams.of(group.get(0)), group);
        }
        production.commit();
      } finally {
        production.rollback(); // leaving the transaction by setAutoCommit would commit it
        production.setAutoCommit(true);
      }
    } catch (SQLException e) {
      if (due.isEmpty()) {
        backOff(table, e);
      } else {
        postpone(staging, table, due, "SQLSTATE " + e.getSQLState());
      }
      return 0;
    } catch (RuntimeException | Error e) {
      LOG.error("relay cannot copy table={}", table, e);
      postpone(staging, table, due, e.getClass().getSimpleName());
      return 0;
    }
    finish(staging, due);
    failures = 0;
    if (!due.isEmpty()) {
      LOG.info("relay delivered table={} batches={}", table, due.size());
    }
    return due.size();
  }

  private void finish(Connection staging, List<PendingBatch> batches) throws SQLException {
    if (!outbox.delivered(staging, batches)) {
      for (PendingBatch batch : batches) {
        finish(staging, batch);
      }
    }
    batches.forEach(streams::written);
  }

  /**
   * Production has the batch. Where what its stream does then fails, only that is tried again: no
   * other batch waits for it.
   */
  private void finish(Connection staging, PendingBatch batch) throws SQLException {
    try {
      outbox.delivered(staging, batch.pipeline(), batch.stream(), batch.id());
    } catch (SQLException e) {
      if (!staging.isValid(SECONDS_TO_ANSWER)) {
        throw e;
      }
      streams.setAside(staging, batch, "follow-up failed: SQLSTATE " + e.getSQLState());
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

  /**
   * A connection that fails is never the batch's fault: it stays pending however often that
   * happens.
   */
  private void postpone(Connection staging, String table, List<PendingBatch> due, String reason)
      throws SQLException {
    LOG.warn("relay could not deliver table={} reason={}", table, reason);
    pending.postpone(staging, table, due, reason);
  }
}
