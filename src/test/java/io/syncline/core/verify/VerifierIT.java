package io.syncline.core.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import io.syncline.core.database.Database;
import io.syncline.core.database.Databases;
import io.syncline.core.run.ProductionFences;
import io.syncline.core.stream.Column;
import io.syncline.core.stream.Stream;
import io.syncline.core.stream.Streams;
import io.syncline.core.verify.Verification.Compared;
import io.syncline.core.verify.Verification.Fault;
import io.syncline.core.verify.Verification.Finding;
import io.syncline.support.Postgres;
import io.syncline.support.Postgres.Pair;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.core.io.ClassPathResource;
import org.springframework.jdbc.core.JdbcTemplate;

class VerifierIT {
  private static final Stream SALES =
      Stream.into(
              "sales",
              "sales",
              2,
              List.of(
                  Column.text("asin"),
                  Column.date("day"),
                  Column.integer("units"),
                  Column.numeric("price")))
          .keyedByRange()
          .touching();
  private static final String BATCH =
      """
      INSERT INTO run_batches (id, run_id, seq, pipeline, stream, scope, fence, table_name, kind,
          keys, rows, rows_created, rows_updated, rows_unchanged, state, committed_at)
      VALUES (?::uuid, gen_random_uuid(), 1, 'p', 'sales', 's', 1, 'sales', 'upsert',
          '{"asin": ["A0"], "first_day": [0], "last_day": [30000]}', 5, 5, 0, 0, ?, now() - interval '1 hour')
      """;
  private static final String APPLIED =
      "INSERT INTO sync_applied (batch_id, run_id, table_name, rows) VALUES (?::uuid, gen_random_uuid(), 'sales', ?)";
  private static final String ID = "00000000-0000-0000-0000-00000000000";
  private static final String RUN =
      """
      INSERT INTO sync_runs (scope, status, outcome, fence, started_at, completed_at, heartbeat_at,
          rows_processed, rows_created)
      VALUES (?, ?, ?, ?, now() - ?::interval, now() - ?::interval, now() - ?::interval, ?, 5)
      """;

  private final Pair pair = Postgres.freshPair();
  private final JdbcTemplate staging = new JdbcTemplate(pair.stagingSource());
  private final JdbcTemplate production = new JdbcTemplate(pair.productionSource());
  private final Databases databases =
      new Databases(
          new Database("staging", pair.stagingSource(), pair.stagingSource(), "dev_"),
          new Database("production", pair.productionSource(), pair.productionSource(), ""),
          pair.stagingSource());
  private final ProductionFences fences = new ProductionFences(databases);
  private final LastComparison last = new LastComparison(databases, Clock.systemUTC());
  private final Verifier verifier =
      new Verifier(databases, fences, new Streams(List.of(() -> List.of(SALES))), last);

  @BeforeEach
  void equal_tables() throws Exception {
    staging.execute(script("control/V20261122_01__core_create_run_tables.sql"));
    staging.execute(script("control/V20261126_40__core_create_installation.sql"));
    staging.execute(script("control/V20261126_11__core_close_dead_letters.sql"));
    staging.execute(script("control/V20261126_51__core_forget_old_runs.sql"));
    staging.execute(script("control/V20261127_10__core_say_ledger_in_new_words.sql"));
    staging.execute(script("control/V20261127_12__core_lead_runs_with_children.sql"));
    staging.execute(script("control/V20261127_20__core_keep_parts_of_batches.sql"));
    staging.execute(script("control/V20261127_101__core_park_runs.sql"));
    staging.execute(script("control/V20261127_250__core_keep_last_comparison.sql"));
    production.execute(script("production/V20261122_01__core_create_applied_and_fence.sql"));
    production.execute(script("production/V20261126_41__core_mark_applied_by_installation.sql"));
    fill(staging, "dev_sales", "numeric(10,2)", 40);
    fill(production, "sales", "numeric", 40);
  }

