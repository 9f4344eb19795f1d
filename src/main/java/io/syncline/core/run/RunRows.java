package io.syncline.core.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.NullNode;
import io.syncline.core.database.Databases;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Reads rows of {@code sync_runs} as {@link Run}. */
@Component
public final class RunRows {
  private static final String SELECT =
      """
      SELECT r.*, (SELECT count(*) FROM run_batches b WHERE b.run_id = r.id AND b.state = 'pending')
             AS production_pending
      FROM sync_runs r
      """;

  private final JdbcClient staging;
  private final ObjectMapper json;

  RunRows(Databases databases, ObjectMapper json) {
    this.staging = JdbcClient.create(databases.staging().pool());
    this.json = json;
  }

  /** The runs that a constant condition with bound parameters selects. */
  public List<Run> list(String condition, List<Object> parameters) {
    return staging.sql(SELECT + condition).params(parameters).query(this::run).list();
  }

  Optional<Run> one(String condition, List<Object> parameters) {
    return list(condition, parameters).stream().findFirst();
  }

  private Run run(ResultSet row, int number) throws SQLException {
    return new Run(
        row.getObject("id", UUID.class),
        row.getString("pipeline"),
        row.getString("scope"),
        row.getString("trigger"),
        outcome(row),
        row.getBoolean("is_dry_run"),
        row.getTimestamp("started_at").toInstant(),
        instant(row, "completed_at"),
        counts(row),
        row.getLong("production_pending"),
        Optional.ofNullable(row.getString("error_code")),
        Optional.ofNullable(row.getString("stop_reason")),
        json(row, "parameters"),
        json(row, "errors"),
        json(row, "report"));
  }

  /** Rows from before the ledger was ours have no outcome of their own. */
  private static RunOutcome outcome(ResultSet row) throws SQLException {
    String outcome = row.getString("outcome");
    return RunOutcome.of(outcome == null ? row.getString("status") : outcome);
  }

  private static RunCounts counts(ResultSet row) throws SQLException {
    return new RunCounts(
        row.getLong("rows_processed"),
        row.getLong("rows_created"),
        row.getLong("rows_updated"),
        row.getLong("rows_skipped"),
        row.getLong("rows_failed"),
        row.getLong("api_calls"));
  }

  private static Optional<Instant> instant(ResultSet row, String column) throws SQLException {
    return Optional.ofNullable(row.getTimestamp(column)).map(Timestamp::toInstant);
  }

  private JsonNode json(ResultSet row, String column) throws SQLException {
    String text = row.getString(column);
    try {
      return text == null ? NullNode.getInstance() : json.readTree(text);
    } catch (JsonProcessingException e) {
      throw new SQLException("column " + column + " is not JSON", e);
    }
  }
}
