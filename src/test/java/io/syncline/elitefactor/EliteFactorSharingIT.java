package io.syncline.elitefactor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.syncline.support.Postgres;
import io.syncline.support.SandboxService;
import io.syncline.support.SandboxService.Answer;
import java.sql.Connection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;

/** Webhook calls that come while a run goes on. */
class EliteFactorSharingIT {
  private static final String PATH = "/api/admin/sync-elite-factor";
  private static final ExecutorService CALLERS = Executors.newCachedThreadPool();
  private static SandboxService service;
  private static JdbcTemplate staging;
  private static JdbcTemplate production;
  private static JdbcTemplate yuhinkai;

  @BeforeAll
  static void start() {
    service =
        SandboxService.start(
            "--syncline.sandbox.junglescout.products=1", "--syncline.write.first-delay=20");
    staging = new JdbcTemplate(service.pair().stagingSource());
    production = new JdbcTemplate(service.pair().productionSource());
    yuhinkai = new JdbcTemplate(Postgres.source(service.yuhinkai()));
  }

  @AfterAll
  static void stop() {
    CALLERS.shutdown();
    service.close();
  }

  /** A and C are known, BAD is known and refused by staging, WORSE by production. */
  @BeforeEach
  void shop() {
    service.atRest();
    yuhinkai.execute("TRUNCATE smith_entities, tosogu_makers");
    yuhinkai.execute(
        "INSERT INTO smith_entities VALUES ('A', 3, 20), ('C', 1, 0), ('BAD', 1, 0), ('WORSE', 1, 0)");
    for (JdbcTemplate database : List.of(staging, production)) {
      database.execute("TRUNCATE listings");
      database.execute("ALTER TABLE listings DROP CONSTRAINT IF EXISTS refuses");
      database.execute(
          "INSERT INTO listings (id, artisan_id) VALUES (1, 'A'), (2, 'C'), (3, 'BAD'), (4, 'WORSE')");
    }
    refuse(staging, "BAD");
    refuse(production, "WORSE");
    staging.execute("TRUNCATE sync_dead_letters, sync_runs, sync_run_slots");
  }

  @Test
  @DisplayName("EF-09, EF-12: one run answers all who wait, each with its own exact counts")
  void one_run_answers_all_who_wait() throws Exception {
    List<CompletableFuture<Answer>> calls = new ArrayList<>();
    try (Connection locked = lock()) {
      calls.add(call("\"A\""));
      awaitRuns(1);
      for (String codes :
          List.of(
              "\"A\"",
              "\"A\",\"C\"",
              "\"NOBODY\"",
              "\"BAD\"",
              "\"C\",\"WORSE\",\"NOBODY\",\"GONE\"")) {
        calls.add(call(codes));
      }
      awaitWaiting(6);
      locked.rollback();
    }
    assertCounts(calls.get(0), 1, 0, 0);
    assertCounts(calls.get(1), 1, 0, 0);
    assertCounts(calls.get(2), 2, 0, 0);
    assertCounts(calls.get(3), 0, 1, 0);
    assertCounts(calls.get(4), 0, 0, 1);
    assertCounts(calls.get(5), 1, 2, 1);
    assertThat(
            staging.queryForList(
                "SELECT parameters ->> 'callers' FROM sync_runs ORDER BY started_at", String.class))
        .containsExactly(null, "5");
    assertThat(
            staging.queryForMap(
                "SELECT rows_processed, rows_failed, report ->> 'artisans' AS artisans FROM sync_runs"
                    + " WHERE jsonb_exists(parameters, 'callers')"))
        .containsEntry("rows_processed", 4)
        .containsEntry("rows_failed", 1)
        .containsEntry("artisans", "6");
  }

