package io.syncline.register;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.syncline.api.Http;
import io.syncline.support.Invariants;
import io.syncline.support.Postgres;
import io.syncline.support.ServiceProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.JdbcTemplate;

/** A process that composes and is killed: in the middle of a batch, and between its two commits. */
class RegisterKillIT {
  private static final String RUNS = "/api/pipelines/register/runs";
  private static final Duration LONG = Duration.ofSeconds(60);

  private final Postgres.Pair pair = Postgres.freshPair();
  private final JdbcTemplate staging = new JdbcTemplate(pair.stagingSource());
  private final JdbcTemplate production = new JdbcTemplate(pair.productionSource());
  @TempDir private Path classes;
  private List<Path> more;

  /** The pipeline's classes without its tests, as a jar would have them. */
  @BeforeEach
  void packed() throws IOException {
    copy("register", "Register*.class");
    copy("support", "ScoreSheet*.class");
    more = List.of(Path.of("src/test/resources/register"), classes);
  }

  @Test
  void nothing_is_halved_and_the_next_run_does_what_is_left() throws SQLException {
    try (ServiceProcess killed = ServiceProcess.serve(more, properties());
        Connection holder = pair.stagingSource().getConnection()) {
      hold(holder, "INSERT INTO test_partners VALUES (gen_random_uuid(), 'p37', 0)");
      assertThat(killed.post(RUNS + "?wait=false").statusCode()).isEqualTo(202);
      await().atMost(LONG).until(() -> count(staging, "test_partners") == 30);
      killed.kill(); // its fourth batch waits for the partner
    }
    assertThat(count(staging, "test_history")).isEqualTo(30);
    try (ServiceProcess next = ServiceProcess.serve(more, properties());
        Connection holder = pair.productionSource().getConnection()) {
      await().atMost(LONG).until(() -> count(production, "test_partners") == 30);
      hold(holder, "SELECT pg_advisory_xact_lock(hashtext('test_partners'))");
      assertThat(next.post(RUNS + "?wait=false").statusCode()).isEqualTo(202);
      await().atMost(LONG).until(() -> count(staging, "test_partners") == 40);
      next.kill(); // staging has the fourth batch, production waits for its lane
    }
    assertThat(count(production, "test_partners")).isEqualTo(30);
    try (ServiceProcess last = ServiceProcess.serve(more, properties())) {
      await().atMost(LONG).until(() -> last.post(RUNS).statusCode() == 200);
      await().atMost(LONG).until(() -> count(production, "test_partners") == 50);
      await().atMost(LONG).until(() -> count(staging, "run_batches WHERE state = 'pending'") == 0);
    }
    assertThat(rows(production)).isEqualTo(rows(staging));
    assertThat(count(staging, "test_history")).as("each partner was made once").isEqualTo(50);
    assertThat(count(staging, ORPHANS)).isZero();
    assertThat(count(production, ORPHANS)).isZero();
    assertThat(new Invariants(pair).violations()).isEmpty();
  }

  private static final String ORPHANS =
      "test_partners p FULL JOIN test_history h ON h.partner_id = p.id"
          + " WHERE p.id IS NULL OR h.id IS NULL";

  private static void hold(Connection holder, String statement) throws SQLException {
    holder.setAutoCommit(false);
    try (Statement held = holder.createStatement()) {
      held.execute(statement);
    }
  }

  private static int count(JdbcTemplate database, String from) {
    return database.queryForObject("SELECT count(*) FROM " + from, Integer.class);
  }

  private static List<String> rows(JdbcTemplate database) {
    return database.queryForList(
        "SELECT t::text FROM test_partners t UNION ALL SELECT h::text FROM test_history h ORDER BY 1",
        String.class);
  }

  private void copy(String room, String which) throws IOException {
    Path to = Files.createDirectories(classes.resolve("io/syncline").resolve(room));
    Path from = Path.of("target/test-classes/io/syncline").resolve(room);
    try (var files = Files.newDirectoryStream(from, which)) {
      for (Path file : files) {
        if (!file.toString().endsWith("IT.class")) {
          Files.copy(file, to.resolve(file.getFileName()));
        }
      }
    }
  }

  private Map<String, Object> properties() {
    Map<String, Object> properties = new LinkedHashMap<>(pair.properties());
    properties.put("JWT_SECRET", Http.JWT_SECRET);
    properties.put("spring.profiles.active", "register");
    properties.put("spring.config.additional-location", "classpath:config/register.yaml");
    properties.put("syncline.run.lease-time", "3s");
    properties.put("syncline.run.heartbeat", "500ms");
    properties.put("syncline.run.sweep", "1s");
    return properties;
  }
}
