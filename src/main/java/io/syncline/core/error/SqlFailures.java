package io.syncline.core.error;

import java.sql.SQLException;
import java.util.Set;

/** What an SQLSTATE means for a batch (W9). */
public final class SqlFailures {
  /** Connection, resources, operator intervention, conflict; and what has not been migrated yet. */
  private static final Set<String> PASSING = Set.of("08", "53", "57", "40", "55", "25");

  private static final Set<String> NOT_MIGRATED = Set.of("42P01", "42703", "3D000", "3F000");

  private SqlFailures() {}

  /** Whether the database refused a value, so that the batch is to be split down to the bad row. */
  public static boolean isAboutData(SQLException e) {
    return SqlStates.isRefusal(e.getSQLState());
  }

  /**
   * Whether rows of the batch could not be had in time: somebody's lock (55P03) or too many rows
   * for one statement (57014). A smaller part may do.
   */
  public static boolean isAboutRows(SQLException e) {
    return Set.of("55P03", "57014").contains(String.valueOf(e.getSQLState()));
  }

  /** The database's own word in a failure of Spring's; a failure without one is a fault of ours. */
  public static SQLException cause(RuntimeException failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLException sql) {
        return sql;
      }
    }
    throw failure;
  }

  /** Whether the server may do later what it could not do now. */
  public static boolean isPassing(String state) {
    return PASSING.contains(SqlStates.classOf(state));
  }

  public static SyncFailure translate(String database, SQLException e) {
    String state = e.getSQLState() == null ? "none" : e.getSQLState();
    boolean passing = e.getSQLState() == null || isPassing(state) || NOT_MIGRATED.contains(state);
    return passing
        ? TransientFailure.database(database, state, e)
        : TerminalFailure.database(database, state, e);
  }
}
