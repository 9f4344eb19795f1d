package io.syncline.core.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.support.Postgres;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;
import org.springframework.core.io.ClassPathResource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.init.ResourceDatabasePopulator;

/** The migration to the words of now, on ledgers that were there before. */
class LedgerUpgradeIT {
  private static final String VERSION_BEFORE = "20261126.70";

  private final Postgres.Pair pair = Postgres.freshPair();
  private final JdbcTemplate staging = new JdbcTemplate(pair.stagingSource());

  @Test
  void no_run_and_no_batch_is_written_and_no_table_is_rewritten() {
    migrate(VERSION_BEFORE);
    staging.update(
        """
        INSERT INTO sync_runs (id, status, outcome, pipeline, trigger, caller, owner, is_dry_run, rows_processed,
                               rows_updated, rows_skipped, error_code, stop_reason)
        SELECT gen_random_uuid(), 'failed', 'failed', 'stockx', 'request', 'cron', 'x', n % 2 = 0, 5, 3, 2, 'INTERNAL', 'x'
        FROM generate_series(1, 100) n
        """);
    staging.update(
        """
        INSERT INTO run_batches (id, run_id, seq, pipeline, stream, scope, fence, table_name, kind, keys, rows,
                                 rows_created, rows_updated, rows_skipped, state)
        SELECT gen_random_uuid(), id, 1, 'stockx', 'x', 'x', 1, 'x', 'upsert', '[]', 5, 0, 3, 2, 'applied' FROM sync_runs
        """);
    List<String> before = written();

    migrate("latest");

    assertThat(written()).isEqualTo(before);
    assertThat(
            staging.queryForMap(
                "SELECT sum(rows_unchanged) AS unchanged, sum(rows_skipped) AS skipped,"
                    + " count(*) FILTER (WHERE dry_run) AS dry, min(triggered_by) AS by FROM sync_runs"))
        .isEqualTo(Map.of("unchanged", 200L, "skipped", 0L, "dry", 50L, "by", "cron"));
    assertThat(
            staging.queryForObject(
                "SELECT sum(rows_unchanged) - sum(rows_skipped) FROM run_batches", Integer.class))
        .isEqualTo(200);
  }

  @Test
  void no_index_is_built_on_what_stands_in_the_runs() {
    migrate(VERSION_BEFORE);
    List<String> before = indexesOfRuns();
    migrate("latest");
    assertThat(indexesOfRuns().stream().filter(it -> !before.contains(it)))
        .hasSize(2)
        .allMatch(it -> it.matches(".* WHERE \\((parent_run_id|parked_until) IS NOT NULL\\)"));
  }

  private List<String> indexesOfRuns() {
    return staging.queryForList(
        "SELECT indexdef FROM pg_indexes WHERE tablename = 'sync_runs'", String.class);
  }

  /** SE-37. */
  @Test
  void runs_of_the_document_keep_what_they_skipped_and_who_started_them() {
    document();
    UUID user = UUID.randomUUID();
    staging.update(
        "INSERT INTO sync_runs (status, rows_processed, rows_updated, rows_skipped, triggered_by,"
            + " errors) VALUES ('completed', 150, 148, 2, ?, '[{\"row\":47}]')",
        user);
    migrate("latest");
    assertThat(
            staging.queryForMap(
                "SELECT rows_unchanged, rows_skipped, triggered_by, errors::text FROM sync_runs"))
        .isEqualTo(
            Map.of(
                "rows_unchanged",
                0,
                "rows_skipped",
                2,
                "triggered_by",
                user.toString(),
                "errors",
                "[{\"row\": 47}]"));
  }

  @Test
  void a_view_of_somebody_that_shows_who_started_a_run_stays() {
    document();
    staging.execute("CREATE VIEW who AS SELECT id, triggered_by, rows_skipped FROM sync_runs");
    UUID user = UUID.randomUUID();
    staging.update("INSERT INTO sync_runs (status, triggered_by) VALUES ('completed', ?)", user);
    migrate("latest");
    assertThat(staging.queryForObject("SELECT triggered_by FROM who", UUID.class)).isEqualTo(user);
    assertThat(staging.queryForObject("SELECT triggered_by FROM sync_runs", String.class))
        .isEqualTo(user.toString());
  }

  /** Each row's version and each table's file. */
  private List<String> written() {
    return staging.queryForList(
        """
        SELECT xmin || ' ' || ctid FROM sync_runs
        UNION ALL SELECT xmin || ' ' || ctid FROM run_batches
        UNION ALL SELECT relname || ' ' || relfilenode FROM pg_class WHERE relname IN ('sync_runs', 'run_batches')
        ORDER BY 1
        """,
        String.class);
  }

  private void document() {
    new ResourceDatabasePopulator(new ClassPathResource("db/document-001.sql"))
        .execute(pair.stagingSource());
  }

  private void migrate(String version) {
    Flyway.configure()
        .dataSource(pair.stagingSource())
        .locations("classpath:db/migration/control")
        .baselineOnMigrate(true)
        .baselineVersion("0")
        .target(version)
        .load()
        .migrate();
  }
}
