package io.syncline.core.write;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.syncline.core.database.Databases;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Reads dead letters and notes that one was replayed. */
@Component
final class DeadLetterRows {
  private static final String SELECT =
      """
      SELECT l.*, coalesce(r.scope, '') AS scope
      FROM sync_dead_letters l LEFT JOIN sync_runs r ON r.id = l.run_id
      """;

  private final JdbcClient staging;
  private final ObjectMapper json;

  DeadLetterRows(Databases databases, ObjectMapper json) {
    this.staging = JdbcClient.create(databases.staging().pool());
    this.json = json;
  }

  Optional<DeadLetter> find(UUID id) {
    return staging.sql(SELECT + "WHERE l.id = ?").param(id).query(this::letter).optional();
  }

  /** Letters that were not replayed, the newest first, from before another one on. */
  List<DeadLetter> open(Optional<String> pipeline, Optional<UUID> before, int limit) {
    return staging
        .sql(
            SELECT
                + """
                WHERE l.replayed_at IS NULL
                  AND (:pipeline::text IS NULL OR l.pipeline = :pipeline)
                  AND (:before::uuid IS NULL OR (l.created_at, l.id) <
                       (SELECT b.created_at, b.id FROM sync_dead_letters b WHERE b.id = :before))
                ORDER BY l.created_at DESC, l.id DESC LIMIT :limit
                """)
        .param("pipeline", pipeline.orElse(null))
        .param("before", before.orElse(null))
        .param("limit", limit)
        .query(this::letter)
        .list();
  }

  /** Whether rows of the letter's key were written since: its record is older than they are. */
  boolean isSuperseded(DeadLetter letter, String firstKeyColumn) {
    return staging
        .sql(
            """
            SELECT EXISTS (SELECT 1 FROM run_batches
                           WHERE table_name = ? AND committed_at > ? AND jsonb_exists(keys -> ?, ?))
            """)
        .param(letter.table())
        .param(Timestamp.from(letter.createdAt()))
        .param(firstKeyColumn)
        .param(letter.record().path(firstKeyColumn).asText())
        .query(Boolean.class)
        .single();
  }

  void replayed(UUID id, UUID runId) {
    staging
        .sql("UPDATE sync_dead_letters SET replayed_at = now(), replay_run_id = ? WHERE id = ?")
        .param(runId)
        .param(id)
        .update();
  }

  private DeadLetter letter(ResultSet row, int number) throws SQLException {
    try {
      return new DeadLetter(
          row.getObject("id", UUID.class),
          row.getObject("run_id", UUID.class),
          row.getString("pipeline"),
          row.getString("scope"),
          row.getString("stream"),
          row.getString("table_name"),
          row.getString("destination"),
          row.getString("record_key"),
          json.readTree(row.getString("record")),
          row.getString("kind"),
          row.getString("error"),
          row.getTimestamp("created_at").toInstant(),
          Optional.ofNullable(row.getTimestamp("replayed_at")).map(Timestamp::toInstant));
    } catch (JsonProcessingException e) {
      throw new SQLException("a dead letter's record is not JSON", e);
    }
  }
}