  @Test
  void what_was_found_last_is_kept_until_the_next_comparison() {
    assertThat(last.find()).isEmpty();
    production.execute("DELETE FROM sales WHERE asin = 'A1'");
    long missing = verifier.verify().findings().stream().mapToLong(Finding::count).sum();
    assertThat(missing).isPositive();
    assertThat(last.find()).get().extracting(LastComparison.Compared::faults).isEqualTo(missing);
    production.execute("TRUNCATE sales");
    staging.execute("TRUNCATE dev_sales");
    verifier.verify();
    assertThat(last.find()).get().extracting(LastComparison.Compared::faults).isEqualTo(0L);
  }

  @Test
  void a_pair_in_step_is_clean_whatever_the_scale_of_its_columns() {
    staging.update(RUN, "s", "completed", "completed", 1, "2 h", "1 h", "1 h", 5);
    staging.update(RUN, "s", "running", "running", 2, "1 h", null, "1 s", 5);
    staging.update(BATCH, ID + 1, "applied");
    production.update(APPLIED, ID + 1, 5);
    production.update("UPDATE sales SET updated_at = now() + interval '1 day'");

    Verification verification = verifier.verify();

    assertThat(verification.findings()).isEmpty();
    assertThat(verification.isClean()).isTrue();
    assertThat(verification.tables()).containsExactly(new Compared("sales", 400, 400));
  }

  @Test
  void missing_extra_and_different_rows_are_found_by_key() {
    production.update("DELETE FROM sales WHERE asin = 'A3' AND day = '2025-01-02'");
    production.update("INSERT INTO sales VALUES ('Ä/1', '2025-01-01', 1, 1)");
    production.update("UPDATE sales SET units = NULL WHERE asin = 'A7' AND day = '2025-01-05'");

    assertThat(verifier.verify().findings())
        .containsExactly(
            new Finding(Fault.ONLY_IN_STAGING, "sales", 1, List.of("(A3,2025-01-02)")),
            new Finding(Fault.ONLY_IN_PRODUCTION, "sales", 1, List.of("(Ä/1,2025-01-01)")),
            new Finding(Fault.DIFFERENT, "sales", 1, List.of("(A7,2025-01-05)")));
  }

  @Test
  void what_is_left_of_a_run_that_is_being_forgotten_is_not_missing() {
    staging.update(BATCH, ID + 1, "applied");
    assertThat(verifier.verify().isClean()).isFalse();

    staging.update("INSERT INTO sync_forgotten_runs (id) SELECT run_id FROM run_batches");

    assertThat(verifier.verify().findings()).isEmpty();
  }

  @Test
  void what_is_under_way_is_pending_and_not_missing() {
    staging.update(BATCH, ID + 1, "pending");
    production.update("DELETE FROM sales WHERE asin IN ('A0', 'A1')");

    assertThat(verifier.verify().findings())
        .extracting(Finding::fault, Finding::count)
        .containsExactly(tuple(Fault.ONLY_IN_STAGING, 10L), tuple(Fault.PENDING, 1L));
  }

  @Test
  void what_is_under_way_is_no_difference_when_it_has_arrived_by_the_time_of_the_comparison() {
    staging.update(BATCH, ID + 1, "pending");
    staging.update("DELETE FROM dev_sales WHERE asin = 'A0'");
    List<Fault> found = new ArrayList<>();
    try (PairSnapshot then = verifier.snapshot()) {
      production.update("DELETE FROM sales WHERE asin = 'A0'");
      verifier.compareTables(then, (fault, stream, row) -> found.add(fault));
    }
    assertThat(found).isEmpty();
  }

  @Test
  void at_most_twenty_keys_stand_for_all() {
    production.update("DELETE FROM sales");

    Finding finding = verifier.verify().findings().get(0);

    assertThat(finding.count()).isEqualTo(400);
    assertThat(finding.examples()).hasSize(20);
  }

