package io.syncline.elitefactor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.syncline.support.Postgres;
import io.syncline.support.SandboxService;
import io.syncline.support.SandboxService.Answer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.JdbcTemplate;

class EliteFactorIT {
  private static final String PATH = "/api/admin/sync-elite-factor";
  private static SandboxService service;
  private static JdbcTemplate staging;
  private static JdbcTemplate production;
  private static JdbcTemplate yuhinkai;

  @BeforeAll
  static void start() {
    service =
        SandboxService.start(
            "--syncline.sandbox.junglescout.products=1",
            "--syncline.sandbox.elitefactor.artisans=40",
            "--syncline.sandbox.elitefactor.listings=10",
            "--syncline.elitefactor.codes-per-batch=3",
            "--syncline.database.timeouts.lock=1s",
            "--syncline.database.timeouts.pool=1s",
            "--syncline.write.first-delay=20",
            "--syncline.relay.interval=200ms",
            "--syncline.relay.grace=200ms",
            "--syncline.relay.longest-delay=1s",
            "--syncline.source.first-delay=10");
    staging = new JdbcTemplate(service.pair().stagingSource());
    production = new JdbcTemplate(service.pair().productionSource());
    yuhinkai = new JdbcTemplate(Postgres.source(service.yuhinkai()));
  }

  @AfterAll
  static void stop() {
    service.close();
  }

  /** Three listings of A (a smith), one of B (a maker), one of C (both), one that nobody knows. */
  @BeforeEach
  void shop() {
    service.atRest();
    for (JdbcTemplate database : List.of(staging, production)) {
      database.execute("TRUNCATE listings");
      database.execute("ALTER TABLE listings DROP CONSTRAINT IF EXISTS refuses");
      database.execute(
          "INSERT INTO listings (id, artisan_id, artisan_elite_factor, updated_at) VALUES (1, 'A',"
              + " NULL, '2024-01-01'), (2, 'A', 0.5, '2024-01-01'), (3, 'A', NULL, '2024-01-01'),"
              + " (4, 'B', NULL, '2024-01-01'), (5, 'C', 0.1, '2024-01-01'), (6, 'GONE', 0.9,"
              + " '2024-01-01'), (7, NULL, NULL, '2024-01-01')");
    }
    staging.execute("TRUNCATE sync_dead_letters");
    yuhinkai.execute("TRUNCATE smith_entities, tosogu_makers");
    yuhinkai.execute("INSERT INTO smith_entities VALUES ('A', 3, 20), ('C', 1, 0)");
    yuhinkai.execute("INSERT INTO tosogu_makers VALUES ('B', 0, 25), ('C', 8, 0)");
  }

  @Test
  @DisplayName("EF-05, EF-08, EF-09, EF-10, EF-16: named artisans, each once, all their listings")
  void named_artisans_are_refreshed_each_once_with_all_their_listings() {
    Answer answer = codes("\"A\", \"A\", \"B\"");
    assertThat(answer.status()).isEqualTo(200);
    List<String> members = new java.util.ArrayList<>();
    answer.body().fieldNames().forEachRemaining(members::add);
    assertThat(members).containsExactly("success", "updated", "notFound", "errors", "duration_ms");
    assertCounts(answer, 2, 0, 0);
    assertThat(answer.body().path("duration_ms").asLong()).isPositive();
    assertThat(factors(staging))
        .isEqualTo(factors(production))
        .containsEntry("1", "0.1333")
        .containsEntry("2", "0.1333")
        .containsEntry("3", "0.1333")
        .containsEntry("4", "0.0286")
        .containsEntry("5", "0.1000")
        .containsEntry("6", "0.9000");
    assertThat(
            staging.queryForObject(
                "SELECT count(*) FROM listings WHERE updated_at <> '2024-01-01'", Integer.class))
        .isZero();
  }

  @Test
  @DisplayName("EF-06, EF-11, EF-14: all artisans with listings; the smith wins; the unknown stay")
  void all_artisans_with_listings_are_refreshed_and_the_smith_wins() {
    Answer answer = call("{\"all\": true}");
    assertCounts(answer, 3, 1, 0);
    assertThat(factors(staging))
        .isEqualTo(factors(production))
        .containsEntry("5", "0.2000")
        .containsEntry("6", "0.9000");
    JsonNode report = lastReport();
    assertThat(report.path("duplicates").asInt()).isEqualTo(1);
    assertThat(report.path("lookup_statements").asInt()).as("two pages, two tables").isEqualTo(4);
  }

