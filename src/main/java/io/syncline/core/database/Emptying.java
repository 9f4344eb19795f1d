package io.syncline.core.database;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Set;

/**
 * Takes all rows out of a table at once, where one by one would cost the server as much as it took
 * to write them, and leave their places to the vacuum.
 */
public final class Emptying {
  /** The table is in use, it is not ours to truncate, or to look cost too long. */
  private static final Set<String> NOT_NOW = Set.of("55P03", "42501", "57014");

  private static final int LONGEST_MS = 500; // of each statement, while others wait

  private Emptying() {}

  /**
   * Whether it was done, which it is not while the table has rows of others or anybody uses it.
   *
   * @param others a query that finds rows of others
   */
  public static boolean done(Database database, String table, String others, Object... parameters) {
    return Sql.on(database, connection -> done(connection, table, others, parameters));
  }

  static boolean done(Connection connection, String table, String others, Object... parameters)
      throws SQLException {
    try {
      return !Sql.exists(connection, others, parameters)
          && Sql.inTransaction(
              connection, () -> isTruncated(connection, table, others, parameters));
    } catch (SQLException e) {
      if (NOT_NOW.contains(String.valueOf(e.getSQLState()))) {
        return false;
      }
      throw e;
    }
  }

  /** Looks again once nobody can add any. */
  private static boolean isTruncated(
      Connection connection, String table, String others, Object... parameters)
      throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("SET LOCAL statement_timeout = " + LONGEST_MS);
      statement.execute("LOCK TABLE " + table + " IN ACCESS EXCLUSIVE MODE NOWAIT");
      boolean isOurs = !Sql.exists(connection, others, parameters);
      if (isOurs) {
        statement.execute("TRUNCATE " + table);
      }
      return isOurs;
    }
  }
}
