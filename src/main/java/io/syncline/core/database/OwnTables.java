package io.syncline.core.database;

import io.syncline.core.error.StartupProblem;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Stream;

/**
 * The ledger's own tables, as the migrations have left them. An older installation, a restored copy
 * or somebody's hand may have taken a column away, which no migration looks at again.
 */
final class OwnTables {
  private static final String STAGING =
      """
      run_batches applied_at attempts committed_at fence id is_set_aside keys kind last_error marks\
       next_attempt_at parts pipeline rows rows_created rows_skipped rows_unchanged rows_updated run_id scope seq state stream table_name
      run_leases expires_at fence owner run_id scope
      sync_cursors pipeline run_id scope stream updated_at value
      sync_dead_letters batch_id closed_at closed_by closed_reason created_at destination error id kind pipeline\
       record record_key replay_run_id replayed_at run_id stream table_name
      sync_errors code column_name message row_ref run_id seq severity
      sync_forgotten_runs forgotten_at id settled_at
      sync_installation id is_only
      sync_run_changes action after before blocked destination kind record_key row_ref run_id seq table_name
      sync_run_slots request_hash run_id slot_key
      sync_runs api_calls cancel_requested_at completed_at conflicts_opened created_at data_source_id dry_run error_code\
       error_count errors failure fence fields_changed force_overwrite heartbeat_at id outcome owner parameters parent_run_id pipeline\
       report request_hash row_limit rows_archived rows_created rows_failed rows_processed rows_skipped rows_unchanged\
       rows_updated scope slot_key started_at status stop_reason tab_mapping_id trigger triggered_by warning_count
      sync_schedules cron is_paused pipeline scope time_zone updated_at updated_by
      sync_source_pace calls paused_until source
      sync_source_usage calls period source
      sync_view_refreshes destination failures last_error refreshed_at took_ms view_name
      """;

  private static final String PRODUCTION =
      """
      sync_applied applied_at batch_id installation rows run_id table_name
      sync_fence fence scope updated_at
      """;

  private static final String MISSING =
      """
      SELECT DISTINCT CASE WHEN r.oid IS NULL THEN 'there is no ' || n.name
                           ELSE n.name || ' has no column ' || n.col END
      FROM unnest(?) AS t (both_names)
      CROSS JOIN LATERAL (SELECT split_part(both_names, '.', 1), split_part(both_names, '.', 2)) AS n (name, col)
      CROSS JOIN LATERAL (SELECT to_regclass(n.name)) AS r (oid)
      WHERE NOT EXISTS (SELECT 1 FROM pg_attribute a
                        WHERE a.attrelid = r.oid AND a.attname = n.col AND NOT a.attisdropped)
      """;

  private OwnTables() {}

  /** What statements of ours name in that database, as {@code table.column}, in order. */
  static List<String> columns(String database) {
    return (database.equals("staging") ? STAGING : PRODUCTION)
        .lines()
        .map(line -> line.split(" "))
        .flatMap(words -> Stream.of(words).skip(1).map(column -> words[0] + "." + column))
        .toList();
  }

  /** What is missing of them, by name. */
  static List<StartupProblem> problems(Connection connection, String database) throws SQLException {
    Object names = connection.createArrayOf("text", columns(database).toArray());
    return new Catalogue(connection)
        .texts(MISSING, names).stream()
            .sorted()
            .map(
                missing ->
                    new StartupProblem(
                        database + ": " + missing + ".",
                        "Bring it back as the migrations have made it: they do not look again."))
            .toList();
  }
}
