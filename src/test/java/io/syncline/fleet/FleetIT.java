package io.syncline.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.syncline.api.Http;
import io.syncline.support.Invariants;
import io.syncline.support.Postgres;
import io.syncline.support.ServiceProcess;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.JdbcTemplate;

/** A parent and its children in processes that die, end and are asked over HTTP. */
class FleetIT {
  private static final String RUNS = "/api/pipelines/fleet/runs";
  private static final Duration LONG = Duration.ofSeconds(60);

  private final Postgres.Pair pair = Postgres.freshPair();
  private final JdbcTemplate staging = new JdbcTemplate(pair.stagingSource());
  @TempDir private Path classes;
  private List<Path> more;

  /** The pipeline's classes without its tests, as a jar would have them. */
  @BeforeEach
  void packed() throws IOException {
    Path room = Files.createDirectories(classes.resolve("io/syncline/fleet"));
    try (var files =
        Files.newDirectoryStream(
            Path.of("target/test-classes/io/syncline/fleet"), "{Fleet,FleetLead}.class")) {
      for (Path file : files) {
        Files.copy(file, room.resolve(file.getFileName()));
      }
    }
    more = List.of(Path.of("src/test/resources/fleet"), classes);
  }

  @AfterEach
  void nothing_diverges() {
    assertThat(new Invariants(pair).violations()).isEmpty();
  }

  @Test
  void a_killed_parent_and_its_children_are_buried_and_the_next_run_does_what_is_left()
      throws SQLException {
    try (ServiceProcess killed = ServiceProcess.serve(more, properties());
        Connection holder = pair.stagingSource().getConnection()) {
      hold(holder, "calypso/2");
      assertThat(killed.post(RUNS + "?wait=false").statusCode()).isEqualTo(202);
      await().atMost(LONG).until(() -> count("outcome = 'completed'") == 2);
      await().atMost(LONG).until(() -> count("rows_created = 1 AND status = 'running'") == 1);
      killed.kill();
    }
    try (ServiceProcess next = ServiceProcess.serve(more, properties())) {
      await().atMost(LONG).until(() -> next.post(RUNS).statusCode() == 200);
      await().atMost(LONG).until(() -> count("status = 'running'") == 0);
    }
    assertThat(count("failure ->> 'code' = 'INTERRUPTED'")).as("parent and calypso").isEqualTo(2);
    assertThat(count("outcome = 'completed'")).as("two, then all and their parent").isEqualTo(6);
    assertThat(staging.queryForList("SELECT place FROM dev_az_fleet_loads", String.class))
        .hasSize(6);
    assertThat(staging.queryForObject("SELECT sum(rows_created) FROM sync_runs", Integer.class))
        .as("nothing came twice")
        .isEqualTo(6);
  }

  @Test
  void a_cancel_over_http_and_the_end_of_the_service_close_all() throws SQLException {
    try (ServiceProcess service = ServiceProcess.serve(more, properties());
        Connection holder = pair.stagingSource().getConnection()) {
      hold(holder, "calypso/2");
      String parent = Http.json(service.post(RUNS + "?wait=false")).path("run_id").asText();
      await().atMost(LONG).until(() -> count("outcome = 'completed'") == 2);
      HttpResponse<String> cancel = service.post("/api/sync/runs/" + parent + "/cancel");
      assertThat(cancel.statusCode()).isEqualTo(202);
      holder.rollback();
      await().atMost(LONG).until(() -> count("status = 'running'") == 0);
      assertThat(count("outcome = 'cancelled'")).as("parent and calypso").isEqualTo(2);

      hold(holder, "argo/1");
      assertThat(service.post(RUNS + "?wait=false").statusCode()).isEqualTo(202);
      await().atMost(LONG).until(() -> count("status = 'running'") == 2);
      service.terminate();
      assertThat(service.endsWithin(LONG)).isTrue();
      holder.rollback();
    }
    assertThat(count("failure ->> 'code' = 'INTERRUPTED'")).as("parent and argo").isEqualTo(2);
    assertThat(count("status = 'running'")).isZero();
  }

  @Test
  void a_parent_is_shown_with_its_children() {
    try (ServiceProcess service = ServiceProcess.serve(more, properties())) {
      JsonNode parent = Http.json(service.post(RUNS));
      assertThat(parent.path("outcome").asText()).isEqualTo("completed");
      assertThat(parent.path("parent_run_id").isNull()).isTrue();
      assertThat(parent.at("/children/total").asInt()).isEqualTo(3);
      assertThat(parent.at("/children/completed").asInt()).isEqualTo(3);
      assertThat(parent.at("/children/stats/rows_created").asInt()).isEqualTo(6);
      assertThat(parent.at("/stats/rows_created").asInt()).as("its own").isZero();
    }
  }

  /** Keeps a row of that key from being written in staging until it is rolled back. */
  private static void hold(Connection holder, String place) throws SQLException {
    holder.setAutoCommit(false);
    try (Statement statement = holder.createStatement()) {
      statement.execute(
          "INSERT INTO dev_az_fleet_loads (place) VALUES ('"
              + place
              + "') ON CONFLICT (place) DO UPDATE SET tons = 0");
    }
  }

  private int count(String condition) {
    return staging.queryForObject(
        "SELECT count(*) FROM sync_runs WHERE pipeline = 'fleet' AND (" + condition + ")",
        Integer.class);
  }

  private Map<String, Object> properties() {
    Map<String, Object> properties = new LinkedHashMap<>(pair.properties());
    properties.put("JWT_SECRET", Http.JWT_SECRET);
    properties.put("spring.profiles.active", "fleet");
    properties.put("spring.config.additional-location", "classpath:config/fleet.yaml");
    properties.put("syncline.run.lease-time", "3s");
    properties.put("syncline.run.heartbeat", "500ms");
    properties.put("syncline.run.sweep", "1s");
    return properties;
  }
}
