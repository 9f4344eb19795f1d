package io.syncline.tenants;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.syncline.api.Http;
import io.syncline.support.Invariants;
import io.syncline.support.Postgres;
import io.syncline.support.ServiceProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.JdbcTemplate;

/** Runs that wait, on processes that come and go. */
class TenantsIT {
  private static final String RUNS = "/api/pipelines/tenants/runs";
  private static final int AT_ONCE = 16; // syncline.run.runs-at-once
  private static final Duration LONG = Duration.ofSeconds(90);

  private final Postgres.Pair pair = Postgres.freshPair();
  private final JdbcTemplate staging = new JdbcTemplate(pair.stagingSource());
  @TempDir private Path classes;
  private List<Path> more;

  /** The pipeline's classes without its tests, as a jar would have them. */
  @BeforeEach
  void packed() throws IOException {
    Path to = Files.createDirectories(classes.resolve("io/syncline/tenants"));
    Path from = Path.of("target/test-classes/io/syncline/tenants");
    try (var files = Files.newDirectoryStream(from, "Tenants*.class")) {
      for (Path file : files) {
        if (!file.toString().endsWith("IT.class")) {
          Files.copy(file, to.resolve(file.getFileName()));
        }
      }
    }
    more = List.of(Path.of("src/test/resources/tenants"), classes);
  }

  @Test
  void what_waits_and_what_is_led_goes_on_elsewhere_after_a_kill_and_after_a_stop() {
    try (ServiceProcess one = ServiceProcess.serve(more, properties());
        ServiceProcess two = ServiceProcess.serve(more, properties())) {
      tenant("patient", 2, 4, false);
      tenant("busy", 0, 0, true);
      assertThat(one.post(RUNS + "?wait=false").statusCode()).isEqualTo(202);
      await().atMost(LONG).until(() -> visits("busy") == 1 && waiting() >= 2);

      ServiceProcess leading = leads("busy", one) ? one : two;
      leading.kill();
      await().atMost(LONG).until(() -> visits("busy") == 2 && visits("patient") == 2);
      ServiceProcess survivor = leading == one ? two : one;
      assertThat(leads("busy", survivor)).isTrue();

      survivor.terminate();
      assertThat(survivor.endsWithin(Duration.ofSeconds(25))).isTrue();
      assertThat(count("sync_runs WHERE status = 'running' AND parked_until IS NULL"))
          .as("given back, not failed")
          .isZero();
      assertThat(count("sync_runs WHERE status = 'running'")).isEqualTo(3);
    }
    try (ServiceProcess three = ServiceProcess.serve(more, properties())) {
      staging.update("UPDATE test_tenants SET is_held = false");
      await().atMost(LONG).until(() -> count("sync_runs WHERE status = 'running'") == 0);
      assertThat(three.get("/api/sync/runs?status=completed").body()).contains("tenants.patient");
    }
    assertThat(visits("patient")).isEqualTo(3);
    assertThat(count("sync_runs")).as("one row each").isEqualTo(3);
    assertThat(count("sync_runs WHERE outcome = 'completed'")).isEqualTo(3);
    assertThat(count("sync_runs WHERE scope = 'tenants.patient' AND api_calls = 3")).isEqualTo(1);
    assertThat(count("run_leases WHERE expires_at > now()")).isZero();
    assertThat(new Invariants(pair).violations()).isEmpty();
  }

  @Test
  void hundreds_are_led_once_each_by_two_instances_and_a_kill_costs_nothing() {
    try (ServiceProcess one = ServiceProcess.serve(more, properties());
        ServiceProcess two = ServiceProcess.serve(more, properties())) {
      staging.update(
          "INSERT INTO test_tenants SELECT 'n' || i, 0, 0, true FROM generate_series(1, 200) AS i");
      assertThat(one.post(RUNS + "?wait=false").statusCode()).isEqualTo(202);
      await().atMost(LONG).until(() -> visitsBy(one) == AT_ONCE && visitsBy(two) == AT_ONCE);
      two.kill();
      staging.update("UPDATE test_tenants SET is_held = false");
      await().atMost(LONG).until(() -> count("sync_runs WHERE status = 'running'") == 0);
      assertThat(count("sync_runs WHERE outcome = 'completed'")).isEqualTo(201);
      assertThat(count("(SELECT 1 FROM test_visits GROUP BY name HAVING count(*) > 2) AS often"))
          .isZero();
    }
    assertThat(new Invariants(pair).violations()).isEmpty();
  }

  @Test
  void a_command_leads_what_it_has_queued_to_the_end() {
    ServiceProcess.command(more, properties(), "run", "tenants"); // makes the tables
    tenant("patient", 2, 1, false);
    tenant("ready", 0, 0, false);
    ServiceProcess.Ended ended = ServiceProcess.command(more, properties(), "run", "tenants");
    assertThat(ended.code()).as(ended.text()).isZero();
    assertThat(ended.text()).as("to be put off is no failure").doesNotContain("Failed delivery");
    assertThat(count("sync_runs WHERE outcome = 'completed'")).isEqualTo(4);
    assertThat(visits("patient")).isEqualTo(3);
    assertThat(count("qrtz_triggers WHERE sched_name = 'syncline-runs'")).isZero();
    assertThat(new Invariants(pair).violations()).isEmpty();
  }

  private void tenant(String name, int waits, int seconds, boolean isHeld) {
    staging.update("INSERT INTO test_tenants VALUES (?, ?, ?, ?)", name, waits, seconds, isHeld);
  }

  private boolean leads(String name, ServiceProcess process) {
    return count(
            "sync_runs WHERE status = 'running' AND scope = 'tenants.%s' AND owner LIKE '%d@%%'"
                .formatted(name, process.pid()))
        == 1;
  }

  private int visits(String name) {
    return count("test_visits WHERE name = '" + name + "'");
  }

  private int visitsBy(ServiceProcess process) {
    return count("test_visits WHERE pid = " + process.pid());
  }

  private int waiting() {
    return count("sync_runs WHERE parked_until IS NOT NULL");
  }

  private int count(String from) {
    return staging.queryForObject("SELECT count(*) FROM " + from, Integer.class);
  }

  private Map<String, Object> properties() {
    Map<String, Object> properties = new LinkedHashMap<>(pair.properties());
    properties.put("JWT_SECRET", Http.JWT_SECRET);
    properties.put("spring.profiles.active", "tenants");
    properties.put("spring.config.additional-location", "classpath:config/tenants.yaml");
    properties.put("syncline.run.lease-time", "3s");
    properties.put("syncline.run.heartbeat", "500ms");
    properties.put("syncline.run.sweep", "1s");
    return properties;
  }
}
