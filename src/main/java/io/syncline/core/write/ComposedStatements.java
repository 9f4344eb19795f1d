package io.syncline.core.write;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.syncline.core.database.Database;
import io.syncline.core.database.Databases;
import io.syncline.core.database.Sql;
import io.syncline.core.letter.DeadLetters;
import io.syncline.core.relay.Outbox;
import io.syncline.core.run.ActiveRun;
import io.syncline.core.run.ErrorEntries;
import io.syncline.core.run.RunErrors.Numbered;
import io.syncline.core.stream.Batch.CursorMove;
import io.syncline.core.stream.Binder;
import io.syncline.core.stream.KeptBack;
import io.syncline.core.stream.Part;
import io.syncline.core.stream.PartKeys;
import io.syncline.core.stream.Partitions;
import io.syncline.core.stream.StreamSql;
import io.syncline.core.write.ComposedDelivery.Todo;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Composes inside a transaction of staging, and writes what comes of it. Threads may share it. */
@Component
final class ComposedStatements {
  private static final String LEASE =
      """
      SELECT 1 FROM run_leases
      WHERE scope = ? AND fence = ? AND run_id = ? AND expires_at > clock_timestamp()
        AND NOT EXISTS (SELECT 1 FROM run_batches WHERE id = ?)
      FOR KEY SHARE
      """;

  private static final String LEDGER =
      """
      WITH batch AS (
          INSERT INTO run_batches (id, run_id, seq, pipeline, stream, scope, fence, table_name, kind,
                                   keys, parts, rows, rows_created, rows_updated, rows_unchanged,
                                   rows_skipped, state)
          VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, '{}', ?::jsonb, ?, ?, ?, ?, ?, ?)
      ), cursor_moved AS (
          INSERT INTO sync_cursors (pipeline, stream, scope, value, run_id)
          SELECT c.pipeline, c.stream, c.scope, c.value::jsonb, c.run_id
          FROM (VALUES (?::text, ?::text, ?::text, ?::text, ?::uuid))
              AS c (pipeline, stream, scope, value, run_id)
          WHERE c.value IS NOT NULL
          ON CONFLICT (pipeline, stream, scope) DO UPDATE
          SET value = excluded.value, run_id = excluded.run_id, updated_at = now()
      )
      """
          + ComposedStatements.COUNT;

  /** Adds outcomes to the run's row. */
  private static final String COUNT =
      """
      UPDATE sync_runs
      SET rows_processed = rows_processed + ?, rows_created = rows_created + ?,
          rows_updated = rows_updated + ?, rows_unchanged = rows_unchanged + ?,
          rows_skipped = rows_skipped + ?, rows_failed = rows_failed + ?,
          rows_archived = rows_archived + ?, fields_changed = fields_changed + ?,
          conflicts_opened = conflicts_opened + ?
      WHERE id = ?
      """;

  private final Database staging;
  private final KeptBack keptBack;
  private final Partitions partitions;
  private final Clock clock;

  ComposedStatements(Databases databases, KeptBack keptBack, Partitions partitions, Clock clock) {
    this.staging = databases.staging();
    this.keptBack = keptBack;
    this.partitions = partitions;
    this.clock = clock;
  }

  /** What a transaction did, which is not committed yet. */
  record Written(Composed composed, List<Numbered> entries, Instant at) {}

  /** Whether the lease is held, until the transaction ends, and the batch is not there yet. */
  boolean begin(Connection connection, ActiveRun run, Todo todo) throws SQLException {
    return Sql.exists(connection, LEASE, run.scope(), run.fence(), run.id(), todo.id());
  }

  /** All of a batch; nothing when the lease is not held or the batch was committed before. */
  Optional<Written> write(Connection connection, ActiveRun run, Todo todo) throws SQLException {
    if (!begin(connection, run, todo)) {
      return Optional.empty();
    }
    StagingTx transaction = transaction(connection, run, todo, true);
    Composed composed = compose(connection, transaction, todo);
    List<Numbered> entries = run.errors().number(composed.errors());
    ErrorEntries.insert(transaction.client(), run.id(), entries);
    ledger(connection, run, todo, composed);
    return Optional.of(new Written(composed, entries, transaction.at()));
  }

