package io.syncline.core.write;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** What the outbox holds for production, as the relay asks for it: by table, the oldest first. */
@Component
final class PendingBatches {
  /** The oldest batches of a table up to the first that is postponed, so many rows together. */
  private static final String OLDEST =
      """
      SELECT o.* FROM (
          SELECT b.*, bool_and(next_attempt_at <= now()) OVER oldest AS in_turn,
                 sum(rows) OVER oldest - rows AS rows_before
          FROM (SELECT * FROM run_batches WHERE state = 'pending' AND table_name = %s
                ORDER BY committed_at LIMIT ?) b
          WINDOW oldest AS (ORDER BY committed_at, id ROWS UNBOUNDED PRECEDING)
      ) o
      WHERE in_turn AND (attempts > 0 OR committed_at < now() - make_interval(secs => ?))
      """;

  /** Goes from table to table by the index, whatever number of batches each has. */
  private static final String LANES =
      """
      WITH RECURSIVE lanes (table_name) AS (
          (SELECT table_name FROM run_batches WHERE state = 'pending' ORDER BY table_name LIMIT 1)
          UNION ALL
          SELECT (SELECT b.table_name FROM run_batches b
                  WHERE b.state = 'pending' AND b.table_name > l.table_name
                  ORDER BY b.table_name LIMIT 1)
          FROM lanes l WHERE l.table_name IS NOT NULL
      )
      SELECT table_name FROM lanes l
      WHERE table_name IS NOT NULL AND EXISTS (%s)
      """
          .formatted(OLDEST.formatted("l.table_name"));

  private static final String DUE =
      """
      SELECT id, run_id, scope, fence, pipeline, stream, keys::text AS keys, kind, rows, attempts
      FROM (%s) d WHERE rows_before < ? ORDER BY committed_at, id
      """
          .formatted(OLDEST.formatted("?"));
  private static final String ONE =
      """
      SELECT id, run_id, scope, fence, pipeline, stream, keys::text AS keys, kind, rows, attempts FROM run_batches
      WHERE id = ? AND state <> 'applied'
      """;
  private static final String POSTPONE =
      """
      UPDATE run_batches SET attempts = attempts + 1, last_error = ?,
             next_attempt_at = now() + make_interval(secs => ?)
      WHERE state <> 'applied' AND table_name = ? AND id = ANY (?)
      """;

  private final RelaySettings settings;

  PendingBatches(RelaySettings settings) {
    this.settings = settings;
  }

  /** The tables that have a batch which is due. */
  List<String> lanes(Connection staging) throws SQLException {
    List<String> tables = new ArrayList<>();
    try (PreparedStatement query = staging.prepareStatement(LANES)) {
      query.setInt(1, settings.batchesAtOnce());
      query.setDouble(2, settings.grace().toMillis() / 1000.0);
      try (ResultSet row = query.executeQuery()) {
        while (row.next()) {
          tables.add(row.getString(1));
        }
      }
    }
    return tables;
  }

  /** The oldest batches of a table, none that would overtake a postponed one. */
  List<PendingBatch> due(Connection staging, String table) throws SQLException {
    List<PendingBatch> due = new ArrayList<>();
    try (PreparedStatement query = staging.prepareStatement(DUE)) {
      query.setString(1, table);
      query.setInt(2, settings.batchesAtOnce());
      query.setDouble(3, settings.grace().toMillis() / 1000.0);
      query.setInt(4, settings.rowsAtOnce());
      try (ResultSet row = query.executeQuery()) {
        while (row.next()) {
          due.add(pending(row));
        }
      }
    }
    return due;
  }

  /** One batch, unless production has it by now. */
  Optional<PendingBatch> one(Connection staging, UUID batch) throws SQLException {
    try (PreparedStatement query = staging.prepareStatement(ONE)) {
      query.setObject(1, batch);
      try (ResultSet row = query.executeQuery()) {
        return row.next() ? Optional.of(pending(row)) : Optional.empty();
      }
    }
  }

  private static PendingBatch pending(ResultSet row) throws SQLException {
    return new PendingBatch(
        row.getObject("id", UUID.class),
        row.getObject("run_id", UUID.class),
        row.getString("scope"),
        row.getLong("fence"),
        row.getString("pipeline"),
        row.getString("stream"),
        row.getString("keys"),
        row.getString("kind"),
        row.getInt("rows"),
        row.getInt("attempts"));
  }

  /** Leaves batches for later, with the reason. */
  void postpone(
      Connection staging, String table, List<PendingBatch> due, String reason, Duration delay)
      throws SQLException {
    try (PreparedStatement statement = staging.prepareStatement(POSTPONE)) {
      statement.setString(1, reason);
      statement.setDouble(2, delay.toMillis() / 1000.0);
      statement.setString(3, table);
      statement.setArray(
          4, staging.createArrayOf("uuid", due.stream().map(PendingBatch::id).toArray()));
      statement.executeUpdate();
    }
  }
}
