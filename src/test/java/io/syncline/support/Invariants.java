package io.syncline.support;

import io.syncline.support.Postgres.Pair;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * The invariants of the pair at rest, asked for from outside the service with SQL of its own. Each
 * method answers what violates it.
 */
public final class Invariants {
  private static final int EXAMPLES = 5;

  private final JdbcTemplate staging;
  private final JdbcTemplate production;

  public Invariants(Pair pair) {
    this.staging = new JdbcTemplate(pair.stagingSource());
    this.production = new JdbcTemplate(pair.productionSource());
  }

  /** All of them; empty when everything holds. */
  public List<String> violations() {
    List<String> found = new ArrayList<>();
    found.addAll(tables("jungle_scout_product_data", "asin, marketplace, report_date"));
    found.addAll(tables("jungle_scout_sales_estimate_data", "asin, marketplace, date"));
    found.addAll(outbox());
    found.addAll(applied());
    found.addAll(runs());
    return found;
  }

  /** I1 and I2: the same keys with equal values in both databases. */
  private List<String> tables(String table, String key) {
    String rows =
        """
        SELECT concat_ws('/', %s), md5((to_jsonb(t) - 'created_at' - 'updated_at')::text)
        FROM %s t
        """;
    return differences(
        table,
        map(staging, rows.formatted(key, "dev_az_" + table)),
        map(production, rows.formatted(key, "prod_az_" + table)));
  }

  /** I3: nothing is pending, nothing was given up. */
  private List<String> outbox() {
    List<String> found = new ArrayList<>();
    found.addAll(
        rows(
            "I3 not delivered",
            "SELECT id || ' ' || state FROM run_batches WHERE state <> 'applied'"));
    found.addAll(rows("I3 dead", "SELECT record_key || ' ' || error FROM sync_dead_letters"));
    return found;
  }

  /** I4 and I11: production applied just the ledger's batches, each after staging committed it. */
  private List<String> applied() {
    List<String> found =
        new ArrayList<>(
            differences(
                "I4 batches",
                map(
                    staging,
                    "SELECT id::text, rows::text FROM run_batches WHERE kind <> 'staging'"),
                map(production, "SELECT batch_id::text, rows::text FROM sync_applied")));
    Map<String, String> committed =
        times(staging, "SELECT id::text, %s FROM run_batches", "committed_at");
    Map<String, String> applied =
        times(production, "SELECT batch_id::text, %s FROM sync_applied", "applied_at");
    committed.forEach(
        (batch, at) -> {
          if (applied.getOrDefault(batch, at).compareTo(at) < 0) {
            found.add("I11 batch " + batch + " was in production first");
          }
        });
    return found;
  }

  /** I5, I6, I8, I9 and I13. */
  private List<String> runs() {
    List<String> found = new ArrayList<>();
    found.addAll(rows("I5 still running", "SELECT id FROM sync_runs WHERE status = 'running'"));
    found.addAll(
        rows(
            "I6 counts",
            """
            SELECT id FROM sync_runs
            WHERE rows_processed <> rows_created + rows_updated + rows_unchanged + rows_skipped + rows_failed
            """));
    found.addAll(
        rows(
            "I6 ledger",
            """
            SELECT r.id FROM sync_runs r
            JOIN (SELECT run_id, sum(rows) AS rows, sum(rows_created) AS created,
                         sum(rows_updated) AS updated, sum(rows_unchanged) AS unchanged, sum(rows_skipped) AS skipped
                  FROM run_batches GROUP BY run_id) b ON b.run_id = r.id
            WHERE (r.rows_processed - r.rows_failed, r.rows_created, r.rows_updated, r.rows_unchanged, r.rows_skipped)
                  IS DISTINCT FROM (b.rows, b.created, b.updated, b.unchanged, b.skipped)
            """));
    found.addAll(
        rows(
            "I8 overlap",
            """
            SELECT a.id || ' and ' || b.id FROM sync_runs a JOIN sync_runs b
              ON a.scope = b.scope AND a.fence < b.fence
             AND tstzrange(a.started_at, a.completed_at) && tstzrange(b.started_at, b.completed_at)
             AND a.route IS DISTINCT FROM 'core.run-end' -- it held nothing while its children went on
            """));
    found.addAll(
        rows(
            "I8 fence",
            """
            SELECT b.id FROM run_batches b JOIN sync_runs later
              ON later.scope = b.scope AND later.id <> b.run_id AND later.fence > b.fence AND later.started_at < b.committed_at
            """));
    found.addAll(
        rows(
            "I9 slot",
            "SELECT slot_key FROM sync_runs GROUP BY slot_key HAVING count(slot_key) > 1"));
    found.addAll(
        rows(
            "I13 parent",
            """
            SELECT p.id || ' led ' || c.id FROM sync_runs p JOIN sync_runs c ON c.parent_run_id = p.id
            WHERE p.outcome IN ('completed', 'partial')
              AND (c.status = 'running' OR c.completed_at > p.completed_at
                   OR c.outcome NOT IN ('completed', 'partial') OR c.outcome > p.outcome)
            """));
    return found;
  }

  /** I10: what must never go back, by name. */
  public Map<String, String> marks() {
    Map<String, String> marks = new HashMap<>();
    String status =
        "SELECT 'status ' || asin || '/' || marketplace, %s FROM dev_az_jungle_scout_sync_status";
    marks.putAll(
        times(staging, status.replace("'status '", "'product '"), "product_data_synced_at"));
    marks.putAll(times(staging, status, "sales_estimate_data_synced_at"));
    marks.putAll(
        times(staging, "SELECT pipeline || stream || scope, %s FROM sync_cursors", "updated_at"));
    return marks;
  }

  private List<String> rows(String name, String sql) {
    return staging.queryForList(sql, String.class).stream()
        .limit(EXAMPLES)
        .map(row -> name + ": " + row)
        .toList();
  }

  private static Map<String, String> times(JdbcTemplate database, String sql, String column) {
    return map(
        database,
        sql.formatted("coalesce(to_char(" + column + ", 'YYYY-MM-DD HH24:MI:SS.US'), '')"));
  }

  private static List<String> differences(
      String name, Map<String, String> there, Map<String, String> here) {
    List<String> found = new ArrayList<>();
    Map<String, String> left = new TreeMap<>(here);
    there.forEach(
        (key, value) -> {
          String other = left.remove(key);
          if (other == null) {
            found.add(name + ": only in staging: " + key);
          } else if (!other.equals(value)) {
            found.add(name + ": differs: " + key);
          }
        });
    left.keySet().forEach(key -> found.add(name + ": only in production: " + key));
    return found.size() <= EXAMPLES
        ? found
        : List.of(name + ": " + found.size() + " such as " + found.subList(0, EXAMPLES));
  }

  private static Map<String, String> map(JdbcTemplate database, String sql) {
    Map<String, String> rows = new HashMap<>();
    database.query(
        sql,
        row -> {
          rows.put(row.getString(1), row.getString(2));
        });
    return rows;
  }
}
