package io.syncline.elitefactor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.syncline.support.Postgres;
import io.syncline.support.SandboxService;
import io.syncline.support.SandboxService.Answer;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.JdbcTemplate;

/** What becomes of records that could not be written. */
class DeadLettersIT {
  private static final String LETTERS = "/api/dead-letters";
  private static final Duration LONG = Duration.ofMinutes(1);
  private static SandboxService service;
  private static JdbcTemplate staging;
  private static JdbcTemplate production;
  private static String[] admin;

  @BeforeAll
  static void start() {
    service =
        SandboxService.start(
            "--syncline.sandbox.junglescout.products=1",
            "--syncline.sandbox.elitefactor.artisans=10",
            "--syncline.sandbox.elitefactor.listings=10",
            "--syncline.relay.interval=200ms",
            "--syncline.relay.grace=200ms",
            "--syncline.relay.longest-delay=1s");
    staging = new JdbcTemplate(service.pair().stagingSource());
    production = new JdbcTemplate(service.pair().productionSource());
    admin = service.token("admin");
  }

  @AfterAll
  static void stop() {
    service.close();
  }

  @BeforeEach
  void shop() {
    service.atRest();
    staging.execute("TRUNCATE sync_dead_letters");
    for (JdbcTemplate database : List.of(staging, production)) {
      database.execute("TRUNCATE listings");
      database.execute("ALTER TABLE listings DROP CONSTRAINT IF EXISTS refuses");
      database.execute("INSERT INTO listings (id, artisan_id) VALUES (1, 'A'), (2, 'B')");
    }
    JdbcTemplate yuhinkai = new JdbcTemplate(Postgres.source(service.yuhinkai()));
    yuhinkai.execute("TRUNCATE smith_entities, tosogu_makers");
    yuhinkai.execute("INSERT INTO smith_entities VALUES ('A', 3, 20), ('B', 1, 0), ('b', 2, 0)");
  }

  @ParameterizedTest
  @ValueSource(strings = {"staging", "production"})
  void a_letter_whose_key_was_written_since_is_closed_by_itself(String destination) {
    JdbcTemplate database = destination.equals("staging") ? staging : production;
    refuses(database);
    sync("B");
    String id = onlyLetter().path("id").asText();
    assertThat(onlyLetter().path("destination").asText()).isEqualTo(destination);
    accepts(database);
    sync("A");
    assertThat(open()).as("another key says nothing").hasSize(1);
    sync("B");
    await().atMost(LONG).untilAsserted(() -> assertThat(open()).isEmpty());
    JsonNode letter = service.get(LETTERS + "/" + id, admin).body();
    assertThat(letter.path("closed_reason").asText()).isEqualTo("the key was written since");
    assertThat(letter.path("closed_at").asText()).isNotEmpty();
    await().atMost(LONG).untilAsserted(() -> assertThat(health()).isEqualTo("up"));
  }

  @Test
  void a_letter_whose_key_the_relay_wrote_since_is_closed_by_itself() {
    refuses(production);
    sync("B");
    accepts(production);
    sync("A");
    staging.execute(
        "UPDATE run_batches SET state = 'pending', next_attempt_at = now() + interval '1 hour'"
            + " WHERE run_id = (SELECT id FROM sync_runs WHERE pipeline = 'elitefactor'"
            + " ORDER BY started_at DESC LIMIT 1)");
    sync("B");
    assertThat(open()).as("production lacks it yet").hasSize(1);
    staging.execute("UPDATE run_batches SET next_attempt_at = now() WHERE state = 'pending'");
    await().atMost(LONG).untilAsserted(() -> assertThat(open()).isEmpty());
  }

  @Test
  void a_key_that_is_refused_again_stays_open() {
    refuses(production);
    sync("B");
    sync("B");
    assertThat(open()).hasSize(2);
    await().atMost(LONG).untilAsserted(() -> assertThat(health()).isEqualTo("degraded"));
  }

  /** An update compares keys as text, whatever its table makes of them. */
  @Test
  void another_spelling_is_another_artisan_and_closes_no_letter_of_the_first() {
    staging.execute("CREATE EXTENSION IF NOT EXISTS citext");
    staging.execute("ALTER TABLE listings ALTER COLUMN artisan_id TYPE citext");
    try {
      refuses(staging);
      sync("B");
      accepts(staging);
      sync("b");
      assertThat(onlyLetter().path("key").asText()).isEqualTo("B");
      sync("B");
      await().atMost(LONG).untilAsserted(() -> assertThat(open()).isEmpty());
    } finally {
      staging.execute("ALTER TABLE listings ALTER COLUMN artisan_id TYPE text");
    }
  }