  @ParameterizedTest
  @ValueSource(strings = {"char(10)", "citext"})
  void all_artisans_are_found_where_their_codes_are_padded_or_folded(String type) {
    for (JdbcTemplate database : List.of(staging, production)) {
      database.execute("CREATE EXTENSION IF NOT EXISTS citext");
      database.execute("ALTER TABLE listings ALTER COLUMN artisan_id TYPE " + type);
      database.execute("INSERT INTO listings (id, artisan_id) VALUES (8, 'b')");
    }
    yuhinkai.execute("INSERT INTO tosogu_makers VALUES ('b', 1, 25)");
    try {
      assertCounts(call("{\"all\": true}"), 4, 1, 0);
      assertThat(factors(staging))
          .isEqualTo(factors(production))
          .containsEntry("1", "0.1333")
          .containsEntry("4", "0.0286")
          .containsEntry("8", "0.0571");
    } finally {
      for (JdbcTemplate database : List.of(staging, production)) {
        database.execute("ALTER TABLE listings ALTER COLUMN artisan_id TYPE text");
      }
    }
  }

  @Test
  void a_rerun_rewrites_no_row_for_the_factor_is_cast_before_it_is_compared() {
    call("{\"all\": true}");
    List<String> before = versions();
    assertCounts(call("{\"all\": true}"), 3, 1, 0);
    assertThat(versions()).isEqualTo(before);
    assertThat(lastReport().path("unchanged").asInt()).isEqualTo(3);
  }

  @Test
  @DisplayName("EF-15: the factor of the moment of the call, no cache")
  void the_factor_of_the_moment_of_the_call_counts() {
    codes("\"A\"");
    yuhinkai.execute("UPDATE smith_entities SET elite_count = 9 WHERE smith_id = 'A'");
    codes("\"A\"");
    assertThat(factors(production)).containsEntry("1", "0.3333");
  }

  @Test
  @DisplayName("EF-12, EF-18: an artisan that a database refuses costs itself only")
  void errors_cost_themselves_only() {
    staging.execute(
        "ALTER TABLE listings ADD CONSTRAINT refuses CHECK (artisan_id <> 'B' OR"
            + " artisan_elite_factor IS NULL)");
    assertCounts(codes("\"A\", \"B\", \"C\""), 2, 0, 1);
    assertThat(factors(production)).containsEntry("1", "0.1333").containsEntry("5", "0.2000");
    assertThat(staging.queryForList("SELECT record_key FROM sync_dead_letters", String.class))
        .containsExactly("B");
  }

  @Test
  @DisplayName(
      "EF-12: what production alone refuses is an error at once, and nobody waits behind it")
  void what_production_alone_refuses_is_an_error_at_once() {
    production.execute(
        "ALTER TABLE listings ADD CONSTRAINT refuses CHECK (artisan_id <> 'B' OR"
            + " artisan_elite_factor IS NULL)");
    assertCounts(codes("\"A\", \"B\", \"C\""), 2, 0, 1);
    assertThat(factors(production)).containsEntry("1", "0.1333").containsEntry("5", "0.2000");
    assertThat(
            staging.queryForList(
                "SELECT record_key || ' ' || destination FROM sync_dead_letters", String.class))
        .containsExactly("B production");
    assertThat(count(staging, "SELECT count(*) FROM run_batches WHERE state = 'pending'")).isZero();
  }

  @Test
  void a_run_whose_batch_waits_behind_a_pending_one_is_partial_like_the_first() {
    codes("\"A\"");
    staging.execute(
        "UPDATE run_batches SET state = 'pending', next_attempt_at = now() + interval '1 hour'"
            + " WHERE run_id = (SELECT id FROM sync_runs WHERE pipeline = 'elitefactor'"
            + " ORDER BY started_at DESC LIMIT 1)");
    for (String code : List.of("\"B\"", "\"C\"")) {
      codes(code);
      assertThat(
              staging.queryForObject(
                  "SELECT outcome FROM sync_runs WHERE pipeline = 'elitefactor' ORDER BY started_at"
                      + " DESC LIMIT 1",
                  String.class))
          .isEqualTo("partial");
      assertThat(
              staging.queryForObject(
                  "SELECT errors::text FROM sync_runs WHERE pipeline = 'elitefactor' ORDER BY"
                      + " started_at DESC LIMIT 1",
                  String.class))
          .contains("it waits behind an earlier batch of its table");
    }
    assertThat(count(staging, "SELECT count(*) FROM run_batches WHERE state = 'pending'"))
        .isEqualTo(3);
    staging.execute("UPDATE run_batches SET next_attempt_at = now()");
    service.atRest();
    assertThat(factors(production)).isEqualTo(factors(staging));
  }