  /** Composes and writes the parts, and nothing of the ledger. */
  Composed compose(Connection connection, StagingTx transaction, Todo todo) throws SQLException {
    Composition composition = todo.composition();
    Composed composed =
        todo.refusal().isPresent()
            ? composition.refused(transaction, todo.refusal().get())
            : composition.compose(transaction);
    for (Part part : composed.parts()) {
      if (part.prefix().isEmpty()) {
        write(connection, transaction, part);
      }
    }
    return composed;
  }

  StagingTx transaction(Connection connection, ActiveRun run, Todo todo, boolean locking) {
    return new StagingTx(staging, connection, run, todo.id(), clock, locking);
  }

  /** A trigger that keeps a row back has refused it: what is composed with it must not stand. */
  private void write(Connection connection, StagingTx transaction, Part part) throws SQLException {
    partitions.require(connection, staging, part.stream());
    String text = new StreamSql(part.stream(), staging).part();
    int written;
    try (PreparedStatement statement = connection.prepareStatement(text)) {
      new Binder(connection, statement)
          .stamps(part.stream(), transaction.at())
          .records(part.stream().columns(), part.records());
      written = statement.executeUpdate();
    }
    KeptBack.Sent sent = new KeptBack.Sent(part.stream(), part.records(), written);
    if (!keptBack.of(connection, staging, transaction.run().id(), sent).absent().isEmpty()) {
      throw new SQLException(DeadLetters.KEPT_BACK, "P0001");
    }
  }

  private static void ledger(Connection connection, ActiveRun run, Todo todo, Composed composed)
      throws SQLException {
    Outcomes outcomes = composed.outcomes();
    boolean delivers = !composed.delivered().isEmpty();
    try (PreparedStatement statement = connection.prepareStatement(LEDGER)) {
      Binder binder = new Binder(connection, statement);
      binder.add(todo.id()).add(run.id()).add(run.tally().nextBatch()).add(run.pipeline());
      binder.add(todo.composition().name()).add(run.scope()).add(run.fence());
      binder.add(composed.lane().orElse(todo.composition().name()));
      binder.add(delivers ? Outbox.COMPOSED : Outbox.STAGING_ONLY);
      binder.text(parts(composed).toString()).add(outcomes.written());
      binder.add(outcomes.created()).add(outcomes.updated()).add(outcomes.unchanged());
      binder.add(outcomes.skipped()).add(delivers ? Outbox.PENDING : Outbox.APPLIED);
      binder.text(run.pipeline());
      binder.text(composed.cursor().map(CursorMove::stream).orElse(null)).text(run.scope());
      binder.text(composed.cursor().map(move -> move.value().toString()).orElse(null));
      binder.add(run.id());
      bind(binder, outcomes).add(run.id());
      statement.executeUpdate();
    }
  }

  /** Adds outcomes to the run's row by themselves, for a rehearsal. */
  static void count(Connection connection, ActiveRun run, Outcomes outcomes) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(COUNT)) {
      bind(new Binder(connection, statement), outcomes).add(run.id());
      statement.executeUpdate();
    }
  }

  private static Binder bind(Binder binder, Outcomes outcomes) throws SQLException {
    binder.add(outcomes.written() + outcomes.failed()).add(outcomes.created());
    binder.add(outcomes.updated()).add(outcomes.unchanged()).add(outcomes.skipped());
    binder.add(outcomes.failed()).add(outcomes.archived()).add(outcomes.fieldsChanged());
    return binder.add(outcomes.conflictsOpened());
  }

  private static ArrayNode parts(Composed composed) {
    ArrayNode parts = JsonNodeFactory.instance.arrayNode();
    composed.delivered().forEach(part -> parts.add(PartKeys.of(part).json()));
    return parts;
  }
}