  @Test
  void a_letter_is_corrected_and_its_replay_closes_it() {
    production.execute(
        "ALTER TABLE listings ADD CONSTRAINT refuses CHECK (artisan_elite_factor < 0.01)");
    sync("B");
    String path = LETTERS + "/" + onlyLetter().path("id").asText();
    JsonNode record = service.get(path, admin).body().path("record");
    assertThat(record.path("artisan_id").asText()).isEqualTo("B");
    String better = "{\"record\": {\"artisan_elite_factor\": 0.005}}";
    Answer preview = service.patch(path + "?dry_run=true", better, admin);
    assertThat(preview.body().path("record").path("artisan_elite_factor").asText())
        .isEqualTo("0.005");
    assertThat(service.get(path, admin).body().path("record")).isEqualTo(record);
    assertThat(service.patch(path, better, admin).status()).isEqualTo(200);
    Answer replayed = service.post(path + "/replay", "", admin);
    assertThat(replayed.status()).as(replayed.body().toString()).isEqualTo(200);
    assertThat(replayed.body().path("closed_reason").asText()).isEqualTo("replayed");
    assertThat(open()).isEmpty();
    assertThat(
            production.queryForObject(
                "SELECT artisan_elite_factor FROM listings WHERE id = 2", String.class))
        .isEqualTo("0.0050");
  }

  @Test
  void what_is_no_correction_is_refused() {
    refuses(production);
    sync("B");
    String path = LETTERS + "/" + onlyLetter().path("id").asText();
    for (String body :
        List.of(
            "{}",
            "{\"record\": {}}",
            "{\"record\": {\"artisan_id\": \"C\"}}",
            "{\"record\": {\"nothing\": 1}}")) {
      assertThat(service.patch(path, body, admin).status()).as(body).isEqualTo(400);
    }
    String better = "{\"record\": {\"artisan_elite_factor\": 0.5}}";
    assertThat(service.patch(path + "?dry_run=x", better, admin).status()).isEqualTo(400);
    assertThat(service.patch(path, better, service.token("viewer")).status()).isEqualTo(403);
    assertThat(service.patch(path, better).status()).isEqualTo(401);
  }

  @Test
  void an_operator_closes_a_letter_with_a_reason() {
    refuses(production);
    sync("B");
    String path = LETTERS + "/" + onlyLetter().path("id").asText();
    String reason = "{\"reason\": \"sold\"}";
    assertThat(service.post(path + "/close", reason, service.token("viewer")).status())
        .isEqualTo(403);
    assertThat(service.post(path + "/close", "{\"reason\": \" \"}", admin).status()).isEqualTo(400);
    Answer closed = service.post(path + "/close", reason, admin);
    assertThat(closed.status()).isEqualTo(200);
    assertThat(closed.body().path("closed_reason").asText()).isEqualTo("sold");
    assertThat(closed.body().path("closed_by").asText()).isEqualTo("test");
    assertThat(service.post(path + "/close", reason, admin).status()).isEqualTo(200);
    Answer again = service.post(path + "/close", "{\"reason\": \"gone\"}", admin);
    assertThat(again.status()).isEqualTo(409);
    assertThat(again.body().path("code").asText()).isEqualTo("CLOSED_BEFORE");
    assertThat(service.post(path + "/replay", "", admin).status()).isEqualTo(409);
    assertThat(open()).isEmpty();
    await().atMost(LONG).untilAsserted(() -> assertThat(health()).isEqualTo("up"));
  }

  private static void refuses(JdbcTemplate database) {
    database.execute(
        "ALTER TABLE listings ADD CONSTRAINT refuses"
            + " CHECK (artisan_id <> 'B' OR artisan_elite_factor IS NULL)");
  }

  private static void accepts(JdbcTemplate database) {
    database.execute("ALTER TABLE listings DROP CONSTRAINT refuses");
  }

  private static void sync(String code) {
    Answer answer =
        service.post(
            "/api/admin/sync-elite-factor",
            "{\"artisan_codes\": [\"" + code + "\"]}",
            service.cronSecret());
    assertThat(answer.status()).as(answer.body().toString()).isEqualTo(200);
  }

  private static JsonNode open() {
    return service.get(LETTERS, admin).body().path("dead_letters");
  }

  private static JsonNode onlyLetter() {
    assertThat(open()).hasSize(1);
    return open().path(0);
  }

  private static String health() {
    return service.get("/health").body().path("status").asText();
  }
}
