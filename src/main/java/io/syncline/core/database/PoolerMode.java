package io.syncline.core.database;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import javax.sql.DataSource;

/**
 * Whether the pooler in front of a database gives each client a server connection of its own. One
 * that lends them by transaction hands what a session has set, locked or prepared to others.
 *
 * <ol>
 *   <li>A transaction of the first client makes the pooler open a second server connection for the
 *       second client.
 *   <li>With both free again the second client asks several times who serves it: by session it is
 *       always the same, by transaction the one used last or each in turn.
 * </ol>
 */
final class PoolerMode {
  private static final int QUESTIONS = 3;
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(10);

  private PoolerMode() {}

  /**
   * Looks at it.
   *
   * @throws SessionRefused when server connections are shared
   */
  static void check(Place place, Connection first, DataSource source) throws SQLException {
    try (Connection second = source.getConnection()) {
      second.setNetworkTimeout(Runnable::run, Math.toIntExact(LONGEST_WAIT.toMillis()));
      String server = whileFirstIsBusy(place, first, second);
      for (int question = 0; question < QUESTIONS; question++) {
        if (!server.equals(server(second))) {
          throw refused(place, "transaction");
        }
      }
    }
  }

  /** What to say where a session turned out to be shared: which mode it is, its pooler tells. */
  static SessionRefused shared(Place place, Connection session) {
    try {
      session.setAutoCommit(false);
      server(session);
      session.rollback();
      return refused(place, "transaction");
    } catch (SQLException e) {
      return refused(place, refusesTransactions(e) ? "statement" : "transaction");
    }
  }

  private static String whileFirstIsBusy(Place place, Connection first, Connection second)
      throws SQLException {
    first.setAutoCommit(false);
    try {
      server(first);
      return server(second);
    } catch (SQLException e) {
      throw refusesTransactions(e) ? refused(place, "statement") : e;
    } finally {
      if (!first.isClosed()) {
        first.rollback();
        first.setAutoCommit(true);
      }
    }
  }

  private static boolean refusesTransactions(SQLException e) {
    return Fault.serverText(e).contains("statement pooling");
  }

  private static String server(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT pg_backend_pid()::text")) {
      row.next();
      return row.getString(1);
    }
  }

  private static SessionRefused refused(Place place, String mode) {
    return new SessionRefused(
        new Fault(
            "The pooler at %s lends the connections to %s by %s (pool_mode = %s), so that no session keeps its settings."
                .formatted(place.server(), place.name(), mode, mode),
            "Set pool_mode = session for this database in the pooler, or let %s and %s name the server itself or the pooler's session port."
                .formatted(place.variable("HOST"), place.variable("PORT"))));
  }
}
