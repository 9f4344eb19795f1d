package io.syncline.clientapi;

/**
 * What follows the end of an account's run, whoever ends it: its result, and when the account is
 * read next (CR-02, CR-21, CR-37).
 *
 * <ol>
 *   <li>What was done leads to the account's next slot ahead, the fewest whole frequencies after
 *       the one that it was due in; a run before that slot does not move it.
 *   <li>A failure keeps the slot and is tried again sooner, never after the next slot.
 *   <li>So does a run in which a type was not read to its end; it was let in all the same.
 *   <li>A run whose process died says nothing of the account: it is due again at once.
 *   <li>A hint that came while it was read may be of what was read before: it is due again soon.
 *   <li>What was read again beside that, or looked for and not found, says nothing of when it is
 *       due.
 *   <li>An account is told {@code error} for what its owner has to mend, not for what we have to,
 *       nor where its source is busy, away or out of order; for a refusal that names no reason
 *       after the second failed run in a row, as such have been passing.
 * </ol>
 */
final class AccountEnd {
  private static final String STATEMENT =
      """
      , sound AS (
          SELECT e.id, e.status = 'completed' AND e.failure IS NULL AND u.reason IS NULL AS done,
                 coalesce(e.failure ->> 'message', u.reason) AS message
          FROM ended e LEFT JOIN LATERAL (
              SELECT min(t.key || ': ' || coalesce(t.value ->> 'reason', 'not read to its end')) AS reason
              FROM jsonb_each(e.report::jsonb -> 'types') AS t WHERE t.value ->> 'state' = 'partial'
          ) AS u ON true
      ), told AS (
          INSERT INTO client_api_sync_results
              (client_id, credential_id, platform_type, records_fetched, records_stored, sync_duration_seconds,
               success, data_types_synced, sync_triggered_by, run_id, label, error_message)
          SELECT (e.parameters ->> 'client_id')::uuid, (e.parameters ->> 'credential_id')::uuid,
                 e.parameters ->> 'platform_type', coalesce((e.report::jsonb ->> 'fetched')::bigint, 0),
                 e.rows_created + e.rows_updated, extract(epoch FROM e.completed_at - e.started_at),
                 s.done, coalesce(e.report::jsonb -> 'types', '{}'),
                 CASE WHEN e.trigger = 'schedule' THEN 'cron' WHEN e.triggered_by = 'command' THEN 'cli'
                      ELSE 'admin' END,
                 e.id, e.parameters ->> 'label', s.message
          FROM ended e JOIN sound s USING (id) WHERE jsonb_exists(e.parameters::jsonb, 'credential_id') AND NOT e.dry_run
          ON CONFLICT (run_id) WHERE run_id IS NOT NULL DO NOTHING
      ), how AS (
          SELECT c.credential_id, e.completed_at AS at, e.started_at AS begun, c.failures, s.message,
                 make_interval(hours => greatest(1, c.sync_frequency_hours)) AS every,
                 coalesce(c.slot_at, c.next_sync_at,
                          date_trunc('day', e.completed_at AT TIME ZONE 'UTC') AT TIME ZONE 'UTC') AS slot,
                 CASE WHEN s.done THEN 'done'
                      WHEN e.outcome = 'cancelled' THEN 'cancelled'
                      WHEN e.failure ->> 'code' IN ('INTERRUPTED', 'LEASE_LOST') THEN 'again'
                      ELSE 'failed' END AS came,
                 e.outcome = 'failed'
                     AND (e.failure ->> 'code' IN ('AUTH_FAILED', 'SECRET_UNREADABLE', 'NOTHING_READ')
                          OR e.failure ->> 'code' = 'SOURCE_BLOCKED' AND c.failures > 0) AS refused,
                 e.status = 'completed' AS connected
          FROM ended e JOIN sound s USING (id)
          JOIN client_api_credentials c ON c.credential_id = (e.parameters ->> 'credential_id')::uuid
          WHERE NOT e.dry_run AND NOT jsonb_exists(e.parameters::jsonb, 'from')
            AND e.parameters ->> 'mode' IS DISTINCT FROM 'sweep'
      ), ahead AS (
          SELECT h.*, CASE WHEN slot > at THEN slot
                      ELSE slot + every * (floor(extract(epoch FROM at - slot) / extract(epoch FROM every)) + 1)
                      END AS next_slot
          FROM how h
      )
      UPDATE client_api_credentials c
      SET last_sync_at = CASE WHEN a.came = 'done' THEN a.at ELSE c.last_sync_at END,
          next_sync_at = CASE WHEN a.came = 'done' AND c.hinted_at > a.begun
                              THEN least(a.next_slot, c.hinted_at + make_interval(secs => %2$s))
                              WHEN a.came IN ('done', 'cancelled') THEN a.next_slot
                              WHEN a.came = 'again' THEN a.at
                              ELSE least(a.next_slot, a.at + least(a.every,
                                   make_interval(secs => %1$s) * power(2, least(a.failures, 20)))) END,
          slot_at = CASE WHEN a.came IN ('failed', 'again') THEN a.slot
                         WHEN a.came = 'done' AND c.hinted_at > a.begun THEN a.next_slot END,
          failures = CASE a.came WHEN 'done' THEN 0 WHEN 'failed' THEN a.failures + 1 ELSE a.failures END,
          status = CASE WHEN a.connected THEN 'connected' WHEN a.refused THEN 'error' ELSE c.status END,
          error_message = CASE a.came WHEN 'done' THEN NULL WHEN 'failed' THEN a.message
                                      ELSE c.error_message END,
          updated_at = now()
      FROM ahead a WHERE c.credential_id = a.credential_id
      RETURNING to_char(c.next_sync_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')
      """;

  private AccountEnd() {}

  /** The statement of a pipeline with these times. */
  static String statement(ClientApiSettings settings) {
    return STATEMENT.formatted(settings.firstRetry().toSeconds(), settings.gather().toSeconds());
  }
}
