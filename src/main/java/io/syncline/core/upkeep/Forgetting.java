package io.syncline.core.upkeep;

import io.syncline.core.database.Databases;
import java.util.List;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Lets go of what the ledger keeps no longer, so many rows at a time.
 *
 * <ol>
 *   <li>An old run that is over is deleted and its id noted, in one statement: from then on it is
 *       answered 410.
 *   <li>What belongs to it goes after that, its batches from production's {@code sync_applied}
 *       before they go from staging: who compares meanwhile finds the note. Where a database is
 *       away the note stays unsettled, and a later turn goes on.
 *   <li>A batch that production has had for a while loses its keys, unless a dead letter of its
 *       table is open that the batch may have overtaken.
 *   <li>What people did is kept as long as runs are.
 * </ol>
 */
@Component
public final class Forgetting {
  private static final Logger LOG = LoggerFactory.getLogger(Forgetting.class);
  private static final int RUNS_AT_ONCE = 200;
  private static final int ROWS_AT_ONCE = 5_000;

  /**
   * The newest run of each kind stays that no other led: status and overview answer it. {@code
   * OFFSET 0} keeps each question an index look-up for one run; as a join it would read all
   * batches.
   */
  private static final String FORGET =
      """
      WITH old AS (
          SELECT r.id FROM sync_runs r
          WHERE coalesce(r.started_at, 'epoch') < now() - make_interval(days => ?)
            AND r.status <> 'running'
            AND NOT EXISTS (SELECT 1 FROM run_batches b WHERE b.run_id = r.id AND b.state <> 'applied' OFFSET 0)
            AND NOT EXISTS (SELECT 1 FROM sync_dead_letters l WHERE l.run_id = r.id AND l.closed_at IS NULL OFFSET 0)
            AND NOT EXISTS (SELECT 1 FROM sync_cursors c WHERE c.run_id = r.id)
            AND r.id IS DISTINCT FROM (
                SELECT n.id FROM sync_runs n
                WHERE n.pipeline = r.pipeline AND (r.dry_run OR NOT n.dry_run) AND n.parent_run_id IS NULL
                  AND n.parameters ->> 'mode' IS NOT DISTINCT FROM r.parameters ->> 'mode'
                ORDER BY coalesce(n.started_at, 'epoch') DESC, n.id DESC LIMIT 1)
            %s
          ORDER BY coalesce(r.started_at, 'epoch') LIMIT ?
          FOR UPDATE OF r SKIP LOCKED
      ), noted AS (
          INSERT INTO sync_forgotten_runs (id) SELECT id FROM old ON CONFLICT DO NOTHING
      )
      DELETE FROM sync_runs WHERE id = ANY (ARRAY(SELECT id FROM old))
      """;

  /**
   * Somebody's table may reference runs: what it names stays, whatever a deletion would do there.
   */
  private static final String REFERENCED =
      """
      SELECT format('AND NOT EXISTS (SELECT 1 FROM %s f WHERE f.%I = r.%I)',
                    c.conrelid::regclass, theirs.attname, ours.attname)
      FROM pg_constraint c
      JOIN pg_attribute theirs ON theirs.attrelid = c.conrelid AND theirs.attnum = c.conkey[1]
      JOIN pg_attribute ours ON ours.attrelid = c.confrelid AND ours.attnum = c.confkey[1]
      WHERE c.contype = 'f' AND c.confrelid = 'sync_runs'::regclass
      """;

  private static final String UNSETTLED =
      "SELECT id::text FROM sync_forgotten_runs WHERE settled_at IS NULL ORDER BY forgotten_at"
          + " LIMIT ?";
  private static final String PART =
      "DELETE FROM %1$s WHERE ctid = ANY (ARRAY(SELECT ctid FROM %1$s WHERE run_id IN (SELECT"
          + " unnest(?::uuid[])) LIMIT ?))";
  private static final String OLD_ACTIONS =
      """
      DELETE FROM sync_audit WHERE id = ANY (ARRAY(
          SELECT id FROM sync_audit WHERE at < now() - make_interval(days => ?) LIMIT ?))
      """;
  private static final String DROP_KEYS =
      """
      UPDATE run_batches SET keys = NULL, parts = NULL
      WHERE id = ANY (ARRAY(
          SELECT b.id FROM run_batches b
          WHERE b.state = 'applied' AND b.keys IS NOT NULL
            AND coalesce(b.applied_at, b.committed_at) < now() - make_interval(days => ?)
            AND NOT EXISTS (SELECT 1 FROM sync_dead_letters l
                            WHERE l.table_name = b.table_name AND l.closed_at IS NULL
                              AND l.created_at < b.committed_at OFFSET 0)
          ORDER BY coalesce(b.applied_at, b.committed_at) LIMIT ?))
      """;

