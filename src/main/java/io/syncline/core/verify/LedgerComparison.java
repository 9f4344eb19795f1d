package io.syncline.core.verify;

import io.syncline.core.relay.Outbox;
import io.syncline.core.verify.Snapshot.Row;
import io.syncline.core.verify.Snapshot.Rows;
import io.syncline.core.verify.Verification.Fault;
import java.sql.SQLException;
import java.util.Set;

/**
 * Compares the ledger's batches with what production applied, and checks the ledger's own runs (I3
 * to I8 and I11).
 */
record LedgerComparison(
    String installation, UnderWay underWay, Set<String> stagingOnly, Findings findings) {
  private static final String BATCHES = "run_batches";
  private static final String RUNS = "sync_runs";

  /** The clocks of two servers agree to the second, or {@code doctor} says so. */
  private static final double LARGEST_SKEW = 1.0;

  private static final String LEDGER =
      """
      SELECT id::text COLLATE "C" AS id, table_name, rows, extract(epoch FROM committed_at),
             CASE WHEN kind = 'staging' THEN kind ELSE state END, run_id::text
      FROM run_batches ORDER BY 1
      """;
  private static final String APPLIED =
      """
      SELECT batch_id::text COLLATE "C" AS id, table_name, rows, extract(epoch FROM applied_at)
      FROM sync_applied WHERE coalesce(installation, ?) = ? ORDER BY 1
      """;
  private static final String DEAD =
      """
      SELECT id::text COLLATE "C", record_key FROM sync_dead_letters
      WHERE destination = 'production' AND closed_at IS NULL
      UNION ALL
      SELECT id::text, id::text FROM run_batches WHERE state NOT IN ('pending', 'applied')
      ORDER BY 1
      """;
  private static final String STALE =
      """
      SELECT '', id::text FROM sync_runs
      WHERE status = 'running'
        AND coalesce(heartbeat_at, started_at) < clock_timestamp() - interval '45 s'
      """;
  private static final String COUNTS =
      """
      SELECT '', id::text FROM sync_runs
      WHERE outcome IS NOT NULL
        AND rows_processed <> rows_created + rows_updated + rows_unchanged + rows_skipped + rows_failed
      """;

  /** A run that only waited for its children held nothing meanwhile (I8). */
  private static final String OVERLAPS =
      """
      SELECT '', id::text FROM (
          SELECT id, started_at, max(coalesce(completed_at, 'infinity')) FILTER (WHERE route IS DISTINCT FROM 'core.run-end') OVER (
              PARTITION BY scope ORDER BY fence ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
          ) AS earlier_end
          FROM sync_runs WHERE fence IS NOT NULL
      ) r
      WHERE started_at < earlier_end
      """;

  void compare(Snapshot staging, Snapshot production) throws SQLException {
    underWay.batches().stream()
        .filter(UnderWay.Sent::pending)
        .forEach(sent -> findings.add(Fault.PENDING, sent.table(), sent.id().toString()));
    try (Rows ledger = staging.rows(LEDGER);
        Rows applied = production.rows(APPLIED, installation, installation)) {
      new SideBySide(this::notApplied, this::unknown, this::both).walk(ledger, applied);
    }
    each(staging, DEAD, Fault.DEAD, BATCHES);
    each(staging, STALE, Fault.STALE_RUN, RUNS);
    each(staging, COUNTS, Fault.COUNTS, RUNS);
    each(staging, OVERLAPS, Fault.OVERLAP, RUNS);
  }

  private void notApplied(Row batch) {
    if (batch.values().get(2).equals(Outbox.APPLIED)
        && !stagingOnly.contains(batch.key())
        && !underWay.forgotten().contains(batch.values().get(3))) {
      findings.add(Fault.NOT_APPLIED, batch.key(), batch.order());
    }
  }

  private void unknown(Row batch) {
    if (!underWay.has(batch.order())) {
      findings.add(Fault.UNKNOWN_BATCH, batch.key(), batch.order());
    }
  }

  private void both(Row there, Row here) {
    if (!there.values().get(0).equals(here.values().get(0))) {
      findings.add(Fault.OTHER_ROWS, there.key(), there.order());
    }
    double committed = Double.parseDouble(there.values().get(1));
    double applied = Double.parseDouble(here.values().get(1));
    if (applied < committed - LARGEST_SKEW) {
      findings.add(Fault.PRODUCTION_FIRST, there.key(), there.order());
    }
  }

  private void each(Snapshot staging, String sql, Fault fault, String subject) throws SQLException {
    try (Rows rows = staging.rows(sql)) {
      for (var row = rows.next(); row.isPresent(); row = rows.next()) {
        findings.add(fault, subject, row.get().key());
      }
    }
  }
}