  @Test
  void a_caller_who_shared_a_run_gets_its_own_first_answer_again() throws Exception {
    List<CompletableFuture<Answer>> calls = new ArrayList<>();
    try (Connection locked = lock()) {
      calls.add(call("\"A\""));
      awaitRuns(1);
      calls.add(call("\"A\",\"NOBODY\"", "first"));
      awaitWaiting(2);
      calls.add(call("\"C\"", "second"));
      awaitWaiting(3);
      calls.add(call("\"C\"", "second"));
      awaitWaiting(4);
      locked.rollback();
    }
    assertCounts(calls.get(1), 1, 1, 0);
    assertCounts(calls.get(2), 1, 0, 0);
    assertThat(calls.get(3).join().status()).as("the same key meanwhile").isIn(200, 409);
    assertCounts(call("\"A\",\"NOBODY\"", "first"), 1, 1, 0);
    assertCounts(call("\"C\"", "second"), 1, 0, 0);
    assertThat(call("\"A\"", "second").join().status()).isEqualTo(422);
    assertThat(staging.queryForObject("SELECT count(*) FROM sync_runs", Integer.class))
        .isEqualTo(2);
  }

  @Test
  void waiting_tries_and_rolls_back_no_row_of_the_ledger() throws Exception {
    List<CompletableFuture<Answer>> calls = new ArrayList<>();
    countTries();
    try (Connection locked = lock()) {
      calls.add(call("\"A\""));
      awaitRuns(1);
      for (int i = 0; i < 20; i++) {
        calls.add(call("\"C\""));
      }
      awaitWaiting(21);
      await().pollDelay(Duration.ofSeconds(2)).until(() -> true);
      locked.rollback();
    }
    calls.forEach(it -> assertCounts(it, 1, 0, 0));
    assertThat(staging.queryForObject("SELECT nextval('tries') - 1", Long.class)).isEqualTo(2);
  }

  /** Holds up the look-ups of a run, and with it the scope. */
  private static Connection lock() throws Exception {
    Connection locked = yuhinkai.getDataSource().getConnection();
    locked.setAutoCommit(false);
    locked.createStatement().execute("LOCK TABLE smith_entities IN ACCESS EXCLUSIVE MODE");
    return locked;
  }

  private static void awaitRuns(int count) {
    await()
        .atMost(Duration.ofSeconds(30))
        .until(
            () ->
                staging.queryForObject(
                        "SELECT count(*) FROM sync_runs WHERE status = 'running'", Integer.class)
                    == count);
  }

  /** So many threads of calls that may take long are taken: each call has arrived. */
  static void awaitWaiting(int count) {
    await()
        .atMost(Duration.ofSeconds(30))
        .until(
            () ->
                Thread.getAllStackTraces().entrySet().stream()
                        .filter(thread -> thread.getKey().getName().startsWith("http-wait-"))
                        .filter(
                            thread ->
                                List.of(thread.getValue()).stream()
                                    .anyMatch(
                                        frame -> frame.getClassName().endsWith("run.RunStarter")))
                        .count()
                    == count);
  }

  /** A sequence counts rows that were rolled back, too. */
  private static void countTries() {
    staging.execute(
        """
        CREATE SEQUENCE tries;
        CREATE FUNCTION count_try() RETURNS trigger LANGUAGE plpgsql
          AS 'BEGIN PERFORM nextval(''tries''); RETURN new; END';
        CREATE TRIGGER tries BEFORE INSERT ON sync_runs FOR EACH ROW EXECUTE FUNCTION count_try()
        """);
  }

  private static void refuse(JdbcTemplate database, String code) {
    database.execute(
        "ALTER TABLE listings ADD CONSTRAINT refuses CHECK (artisan_id <> '%s' OR artisan_elite_factor IS NULL)"
            .formatted(code));
  }

  private static CompletableFuture<Answer> call(String codes) {
    return call(codes, "");
  }

  private static CompletableFuture<Answer> call(String codes, String key) {
    String[] secret = service.cronSecret();
    String[] headers =
        key.isEmpty()
            ? secret
            : new String[] {secret[0], secret[1], "Idempotency-Key", "key-of-the-call-" + key};
    return CompletableFuture.supplyAsync(
        () -> service.post(PATH, "{\"artisan_codes\": [" + codes + "]}", headers), CALLERS);
  }

  private static void assertCounts(
      CompletableFuture<Answer> call, int updated, int notFound, int errors) {
    Answer answer = call.join();
    assertThat(answer.status()).as("%s", answer.body()).isEqualTo(200);
    assertThat(
            List.of(
                answer.body().path("updated").asInt(),
                answer.body().path("notFound").asInt(),
                answer.body().path("errors").asInt()))
        .containsExactly(updated, notFound, errors);
  }
}