  @Test
  @DisplayName("EF-12: listings that somebody has locked cost their artisan only")
  void locked_listings_cost_their_artisan_only() throws Exception {
    try (var locked = staging.getDataSource().getConnection()) {
      locked.setAutoCommit(false);
      locked.createStatement().execute("SELECT 1 FROM listings WHERE id = 4 FOR UPDATE");
      assertCounts(codes("\"A\", \"B\", \"C\""), 2, 0, 1);
      locked.rollback();
    }
    assertThat(factors(staging)).containsEntry("1", "0.1333").containsEntry("5", "0.2000");
    assertThat(staging.queryForList("SELECT error FROM sync_dead_letters", String.class))
        .containsExactly("its rows were locked by somebody (55P03)");
  }

  @Test
  @DisplayName("EF-06, EF-25: artisans that only production has listings of are not forgotten")
  void artisans_that_only_production_has_are_not_forgotten() {
    yuhinkai.execute("INSERT INTO smith_entities VALUES ('P1', 0, 0), ('0', 1, 0)");
    production.update("INSERT INTO listings (id, artisan_id) VALUES (8, 'P1'), (9, '0')");
    assertCounts(call("{\"all\": true}"), 5, 1, 0);
    assertThat(factors(production)).containsEntry("8", "0.1000").containsEntry("9", "0.2000");
    production.update("UPDATE listings SET artisan_elite_factor = NULL WHERE id IN (1, 8)");
    assertThat(pipeline("{\"backfill\": true}").status()).isEqualTo(200);
    service.atRest();
    assertThat(factors(production)).containsEntry("8", "0.1000").containsEntry("1", "0.1333");
  }

  @Test
  @DisplayName("EF-13: the duration is that of the caller's own clock, waiting included")
  void the_duration_is_that_of_the_callers_own_clock() throws Exception {
    try (var locked = staging.getDataSource().getConnection()) {
      locked.setAutoCommit(false);
      locked.createStatement().execute("SELECT 1 FROM listings WHERE id = 1 FOR UPDATE");
      long begun = System.nanoTime();
      CompletableFuture<Answer> call = CompletableFuture.supplyAsync(() -> codes("\"A\""));
      await().pollDelay(Duration.ofMillis(1_200)).until(() -> true);
      locked.rollback();
      double ours = (System.nanoTime() - begun) / 1e6;
      long told = call.join().body().path("duration_ms").asLong();
      double whole = (System.nanoTime() - begun) / 1e6;
      assertThat((double) told).isBetween(ours * 0.8, whole * 1.2);
    }
  }

  @Test
  @DisplayName("EF-18, EF-19: numeric(5,4), and the order by factor is read from the index")
  void the_column_has_four_places_and_an_index_serves_the_order() {
    assertThat(
            production.queryForObject(
                "SELECT numeric_precision || ',' || numeric_scale FROM information_schema.columns"
                    + " WHERE table_name = 'listings' AND column_name = 'artisan_elite_factor'",
                String.class))
        .isEqualTo("5,4");
    production.update(
        "INSERT INTO listings (id, title, artisan_elite_factor) SELECT 1000 + n, 'many', (n % 9999)"
            + " / 10000.0 FROM generate_series(1, 100000) AS n");
    production.execute("ANALYZE listings");
    assertThat(
            production.queryForList(
                "EXPLAIN SELECT id, title FROM listings ORDER BY artisan_elite_factor DESC NULLS"
                    + " LAST LIMIT 50",
                String.class))
        .anyMatch(line -> line.contains("idx_listings_artisan_elite_factor"));
  }

  @Test
  void people_are_told_of_a_run_that_lost_something_and_of_no_other() {
    codes("\"A\"");
    String good = lastRun();
    yuhinkai.execute(
        "UPDATE smith_entities SET elite_count = 500, total_items = 0 WHERE smith_id = 'A'");
    codes("\"A\"");
    await().until(() -> notices().contains(lastRun()));
    assertThat(notices())
        .doesNotContain(good)
        .contains("Elite factors from Yuhinkai", "Completed with some failures", "22003");
  }

