package io.syncline.core.write;

import com.fasterxml.jackson.databind.JsonNode;
import io.syncline.core.database.Databases;
import io.syncline.core.database.Sql;
import io.syncline.core.error.RowError;
import io.syncline.core.error.SqlFailures;
import io.syncline.core.run.ActiveRun;
import io.syncline.core.run.ErrorEntries;
import io.syncline.core.run.RunErrors.Numbered;
import io.syncline.core.stream.StagedCounts;
import io.syncline.core.write.ComposedDelivery.Todo;
import java.sql.Array;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;
import org.springframework.stereotype.Component;

/**
 * The dry run of what is composed, in a transaction of staging that is rolled back: each in one of
 * its own, or all in one where what comes later is to see what came before. What they would have
 * changed, said and counted is kept, and none of their rows.
 */
@Component
final class ComposedRehearsal {
  private static final String KEEP =
      """
      INSERT INTO sync_run_changes
          (run_id, destination, row_ref, table_name, kind, action, record_key, before, after, blocked)
      SELECT ?, 'staging', c.row_ref, c.table_name, c.action, c.action, c.record_key::jsonb,
             c.before::jsonb, c.after::jsonb, c.blocked::jsonb
      FROM unnest(?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[])
          AS c (row_ref, table_name, action, record_key, before, after, blocked)
      """;

  private final Databases databases;
  private final ComposedStatements statements;
  private final Leftovers leftovers;

  ComposedRehearsal(Databases databases, ComposedStatements statements, Leftovers leftovers) {
    this.databases = databases;
    this.statements = statements;
    this.leftovers = leftovers;
  }

  /** Tries all before anything is kept, so that a second attempt counts nothing twice. */
  void rehearse(ComposedDelivery delivery) {
    ActiveRun run = delivery.run();
    List<Composed> all = new ArrayList<>();
    Deque<Todo> todo = new ArrayDeque<>(delivery.unstaged());
    while (!todo.isEmpty()) {
      compose(run, todo, delivery.together(), all);
    }
    List<RowError> errors = all.stream().flatMap(it -> it.errors().stream()).toList();
    List<Numbered> entries = run.errors().number(errors);
    Outcomes outcomes = all.stream().map(Composed::outcomes).reduce(Outcomes.NONE, Outcomes::plus);
    Sql.on(
        databases.staging(),
        connection ->
            Sql.inTransaction(connection, () -> keep(connection, run, all, entries, outcomes)));
    run.errors().stored(entries);
    delivery.unstaged().stream().limit(1).forEach(first -> count(run, first, outcomes));
    delivery.unstaged().clear();
  }

  /** All of them at once, under the first one's id: what is tried again is not counted again. */
  private static void count(ActiveRun run, Todo todo, Outcomes outcomes) {
    StagedCounts counts = new StagedCounts(outcomes.created(), outcomes.updated());
    run.tally().composed(todo.id(), todo.composition().name(), outcomes.written(), counts);
  }

  /** One transaction: of all that is to do, or of the next of it. */
  private void compose(ActiveRun run, Deque<Todo> todo, boolean together, List<Composed> all) {
    try (Connection connection = databases.staging().pool().getConnection()) {
      connection.setAutoCommit(false);
      try {
        do {
          composeNext(connection, run, todo, !together).ifPresent(it -> all.add(it.withoutParts()));
        } while (together && !todo.isEmpty());
      } finally {
        connection.rollback();
        connection.setAutoCommit(true);
      }
    } catch (SQLException e) {
      throw SqlFailures.translate("staging", e);
    }
  }

  /** Nothing where it is refused and the halves of it are to do in its place. */
  private Optional<Composed> composeNext(
      Connection connection, ActiveRun run, Deque<Todo> todo, boolean locking) throws SQLException {
    run.checkGoingOn();
    Todo next = todo.getFirst();
    if (!statements.begin(connection, run, next)) {
      throw leftovers.superseded(run);
    }
    Savepoint before = connection.setSavepoint();
    try {
      Composed composed = composed(connection, run, next, locking);
      connection.releaseSavepoint(before);
      todo.removeFirst();
      return Optional.of(composed);
    } catch (SQLException e) {
      if (!SqlFailures.isAboutData(e) || next.refusal().isPresent()) {
        throw e;
      }
      connection.rollback(before);
      ComposedWriter.split(todo, next, e);
      return Optional.empty();
    }
  }

  /** What a constraint would check at the commit only is checked here. */
  private Composed composed(Connection connection, ActiveRun run, Todo todo, boolean locking)
      throws SQLException {
    try (Statement constraints = connection.createStatement()) {
      StagingTx transaction = statements.transaction(connection, run, todo, locking);
      Composed composed = statements.compose(connection, transaction, todo);
      constraints.execute("SET CONSTRAINTS ALL IMMEDIATE");
      return composed;
    } catch (DataAccessException e) {
      throw SqlFailures.cause(e);
    }
  }

  private static int keep(
      Connection connection,
      ActiveRun run,
      List<Composed> all,
      List<Numbered> entries,
      Outcomes outcomes)
      throws SQLException {
    JdbcClient client = JdbcClient.create(new SingleConnectionDataSource(connection, true));
    ErrorEntries.insert(client, run.id(), entries);
    ComposedStatements.count(connection, run, outcomes);
    List<RowChange> changes = all.stream().flatMap(it -> it.changes().stream()).toList();
    return changes.isEmpty() ? 0 : keep(connection, run.id(), changes);
  }

  private static int keep(Connection connection, UUID run, List<RowChange> changes)
      throws SQLException {
    return Sql.update(
        connection,
        KEEP,
        run,
        texts(connection, changes, RowChange::rowRef),
        texts(connection, changes, RowChange::table),
        texts(connection, changes, RowChange::action),
        texts(connection, changes, change -> change.key().toString()),
        texts(connection, changes, change -> text(change.before())),
        texts(connection, changes, change -> text(change.after())),
        texts(connection, changes, change -> text(change.blocked())));
  }

  private static @Nullable String text(@Nullable JsonNode json) {
    return json == null ? null : json.toString();
  }

  private static Array texts(
      Connection connection, List<RowChange> changes, Function<RowChange, @Nullable String> text)
      throws SQLException {
    return connection.createArrayOf("text", changes.stream().map(text).toArray(String[]::new));
  }
}
