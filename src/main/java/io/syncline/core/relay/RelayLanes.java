package io.syncline.core.relay;

import io.syncline.core.database.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** The lanes of production's tables, of which the relay takes one alone. Threads may share it. */
@Component
final class RelayLanes {
  private static final Logger LOG = LoggerFactory.getLogger(RelayLanes.class);
  private static final int LONGEST_EXPONENT = 4;
  private static final String LOCK_NOT_AVAILABLE = "55P03";

  /** After so many turns the wait for a lane is at its longest. */
  static final int WAITS = LONGEST_EXPONENT + 1;

  private final RelaySettings settings;
  private final Map<String, Integer> busyTurns = new ConcurrentHashMap<>();

  RelayLanes(RelaySettings settings) {
    this.settings = settings;
  }

  /**
   * Takes the lane unless a run writes the table for longer than the relay may wait. Whoever waits
   * for a lane alone keeps later writers out, so the wait is short at first and doubles with each
   * turn that found the table busy.
   */
  boolean take(Connection production, String table) throws SQLException {
    int busy = busyTurns.getOrDefault(table, 0);
    long wait = settings.laneWait().toMillis() << Math.min(busy, LONGEST_EXPONENT);
    try {
      String usual = shortenPatience(production, wait);
      Sql.exists(production, "SELECT pg_advisory_xact_lock(hashtext(?))", table);
      Sql.exists(production, "SELECT set_config('lock_timeout', ?, true)", usual);
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
  private static String shortenPatience(Connection production, long wait) throws SQLException {
    return Sql.first(
            production,
            "SELECT current_setting('lock_timeout'), set_config('lock_timeout', ?, true)",
            row -> row.getString(1),
            String.valueOf(wait))
        .orElseThrow();
  }
}
