package io.syncline.core.write;

import io.syncline.core.database.Database;
import io.syncline.core.database.Databases;
import io.syncline.core.error.ErrorKind;
import io.syncline.core.error.RecordError;
import io.syncline.core.run.ActiveRun;
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
             rows_updated = rows_updated + ?, rows_skipped = rows_skipped + ?, rows_failed = rows_failed + ?
      WHERE id = ?
      """;

  private final Databases databases;

  Rehearsal(Databases databases) {
    this.databases = databases;
  }

  private record Change(String before, String after) {}

  void rehearse(ActiveRun run, Batch batch) {
    rehearse(run, batch, databases.staging(), true);
    if (!batch.upsert().stagingOnly()) {
      rehearse(run, batch, databases.production(), false);
    }
  }

  private void rehearse(ActiveRun run, Batch batch, Database database, boolean counted) {
    List<Change> changes;
    int failed = 0;
    try {
      changes = tryOut(database, batch);
    } catch (SQLException e) {
      if (!SqlFailures.isAboutData(e)) {
        throw SqlFailures.translate(database.name(), e);
      }
      if (batch.records().size() > 1) {
        batch.halves().forEach(half -> rehearse(run, half, database, counted));
        return;
      }
      String key = batch.keyOf(batch.records().get(0)).toString();
      run.errors()
          .add(new RecordError(ErrorKind.DB, key, database.name() + " would refuse " + key));
      changes = List.of();
      failed = 1;
    }
    keep(run, batch, database, changes, counted ? failed : -1);
  }

  private static List<Change> tryOut(Database database, Batch batch) throws SQLException {
    UpsertSql sql = new UpsertSql(batch.upsert(), database.table(batch.upsert().table()));
    try (Connection connection = database.pool().getConnection()) {
      connection.setAutoCommit(false);
      try {
        return changes(connection, sql, batch);
      } finally {
        connection.rollback();
        connection.setAutoCommit(true);
      }
    }
  }

  private static List<Change> changes(Connection connection, UpsertSql sql, Batch batch)
      throws SQLException {
    List<Change> changes = new ArrayList<>();
    try (PreparedStatement statement = connection.prepareStatement(sql.rehearsed())) {
      new Binder(connection, statement)
          .stamps(batch.upsert(), batch.stampedAt())
          .records(batch.upsert().columns(), batch.records());
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          changes.add(new Change(row.getString("before"), row.getString("after")));
        }
      }
    }
    return changes;
  }

  /** Keeps the changes; counts them when {@code failed} is not negative, as staging's are. */
  private void keep(
      ActiveRun run, Batch batch, Database database, List<Change> changes, int failed) {
    try (Connection connection = databases.staging().pool().getConnection()) {
      try (PreparedStatement statement = connection.prepareStatement(KEEP)) {
        Binder binder = new Binder(connection, statement);
        binder.add(run.id()).text(database.name()).text(batch.upsert().table());
        binder.add(array(connection, batch.upsert().key().stream().map(Column::name).toArray()));
        binder.add(array(connection, changes.stream().map(Change::before).toArray()));
        binder.add(array(connection, changes.stream().map(Change::after).toArray()));
        statement.executeUpdate();
      }
      if (failed >= 0 && !batch.upsert().stagingOnly()) {
        count(connection, run, batch, changes, failed);
      }
    } catch (SQLException e) {
      throw SqlFailures.translate("staging", e);
    }
  }

  private static void count(
      Connection connection, ActiveRun run, Batch batch, List<Change> changes, int failed)
      throws SQLException {
    int created = (int) changes.stream().filter(c -> c.before() == null).count();
    int updated = changes.size() - created;
    run.staged(batch.upsert().stream(), batch.records().size(), created, updated);
    try (PreparedStatement statement = connection.prepareStatement(COUNT)) {
      Binder binder = new Binder(connection, statement);
      binder.add(batch.records().size()).add(created).add(updated);
      binder.add(batch.records().size() - changes.size() - failed).add(failed).add(run.id());
      statement.executeUpdate();
    }
  }

  private static java.sql.Array array(Connection connection, Object[] values) throws SQLException {
    return connection.createArrayOf("text", values);
  }
}
