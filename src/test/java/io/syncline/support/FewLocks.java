package io.syncline.support;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/** A server that has hardly any locks left. */
public final class FewLocks {
  private static final String OUT_OF_MEMORY = "53200";
  private static final int AT_ONCE = 100;

  private FewLocks() {}

  /** Takes locks until the server has no more, and gives back so many; its session keeps them. */
  public static void leave(int left, Connection hog) throws SQLException {
    int taken = 0;
    try (Statement statement = hog.createStatement()) {
      while (true) {
        statement.execute(
            "SELECT pg_advisory_lock(n) FROM generate_series(%d, %d) n"
                .formatted(taken + 1, taken + AT_ONCE));
        taken += AT_ONCE;
      }
    } catch (SQLException e) {
      if (!OUT_OF_MEMORY.equals(e.getSQLState()) || taken < left) {
        throw e;
      }
    }
    try (Statement statement = hog.createStatement()) {
      statement.execute(
          "SELECT pg_advisory_unlock(n) FROM generate_series(1, %d) n".formatted(left));
    }
  }
}
