package io.syncline.core.error;

import java.sql.SQLException;
import java.util.Optional;
import java.util.Set;

/** What an SQLSTATE says, wherever a statement was run (W9). */
public final class SqlStates {
  /**
   * Data, constraint, limit (an index takes no key of any length), check option, cardinality. An
   * exception that a user's trigger raises has no class of its own.
   */
  private static final Set<String> REFUSING = Set.of("22", "23", "54", "44", "21");

  private static final String RAISED = "P0001";

  private SqlStates() {}

  /** Whether a value was refused: that costs its record, and the others go on. */
  public static boolean isRefusal(String state) {
    return RAISED.equals(state) || REFUSING.contains(classOf(state));
  }

  /** The first two characters; empty when there is no SQLSTATE. */
  public static String classOf(String state) {
    return state == null || state.length() < 2 ? "" : state.substring(0, 2);
  }

  /** The SQLSTATE of what a failure was caused by. */
  public static Optional<String> of(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLException sql && sql.getSQLState() != null) {
        return Optional.of(sql.getSQLState());
      }
    }
    return Optional.empty();
  }
}