  @Test
  void the_ledger_is_compared_with_what_production_applied() {
    staging.update(BATCH, ID + 1, "applied");
    staging.update(BATCH, ID + 2, "applied");
    staging.update(BATCH, ID + 3, "applied");
    staging.update(BATCH, ID + 4, "buried");
    production.update(APPLIED, ID + 2, 4);
    production.update(APPLIED, ID + 3, 5);
    production.update("UPDATE sync_applied SET applied_at = now() - interval '2 h' WHERE rows = 5");
    production.update(APPLIED, ID + 5, 5);

    assertThat(verifier.verify().findings())
        .containsExactlyInAnyOrder(
            new Finding(Fault.NOT_APPLIED, "sales", 1, List.of(ID + 1)),
            new Finding(Fault.OTHER_ROWS, "sales", 1, List.of(ID + 2)),
            new Finding(Fault.PRODUCTION_FIRST, "sales", 1, List.of(ID + 3)),
            new Finding(Fault.DEAD, "run_batches", 1, List.of(ID + 4)),
            new Finding(Fault.UNKNOWN_BATCH, "sales", 1, List.of(ID + 5)));
  }

  @Test
  void what_another_installation_applied_is_no_batch_of_ours() {
    production.update(APPLIED, ID + 1, 5);
    production.update("UPDATE sync_applied SET installation = ?", fences.installation());
    assertThat(verifier.verify().findings())
        .extracting(Finding::fault)
        .containsExactly(Fault.UNKNOWN_BATCH);

    production.update("UPDATE sync_applied SET installation = 'another/'");
    assertThat(verifier.verify().isClean()).isTrue();
  }

  @Test
  void stale_overlapping_and_miscounted_runs_are_found() {
    staging.update(RUN, "a", "running", "running", 1, "1 h", null, "46 s", 5);
    staging.update(RUN, "b", "completed", "completed", 1, "3 h", "1 h", "1 h", 5);
    staging.update(RUN, "b", "completed", "completed", 2, "2 h", "1 h", "1 h", 6);

    assertThat(verifier.verify().findings())
        .extracting(Finding::fault, Finding::subject, Finding::count)
        .containsExactlyInAnyOrder(
            tuple(Fault.STALE_RUN, "sync_runs", 1L),
            tuple(Fault.COUNTS, "sync_runs", 1L),
            tuple(Fault.OVERLAP, "sync_runs", 1L));
  }

  /** I8: the next tick begins while the accounts of the one before are still being read. */
  @Test
  void a_run_that_only_waits_for_its_children_overlaps_with_none() {
    staging.update(RUN, "b", "running", "running", 1, "3 h", null, "1 s", 5);
    staging.update(RUN, "b", "completed", "completed", 2, "2 h", "1 h", "1 h", 5);
    staging.update("UPDATE sync_runs SET route = 'core.run-end' WHERE status = 'running'");
    assertThat(verifier.verify().isClean()).isTrue();
  }

  /** A million with {@code -Dsyncline.verify.rows=1000000}. */
  @Test
  void a_large_table_is_compared_within_a_minute() {
    int rows = Integer.getInteger("syncline.verify.rows", 50_000);
    String more =
        """
        INSERT INTO %s SELECT 'B' || n, DATE '2025-01-01' + d, n * d, 1
        FROM generate_series(1, %d) n, generate_series(0, 9) d
        """;
    staging.execute(more.formatted("dev_sales", rows / 10));
    production.execute(more.formatted("sales", rows / 10));

    Verification verification = assertTimeout(Duration.ofSeconds(60), () -> verifier.verify());

    assertThat(verification.isClean()).isTrue();
    assertThat(verification.tables().get(0).staging()).isEqualTo(rows + 400);
  }

  private static void fill(JdbcTemplate database, String table, String price, int asins) {
    database.execute(
        """
        CREATE TABLE %s (asin text, day date, units int, price %s,
            updated_at timestamp, created_at timestamp DEFAULT now(), PRIMARY KEY (asin, day));
        INSERT INTO %s
        SELECT 'A' || n, DATE '2025-01-01' + d, n * d, n + 0.5
        FROM generate_series(0, %d) n, generate_series(0, 9) d
        """
            .formatted(table, price, table, asins - 1));
  }

  private static String script(String name) throws Exception {
    return new ClassPathResource("db/migration/" + name).getContentAsString(StandardCharsets.UTF_8);
  }
}
