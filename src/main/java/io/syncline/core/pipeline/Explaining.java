package io.syncline.core.pipeline;

import io.syncline.core.database.Databases;
import io.syncline.core.error.Finding;
import io.syncline.core.error.OneLine;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** What explanations of all pipelines have in common: the ledger, production, dead letters. */
@Component
public final class Explaining {
  private static final int LONGEST = 500;

  private static final String TOLD =
      """
      'run ' || r.id || ' (' || r.trigger || ', ' || coalesce(r.outcome, r.status) || ', '
      || to_char(r.started_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') || ')'
      """;

  /** One run at a time works on the scope, so that one of the last before then did it. */
  private static final String RUN_AT =
      "SELECT "
          + TOLD
          + """
      FROM (SELECT * FROM sync_runs WHERE pipeline = ? AND coalesce(started_at, 'epoch') <= ?
            ORDER BY coalesce(started_at, 'epoch') DESC, id DESC LIMIT 50) AS r
      WHERE NOT r.dry_run AND (r.completed_at IS NULL OR r.completed_at >= ?)
      ORDER BY r.started_at DESC LIMIT 1
      """;

  private static final String LAST_OF_SCOPE =
      "SELECT "
          + TOLD
          + """
      FROM sync_runs r WHERE r.scope = ? AND NOT r.dry_run
      ORDER BY coalesce(r.started_at, 'epoch') DESC, r.id DESC LIMIT 1
      """;

  /**
   * Batches lose their keys after a while; so many of the newest are looked at, and of these no
   * more than hold some 200,000 rows.
   */
  private static final String LAST_WITH_KEY =
      "SELECT "
          + TOLD
          + """
      FROM (SELECT run_id, keys, committed_at, sum(rows) OVER (ORDER BY committed_at DESC, id) AS rows_so_far
            FROM (SELECT id, run_id, keys, committed_at, rows FROM run_batches WHERE table_name = ?
                  ORDER BY committed_at DESC LIMIT 2000) AS newest
            WHERE keys IS NOT NULL) AS b JOIN sync_runs r ON r.id = b.run_id
      WHERE CASE WHEN b.rows_so_far <= 200000 THEN jsonb_exists(b.keys -> ?, ?) END
      ORDER BY b.committed_at DESC LIMIT 1
      """;

  private static final String PENDING =
      """
      SELECT count(*) || ' since ' || to_char(min(committed_at) AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')
      FROM run_batches WHERE state = 'pending' AND table_name = ? HAVING count(*) > 0
      """;

  private static final String LETTERS =
      """
      SELECT id, destination, error FROM sync_dead_letters
      WHERE closed_at IS NULL AND pipeline = ? AND record ->> ? = ? ORDER BY created_at DESC LIMIT 3
      """;

  private final JdbcClient staging;
  private final PipelineBoard board;

  Explaining(Databases databases, PipelineBoard board) {
    this.staging = JdbcClient.create(databases.staging().pool());
    this.board = board;
  }

  /** Whether the pipeline works at all, what its last run came to, and when the next one is due. */
  public Finding pipeline(String word) {
    PipelineStatus status =
        board.all().stream()
            .filter(it -> it.pipeline().word().equals(word))
            .findFirst()
            .orElseThrow();
    String next =
        status.nextFire().map(at -> "the next is due at " + at).orElse("none is scheduled");
    String last =
        status
            .lastRun()
            .map(
                it ->
                    "the last run is %s (%s, %s)"
                        .formatted(it.id(), it.outcome().word(), it.startedAt()))
            .orElse("it has never run");
    String what = "pipeline " + word;
    if (!status.pausedSchedules().isEmpty()) {
      return Finding.warn(
          what,
          "%s of its schedules are paused; POST /api/schedules/{name}/resume; %s, %s"
              .formatted(status.pausedSchedules(), last, next));
    }
    return switch (status.state()) {
      case OFF ->
          Finding.fail(
              what, "off; set %s and start again".formatted(status.pipeline().missingVariables()));
      case OVERDUE ->
          Finding.warn(
              what,
              "overdue; see whether a service runs, and its log; %s, %s".formatted(last, next));
      case FAILED, PARTIAL ->
          Finding.warn(
              what, "%s; see /api/sync/runs/<id> for its errors; %s".formatted(last, next));
      case RUNNING, OK -> Finding.ok(what, last + ", " + next);
    };
  }

  /** The run that was under way at that moment, in words. */
  public String runAt(String word, Instant at) {
    Timestamp moment = Timestamp.from(at);
    return staging
        .sql(RUN_AT)
        .params(word, moment, moment)
        .query(String.class)
        .optional()
        .orElse("a run that is kept no longer");
  }

  /** The last run that had a scope, in words. */
  public Optional<String> lastOf(String scope) {
    return staging.sql(LAST_OF_SCOPE).param(scope).query(String.class).optional();
  }

  /**
   * The last run that had a row of that key in hand, as far as batches have their keys, in words.
   */
  public Optional<String> lastWith(String table, String column, String key) {
    return staging.sql(LAST_WITH_KEY).params(table, column, key).query(String.class).optional();
  }

  /** Whether production has what staging has of a table. */
  public Finding production(String table) {
    return staging
        .sql(PENDING)
        .param(table)
        .query(String.class)
        .optional()
        .map(
            pending ->
                Finding.warn(
                    "production",
                    "lacks batches of %s, %s; they come by themselves once it answers, see doctor"
                        .formatted(table, pending)))
        .orElseGet(
            () ->
                Finding.ok(
                    "production",
                    "has all batches of " + table + "; verify compares it row by row"));
  }

  /** Records that could not be written, by what one of their members says. */
  public List<Finding> letters(String word, String member, String value) {
    return staging
        .sql(LETTERS)
        .params(word, member, value)
        .query(
            (row, number) ->
                Finding.fail(
                    "dead letter " + row.getString("id"),
                    OneLine.of(
                        "%s refused it: %s; correct and replay it"
                            .formatted(row.getString("destination"), row.getString("error")),
                        LONGEST)))
        .list();
  }

  /** A moment in words, with how it is called where there is none. */
  public static String moment(Optional<Instant> at, String otherwise) {
    return at.map(Instant::toString).orElse(otherwise);
  }
}