  private final JdbcClient staging;
  private final JdbcClient production;
  private final ForgettingSettings settings;
  private final List<RunPart> parts;

  Forgetting(Databases databases, ForgettingSettings settings, List<RunPart> parts) {
    this.staging = JdbcClient.create(databases.staging().relayPool());
    this.production = JdbcClient.create(databases.production().relayPool());
    this.settings = settings;
    this.parts = List.copyOf(parts);
  }

  public void sweep() {
    try {
      if (settings.keepDays() > 0) {
        forget();
      }
      settle();
    } catch (DataAccessException e) {
      LOG.warn("old runs are left for later cause={}", e.getClass().getSimpleName());
    }
    try {
      if (settings.keepKeysDays() > 0) {
        dropKeys();
      }
    } catch (DataAccessException e) {
      LOG.warn("keys of old batches are left for later cause={}", e.getClass().getSimpleName());
    }
  }

  private void forget() {
    String sql =
        FORGET.formatted(String.join("\n", staging.sql(REFERENCED).query(String.class).list()));
    int forgotten =
        inSteps(
            () -> staging.sql(sql).param(settings.keepDays()).param(RUNS_AT_ONCE).update(),
            RUNS_AT_ONCE);
    if (forgotten > 0) {
      LOG.info("old runs forgotten runs={}", forgotten);
    }
    inSteps(
        () -> staging.sql(OLD_ACTIONS).param(settings.keepDays()).param(ROWS_AT_ONCE).update(),
        ROWS_AT_ONCE);
  }

  private void settle() {
    List<String> runs;
    do {
      runs = staging.sql(UNSETTLED).param(RUNS_AT_ONCE).query(String.class).list();
      String[] ids = runs.toArray(String[]::new);
      deletePart("sync_run_changes", ids);
      deletePart("sync_errors", ids);
      deletePart("sync_dead_letters", ids);
      deletePart("sync_run_slots", ids);
      parts.forEach(part -> deletePart(part.table(), ids));
      deleteBatches(ids);
      staging
          .sql(
              "UPDATE sync_forgotten_runs SET settled_at = clock_timestamp() WHERE id IN (SELECT"
                  + " unnest(?::uuid[]))")
          .param(ids)
          .update();
    } while (runs.size() == RUNS_AT_ONCE);
  }

  private void deletePart(String table, String[] runs) {
    String sql = PART.formatted(table);
    inSteps(() -> staging.sql(sql).param(runs).param(ROWS_AT_ONCE).update(), ROWS_AT_ONCE);
  }

  private void deleteBatches(String[] runs) {
    List<String> batches;
    do {
      batches =
          staging
              .sql(
                  "SELECT id::text FROM run_batches WHERE run_id IN (SELECT unnest(?::uuid[]))"
                      + " LIMIT ?")
              .params(runs, ROWS_AT_ONCE)
              .query(String.class)
              .list();
      String[] ids = batches.toArray(String[]::new);
      production
          .sql("DELETE FROM sync_applied WHERE batch_id IN (SELECT unnest(?::uuid[]))")
          .param(ids)
          .update();
      staging
          .sql("DELETE FROM run_batches WHERE id IN (SELECT unnest(?::uuid[]))")
          .param(ids)
          .update();
    } while (batches.size() == ROWS_AT_ONCE);
  }

  private void dropKeys() {
    inSteps(
        () -> staging.sql(DROP_KEYS).param(settings.keepKeysDays()).param(ROWS_AT_ONCE).update(),
        ROWS_AT_ONCE);
  }

  /** Repeats a step until it does less than it may; answers how much was done. */
  static int inSteps(Supplier<Integer> step, int most) {
    int all = 0;
    int done;
    do {
      done = step.get();
      all += done;
    } while (done == most);
    return all;
  }
}
