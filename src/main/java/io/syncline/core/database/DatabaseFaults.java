package io.syncline.core.database;

import io.syncline.core.error.RequestRefused;
import io.syncline.core.error.SqlFailures;
import io.syncline.core.error.SqlStates;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.transaction.TransactionException;

/** What a failure of a running service says about one of the pair. */
public final class DatabaseFaults {
  private static final String READ_ONLY = "25006";

  /** For people who know where it is; addresses are not for callers. */
  private static final Address SOMEWHERE =
      new Address("its server", "", "its user", "", "of its name", "", "");

  private DatabaseFaults() {}

  /** The cause in one sentence, and what to do. */
  public static String of(String database, Throwable failure) {
    NeededDatabase needed =
        database.equals("staging") ? NeededDatabase.STAGING : NeededDatabase.PRODUCTION;
    return Faults.of(failure, new Place(needed, SOMEWHERE)).sentence();
  }

  /** Whether the session could not write, which a new one perhaps can. */
  public static boolean isReadOnly(Throwable failure) {
    return READ_ONLY.equals(Fault.state(failure));
  }

  /** Whether the database may do later what it did not do now: nothing else is at fault. */
  public static boolean isAway(Throwable failure) {
    Optional<String> state = SqlStates.of(failure);
    if (state.filter(SqlFailures::isPassing).isPresent()) {
      return true;
    }
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof DataAccessResourceFailureException
          || cause instanceof CannotCreateTransactionException) {
        return state.filter(SqlStates::isRefusal).isEmpty();
      }
    }
    return false;
  }

  /**
   * What a caller is told when staging cannot be used.
   *
   * @param todo what became of what was asked, and what to do
   */
  public static RequestRefused unavailable(Throwable failure, String todo, Duration wait) {
    return RequestRefused.later(
        "STAGING_UNAVAILABLE",
        isReadOnly(failure) ? "Staging is read-only at present" : "Staging cannot be used",
        todo,
        wait);
  }

  /**
   * Does it, and once more where the session could not write: that one is gone with its failure,
   * with all others of its pool.
   *
   * @throws DataAccessException what the second one says, or the first for any other reason
   * @throws TransactionException the same, when a transaction could not begin or end
   */
  public static <T> T onNewSession(Supplier<T> statement) {
    try {
      return statement.get();
    } catch (DataAccessException | TransactionException e) {
      if (!isReadOnly(e)) {
        throw e;
      }
      return statement.get();
    }
  }
}
