package io.syncline.core.relay;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
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
          FROM (SELECT * FROM run_batches
                WHERE state = 'pending' AND NOT is_set_aside AND table_name = %s
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

  private static final String SELECT =
      "SELECT id, run_id, scope, fence, pipeline, stream, table_name, keys::text AS keys, kind,"
          + " rows, attempts ";
  private static final String DUE =
      """
      FROM (%s) d WHERE rows_before < ? ORDER BY committed_at, id
      """
          .formatted(OLDEST.formatted("?"));
  private static final String ONE = "FROM run_batches WHERE id = ? AND state <> 'applied'";
  private static final String SET_ASIDE =
      """
      FROM run_batches WHERE state = 'pending' AND is_set_aside AND next_attempt_at <= now()
      ORDER BY committed_at LIMIT ?
      """;
  private static final String SET_ONE_ASIDE =
      """
      UPDATE run_batches SET is_set_aside = true, attempts = attempts + 1, last_error = ?,
             next_attempt_at = now() + make_interval(secs => ?)
      WHERE state <> 'applied' AND id = ?
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
    try (PreparedStatement query = staging.prepareStatement(SELECT + DUE)) {
      query.setString(1, table);
      query.setInt(2, settings.batchesAtOnce());
      query.setDouble(3, settings.grace().toMillis() / 1000.0);
      query.setInt(4, settings.rowsAtOnce());
      return all(query);
    }
  }

  /** What was set aside and is worth another try; it stands outside of every order. */
  List<PendingBatch> setAside(Connection staging) throws SQLException {
    try (PreparedStatement query = staging.prepareStatement(SELECT + SET_ASIDE)) {
      query.setInt(1, settings.batchesAtOnce());
      return all(query);
    }
  }

  /** Tries a batch again later by itself; meanwhile the others of its table go past it. */
  void setAside(Connection staging, PendingBatch batch, String reason) throws SQLException {
    try (PreparedStatement statement = staging.prepareStatement(SET_ONE_ASIDE)) {
      statement.setString(1, reason);
      statement.setDouble(2, settings.delay(batch.attempts()).toMillis() / 1000.0);
      statement.setObject(3, batch.id());
      statement.executeUpdate();
    }
  }

  /** One batch, unless production has it by now. */
  Optional<PendingBatch> one(Connection staging, UUID batch) throws SQLException {
    try (PreparedStatement query = staging.prepareStatement(SELECT + ONE)) {
      query.setObject(1, batch);
      try (ResultSet row = query.executeQuery()) {
        return row.next() ? Optional.of(pending(row)) : Optional.empty();
      }
    }
  }

  private static List<PendingBatch> all(PreparedStatement query) throws SQLException {
    List<PendingBatch> batches = new ArrayList<>();
    try (ResultSet row = query.executeQuery()) {
      while (row.next()) {
        batches.add(pending(row));
      }
    }
    return batches;
  }

  private static PendingBatch pending(ResultSet row) throws SQLException {
    return new PendingBatch(
        row.getObject("id", UUID.class),
        row.getObject("run_id", UUID.class),
        row.getString("scope"),
        row.getLong("fence"),
        row.getString("pipeline"),
        row.getString("stream"),
        row.getString("table_name"),
        row.getString("keys"),
        row.getString("kind"),
        row.getInt("rows"),
        row.getInt("attempts"));
  }

  /** Leaves batches for later, with the reason. */
  void postpone(Connection staging, String table, List<PendingBatch> due, String reason)
      throws SQLException {
    int attempts = due.stream().mapToInt(PendingBatch::attempts).max().orElse(0);
    try (PreparedStatement statement = staging.prepareStatement(POSTPONE)) {
      statement.setString(1, reason);
      statement.setDouble(2, settings.delay(attempts).toMillis() / 1000.0);
      statement.setString(3, table);
      statement.setArray(
          4, staging.createArrayOf("uuid", due.stream().map(PendingBatch::id).toArray()));
      statement.executeUpdate();
    }
  }
}
