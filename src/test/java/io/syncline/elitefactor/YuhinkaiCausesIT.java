package io.syncline.elitefactor;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.support.Postgres;
import io.syncline.support.SandboxService;
import io.syncline.support.SandboxService.Answer;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;

/** Why Yuhinkai was not read is told by its cause, to the webhook and to the quality report. */
class YuhinkaiCausesIT {
  private static final String READER = "reader_" + UUID.randomUUID().toString().substring(0, 8);
  private static final JdbcTemplate ADMIN = new JdbcTemplate(Postgres.source("postgres"));
  private static SandboxService service;
  private static JdbcTemplate yuhinkai;

  /** The sandbox fills the tables as a superuser, who then becomes one that may only read. */
  @BeforeAll
  static void start() {
    ADMIN.execute("CREATE ROLE " + READER + " LOGIN SUPERUSER");
    service =
        SandboxService.start(
            "--DB_YUHINKAI_USER=" + READER,
            "--syncline.sandbox.junglescout.products=1",
            "--syncline.source.first-delay=20",
            "--syncline.database.timeouts.lock=1s");
    yuhinkai = new JdbcTemplate(Postgres.source(service.yuhinkai()));
    yuhinkai.execute("ALTER TABLE smith_entities OWNER TO postgres");
    yuhinkai.execute("ALTER TABLE tosogu_makers OWNER TO postgres");
    ADMIN.execute("ALTER ROLE " + READER + " NOSUPERUSER");
    yuhinkai.execute("GRANT SELECT ON smith_entities, tosogu_makers TO " + READER);
  }

  @AfterAll
  static void stop() {
    service.close();
  }

  @Test
  void a_missing_right_names_the_table_and_the_user() {
    yuhinkai.execute("REVOKE SELECT ON tosogu_makers FROM " + READER);
    assertReason(
        "Yuhinkai does not let the user of DB_YUHINKAI_USER read tosogu_makers: GRANT SELECT ON tosogu_makers to that user");
    yuhinkai.execute("GRANT SELECT ON tosogu_makers TO " + READER);
  }

  @Test
  void a_missing_table_is_named() {
    yuhinkai.execute("ALTER TABLE tosogu_makers RENAME TO makers");
    assertReason(
        "Yuhinkai has no table tosogu_makers: name the one that is there in syncline.elitefactor.lookups");
    yuhinkai.execute("ALTER TABLE makers RENAME TO tosogu_makers");
  }

  @Test
  void a_missing_column_names_the_table_and_the_columns() {
    yuhinkai.execute("ALTER TABLE tosogu_makers RENAME COLUMN elite_factor TO factor");
    assertReason(
        "Yuhinkai's table tosogu_makers lacks one of the columns maker_id, elite_factor, elite_count, total_items: name those that are there in syncline.elitefactor.lookups");
    yuhinkai.execute("ALTER TABLE tosogu_makers RENAME COLUMN factor TO elite_factor");
  }

  @Test
  void a_policy_that_may_hide_rows_is_told_with_its_table() {
    yuhinkai.execute("ALTER TABLE tosogu_makers ENABLE ROW LEVEL SECURITY");
    assertThat(webhook().body().path("detail").asText())
        .startsWith(quality().body().path("detail").asText())
        .contains("tosogu_makers", "row level security");
    yuhinkai.execute("ALTER TABLE tosogu_makers DISABLE ROW LEVEL SECURITY");
  }

  @Test
  void a_table_that_somebody_locks_is_told_by_its_lock_and_the_column_of_an_index()
      throws SQLException {
    try (Connection other = Postgres.source(service.yuhinkai()).getConnection();
        Statement statement = other.createStatement()) {
      other.setAutoCommit(false);
      statement.execute("LOCK TABLE tosogu_makers");
      assertReason(
          "Yuhinkai took longer over table tosogu_makers than a statement may: let an index serve maker_id, or see who locks it");
      other.rollback();
    }
  }

  @Test
  void a_server_that_is_away_is_no_missing_table() {
    Postgres.takeDown(service.yuhinkai());
    service.renewConnections();
    try {
      assertReason("Yuhinkai cannot be reached for table smith_entities: let doctor say why");
    } finally {
      service.bringUp(service.yuhinkai());
    }
  }

  private static void assertReason(String reason) {
    Answer webhook = webhook();
    assertThat(webhook.status()).as("%s", webhook.body()).isEqualTo(503);
    assertThat(webhook.body().path("code").asText()).isEqualTo("SOURCE_UNAVAILABLE");
    assertThat(webhook.body().path("detail").asText()).contains(reason);
    Answer quality = quality();
    assertThat(quality.status()).isEqualTo(503);
    assertThat(quality.body().path("code").asText()).isEqualTo("SOURCE_UNAVAILABLE");
    assertThat(quality.body().path("detail").asText()).isEqualTo(reason);
  }

  private static Answer webhook() {
    return service.post(
        "/api/admin/sync-elite-factor", "{\"artisan_codes\": [\"NOBODY\"]}", service.cronSecret());
  }

  private static Answer quality() {
    return service.get("/api/elitefactor/quality", service.token("viewer"));
  }
}
