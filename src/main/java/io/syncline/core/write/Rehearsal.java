package io.syncline.core.write;

import io.syncline.core.database.Database;
import io.syncline.core.database.Databases;
import io.syncline.core.database.Sql;
import io.syncline.core.error.ErrorKind;
import io.syncline.core.error.SqlFailures;
import io.syncline.core.record.SyncRecord;
import io.syncline.core.run.ActiveRun;
import io.syncline.core.stream.Batch;
import io.syncline.core.stream.Binder;
import io.syncline.core.stream.Column;
import io.syncline.core.stream.KeptBack;
import io.syncline.core.stream.Partitions;
import io.syncline.core.stream.StagedCounts;
import io.syncline.core.stream.Stream;
import io.syncline.core.stream.StreamSql;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.springframework.stereotype.Component;

/**
 * The dry run of a batch: written to both databases and rolled back in both, with what it would
 * have changed kept in {@code sync_run_changes}.
 */
@Component
final class Rehearsal {
  private static final String KEEP =
      """
      INSERT INTO sync_run_changes (run_id, destination, table_name, kind, record_key, before, after)
      SELECT ?, ?, ?, CASE WHEN c.before IS NULL THEN 'create' ELSE 'update' END,
             (SELECT jsonb_object_agg(k, c.after -> k) FROM unnest(?::text[]) AS k), c.before, c.after
      FROM unnest(?::text[]::jsonb[], ?::text[]::jsonb[]) AS c (before, after)
      """;
  private static final String COUNT =
      """
      UPDATE sync_runs SET rows_processed = rows_processed + ?, rows_created = rows_created + ?,
             rows_updated = rows_updated + ?, rows_unchanged = rows_unchanged + ?, rows_failed = rows_failed + ?
      WHERE id = ?
      """;

  private final Databases databases;
  private final KeptBack keptBack;
  private final Partitions partitions;

  Rehearsal(Databases databases, KeptBack keptBack, Partitions partitions) {
    this.databases = databases;
    this.keptBack = keptBack;
    this.partitions = partitions;
  }

  private record Change(String before, String after) {}

  /** What a part of the batch would do to one database, and the records that it would not take. */
  private record Part(Database database, Batch batch, List<Change> changes, List<SyncRecord> lost) {

    int created() {
      return (int) changes.stream().filter(c -> c.before() == null).count();
    }

    int failed() {
      return lost.size();
    }

    void countIn(ActiveRun run) {
      int rows = batch.records().size() - failed();
      run.tally().staged(batch, rows, new StagedCounts(created(), changes.size() - created()));
    }
  }

  /**
   * Tries both databases before anything is kept, so that a second attempt counts nothing twice;
   * answers what staging would refuse.
   */
  List<SyncRecord> rehearse(ActiveRun run, Batch batch) {
    List<Part> staging = parts(databases.staging(), run, batch);
    List<Part> production =
        batch.stream().stagingOnly() ? List.of() : parts(databases.production(), run, batch);
    keep(run, staging, production);
    staging.stream()
        .filter(part -> !part.batch().stream().stagingOnly())
        .forEach(part -> part.countIn(run));
    staging.forEach(part -> run.tally().refusedByStaging(part.batch(), part.failed()));
    production.forEach(part -> run.tally().refusedByProduction(part.batch(), part.failed()));
    java.util.stream.Stream.concat(staging.stream(), production.stream())
        .forEach(part -> tellLost(run, part));
    return staging.stream().flatMap(part -> part.lost().stream()).toList();
  }

  private List<Part> parts(Database database, ActiveRun run, Batch batch) {
    try {
      return List.of(tryOut(database, run, batch));
    } catch (SQLException e) {
      if (!SqlFailures.isAboutData(e)) {
        throw SqlFailures.translate(database.name(), e);
      }
      return batch.records().size() == 1
          ? List.of(new Part(database, batch, List.of(), batch.records()))
          : batch.halves().stream().flatMap(half -> parts(database, run, half).stream()).toList();
    }
  }

  private static void tellLost(ActiveRun run, Part part) {
    String database = part.database().name();
    for (SyncRecord record : part.lost()) {
      String key = part.batch().keyOf(record).toString();
      run.trouble(ErrorKind.DB, key, database + " would refuse " + key);
    }
  }

  private Part tryOut(Database database, ActiveRun run, Batch batch) throws SQLException {
    StreamSql sql = new StreamSql(batch.stream(), database);
    try (Connection connection = database.pool().getConnection()) {
      connection.setAutoCommit(false);
      try {
        partitions.require(connection, database, batch.stream());
        List<Change> changes = changes(connection, sql, batch);
        KeptBack.Sent sent = new KeptBack.Sent(batch.stream(), batch.records(), changes.size());
        return new Part(
            database, batch, changes, keptBack.of(connection, database, run.id(), sent).absent());
      } finally {
        connection.rollback();
        connection.setAutoCommit(true);
      }
    }
  }

  private static List<Change> changes(Connection connection, StreamSql sql, Batch batch)
      throws SQLException {
    List<Change> changes = new ArrayList<>();
    try (PreparedStatement statement = connection.prepareStatement(sql.rehearsed())) {
      new Binder(connection, statement)
          .stamps(batch.stream(), batch.stampedAt())
          .records(batch.stream().columns(), batch.records());
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          changes.add(new Change(row.getString("before"), row.getString("after")));
        }
      }
    }
    return changes;
  }

  /** Keeps the changes of both, and counts those of staging. */
  private void keep(ActiveRun run, List<Part> staging, List<Part> production) {
    Sql.on(
        databases.staging(),
        connection ->
            Sql.inTransaction(connection, () -> keep(connection, run, staging, production)));
  }

  private static int keep(
      Connection connection, ActiveRun run, List<Part> staging, List<Part> production)
      throws SQLException {
    int changes = 0;
    for (Part part : staging) {
      changes += keep(connection, run, part);
      if (!part.batch().stream().stagingOnly()) {
        count(connection, run, part);
      }
    }
    for (Part part : production) {
      changes += keep(connection, run, part);
    }
    return changes;
  }

  private static int keep(Connection connection, ActiveRun run, Part part) throws SQLException {
    Stream stream = part.batch().stream();
    return Sql.update(
        connection,
        KEEP,
        run.id(),
        part.database().name(),
        stream.table(),
        array(connection, stream.key().stream().map(Column::name)),
        array(connection, part.changes().stream().map(Change::before)),
        array(connection, part.changes().stream().map(Change::after)));
  }

  private static void count(Connection connection, ActiveRun run, Part part) throws SQLException {
    int records = part.batch().records().size();
    int created = part.created();
    int updated = part.changes().size() - created;
    int failed = part.failed();
    int unchanged = records - part.changes().size() - failed;
    Sql.update(connection, COUNT, records, created, updated, unchanged, failed, run.id());
  }

  private static java.sql.Array array(Connection connection, java.util.stream.Stream<String> values)
      throws SQLException {
    return connection.createArrayOf("text", values.toArray(String[]::new));
  }
}