  @Test
  @DisplayName("EF-18: a factor out of numeric(5,4) is an error, not a crash")
  void a_factor_out_of_range_is_an_error_and_no_crash() {
    yuhinkai.execute(
        "UPDATE smith_entities SET elite_count = 500, total_items = 0 WHERE smith_id = 'A'");
    assertCounts(codes("\"A\", \"B\""), 1, 0, 1);
    assertThat(factors(staging)).containsEntry("2", "0.5000");
  }

  @Test
  void a_factor_that_is_no_number_is_an_error_and_never_not_found() {
    yuhinkai.execute("ALTER TABLE tosogu_makers RENAME TO tosogu_makers_kept");
    yuhinkai.execute("CREATE TABLE tosogu_makers (maker_id text, elite_factor float8)");
    yuhinkai.execute("INSERT INTO tosogu_makers VALUES ('B', 'NaN'), ('D', NULL)");
    try {
      assertCounts(codes("\"A\", \"B\", \"D\""), 1, 1, 1);
    } finally {
      yuhinkai.execute("DROP TABLE tosogu_makers");
      yuhinkai.execute("ALTER TABLE tosogu_makers_kept RENAME TO tosogu_makers");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "[]",
        "{\"artisan_codes\": []}",
        "{\"artisan_codes\": \"A\"}",
        "{\"artisan_codes\": [\" \"]}",
        "{\"artisan_codes\": [\"A\", 7]}",
        "{\"artisan_codes\": [null]}",
        "{\"artisan_codes\": [\"A\\u0000\"]}",
        "{\"artisan_codes\": [\"A\"], \"all\": true}",
        "{\"artisan_codes\": [\"A\"], \"backfill\": true}",
        "{\"backfill\": true}",
        "{\"all\": false}",
        "{\"all\": \"true\"}",
        "{\"all\": true, \"dryrun\": true}"
      })
  @DisplayName("EF-07: a body that says too little or too much is refused")
  void a_body_that_says_too_little_or_too_much_is_refused(String body) {
    Answer answer = call(body);
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.contentType()).startsWith("application/problem+json");
    assertThat(answer.body().path("code").asText()).isEqualTo("INVALID_PARAMETER");
    assertThat(factors(staging)).containsEntry("2", "0.5000");
  }

  @Test
  @DisplayName("EF-07: no body at all is refused, and so is another verb")
  void no_body_at_all_is_refused_and_so_is_another_verb() {
    assertThat(call("").status()).isEqualTo(400);
    assertThat(service.get(PATH, bearer()).status()).isEqualTo(405);
  }

  @Test
  void too_many_codes_are_refused_with_the_number_allowed() {
    String million =
        IntStream.range(0, 1_000_000)
            .mapToObj(i -> "\"C" + i + "\"")
            .collect(Collectors.joining(","));
    Answer answer = codes(million);
    assertThat(answer.status()).isEqualTo(413);
    assertThat(answer.body().path("detail").asText()).contains("20000 codes", "256 KB");
    String some =
        IntStream.range(0, 20_001).mapToObj(i -> "\"" + i + "\"").collect(Collectors.joining(","));
    assertThat(codes(some).body().path("detail").asText()).contains("at most 20000");
  }

  @Test
  @DisplayName("EF-02, EF-03, EF-04: either header opens, a wrong one beside it does not")
  void either_header_opens_and_a_wrong_one_beside_it_does_not() {
    String secret = bearer()[1].substring("Bearer ".length());
    String body = "{\"artisan_codes\": [\"A\"]}";
    assertThat(service.post(PATH, body, "x-cron-secret", secret).status()).isEqualTo(200);
    assertThat(service.post(PATH, body, bearer()).status()).isEqualTo(200);
    assertThat(service.post(PATH, body).status()).isEqualTo(401);
    assertThat(service.post(PATH, body, "x-cron-secret", secret + "x").status()).isEqualTo(401);
    assertThat(service.post(PATH, body, "Authorization", "Bearer ").status()).isEqualTo(401);
    assertThat(
            service
                .post(PATH, body, "x-cron-secret", secret, "Authorization", "Bearer wrong")
                .status())
        .as("any one valid header passes")
        .isEqualTo(200);
  }

  @Test
  void calls_for_named_artisans_wait_their_turn_and_each_answers_with_its_own() {
    List<CompletableFuture<Answer>> calls =
        List.of("\"A\"", "\"B\"", "\"C\"").stream()
            .map(code -> CompletableFuture.supplyAsync(() -> codes(code)))
            .toList();
    calls.forEach(call -> assertCounts(call.join(), 1, 0, 0));
    assertThat(factors(staging)).isEqualTo(factors(production)).containsEntry("5", "0.2000");
  }

  @Test
  @DisplayName("EF-06: a second full refresh while one runs is refused with the run's id")
  void one_full_refresh_at_a_time() throws Exception {
    try (var locked = staging.getDataSource().getConnection()) {
      locked.setAutoCommit(false);
      locked.createStatement().execute("SELECT 1 FROM listings WHERE id = 1 FOR UPDATE");
      CompletableFuture<Answer> first =
          CompletableFuture.supplyAsync(() -> call("{\"all\": true}"));
      await()
          .until(
              () ->
                  staging.queryForObject(
                          "SELECT count(*) FROM sync_runs WHERE status = 'running'", Integer.class)
                      == 1);
      Answer second = call("{\"all\": true}");
      assertThat(second.status()).isEqualTo(409);
      assertThat(second.body().path("run_id").asText()).isNotEmpty();
      locked.rollback();
      assertCounts(first.join(), 3, 1, 0);
    }
  }

  @Test
  @DisplayName("C8: a caller that goes away changes nothing in the result")
  void a_caller_that_goes_away_changes_nothing_in_the_result() throws Exception {
    try (var locked = staging.getDataSource().getConnection()) {
      locked.setAutoCommit(false);
      locked.createStatement().execute("SELECT 1 FROM listings WHERE id = 1 FOR UPDATE");
      service.abandon(PATH, "{\"artisan_codes\": [\"A\"]}", bearer());
      assertThat(factors(staging)).containsEntry("2", "0.5000");
      locked.rollback();
    }
    service.atRest();
    assertThat(factors(staging)).isEqualTo(factors(production)).containsEntry("1", "0.1333");
    assertThat(
            staging.queryForObject(
                "SELECT outcome FROM sync_runs WHERE pipeline = 'elitefactor' ORDER BY started_at"
                    + " DESC LIMIT 1",
                String.class))
        .isEqualTo("completed");
  }

  @Test
  void what_production_missed_is_relayed_with_the_same_values() {
    Postgres.takeDown(service.pair().production());
    try {
      assertThat(codes("\"A\"").status()).isEqualTo(200);
      assertThat(factors(staging)).containsEntry("1", "0.1333");
    } finally {
      service.bringUp(service.pair().production());
    }
    service.atRest();
    assertThat(factors(production)).isEqualTo(factors(staging));
  }

  @Test
  void when_yuhinkai_cannot_be_read_nobody_is_not_found_and_nothing_is_written() {
    yuhinkai.execute("ALTER TABLE smith_entities RENAME TO elsewhere");
    try {
      Answer answer = codes("\"A\"");
      assertThat(answer.status()).isEqualTo(503);
      assertThat(answer.body().path("code").asText()).isEqualTo("SOURCE_UNAVAILABLE");
      assertThat(answer.body().path("detail").asText()).contains("smith_entities");
      assertThat(factors(staging)).doesNotContainEntry("1", "0.1333").containsEntry("2", "0.5000");
    } finally {
      yuhinkai.execute("ALTER TABLE elsewhere RENAME TO smith_entities");
    }
  }

  @Test
  @DisplayName("EF-25, EF-28: a backfill fills empty factors only, one look-up per artisan")
  void a_backfill_fills_empty_factors_only_with_one_look_up_per_artisan() {
    Answer answer = pipeline("{\"backfill\": true}");
    assertThat(answer.body().path("outcome").asText()).isEqualTo("completed");
    assertThat(factors(staging))
        .isEqualTo(factors(production))
        .containsEntry("1", "0.1333")
        .containsEntry("2", "0.5000")
        .containsEntry("3", "0.1333")
        .containsEntry("4", "0.0286")
        .containsEntry("5", "0.1000");
    assertThat(lastReport().path("artisans").asInt()).isEqualTo(2);
    assertThat(pipeline("{\"backfill\": true}").body().at("/stats/rows_processed").asInt())
        .isZero();
  }

  @Test
  @DisplayName("EF-25: a backfill leaves the pair alike where one database holds an older factor")
  void backfill_leaves_the_pair_alike() {
    staging.execute("UPDATE listings SET artisan_elite_factor = 0.5 WHERE artisan_id = 'A'");
    production.execute("UPDATE listings SET artisan_elite_factor = NULL WHERE artisan_id = 'A'");
    staging.execute("UPDATE listings SET artisan_elite_factor = NULL WHERE artisan_id = 'C'");
    Answer answer = pipeline("{\"backfill\": true}");
    assertThat(answer.body().path("outcome").asText()).isEqualTo("completed");
    assertThat(factors(production))
        .isEqualTo(factors(staging))
        .containsEntry("1", "0.5000")
        .containsEntry("5", "0.1000")
        .containsEntry("4", "0.0286");
  }

  @Test
  void a_backfill_that_production_missed_is_relayed_and_only_where_empty() {
    Postgres.takeDown(service.pair().production());
    try {
      pipeline("{\"backfill\": true}");
    } finally {
      service.bringUp(service.pair().production());
    }
    service.atRest();
    assertThat(factors(production))
        .isEqualTo(factors(staging))
        .containsEntry("1", "0.1333")
        .containsEntry("2", "0.5000");
  }

  @Test
  void an_update_and_a_fill_that_production_missed_arrive_in_their_order() {
    Postgres.takeDown(service.pair().production());
    try {
      codes("\"A\"");
      staging.update("INSERT INTO listings (id, artisan_id) VALUES (8, 'A')");
      yuhinkai.execute("UPDATE smith_entities SET elite_count = 9 WHERE smith_id = 'A'");
      pipeline("{\"backfill\": true}");
    } finally {
      Postgres.bringUp(service.pair().production());
      production.update("INSERT INTO listings (id, artisan_id) VALUES (8, 'A')");
      service.bringUp(service.pair().production());
    }
    codes("\"B\"");
    service.atRest();
    assertThat(factors(staging)).containsEntry("1", "0.1333").containsEntry("8", "0.3333");
    assertThat(factors(production).get("1")).isEqualTo("0.1333");
    assertThat(factors(production).get("4")).isEqualTo("0.0286");
    codes("\"A\"");
    service.atRest();
    assertThat(factors(production)).isEqualTo(factors(staging)).containsEntry("8", "0.3333");
  }

  @Test
  void a_dry_run_says_what_would_change_and_changes_nothing() {
    Answer answer = pipeline("{\"artisan_codes\": [\"A\", \"GONE\"], \"dry_run\": true}");
    assertThat(answer.body().at("/stats/rows_updated").asInt()).isEqualTo(1);
    assertThat(factors(staging)).containsEntry("2", "0.5000");
    assertThat(
            staging.queryForList(
                "SELECT destination || ' ' || (after ->> 'artisan_elite_factor') FROM"
                    + " sync_run_changes WHERE run_id = ?::uuid ORDER BY 1",
                String.class,
                answer.body().path("run_id").asText()))
        .containsExactly("production 0.1333", "staging 0.1333");
  }

  @Test
  @DisplayName("EF-06: all waits for named artisans, who are soon done")
  void all_waits_its_turn() throws Exception {
    try (var locked = staging.getDataSource().getConnection()) {
      locked.setAutoCommit(false);
      locked.createStatement().execute("SELECT 1 FROM listings WHERE id = 1 FOR UPDATE");
      CompletableFuture<Answer> named = CompletableFuture.supplyAsync(() -> codes("\"A\""));
      await()
          .until(
              () -> count(staging, "SELECT count(*) FROM sync_runs WHERE status = 'running'") == 1);
      CompletableFuture<Answer> all = CompletableFuture.supplyAsync(() -> call("{\"all\": true}"));
      locked.rollback();
      assertCounts(named.join(), 1, 0, 0);
      assertCounts(all.join(), 3, 1, 0);
    }
  }

  @Test
  @DisplayName("EF-17: the quality report lists what differs from the formula")
  void the_quality_report_lists_what_differs_from_the_formula() {
    yuhinkai.execute("CREATE TABLE kept AS SELECT * FROM tosogu_makers");
    yuhinkai.execute("ALTER TABLE tosogu_makers RENAME TO computed");
    yuhinkai.execute("ALTER TABLE kept RENAME TO tosogu_makers");
    yuhinkai.execute("UPDATE tosogu_makers SET elite_factor = 1.5 WHERE maker_id = 'B'");
    Answer answer = service.get("/api/elitefactor/quality", service.token("viewer"));
    yuhinkai.execute("DROP TABLE tosogu_makers");
    yuhinkai.execute("ALTER TABLE computed RENAME TO tosogu_makers");
    assertThat(answer.body().path("checked").asInt()).isEqualTo(4);
    assertThat(answer.body().path("drifting").asInt()).isEqualTo(1);
    assertThat(answer.body().path("outside_0_to_1").asInt()).isEqualTo(1);
    assertThat(answer.body().at("/drifts/0/code").asText()).isEqualTo("B");
    assertThat(answer.body().at("/drifts/0/expected").asText()).isEqualTo("0.0286");
    assertThat(service.get("/api/elitefactor/quality").status()).isEqualTo(401);
  }

  @Test
  @DisplayName(
      "EF-19, EF-20: listings sort by factor, empty ones last, and a sync changes the order")
  void listings_sort_by_factor_and_a_refresh_changes_the_order() {
    String sorted =
        "SELECT string_agg(id::text, ',' ORDER BY artisan_elite_factor DESC NULLS LAST, id) FROM"
            + " listings WHERE artisan_id IS NOT NULL";
    assertThat(production.queryForObject(sorted, String.class)).isEqualTo("6,2,5,1,3,4");
    call("{\"all\": true}");
    assertThat(production.queryForObject(sorted, String.class)).isEqualTo("6,5,1,2,3,4");
    assertThat(
            production.queryForList(
                "SELECT indexdef FROM pg_indexes WHERE tablename = 'listings'", String.class))
        .anyMatch(definition -> definition.contains("(artisan_elite_factor DESC NULLS LAST)"))
        .anyMatch(definition -> definition.contains("(artisan_id) WHERE (artisan_id IS NOT NULL)"));
  }

  @Test
  @DisplayName("EF-29: Yuhinkai cannot be written through our pool")
  void yuhinkai_is_read_only() {
    var pool = service.pool("yuhinkai");
    org.assertj.core.api.Assertions.assertThatThrownBy(
            () -> new JdbcTemplate(pool).execute("DELETE FROM smith_entities"))
        .hasMessageContaining("read-only");
  }

  private static Answer codes(String codes) {
    return call("{\"artisan_codes\": [" + codes + "]}");
  }

  private static Answer call(String body) {
    return service.post(PATH, body, bearer());
  }

  private static Answer pipeline(String body) {
    return service.post("/api/pipelines/elitefactor/runs", body, service.token("admin"));
  }

  private static String[] bearer() {
    return service.cronSecret();
  }

  private static void assertCounts(Answer answer, int updated, int notFound, int errors) {
    assertThat(answer.status()).as("%s", answer.body()).isEqualTo(200);
    assertThat(answer.body().path("success").asBoolean()).isTrue();
    assertThat(answer.body().path("updated").asInt()).as("updated").isEqualTo(updated);
    assertThat(answer.body().path("notFound").asInt()).as("notFound").isEqualTo(notFound);
    assertThat(answer.body().path("errors").asInt()).as("errors").isEqualTo(errors);
  }

  private static long count(JdbcTemplate database, String sql) {
    return database.queryForObject(sql, Long.class);
  }

  private static String notices() {
    return service.get("/sandbox/discord/messages").body().toString();
  }

  private static String lastRun() {
    return staging.queryForObject(
        "SELECT id::text FROM sync_runs WHERE pipeline = 'elitefactor' ORDER BY started_at DESC"
            + " LIMIT 1",
        String.class);
  }

  private static JsonNode lastReport() {
    return service
        .get("/api/sync/runs/" + lastRun(), service.token("viewer"))
        .body()
        .path("report");
  }

  private static Map<String, String> factors(JdbcTemplate database) {
    return database
        .queryForList(
            "SELECT id::text AS id, coalesce(artisan_elite_factor::text, '-') AS factor FROM"
                + " listings")
        .stream()
        .collect(
            Collectors.toMap(row -> (String) row.get("id"), row -> (String) row.get("factor")));
  }

  /** Where each row lies: another place means that it was written. */
  private static List<String> versions() {
    return List.of(staging, production).stream()
        .flatMap(
            database ->
                database
                    .queryForList(
                        "SELECT id || '@' || ctid FROM listings ORDER BY id", String.class)
                    .stream())
        .toList();
  }
}
