package io.syncline.core.run;

import com.fasterxml.jackson.databind.JsonNode;
import io.syncline.core.database.Databases;
import io.syncline.core.error.RequestRefused;
import io.syncline.core.record.StoredJson;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Reads the ledger of runs, newest first. Rows of whoever wrote {@code sync_runs} before are read
 * too, whatever they lack. Threads may share it.
 */
@Component
public final class RunHistory {
  /** How many runs it led, as what they ended, and what became of their rows; null for none. */
  private static final String CHILDREN =
      """
      (SELECT jsonb_build_object('total', count(*),
                'running', count(*) FILTER (WHERE c.outcome = 'running'),
                'completed', count(*) FILTER (WHERE c.outcome = 'completed'),
                'partial', count(*) FILTER (WHERE c.outcome = 'partial'),
                'failed', count(*) FILTER (WHERE c.outcome = 'failed'),
                'cancelled', count(*) FILTER (WHERE c.outcome = 'cancelled'),
                'stats', jsonb_build_object(
                  'rows_processed', sum(c.rows_processed), 'rows_created', sum(c.rows_created),
                  'rows_updated', sum(c.rows_updated), 'rows_unchanged', sum(c.rows_unchanged),
                  'rows_skipped', sum(c.rows_skipped), 'rows_failed', sum(c.rows_failed),
                  'rows_archived', sum(c.rows_archived), 'fields_changed', sum(c.fields_changed),
                  'conflicts_opened', sum(c.conflicts_opened)))
       FROM sync_runs c WHERE c.parent_run_id = r.id HAVING count(*) > 0) AS children""";

  /** All but the errors, of which a run may have 200 and a page has 200 runs. */
  private static final String READ =
      """
      SELECT r.id, r.parent_run_id, r.pipeline, r.scope, r.status, r.outcome, r.dry_run,
             r.started_at, r.completed_at, r.parked_until,
             CASE WHEN r.parked_until IS NOT NULL THEN r.kept ->> 'waits_for' END AS waits_for, r.rows_processed, r.rows_created, r.rows_updated,
             r.rows_unchanged, r.rows_skipped, r.rows_failed, r.rows_archived, r.fields_changed,
             r.conflicts_opened, r.error_count, r.warning_count, r.api_calls, r.parameters, r.report,
             r.progress_reached, r.progress_total,
             %s,
             (SELECT count(*) FROM run_batches b
              WHERE b.run_id = r.id AND b.state = 'pending') AS production_pending,
             %%s
      """
          .formatted(CHILDREN);

  private static final String RUN = READ.formatted(OlderWords.AS_NOW) + "FROM sync_runs r\n";
  private static final String RUNS =
      READ.formatted(OlderWords.AS_NOW_IN_SHORT) + "FROM sync_runs r\n";

  private static final String LATEST =
      READ.formatted(OlderWords.AS_NOW_IN_SHORT)
          + """
      FROM unnest(string_to_array(:words, ',')) AS w (word)
      CROSS JOIN LATERAL (
          SELECT * FROM sync_runs WHERE pipeline = w.word AND NOT dry_run AND parent_run_id IS NULL
          ORDER BY coalesce(started_at, 'epoch') DESC, id DESC LIMIT 1) r
      """;

  /** The name of the parameter is part of the text: an index has it. */
  private static final String IN_MODE =
      """
      WHERE r.pipeline = :pipeline AND r.parameters ->> 'mode' = :mode
      """;

  private static final String PENDING_SINCE =
      """
      SELECT pipeline, min(committed_at) AS since FROM run_batches
      WHERE state = 'pending' GROUP BY pipeline
      """;

  private static final String PENDING =
      """
      SELECT pipeline, count(*) AS batches FROM run_batches
      WHERE state = 'pending' GROUP BY pipeline
      """;

  private final JdbcClient staging;

  RunHistory(Databases databases) {
    this.staging = JdbcClient.create(databases.staging().pool());
  }

  /** A page of runs, each with the first ten of its errors. */
  public List<Run> list(RunQuery query) {
    RunFilter filter = RunFilter.of(query);
    return staging
        .sql(RUNS + filter.where() + RunFilter.NEWEST_FIRST)
        .params(filter.parameters())
        .param("limit", query.limit())
        .query(this::run)
        .list();
  }

  public Optional<Run> find(UUID id) {
    return staging.sql(RUN + "WHERE r.id = :id").param("id", id).query(this::run).optional();
  }

