package io.syncline.core.relay;

import io.syncline.core.database.Databases;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * One table's turn: its lane is taken, what is due is delivered in one transaction of production.
 */
@Component
final class RelayTurn {
  private static final Logger LOG = LoggerFactory.getLogger(RelayTurn.class);

  private final Databases databases;
  private final RelayStreams streams;
  private final PendingBatches pending;
  private final RelayGroup together;
  private final RelayCopy copy;
  private final RelayLanes lanes;
  private final RelayFollowUp followUp;

  RelayTurn(
      Databases databases,
      RelayStreams streams,
      PendingBatches pending,
      RelayGroup together,
      RelayCopy copy,
      RelayLanes lanes,
      RelayFollowUp followUp) {
    this.databases = databases;
    this.streams = streams;
    this.pending = pending;
    this.together = together;
    this.copy = copy;
    this.lanes = lanes;
    this.followUp = followUp;
  }

  /** What a lane's turn is about, asked for once the lane is taken. */
  interface Due {
    List<PendingBatch> find() throws SQLException;
  }

  /** Production cannot be reached, or not be used, before anything was found due. */
  static final class ProductionAway extends SQLException {
    private static final long serialVersionUID = 1L;

    private ProductionAway(SQLException reason) {
      super(reason.getMessage(), reason.getSQLState(), reason);
    }
  }

  /**
   * Delivers what is due of a table; answers how many batches.
   *
   * @throws ProductionAway when production cannot be reached: that is no batch's fault and costs
   *     none of its tries
   */
  int deliver(Connection staging, String table, Due found) throws SQLException {
    List<PendingBatch> due = List.of();
    try (Connection production = databases.production().relayPool().getConnection()) {
      production.setAutoCommit(false);
      try {
        if (!lanes.take(production, table)) {
          return 0;
        }
        due = streams.known(staging, table, found.find());
        for (List<PendingBatch> group : RelayGroup.of(due)) {
          deliver(staging, production, group);
        }
        production.commit();
      } finally {
        production.rollback(); // leaving the transaction by setAutoCommit would commit it
        production.setAutoCommit(true);
      }
    } catch (SQLException e) {
      if (due.isEmpty()) {
        throw new ProductionAway(e);
      }
      postpone(staging, table, due, "SQLSTATE " + e.getSQLState());
      return 0;
    } catch (RuntimeException | Error e) {
      LOG.error("relay cannot copy table={}", table, e);
      postpone(staging, table, due, e.getClass().getSimpleName());
      return 0;
    }
    followUp.delivered(staging, due);
    if (!due.isEmpty()) {
      LOG.info("relay delivered table={} batches={}", table, due.size());
    }
    return due.size();
  }

  private void deliver(Connection staging, Connection production, List<PendingBatch> group)
      throws SQLException {
    PendingBatch first = group.get(0);
    if (first.composed().isEmpty()) {
      together.deliver(staging, production, streams.of(first), group);
    } else {
      copy.deliver(staging, production, streams.parts(first), first);
    }
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
