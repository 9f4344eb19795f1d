package io.syncline.core.run;

import io.syncline.core.database.Databases;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.jdbc.BadSqlGrammarException;
import org.springframework.jdbc.UncategorizedSQLException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.PreparedStatementCallback;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/** Sees to it that a run does not end without what its pipeline does then ({@link OnEnd}). */
@Component
final class RunEnds {
  private static final Logger LOG = LoggerFactory.getLogger(RunEnds.class);
  private static final String ENDED =
      "WITH ended AS (SELECT * FROM sync_runs WHERE id = ANY (?) AND pipeline = ?) ";

  private static final String RAISED = "P0"; // class of what a trigger raises

  private final JdbcTemplate staging;
  private final TransactionTemplate transaction;
  private final TransactionTemplate savepoint;
  private final Map<String, String> statements;

  RunEnds(Databases databases, List<OnEnd> declared) {
    this.staging = new JdbcTemplate(databases.staging().pool());
    var manager = new DataSourceTransactionManager(databases.staging().pool());
    this.transaction = new TransactionTemplate(manager);
    this.savepoint = new TransactionTemplate(manager);
    this.savepoint.setPropagationBehavior(TransactionDefinition.PROPAGATION_NESTED);
    this.statements =
        declared.stream().collect(Collectors.toMap(OnEnd::pipeline, it -> ENDED + it.statement()));
  }

  /** Ends a run, and what is done then, in one transaction; answers whether it was not over yet. */
  boolean end(ActiveRun run, BooleanSupplier ending) {
    if (!statements.containsKey(run.pipeline())) {
      return ending.getAsBoolean();
    }
    try {
      return Boolean.TRUE.equals(
          transaction.execute(
              status -> {
                boolean ended = ending.getAsBoolean();
                if (ended) {
                  ended(run.pipeline(), List.of(run.id())).ifPresent(run.memory()::toldAtEnd);
                }
                return ended;
              }));
    } catch (DataAccessException e) {
      if (!isLasting(e)) {
        throw e;
      }
      LOG.error("run ends without what its pipeline does then run={}", run.id(), e);
      return ending.getAsBoolean();
    }
  }

  /** Whether it would be so again; a lock that somebody holds is given back sooner or later. */
  private static boolean isLasting(DataAccessException failure) {
    return failure instanceof DataIntegrityViolationException
        || failure instanceof BadSqlGrammarException
        || failure instanceof UncategorizedSQLException raised
            && String.valueOf(raised.getSQLException().getSQLState()).startsWith(RAISED);
  }

  /**
   * Ends runs of any pipelines. A row that is not as it should be, or a table, keeps no run open
   * and costs no other run what its pipeline does.
   */
  int endAll(Supplier<List<UUID>> ending) {
    try {
      return ended(ending, this::ended);
    } catch (DataAccessException e) {
      LOG.warn("runs are ended one by one cause={}", e.getMessage());
      return ended(ending, this::endedEach);
    }
  }

  private int ended(Supplier<List<UUID>> ending, BiConsumer<String, List<UUID>> each) {
    List<UUID> runs =
        transaction.execute(
            status -> {
              List<UUID> ended = ending.get();
              statements.keySet().forEach(pipeline -> each.accept(pipeline, ended));
              return ended;
            });
    return runs.size();
  }

  private void endedEach(String pipeline, List<UUID> runs) {
    for (UUID run : runs) {
      try {
        savepoint.executeWithoutResult(status -> ended(pipeline, List.of(run)));
      } catch (DataAccessException e) {
        LOG.error("run ends without what its pipeline does then run={}", run, e);
      }
    }
  }

  /**
   * Inside the transaction that has ended them, which comes to its end whatever they tell but what
   * passes: then the next one ends them.
   */
  void buried(String pipeline, List<UUID> runs) {
    if (statements.containsKey(pipeline)) {
      runs.forEach(run -> buried(pipeline, run));
    }
  }

  private void buried(String pipeline, UUID run) {
    try {
      savepoint.executeWithoutResult(status -> ended(pipeline, List.of(run)));
    } catch (DataAccessException e) {
      if (!isLasting(e)) {
        throw e;
      }
      LOG.error("run ends without what its pipeline does then run={}", run, e);
    }
  }

  /** Answers what the statement told, of the first of them. */
  private Optional<String> ended(String pipeline, List<UUID> runs) {
    String statement = statements.get(pipeline);
    if (statement == null || runs.isEmpty()) {
      return Optional.empty();
    }
    return staging.execute(
        statement,
        (PreparedStatementCallback<Optional<String>>) prepared -> told(prepared, pipeline, runs));
  }

  private static Optional<String> told(PreparedStatement ending, String pipeline, List<UUID> runs)
      throws SQLException {
    ending.setArray(1, ending.getConnection().createArrayOf("uuid", runs.toArray()));
    ending.setString(2, pipeline);
    if (!ending.execute()) {
      return Optional.empty(); // it returns nothing
    }
    try (ResultSet rows = ending.getResultSet()) {
      return rows.next() ? Optional.ofNullable(rows.getString(1)) : Optional.empty();
    }
  }
}