  /**
   * The run of that id.
   *
   * @throws RequestRefused 410 when it is kept no longer, 404 when there was none
   */
  public Run known(UUID id) {
    return find(id)
        .orElseThrow(
            () ->
                isForgotten(id)
                    ? RequestRefused.forgotten(id)
                    : RequestRefused.of(
                        404, "RUN_UNKNOWN", "Unknown run", "There is no run with this id"));
  }

  /** Whether there was such a run, which is kept no longer. */
  public boolean isForgotten(UUID id) {
    return staging
        .sql("SELECT EXISTS (SELECT 1 FROM sync_forgotten_runs WHERE id = :id)")
        .param("id", id)
        .query(Boolean.class)
        .single();
  }

  /** The last real run of each of these pipelines that has one, as in a list. */
  public Map<String, Run> latest(List<String> words) {
    Map<String, Run> latest = new LinkedHashMap<>();
    staging
        .sql(LATEST)
        .param("words", String.join(",", words))
        .query(this::run)
        .list()
        .forEach(it -> latest.put(it.pipeline(), it));
    return latest;
  }

  /** The newest run of a pipeline in that mode, running or not. */
  public Optional<Run> latest(String pipeline, String mode) {
    return staging
        .sql(RUN + IN_MODE + RunFilter.NEWEST_FIRST)
        .param("pipeline", pipeline)
        .param("mode", mode)
        .param("limit", 1)
        .query(this::run)
        .optional();
  }

  /** How many batches of each pipeline wait for production. */
  public Map<String, Long> pending() {
    Map<String, Long> pending = new LinkedHashMap<>();
    staging
        .sql(PENDING)
        .query(
            row -> {
              pending.put(row.getString("pipeline"), row.getLong("batches"));
            });
    return pending;
  }

  /** Since when the oldest batch of each pipeline waits for production. */
  public Map<String, Instant> pendingSince() {
    Map<String, Instant> since = new LinkedHashMap<>();
    staging
        .sql(PENDING_SINCE)
        .query(
            row -> {
              since.put(row.getString("pipeline"), row.getTimestamp("since").toInstant());
            });
    return since;
  }

  private Run run(ResultSet row, int number) throws SQLException {
    return new Run(
        row.getObject("id", UUID.class),
        Optional.ofNullable(row.getObject("parent_run_id", UUID.class)),
        row.getString("pipeline"),
        row.getString("scope"),
        row.getString("trigger_now"),
        Optional.ofNullable(row.getString("triggered_by_now")),
        outcome(row.getString("outcome"), row.getString("status")),
        row.getBoolean("dry_run"),
        instant(row, "started_at").orElse(Instant.EPOCH),
        instant(row, "completed_at"),
        instant(row, "parked_until"),
        Optional.ofNullable(row.getString("waits_for")),
        counts(row),
        effects(row),
        howFar(row),
        row.getLong("production_pending"),
        StoredJson.readable(row.getString("children")),
        failure(StoredJson.readable(row.getString("failure_now"))),
        StoredJson.readable(row.getString("parameters")),
        StoredJson.readable(row.getString("errors_now")),
        StoredJson.readable(row.getString("report")));
  }

  private static RunCounts counts(ResultSet row) throws SQLException {
    return new RunCounts(
        row.getLong("rows_processed"),
        row.getLong("rows_created"),
        row.getLong("rows_updated"),
        row.getLong("rows_unchanged"),
        row.getLong("rows_skipped"),
        row.getLong("rows_failed"),
        row.getLong("api_calls"));
  }

  private static Optional<HowFar> howFar(ResultSet row) throws SQLException {
    HowFar howFar = new HowFar(row.getLong("progress_reached"), row.getLong("progress_total"));
    return Optional.of(howFar).filter(it -> it.reached() > 0 || it.total() > 0);
  }

  private static RunEffects effects(ResultSet row) throws SQLException {
    return new RunEffects(
        row.getLong("rows_archived"),
        row.getLong("fields_changed"),
        row.getLong("conflicts_opened"),
        row.getLong("error_count"),
        row.getLong("warning_count"));
  }

  private static Optional<Failure> failure(JsonNode stored) {
    return stored.isObject()
        ? Optional.of(new Failure(stored.path("code").asText(), stored.path("message").asText()))
        : Optional.empty();
  }

  /** Rows older than this service have no outcome; a word nobody knows is no success. */
  private static RunOutcome outcome(String outcome, String status) {
    try {
      return RunOutcome.of(outcome == null ? String.valueOf(status) : outcome);
    } catch (IllegalArgumentException e) {
      return RunOutcome.FAILED;
    }
  }

  private static Optional<Instant> instant(ResultSet row, String column) throws SQLException {
    return Optional.ofNullable(row.getTimestamp(column)).map(Timestamp::toInstant);
  }
}
