package io.syncline.core.write;

import io.syncline.core.database.Databases;
import io.syncline.core.database.ProductionSchema;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Brings to production what is pending. One lane per table: the relay holds the lane alone while it
 * reads staging and writes production, so that nothing older can be written over something newer
 * (reliability section 2, W8). It copies the rows as staging holds them now, not as they were; an
 * update has no row of its own there, so it is copied as it was, strictly in its order.
 */
@Component
final class Relay {
  private static final Logger LOG = LoggerFactory.getLogger(Relay.class);
  private static final int LONGEST_EXPONENT = 9;
  private static final int LONGEST_LANE_EXPONENT = 4;
  private static final String LOCK_NOT_AVAILABLE = "55P03";
  private final Databases databases;
  private final ProductionSchema productionSchema;
  private final Map<String, List<Upsert>> upserts;
  private final PendingBatches pending;
  private final Outbox outbox;
  private final RelayCopy copy;
  private final RelayGroup together;
  private final RelaySettings settings;
  private final Map<String, Integer> busyTurns = new ConcurrentHashMap<>();
  private int failures;
  private long notBefore = System.nanoTime();

  Relay(
      Databases databases,
      ProductionSchema productionSchema,
      List<Upsert> upserts,
      PendingBatches pending,
      Outbox outbox,
      RelayCopy copy,
      RelayGroup together,
      RelaySettings settings) {
    this.databases = databases;
    this.productionSchema = productionSchema;
    this.upserts = upserts.stream().collect(Collectors.toMap(Upsert::table, List::of, Relay::both));
    this.pending = pending;
    this.outbox = outbox;
    this.copy = copy;
    this.together = together;
    this.settings = settings;
  }

  /** Delivers what is due; answers how many batches, 0 when there was nothing or nothing worked. */
  int deliverDue() {
    if (System.nanoTime() - notBefore < 0) {
      return 0;
    }
    int delivered = 0;
    try (Connection staging = databases.staging().relayPool().getConnection()) {
      for (String table : pending.lanes(staging)) {
        if (upserts.containsKey(table) && productionSchema.ready()) {
          delivered += deliverLane(staging, table);
        }
      }
    } catch (SQLException e) {
      LOG.warn("relay cannot read staging sqlstate={}", e.getSQLState());
    }
    return delivered;
  }

  /**
   * Delivers one batch at once and buries what production refuses of it; answers how many records
   * that were, or nothing when it has to be left for later.
   */
  Optional<Integer> deliverOrBury(UUID batch, Upsert upsert) {
    try (Connection staging = databases.staging().relayPool().getConnection();
        Connection production = databases.production().relayPool().getConnection()) {
      production.setAutoCommit(false);
      try {
        Optional<PendingBatch> found = pending.one(staging, batch);
        boolean taken = false;
        for (int turn = 0; turn <= LONGEST_LANE_EXPONENT && !taken; turn++) {
          taken = takesLane(production, upsert.table());
        }
        if (found.isEmpty() || !taken) {
          return Optional.empty();
        }
        int buried =
            copy.deliver(
                staging,
                production,
                upsert,
                found.get().onItsLastTry(settings.triesOnRefusedData()));
        production.commit();
        outbox.delivered(staging, found.get().pipeline(), found.get().stream(), batch);
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

  private int deliverLane(Connection staging, String table) throws SQLException {
    List<PendingBatch> due = List.of();
    try (Connection production = databases.production().relayPool().getConnection()) {
      production.setAutoCommit(false);
      try {
        if (!takesLane(production, table)) {
          return 0;
        }
        due = pending.due(staging, table);
        for (List<PendingBatch> group : RelayGroup.of(due)) {
          together.deliver(staging, production, upsertOf(table, group.get(0)), group);
        }
        production.commit();
      } catch (SQLException | RuntimeException e) {
        production.rollback(); // leaving the transaction by setAutoCommit would commit it
        throw e;
      } finally {
        production.setAutoCommit(true);
      }
    } catch (SQLException e) {
      if (due.isEmpty()) {
        backOff(table, e);
      } else {
        postpone(staging, table, due, "SQLSTATE " + e.getSQLState());
      }
      return 0;
    } catch (RuntimeException e) {
      LOG.error("relay cannot copy table={}", table, e);
      postpone(staging, table, due, e.getClass().getSimpleName());
      return 0;
    }
    outbox.delivered(staging, due);
    failures = 0;
    if (!due.isEmpty()) {
      LOG.info("relay delivered table={} batches={}", table, due.size());
    }
    return due.size();
  }

  private Upsert upsertOf(String table, PendingBatch batch) {
    return upserts.get(table).stream()
        .filter(upsert -> upsert.stream().equals(batch.stream()))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("no stream " + batch.stream()));
  }

  private static List<Upsert> both(List<Upsert> some, List<Upsert> more) {
    return Stream.concat(some.stream(), more.stream()).toList();
  }

  /** Production cannot be reached: that is no batch's fault and costs none of its tries. */
  private void backOff(String table, SQLException reason) {
    Duration pause = delay(failures++);
    notBefore = System.nanoTime() + pause.toNanos();
    LOG.warn(
        "relay waits for production table={} sqlstate={} ms={}",
        table,
        reason.getSQLState(),
        pause.toMillis());
  }

  /**
   * Takes the lane unless a run writes the table for longer than the relay may wait. Whoever waits
   * for a lane alone keeps later writers out, so the wait is short at first and doubles with each
   * turn that found the table busy.
   */
  private boolean takesLane(Connection production, String table) throws SQLException {
    int busy = busyTurns.getOrDefault(table, 0);
    long wait = settings.laneWait().toMillis() << Math.min(busy, LONGEST_LANE_EXPONENT);
    try (Statement statement = production.createStatement();
        PreparedStatement lock =
            production.prepareStatement("SELECT pg_advisory_xact_lock(hashtext(?))")) {
      String usual = shortenPatience(statement, wait);
      lock.setString(1, table);
      lock.execute();
      statement.execute("SET LOCAL lock_timeout = '" + usual + "'");
      busyTurns.remove(table);
      return true;
    } catch (SQLException e) {
      if (!LOCK_NOT_AVAILABLE.equals(e.getSQLState())) {
        throw e;
      }
      production.rollback();
      busyTurns.put(table, busy + 1);
      LOG.debug("relay leaves a busy table for later table={} waited_ms={}", table, wait);
      return false;
    }
  }

  /** Answers the usual one: TO DEFAULT would take away what the session was given. */
  private static String shortenPatience(Statement statement, long wait) throws SQLException {
    try (ResultSet row =
        statement.executeQuery(
            "SELECT current_setting('lock_timeout'), set_config('lock_timeout', '%s', true)"
                .formatted(wait))) {
      row.next();
      return row.getString(1);
    }
  }

  /**
   * A connection that fails is never the batch's fault: it stays pending however often that
   * happens.
   */
  private void postpone(Connection staging, String table, List<PendingBatch> due, String reason)
      throws SQLException {
    LOG.warn("relay could not deliver table={} reason={}", table, reason);
    int attempts = due.stream().mapToInt(PendingBatch::attempts).max().orElse(0);
    pending.postpone(staging, table, due, reason, delay(attempts));
  }

  private Duration delay(int attempts) {
    long doubled = settings.firstDelay().toMillis() << Math.min(attempts, LONGEST_EXPONENT);
    long capped = Math.min(doubled, settings.longestDelay().toMillis());
    return Duration.ofMillis(capped / 2 + ThreadLocalRandom.current().nextLong(capped / 2 + 1));
  }
}
