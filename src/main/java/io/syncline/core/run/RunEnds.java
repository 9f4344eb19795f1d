package io.syncline.core.run;

import io.syncline.core.database.Databases;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/** Sees to it that a run does not end without what its pipeline does then ({@link OnEnd}). */
@Component
final class RunEnds {
  private static final Logger LOG = LoggerFactory.getLogger(RunEnds.class);
  private static final String ENDED =
      "WITH ended AS (SELECT * FROM sync_runs WHERE id = ANY (?) AND pipeline = ?) ";

  private final JdbcClient staging;
  private final TransactionTemplate transaction;
  private final Map<String, String> statements;

  RunEnds(Databases databases, List<OnEnd> declared) {
    this.staging = JdbcClient.create(databases.staging().pool());
    this.transaction =
        new TransactionTemplate(new DataSourceTransactionManager(databases.staging().pool()));
    this.statements =
        declared.stream().collect(Collectors.toMap(OnEnd::pipeline, it -> ENDED + it.statement()));
  }

  /** Ends a run, and what is done then, in one transaction; answers whether it was not over yet. */
  boolean end(String pipeline, UUID run, BooleanSupplier ending) {
    if (!statements.containsKey(pipeline)) {
      return ending.getAsBoolean();
    }
    return Boolean.TRUE.equals(
        transaction.execute(
            status -> {
              boolean ended = ending.getAsBoolean();
              if (ended) {
                ended(pipeline, List.of(run));
              }
              return ended;
            }));
  }

  /**
   * Ends runs of any pipelines; the tables of one that are not as they should be keep no run open.
   */
  int endAll(Supplier<List<UUID>> ending) {
    try {
      return ended(ending, statements.keySet());
    } catch (DataAccessException e) {
      LOG.error("runs end without what their pipelines do then cause={}", e.getMessage());
      return ended(ending, List.of());
    }
  }

  private int ended(Supplier<List<UUID>> ending, Iterable<String> pipelines) {
    List<UUID> runs =
        transaction.execute(
            status -> {
              List<UUID> ended = ending.get();
              if (!ended.isEmpty()) {
                pipelines.forEach(pipeline -> ended(pipeline, ended));
              }
              return ended;
            });
    return runs.size();
  }

  /** Inside the transaction that has ended them. */
  void ended(String pipeline, List<UUID> runs) {
    if (statements.containsKey(pipeline) && !runs.isEmpty()) {
      staging.sql(statements.get(pipeline)).params(runs.toArray(UUID[]::new), pipeline).update();
    }
  }
}
