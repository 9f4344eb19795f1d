package io.syncline.core.relay;

import io.syncline.core.database.Databases;
import io.syncline.core.database.Sql;
import io.syncline.core.run.ActiveRun;
import io.syncline.core.stream.BatchKeys;
import io.syncline.core.stream.StagedCounts;
import io.syncline.core.stream.Stream;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * The state of batches in {@code run_batches}: what production still lacks. Threads may share it.
 */
@Component
public final class Outbox {
  public static final String PENDING = "pending";
  public static final String APPLIED = "applied";

  /** The kind of a batch of several parts. */
  public static final String COMPOSED = "composed";

  /** The kind of one that wrote nothing that production has. */
  public static final String STAGING_ONLY = "staging";

  private static final Logger LOG = LoggerFactory.getLogger(Outbox.class);

  /**
   * By the key alone: were the state asked for as the partial indexes have it, the planner would
   * look for one batch among all that are pending.
   */
  private static final String MARK =
      """
      WITH marked AS (
          UPDATE run_batches SET state = 'applied', applied_at = clock_timestamp(), last_error = NULL
          WHERE id = ? AND state <> 'applied'
          RETURNING id, run_id, keys, marks
      ), delivered AS (
          SELECT m.run_id, m.keys, m.marks, (
              SELECT coalesce(jsonb_agg(l.record), '[]') FROM sync_dead_letters l
              WHERE l.batch_id = m.id AND l.destination = 'production' AND l.closed_at IS NULL
          ) AS buried
          FROM marked m
      )
      """;

  private static final String MARK_ALL =
      """
      UPDATE run_batches SET state = 'applied', applied_at = clock_timestamp(), last_error = NULL
      WHERE id = ANY (?) AND state <> 'applied'
      """;

  private static final String EARLIER =
      "SELECT 1 FROM run_batches WHERE state = 'pending' AND NOT is_set_aside"
          + " AND table_name = ? AND run_id <> ? LIMIT 1";

  private static final String NOTE =
      """
      UPDATE run_batches SET attempts = attempts + 1, last_error = ?, next_attempt_at = now()
      WHERE id = ? AND state <> 'applied'
      """;

  private static final String QUEUE =
      """
      WITH batch AS (
          INSERT INTO run_batches (id, run_id, seq, pipeline, stream, scope, fence, table_name, kind,
                                   keys, rows, rows_created, rows_updated, rows_unchanged, state)
          VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?::jsonb, ?, 0, 0, ?, 'pending')
          RETURNING rows
      )
      UPDATE sync_runs s SET rows_processed = s.rows_processed + batch.rows,
                             rows_unchanged = s.rows_unchanged + batch.rows
      FROM batch WHERE s.id = ?
      """;

  private final Databases databases;
  private final Map<String, String> statements;

  Outbox(Databases databases, List<OnDelivery> followUps) {
    this.databases = databases;
    this.statements =
        followUps.stream()
            .map(f -> Map.entry(f.pipeline() + "/" + f.stream(), MARK + f.statement()))
            .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  /** Rows that production is to have as staging holds them, named by their keys as text. */
  public record Copies(UUID id, Stream stream, String kind, List<List<String>> keys) {}

  /** Puts them into the outbox; staging's rows are left as they are and count as unchanged. */
  public int queue(JdbcClient staging, ActiveRun run, Copies copies) {
    Stream stream = copies.stream();
    int rows = copies.keys().size();
    return staging
        .sql(QUEUE)
        .params(
            copies.id(),
            run.id(),
            run.tally().nextBatch(),
            run.pipeline(),
            stream.name(),
            run.scope(),
            run.fence(),
            stream.table(),
            copies.kind(),
            BatchKeys.of(stream, copies.keys()).toString(),
            rows,
            rows,
            run.id())
        .update();
  }

  /** What staging counted of a batch that it has, for a commit whose answer got lost. */
  public Optional<StagedCounts> committed(Connection staging, UUID batch) throws SQLException {
    return Sql.first(
        staging,
        "SELECT rows_created, rows_updated FROM run_batches WHERE id = ?",
        row -> new StagedCounts(row.getInt(1), row.getInt(2)),
        batch);
  }

  /** Whether an earlier run left a batch of that table which production still lacks. */
  public boolean hasEarlier(UUID run, String table) {
    return Sql.on(databases.staging(), staging -> Sql.exists(staging, EARLIER, table, run));
  }

  /**
   * Marks a batch delivered and does what its stream does on delivery. When staging cannot be
   * reached the batch stays pending: the relay finds it applied and marks it.
   */
  public void delivered(String pipeline, String stream, UUID batch) {
    try (Connection connection = databases.staging().pool().getConnection()) {
      delivered(connection, pipeline, stream, batch);
    } catch (SQLException e) {
      LOG.warn("batch not marked delivered batch={} sqlstate={}", batch, e.getSQLState());
    }
  }

  public void delivered(Connection staging, String pipeline, String stream, UUID batch)
      throws SQLException {
    String text = statements.getOrDefault(pipeline + "/" + stream, MARK + "SELECT FROM delivered");
    try (PreparedStatement statement = staging.prepareStatement(text)) {
      statement.setObject(1, batch);
      statement.execute();
    }
  }

  /** Marks batches in their order and at once; false when one of them cannot be, and none is. */
  public boolean delivered(Connection staging, List<PendingBatch> batches) throws SQLException {
    try {
      return Sql.inTransaction(staging, () -> markAll(staging, batches));
    } catch (SQLException e) {
      LOG.warn("batches are marked one by one sqlstate={}", e.getSQLState());
      return false;
    }
  }

  /**
   * One statement for all batches of streams without a follow-up, one round trip for a stream with.
   */
  private boolean markAll(Connection staging, List<PendingBatch> batches) throws SQLException {
    Map<String, List<UUID>> byStatement = new LinkedHashMap<>();
    for (PendingBatch batch : batches) {
      String text = statements.getOrDefault(batch.pipeline() + "/" + batch.stream(), MARK_ALL);
      byStatement.computeIfAbsent(text, t -> new ArrayList<>()).add(batch.id());
    }
    List<UUID> plain = byStatement.remove(MARK_ALL);
    if (plain != null) {
      Sql.update(staging, MARK_ALL, staging.createArrayOf("uuid", plain.toArray()));
    }
    for (var marked : byStatement.entrySet()) {
      try (PreparedStatement statement = staging.prepareStatement(marked.getKey())) {
        for (UUID batch : marked.getValue()) {
          statement.setObject(1, batch);
          statement.addBatch();
        }
        statement.executeBatch();
      }
    }
    return true;
  }

  /** Remembers why a batch is pending. */
  public void note(UUID batch, String error) {
    try (Connection staging = databases.staging().pool().getConnection()) {
      Sql.update(staging, NOTE, error, batch);
    } catch (SQLException e) {
      LOG.warn("outbox not updated sqlstate={}", e.getSQLState());
    }
  }
}
