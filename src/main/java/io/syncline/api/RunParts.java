package io.syncline.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.syncline.core.database.Databases;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Reads what belongs to one run: its batches, the changes of a dry run, its dead letters. */
@Component
final class RunParts {
  private static final int MOST = 1_000;

  private final JdbcClient staging;
  private final ObjectMapper json;

  RunParts(Databases databases, ObjectMapper json) {
    this.staging = JdbcClient.create(databases.staging().pool());
    this.json = json;
  }

  /** One batch and how far it came. */
  @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
  record BatchJson(
      int seq,
      String stream,
      String table,
      int rows,
      int created,
      int updated,
      int skipped,
      String state,
      Instant committedAt,
      @Nullable Instant appliedAt) {}

  /** One change a dry run found. */
  @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
  record ChangeJson(
      long seq,
      String destination,
      String table,
      String kind,
      JsonNode key,
      JsonNode before,
      JsonNode after) {}

  /** One record that could not be written; its values stay in the database. */
  @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
  record DeadLetterJson(
      UUID id,
      String stream,
      String table,
      String destination,
      String key,
      String kind,
      String error,
      Instant createdAt,
      @Nullable Instant replayedAt) {}

  List<BatchJson> batches(UUID run) {
    return staging
        .sql("SELECT * FROM run_batches WHERE run_id = :run ORDER BY seq LIMIT " + MOST)
        .param("run", run)
        .query(RunParts::batch)
        .list();
  }

  List<ChangeJson> changes(UUID run) {
    return staging
        .sql("SELECT * FROM sync_run_changes WHERE run_id = :run ORDER BY seq LIMIT " + MOST)
        .param("run", run)
        .query(this::change)
        .list();
  }

  long changesTotal(UUID run) {
    return staging
        .sql("SELECT count(*) FROM sync_run_changes WHERE run_id = :run")
        .param("run", run)
        .query(Long.class)
        .single();
  }

  List<DeadLetterJson> deadLetters(UUID run) {
    return staging
        .sql(
            "SELECT * FROM sync_dead_letters WHERE run_id = :run ORDER BY created_at, id LIMIT "
                + MOST)
        .param("run", run)
        .query(RunParts::deadLetter)
        .list();
  }

  private static BatchJson batch(ResultSet row, int number) throws SQLException {
    return new BatchJson(
        row.getInt("seq"),
        row.getString("stream"),
        row.getString("table_name"),
        row.getInt("rows"),
        row.getInt("rows_created"),
        row.getInt("rows_updated"),
        row.getInt("rows_skipped"),
        row.getString("state"),
        row.getTimestamp("committed_at").toInstant(),
        instant(row, "applied_at"));
  }

  private ChangeJson change(ResultSet row, int number) throws SQLException {
    return new ChangeJson(
        row.getLong("seq"),
        row.getString("destination"),
        row.getString("table_name"),
        row.getString("kind"),
        json(row.getString("record_key")),
        json(row.getString("before")),
        json(row.getString("after")));
  }

  private static DeadLetterJson deadLetter(ResultSet row, int number) throws SQLException {
    return new DeadLetterJson(
        row.getObject("id", UUID.class),
        row.getString("stream"),
        row.getString("table_name"),
        row.getString("destination"),
        row.getString("record_key"),
        row.getString("kind"),
        row.getString("error"),
        row.getTimestamp("created_at").toInstant(),
        instant(row, "replayed_at"));
  }

  private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
    Timestamp time = row.getTimestamp(column);
    return time == null ? null : time.toInstant();
  }

  private JsonNode json(@Nullable String text) {
    try {
      return text == null ? json.getNodeFactory().nullNode() : json.readTree(text);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("PostgreSQL returned jsonb that is not JSON", e);
    }
  }
}
