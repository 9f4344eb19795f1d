package io.syncline.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.syncline.core.database.Databases;
import io.syncline.core.record.StoredJson;
import io.syncline.core.run.EntryJson;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Reads what belongs to one run: its batches, the changes of a dry run, its dead letters. */
@Component
final class RunParts {
  /** Of each kind of part, unless fewer are asked for. */
  static final int MOST = 1_000;

  private static final String BATCHES =
      """
      SELECT seq, stream, table_name AS "table", rows, rows_created AS created,
             rows_updated AS updated, rows_unchanged AS unchanged, rows_skipped AS skipped, state, committed_at, applied_at
      FROM run_batches WHERE run_id = :run ORDER BY seq LIMIT :most
      """;
  private static final String LETTERS =
      """
      SELECT id, stream, table_name AS "table", destination, record_key AS key, kind, error,
             created_at, replayed_at
      FROM sync_dead_letters WHERE run_id = :run ORDER BY created_at, id LIMIT :most
      """;

  private static final String ERRORS =
      """
      SELECT seq, row_ref, column_name, code, message, severity FROM sync_errors
      WHERE run_id = :run AND seq < :before ORDER BY seq DESC LIMIT :limit
      """;

  private final JdbcClient staging;

  RunParts(Databases databases) {
    this.staging = JdbcClient.create(databases.staging().pool());
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
      int unchanged,
      int skipped,
      String state,
      Instant committedAt,
      @Nullable Instant appliedAt) {}

  /** One entry of what went wrong. */
  record ErrorJson(
      JsonNode row,
      @Nullable String column,
      String code,
      String message,
      String severity,
      long seq) {}

  /** One change a dry run found. */
  @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
  record ChangeJson(
      long seq,
      String destination,
      String table,
      String kind,
      JsonNode row,
      @Nullable String action,
      JsonNode key,
      JsonNode before,
      JsonNode after,
      JsonNode blocked) {}

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

  List<BatchJson> batches(UUID run, int most) {
    return staging.sql(BATCHES).param("run", run).param("most", most).query(BatchJson.class).list();
  }

  /** How many there are, and of how many the keys are kept no longer. */
  record BatchTotals(long all, long withoutKeys) {}

  BatchTotals batchTotals(UUID run) {
    return staging
        .sql(
            """
            SELECT count(*) AS "all", count(*) FILTER (WHERE keys IS NULL) AS without_keys
            FROM run_batches WHERE run_id = :run
            """)
        .param("run", run)
        .query(BatchTotals.class)
        .single();
  }

  List<ChangeJson> changes(UUID run, int most) {
    return staging
        .sql("SELECT * FROM sync_run_changes WHERE run_id = :run ORDER BY seq LIMIT :most")
        .param("run", run)
        .param("most", most)
        .query(RunParts::change)
        .list();
  }

  /** A page of what went wrong, the last entry first. */
  List<ErrorJson> errors(UUID run, Optional<Long> before, int limit) {
    return staging
        .sql(ERRORS)
        .param("run", run)
        .param("before", before.orElse(Long.MAX_VALUE))
        .param("limit", limit)
        .query(RunParts::error)
        .list();
  }

  long errorsTotal(UUID run) {
    return staging
        .sql("SELECT count(*) FROM sync_errors WHERE run_id = :run")
        .param("run", run)
        .query(Long.class)
        .single();
  }

  /** A page of them, the last one first. */
  List<ChangeJson> changes(UUID run, ChangeFilter filter, Optional<Long> before, int limit) {
    return staging
        .sql(
            "SELECT * FROM sync_run_changes WHERE run_id = :run AND seq < :before"
                + filter.and()
                + " ORDER BY seq DESC LIMIT :limit")
        .param("run", run)
        .params(filter.parameters())
        .param("before", before.orElse(Long.MAX_VALUE))
        .param("limit", limit)
        .query(RunParts::change)
        .list();
  }

  long changesTotal(UUID run, ChangeFilter filter) {
    return staging
        .sql("SELECT count(*) FROM sync_run_changes WHERE run_id = :run" + filter.and())
        .param("run", run)
        .params(filter.parameters())
        .query(Long.class)
        .single();
  }

  List<DeadLetterJson> deadLetters(UUID run, int most) {
    return staging
        .sql(LETTERS)
        .param("run", run)
        .param("most", most)
        .query(DeadLetterJson.class)
        .list();
  }

  private static ErrorJson error(ResultSet row, int number) throws SQLException {
    return new ErrorJson(
        EntryJson.row(row.getString("row_ref")),
        row.getString("column_name"),
        row.getString("code"),
        row.getString("message"),
        row.getString("severity"),
        row.getInt("seq"));
  }

  private static ChangeJson change(ResultSet row, int number) throws SQLException {
    return new ChangeJson(
        row.getLong("seq"),
        row.getString("destination"),
        row.getString("table_name"),
        row.getString("kind"),
        EntryJson.row(row.getString("row_ref")),
        row.getString("action"),
        StoredJson.read(row.getString("record_key")),
        StoredJson.read(row.getString("before")),
        StoredJson.read(row.getString("after")),
        StoredJson.read(row.getString("blocked")));
  }
}
