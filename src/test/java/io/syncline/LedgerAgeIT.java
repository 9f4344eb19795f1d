package io.syncline;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.support.SandboxService;
import io.syncline.support.SandboxService.Answer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The service on a ledger that is large enough for a scan to be dearer than an index. What scans a
 * table is asked of the server, so that no statement is forgotten here.
 */
class LedgerAgeIT {
  private static final int TURNS = 60;
  private static final String KEPT =
      "SELECT EXISTS (SELECT 1 FROM sync_dead_letters WHERE closed_at IS NULL ORDER BY created_at)";
  private static final String FILL =
      """
      INSERT INTO sync_runs (id, status, outcome, pipeline, scope, trigger, started_at, completed_at,
                             heartbeat_at, parameters, errors, fence)
      SELECT md5('run' || n)::uuid, 'completed', 'completed', p.word, p.word, 'schedule', t.at, t.at, t.at, '{}', '{}', 0
      FROM generate_series(1, 60000) n,
           LATERAL (SELECT (ARRAY['junglescout', 'stockx', 'elitefactor'])[1 + n % 3]) AS p (word),
           LATERAL (SELECT now() - make_interval(mins => 3 * n)) AS t (at);
      INSERT INTO run_batches (id, run_id, seq, pipeline, stream, scope, fence, table_name, kind, keys, rows,
                               rows_created, rows_updated, rows_unchanged, state, committed_at, applied_at)
      SELECT md5('batch' || s || '/' || r.id)::uuid, r.id, s, r.pipeline, 'old', r.scope, 0,
             CASE r.pipeline WHEN 'stockx' THEN 'master_market_data' WHEN 'elitefactor' THEN 'listings'
             ELSE 'jungle_scout_sales_estimate_data' END,
             'upsert', '{"asin": ["A"]}', 1, 1, 0, 0, 'applied', r.started_at, r.started_at
      FROM sync_runs r, generate_series(1, 3) s WHERE r.fence = 0;
      INSERT INTO sync_dead_letters (run_id, batch_id, pipeline, stream, table_name, destination,
                                     record_key, record, kind, error, created_at, closed_at)
      SELECT r.id, md5('batch1/' || r.id)::uuid, r.pipeline, 'old', 'old', 'staging', r.id::text, '{}', 'db', 'old',
             r.started_at, r.started_at
      FROM sync_runs r WHERE r.fence = 0;
      """;

  private static SandboxService service;
  private static JdbcClient staging;

  @BeforeAll
  static void start() {
    service =
        SandboxService.start(
            "--syncline.sandbox.junglescout.products=5",
            "--syncline.relay.interval=50ms",
            "--syncline.relay.view-interval=50ms",
            "--syncline.relay.retention-interval=50ms",
            "--syncline.run.sweep=50ms",
            "--syncline.run.heartbeat=50ms",
            "--syncline.metrics.period=50");
    staging = service.staging();
    grow();
  }

  @AfterAll
  static void stop() {
    service.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"auto", "force_generic_plan"})
  void no_timer_page_or_run_scans_the_ledger_whatever_the_plan(String plans) {
    staging
        .sql(
            "ALTER DATABASE %s SET plan_cache_mode = %s".formatted(service.pair().staging(), plans))
        .update();
    renewSessions();
    Map<String, Long> before = scans();
    long turns = turns();
    askForPages();
    runEverything();
    Awaitility.await().atMost(Duration.ofMinutes(2)).until(() -> turns() > turns + TURNS);
    renewSessions();
    assertThat(scans()).isEqualTo(before);
  }

  private static void grow() {
    for (String statement : FILL.split(";\n")) {
      staging.sql(statement).update();
    }
    staging.sql("VACUUM ANALYZE").update();
  }

  private void askForPages() {
    String[] viewer = service.token("viewer");
    UUID run = staging.sql("SELECT md5('run7')::uuid").query(UUID.class).single();
    List<String> pages =
        List.of(
            "/api/pipelines",
            "/api/sync/runs?limit=20",
            "/api/sync/runs?pipeline=stockx",
            "/api/sync/runs?status=failed",
            "/api/sync/runs?status=cancelled",
            "/api/sync/runs?pipeline=stockx&status=partial",
            "/api/sync/runs?source=nobody",
            "/api/sync/runs?source=" + UUID.randomUUID(),
            "/api/sync/runs?before=" + run,
            "/api/sync/runs?before=2026-01-15T10:00:00Z",
            "/api/sync/runs/" + run,
            "/health");
    for (int turn = 0; turn < 22; turn++) {
      pages.forEach(page -> assertThat(service.get(page, viewer).status()).as(page).isEqualTo(200));
      service.get("/admin/hourly-sync/status", service.apiKey());
      service.get("/admin/master-sync/status", service.token("admin"));
      service.get("/api/dead-letters", service.token("admin"));
    }
  }

  private void runEverything() {
    String[] admin = service.token("admin");
    for (JdbcClient database : List.of(staging, service.production())) {
      database.sql("ALTER TABLE listings DROP CONSTRAINT IF EXISTS refuses").update();
      database.sql("UPDATE listings SET artisan_elite_factor = NULL").update();
      database
          .sql("ALTER TABLE listings ADD CONSTRAINT refuses CHECK (artisan_elite_factor IS NULL)")
          .update();
    }
    for (int turn = 0; turn < 7; turn++) {
      for (String pipeline : List.of("elitefactor", "junglescout", "stockx")) {
        Answer answer = service.post("/api/pipelines/" + pipeline + "/runs", "", admin);
        assertThat(answer.status()).as("%s", answer.body()).isEqualTo(200);
      }
    }
    assertThat(staging.sql(KEPT).query(Boolean.class).single()).as("letters were kept").isTrue();
  }

  /** A session keeps its plans, and tells what it scanned when it ends at the latest. */
  private void renewSessions() {
    String begun = staging.sql("SELECT clock_timestamp()::text").query(String.class).single();
    Awaitility.await()
        .atMost(Duration.ofMinutes(1))
        .until(
            () -> {
              service.renewConnections(); // a pool may just have opened one more
              return staging
                      .sql(
                          "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
                              + " AND application_name = 'syncline' AND backend_start <"
                              + " ?::timestamptz")
                      .param(begun)
                      .query(Long.class)
                      .single()
                  == 0;
            });
  }

  private Map<String, Long> scans() {
    Map<String, Long> scans = new TreeMap<>();
    staging
        .sql(
            """
            SELECT relname, seq_scan FROM pg_stat_user_tables
            WHERE relname IN ('run_batches', 'sync_runs', 'sync_dead_letters')
            """)
        .query(
            row -> {
              scans.put(row.getString(1), row.getLong(2));
            });
    return scans;
  }

  /** Turns of whatever looks for pending batches. */
  private long turns() {
    return staging
        .sql("SELECT idx_scan FROM pg_stat_user_indexes WHERE indexrelname = 'run_batches_pending'")
        .query(Long.class)
        .single();
  }
}
