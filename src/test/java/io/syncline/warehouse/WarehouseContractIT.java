package io.syncline.warehouse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.syncline.api.Http;
import io.syncline.support.Invariants;
import io.syncline.support.PipelineContract;
import io.syncline.support.Postgres;
import io.syncline.support.SandboxService;
import io.syncline.support.SandboxService.Answer;
import io.syncline.support.ServiceProcess;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The smallest pipeline there is keeps what every pipeline keeps, without a line of its own. */
class WarehouseContractIT implements PipelineContract {
  private static final Path FILES = Path.of("src/test/resources/warehouse");
  private static final String RUNS = "/api/pipelines/warehouse/runs";
  private static final String LEVELS = WarehouseServer.LEVELS + " ";

  private static WarehouseServer source;
  private static SandboxService service;

  /** Route, settings and migration are found where the packed ones are: on the class path. */
  @BeforeAll
  static void start() throws IOException {
    source = new WarehouseServer();
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    thread.setContextClassLoader(new URLClassLoader(new URL[] {FILES.toUri().toURL()}, before));
    try {
      service =
          SandboxService.start(
              "--spring.profiles.active=sandbox,warehouse",
              "--spring.config.additional-location=classpath:config/warehouse.yaml",
              "--WAREHOUSE_TOKEN=" + WarehouseServer.TOKEN,
              "--WAREHOUSE_BASE_URL=" + source.url(),
              "--syncline.write.first-delay=20",
              "--syncline.sandbox.junglescout.products=1");
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  @AfterAll
  static void stop() {
    service.close();
    source.close();
  }

  @BeforeEach
  void nothing_is_wrong_with_the_warehouse() {
    source.reset();
  }

  @Test
  void one_run_at_a_time_has_the_lease() {
    source.hold(2);
    Answer first = service.post(RUNS + "?wait=false", "{}", service.token("admin"));
    assertThat(first.status()).isEqualTo(202);
    await().until(() -> source.wasAsked(2));
    assertThat(run("{}").status()).isEqualTo(409);
    source.reset();
    service.atRest();
    assertThat(run("{}").status()).isEqualTo(200);
  }

  @Test
  void what_production_missed_comes_by_the_relay() {
    service.staging().sql("DELETE FROM dev_az_warehouse_levels").update();
    service.production().sql("DELETE FROM prod_az_warehouse_levels").update();
    Postgres.takeDown(service.pair().production());
    try {
      assertThat(run("{}").body().path("outcome").asText()).isEqualTo("partial");
    } finally {
      service.bringUp(service.pair().production());
    }
    assertThat(contents()).allMatch(it -> it.startsWith(LEVELS)).hasSize(2);
    assertThat(contents().get(0)).isEqualTo(contents().get(1));
    assertThat(new Invariants(service.pair()).violations())
        .as("beside the letters of bad records")
        .allMatch(it -> it.startsWith("I3 dead: "));
  }

  @Test
  void an_unknown_parameter_is_refused() {
    assertThat(run("{\"dryrun\": true}").status()).isEqualTo(400);
  }

  @Test
  void a_bad_record_costs_itself_only() {
    source.add("{\"units\": 1}");
    source.add("{\"code\": \"G-refused\", \"units\": -1}");
    Answer answer = run("{}");
    assertThat(answer.body().path("outcome").asText()).isEqualTo("partial");
    assertThat(answer.body().at("/stats/rows_failed").asInt()).isEqualTo(2);
    assertThat(contents()).allMatch(it -> it.startsWith(LEVELS));
    assertThat(
            service
                .staging()
                .sql("SELECT record_key FROM sync_dead_letters WHERE run_id = ?::uuid ORDER BY 1")
                .param(answer.body().path("run_id").asText())
                .query(String.class)
                .list())
        .containsExactly("G-refused", "level");
  }

  @Test
  void a_killed_run_is_done_anew_and_nothing_comes_twice(@TempDir Path classes) throws IOException {
    Postgres.Pair pair = Postgres.freshPair();
    List<Path> more = List.of(FILES, packed(classes));
    source.hold(3);
    try (ServiceProcess killed = ServiceProcess.serve(more, properties(pair))) {
      assertThat(killed.post(RUNS + "?wait=false").statusCode()).isEqualTo(202);
      await().atMost(Duration.ofSeconds(30)).until(() -> source.wasAsked(3));
      killed.kill();
    }
    source.reset();
    try (ServiceProcess next = ServiceProcess.serve(more, properties(pair))) {
      await().atMost(Duration.ofSeconds(30)).until(() -> next.post(RUNS).statusCode() == 200);
      await().atMost(Duration.ofSeconds(30)).until(() -> outcomes(pair).size() == 2);
    }
    assertThat(outcomes(pair)).containsExactly("completed", "failed");
    assertThat(codes(pair.stagingSource(), "dev_az_"))
        .hasSize(WarehouseServer.LEVELS)
        .isEqualTo(codes(pair.productionSource(), "prod_az_"));
    assertThat(new Invariants(pair).violations()).isEmpty();
  }

  /** The pipeline's classes without its tests, as a jar would have them. */
  private static Path packed(Path folder) throws IOException {
    Path compiled = Path.of("target/test-classes/io/syncline/warehouse");
    Path room = Files.createDirectories(folder.resolve("io/syncline/warehouse"));
    try (var files =
        Files.newDirectoryStream(compiled, "{Warehouse,WarehouseNeeds,Level*}.class")) {
      for (Path file : files) {
        Files.copy(file, room.resolve(file.getFileName()));
      }
    }
    return folder;
  }

  private static Map<String, Object> properties(Postgres.Pair pair) {
    Map<String, Object> properties = new LinkedHashMap<>(pair.properties());
    properties.put("JWT_SECRET", Http.JWT_SECRET);
    properties.put("WAREHOUSE_TOKEN", WarehouseServer.TOKEN);
    properties.put("WAREHOUSE_BASE_URL", source.url());
    properties.put("spring.profiles.active", "warehouse");
    properties.put("spring.config.additional-location", "classpath:config/warehouse.yaml");
    properties.put("syncline.run.lease-time", "3s");
    properties.put("syncline.run.heartbeat", "500ms");
    properties.put("syncline.run.sweep", "1s");
    return properties;
  }

  private static List<String> outcomes(Postgres.Pair pair) {
    return JdbcClient.create(pair.stagingSource())
        .sql("SELECT outcome FROM sync_runs WHERE status <> 'running' ORDER BY 1")
        .query(String.class)
        .list();
  }

  private static List<String> codes(DataSource database, String prefix) {
    return JdbcClient.create(database)
        .sql("SELECT code FROM " + prefix + "warehouse_levels ORDER BY 1")
        .query(String.class)
        .list();
  }

  @Override
  public SandboxService service() {
    return service;
  }

  @Override
  public String word() {
    return "warehouse";
  }

  @Override
  public List<String> tables() {
    return List.of("warehouse_levels");
  }
}
