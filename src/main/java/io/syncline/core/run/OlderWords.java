package io.syncline.core.run;

import io.syncline.core.database.Databases;
import java.time.Duration;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Runs that an earlier version has written, or document 001's own service: read in the words of
 * now, and rewritten so many at a time in the background, so that no start waits for a long ledger.
 * One thread at a time.
 */
@Component
final class OlderWords {
  private static final Logger LOG = LoggerFactory.getLogger(OlderWords.class);
  private static final int AT_ONCE = 1_000;
  private static final int STEPS = 20;
  private static final Duration LONGEST_TURN = Duration.ofMinutes(5);
  private static final Duration TIME_TO_FINISH = Duration.ofSeconds(1);

  private static final String TRIGGER =
      """
      CASE WHEN r.trigger NOT IN ('request', 'command', 'console') THEN r.trigger
           WHEN coalesce(r.triggered_by, r.caller) IN ('cron', 'api-key') THEN 'webhook' ELSE 'manual' END""";

  private static final String TRIGGERED_BY =
      "CASE WHEN r.trigger <> 'schedule' THEN coalesce(r.triggered_by, r.caller) END";

  private static final String FAILURE =
      """
      coalesce(r.failure, CASE WHEN r.error_code IS NOT NULL THEN
          jsonb_build_object('code', r.error_code, 'message', coalesce(r.stop_reason, '')) END)""";

  /** Four counts and up to ten messages, or a list of whatever the document's service noted. */
  private static final String ERRORS =
      """
      CASE WHEN r.errors -> 'total' IS NOT NULL THEN r.errors
           WHEN jsonb_typeof(r.errors) = 'array'
             THEN jsonb_build_object('total', jsonb_array_length(r.errors), 'items', r.errors)
           WHEN jsonb_typeof(r.errors) = 'object' THEN jsonb_build_object(
             'total', (SELECT coalesce(sum(e.value::int), 0) FROM jsonb_each(r.errors) AS e
                       WHERE e.key IN ('db_errors', 'api_errors', 'parse_errors', 'other_errors')
                         AND jsonb_typeof(e.value) = 'number'),
             'items', (SELECT coalesce(jsonb_agg(jsonb_build_object('row', NULL, 'column', NULL, 'code', 'ERROR',
                                                                    'message', m.words, 'severity', 'error')
                                                 ORDER BY m.n), '[]')
                       FROM jsonb_array_elements(jsonb_path_query_array(r.errors, '$.sample_errors[*]'))
                            WITH ORDINALITY AS m (words, n)))
      END""";

  private static final String WORDS =
      "%s AS trigger_now, %s AS triggered_by_now, %s AS failure_now"
          .formatted(TRIGGER, TRIGGERED_BY, FAILURE);

  /** What a reader of a run takes in place of the columns. */
  static final String AS_NOW = WORDS + ", " + ERRORS + " AS errors_now";

  /** The same for a list: of the errors of each run the first ten. */
  static final String AS_NOW_IN_SHORT =
      WORDS
          + """
          ,
          (SELECT jsonb_set(e.errors, '{items}', jsonb_path_query_array(e.errors, '$.items[0 to 9]'))
           FROM (SELECT %s) AS e (errors)) AS errors_now"""
              .formatted(ERRORS);

  /**
   * The next so many runs from the place that was reached, which moves behind them: each is looked
   * at once. What may still go on elsewhere, or was begun by an instance of the version before, is
   * left until it is a day old.
   */
  private static final String REWRITE =
      """
      WITH passed AS (
          SELECT s.id, coalesce(s.started_at, 'epoch') AS start FROM sync_runs s
          WHERE (coalesce(s.started_at, 'epoch'), s.id) > (
                  coalesce((SELECT (c.value ->> 'start')::timestamptz FROM %5$s), '-infinity'),
                  coalesce((SELECT (c.value ->> 'id')::uuid FROM %5$s), '%6$s'::uuid))
            AND coalesce(s.started_at, 'epoch') < now() - interval '1 day'
          ORDER BY coalesce(s.started_at, 'epoch'), s.id LIMIT :limit
      ), rewritten AS (
          UPDATE sync_runs r
          SET trigger = %1$s, triggered_by = %2$s, failure = %3$s, errors = %4$s,
              error_count = CASE WHEN r.errors -> 'total' IS NULL THEN coalesce(((%4$s) ->> 'total')::int, 0)
                                 ELSE r.error_count END,
              error_code = NULL, stop_reason = NULL, caller = NULL
          WHERE r.id = ANY (ARRAY(SELECT id FROM passed)) AND r.status <> 'running'
            AND (r.trigger IN ('request', 'command', 'console') OR r.error_code IS NOT NULL
                 OR r.caller IS NOT NULL OR (r.errors IS NOT NULL AND r.errors -> 'total' IS NULL))
          RETURNING 1
      ), moved AS (
          INSERT INTO sync_cursors (pipeline, stream, scope, value, run_id)
          SELECT 'core', 'older-words', 'sync_runs', jsonb_build_object('start', start, 'id', id), '%6$s'::uuid
          FROM passed ORDER BY start DESC, id DESC LIMIT 1
          ON CONFLICT (pipeline, stream, scope) DO UPDATE SET value = excluded.value, updated_at = now()
      )
      SELECT (SELECT count(*) FROM passed) AS seen, (SELECT count(*) FROM rewritten) AS rewritten
      """
          .formatted(
              TRIGGER,
              TRIGGERED_BY,
              FAILURE,
              ERRORS,
              "sync_cursors c WHERE c.pipeline = 'core' AND c.stream = 'older-words'",
              new UUID(0, 0));

  /** How many runs were looked at, and how many of them spoke other words. */
  private record Step(long seen, long rewritten) {
    private static final Step BEGUN = new Step(AT_ONCE, 0);
  }

  private final JdbcClient staging;

  OlderWords(Databases databases, BackgroundLoops loops, RunSettings settings) {
    this.staging = JdbcClient.create(databases.staging().pool());
    loops.keep(
        BackgroundLoop.resting("older-words", settings.sweep(), this::rewrite),
        LONGEST_TURN,
        TIME_TO_FINISH);
  }

  /** One turn of the background. */
  void rewrite() {
    long all = 0;
    try {
      Step step = Step.BEGUN;
      for (int steps = 0; steps < STEPS && step.seen() == AT_ONCE; steps++) {
        step = step();
        all += step.rewritten();
      }
    } catch (DataAccessException e) {
      LOG.warn("older runs are left for later cause={}", e.getClass().getSimpleName());
    }
    if (all > 0) {
      LOG.info("older runs are in the words of now runs={}", all);
    }
  }

  private Step step() {
    return staging
        .sql(REWRITE)
        .param("limit", AT_ONCE)
        .query((row, number) -> new Step(row.getLong("seen"), row.getLong("rewritten")))
        .single();
  }
}
