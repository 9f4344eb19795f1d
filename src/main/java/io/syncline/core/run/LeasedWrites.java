package io.syncline.core.run;

import io.syncline.core.database.DatabaseFaults;
import io.syncline.core.database.Databases;
import io.syncline.core.error.ErrorKind;
import io.syncline.core.error.RefusedValue;
import io.syncline.core.error.SqlStates;
import io.syncline.core.error.StopReason;
import io.syncline.core.error.TerminalFailure;
import io.syncline.core.error.TransientFailure;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * What a run writes to staging beside its batches, such as a pipeline's own state: in one
 * transaction that holds the run's lease, and is rolled back in a dry run.
 */
@Component
public final class LeasedWrites {
  private final JdbcClient staging;
  private final TransactionTemplate transaction;

  LeasedWrites(Databases databases) {
    this.staging = JdbcClient.create(databases.staging().pool());
    this.transaction =
        new TransactionTemplate(new DataSourceTransactionManager(databases.staging().pool()));
  }

  /**
   * Does the work.
   *
   * @throws TerminalFailure when the run was stopped, its lease is lost, or staging failed
   * @throws TransientFailure when staging may be back soon
   * @throws RefusedValue when staging refused a value: what it is of is lost, the run goes on
   */
  public <T> T write(ActiveRun run, Function<JdbcClient, T> work) {
    run.checkGoingOn();
    try {
      return transaction.execute(
          status -> {
            holdLease(run);
            T result = work.apply(staging);
            if (run.isDryRun()) {
              status.setRollbackOnly();
            }
            return result;
          });
    } catch (TransientDataAccessException | TransactionException e) {
      throw TransientFailure.database("staging", e.getClass().getSimpleName(), e);
    } catch (DataAccessException e) {
      throw translate(e);
    }
  }

  /**
   * Does the work for rows of these keys. A row that staging refuses costs itself only, and is
   * told: the keys are halved down to it.
   */
  public void writeEach(
      ActiveRun run, List<String> keys, BiFunction<JdbcClient, List<String>, Integer> work) {
    if (keys.isEmpty()) {
      return;
    }
    try {
      write(run, client -> work.apply(client, keys));
    } catch (RefusedValue e) {
      if (keys.size() == 1) {
        String key = keys.get(0);
        run.trouble(ErrorKind.DB, key, e.getMessage() + ": " + key);
        return;
      }
      int middle = keys.size() / 2;
      writeEach(run, keys.subList(0, middle), work);
      writeEach(run, keys.subList(middle, keys.size()), work);
    }
  }

  private static RuntimeException translate(DataAccessException e) {
    String state = SqlStates.of(e).orElse("none");
    if (DatabaseFaults.isReadOnly(e)) {
      return TransientFailure.database("staging", state, e);
    }
    return SqlStates.isRefusal(state)
        ? new RefusedValue(state, e)
        : TerminalFailure.database("staging", state, e);
  }

  private void holdLease(ActiveRun run) {
    boolean held =
        staging
            .sql(
                """
                SELECT 1 FROM run_leases
                WHERE scope = ? AND fence = ? AND run_id = ? AND expires_at > clock_timestamp()
                FOR KEY SHARE
                """)
            .params(run.scope(), run.fence(), run.id())
            .query(Integer.class)
            .optional()
            .isPresent();
    if (!held) {
      run.stop(StopReason.LEASE_LOST, "another run was granted " + run.scope());
      throw TerminalFailure.leaseLost(run.scope());
    }
  }
}
