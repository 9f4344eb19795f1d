package io.syncline.core.relay;

import io.syncline.core.database.Sql;
import java.sql.Array;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
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
          + " parts::text AS parts, rows, attempts ";
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
    return Sql.all(
        staging,
        LANES,
        row -> row.getString(1),
        settings.batchesAtOnce(),
        seconds(settings.grace()));
  }

  /** The oldest batches of a table, none that would overtake a postponed one. */
  List<PendingBatch> due(Connection staging, String table) throws SQLException {
    return Sql.all(
        staging,
        SELECT + DUE,
        PendingBatches::pending,
        table,
        settings.batchesAtOnce(),
        seconds(settings.grace()),
        settings.rowsAtOnce());
  }

  /** What was set aside and is worth another try; it stands outside of every order. */
  List<PendingBatch> setAside(Connection staging) throws SQLException {
    return Sql.all(staging, SELECT + SET_ASIDE, PendingBatches::pending, settings.batchesAtOnce());
  }

  /** Tries a batch again later by itself; meanwhile the others of its table go past it. */
  void setAside(Connection staging, PendingBatch batch, String reason) throws SQLException {
    Sql.update(
        staging, SET_ONE_ASIDE, reason, seconds(settings.delay(batch.attempts())), batch.id());
  }

  /** One batch, unless production has it by now. */
  Optional<PendingBatch> one(Connection staging, UUID batch) throws SQLException {
    return Sql.first(staging, SELECT + ONE, PendingBatches::pending, batch);
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
        row.getString("parts"),
        row.getInt("rows"),
        row.getInt("attempts"));
  }

  /** Leaves batches for later, with the reason. */
  void postpone(Connection staging, String table, List<PendingBatch> due, String reason)
      throws SQLException {
    int attempts = due.stream().mapToInt(PendingBatch::attempts).max().orElse(0);
    Array ids = staging.createArrayOf("uuid", due.stream().map(PendingBatch::id).toArray());
    Sql.update(staging, POSTPONE, reason, seconds(settings.delay(attempts)), table, ids);
  }

  private static double seconds(Duration duration) {
    return duration.toMillis() / 1000.0;
  }
}
