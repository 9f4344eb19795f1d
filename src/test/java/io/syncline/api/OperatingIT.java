package io.syncline.api;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.syncline.support.Canaries;
import io.syncline.support.Postgres;
import io.syncline.support.SandboxService;
import io.syncline.support.SandboxService.Answer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * What operates a running service: schedules, of which one fires every two seconds, and metrics.
 */
class OperatingIT {
  private static final Duration LONG = Duration.ofSeconds(90);
  private static final StringBuffer COLLECTED = new StringBuffer();
  private static HttpServer collector;
  private static SandboxService service;

  @BeforeAll
  static void start() throws IOException {
    collector = HttpServer.create(new InetSocketAddress("localhost", 0), 0);
    collector.createContext("/v1/metrics", OperatingIT::collect);
    collector.start();
    service =
        SandboxService.begin(
            Postgres.freshPair(),
            "--syncline.sandbox.junglescout.products=1",
            "--syncline.schedules=on",
            "--syncline.stockx.cron=0/2 * * * * ?",
            "--syncline.junglescout.cron=off",
            "--syncline.watchdog.interval=500ms",
            "--syncline.watchdog.grace=10s",
            "--syncline.metrics.period=1000",
            "--syncline.otlp-url=http://localhost:"
                + collector.getAddress().getPort()
                + "/v1/metrics",
            "--management.otlp.metrics.export.step=1s");
  }

  @AfterAll
  static void stop() {
    service.close();
    collector.stop(0);
  }

  /** The texts of protobuf stand in it as they are. */
  private static void collect(HttpExchange call) throws IOException {
    COLLECTED.append(new String(call.getRequestBody().readAllBytes(), ISO_8859_1));
    call.sendResponseHeaders(200, -1);
    call.close();
  }

  private static JsonNode schedule(String name) {
    for (JsonNode schedule : schedules()) {
      if (schedule.path("name").asText().equals(name)) {
        return schedule;
      }
    }
    throw new AssertionError("no schedule " + name);
  }

  private static JsonNode schedules() {
    Answer answer = service.get("/api/schedules", service.token("viewer"));
    assertThat(answer.status()).isEqualTo(200);
    return answer.body().path("schedules");
  }

  private static JsonNode stockx() {
    for (JsonNode pipeline :
        service.get("/api/pipelines", service.token("viewer")).body().path("pipelines")) {
      if (pipeline.path("word").asText().equals("stockx")) {
        return pipeline;
      }
    }
    throw new AssertionError("no stockx");
  }

  private static Answer post(String path) {
    return service.post("/api/schedules/" + path, "", service.token("admin"));
  }

  private static String told() {
    return service.get("/sandbox/discord/messages").body().toString();
  }

  private static long lastTick() {
    return service
        .staging()
        .sql("SELECT prev_fire_time FROM qrtz_triggers WHERE trigger_group = 'stockx'")
        .query(Long.class)
        .single();
  }

  private static long scheduledRuns() {
    return service
        .staging()
        .sql("SELECT count(*) FROM sync_runs WHERE pipeline = 'stockx' AND trigger = 'schedule'")
        .query(Long.class)
        .single();
  }

  /** SX-27. */
  @Test
  void every_schedule_of_every_pipeline_is_listed() {
    List<String> names = new ArrayList<>();
    schedules().forEach(it -> names.add(it.path("name").asText()));
    assertThat(names)
        .contains("clientapi", "clientapi.sku", "clientapi.sweep", "entities", "stockx");
    JsonNode sku = schedule("clientapi.sku");
    assertThat(sku.path("cron").asText()).isEqualTo("0 1,9,17 * * *");
    assertThat(sku.path("words").asText()).isEqualTo("at 1, 9 and 17 o'clock");
    assertThat(sku.path("next_fires")).hasSize(5);
    assertThat(schedule("junglescout").path("state").asText()).isEqualTo("off");
    assertThat(schedule("junglescout").path("next_fires")).isEmpty();
    await().atMost(LONG).until(() -> schedule("stockx").at("/last_fire/run_id").isTextual());
  }

  @Test
  void a_paused_schedule_is_told_everywhere_and_starts_nothing_until_it_goes_on() {
    String[] viewer = service.token("viewer");
    assertThat(service.post("/api/schedules/stockx/pause", "", viewer).status()).isEqualTo(403);
    assertThat(post("nothing/pause").body().path("code").asText()).isEqualTo("UNKNOWN_SCHEDULE");
    JsonNode paused = post("stockx/pause").body();
    assertThat(paused.path("state").asText()).isEqualTo("paused");
    assertThat(paused.path("changed_by").asText()).isEqualTo("test");
    assertThat(paused.path("next_fires")).isEmpty();
    assertThat(stockx().path("paused_schedules").toString()).isEqualTo("[\"stockx\"]");
    await().atMost(LONG).until(() -> told().contains("stockx was paused by test"));
    service.atRest();
    long runs = scheduledRuns();
    long tick = lastTick();
    await().atMost(LONG).until(() -> lastTick() > tick + 4_000);
    assertThat(scheduledRuns()).isEqualTo(runs);
    Answer now = post("stockx/run");
    assertThat(now.status()).isEqualTo(200);
    assertThat(now.body().path("trigger").asText()).isEqualTo("manual");
    assertThat(now.body().path("triggered_by").asText()).isEqualTo("test");
    assertThat(post("stockx/resume").body().path("state").asText()).isEqualTo("on");
    await().atMost(LONG).until(() -> scheduledRuns() > runs);
  }

  @Test
  void a_trigger_that_is_stuck_is_told_when_it_begins_and_when_it_is_over() {
    await().atMost(LONG).until(() -> schedule("stockx").path("state").asText().equals("on"));
    await()
        .atMost(LONG)
        .until(
            () -> {
              trigger("ERROR");
              return schedule("stockx").path("state").asText().equals("overdue");
            });
    await().atMost(LONG).until(() -> told().contains("stockx was due at"));
    assertThat(stockx().path("overdue_schedules").toString()).isEqualTo("[\"stockx\"]");
    await().atMost(LONG).until(() -> stockx().path("state").asText().equals("overdue"));
    trigger("WAITING");
    await().atMost(LONG).until(() -> told().contains("stockx fires again"));
    assertThat(stockx().path("overdue_schedules")).isEmpty();
    assertThat(told()).containsOnlyOnce("stockx was due at").containsOnlyOnce("stockx fires again");
  }

  /** Each by name and by the labels that it is selected by. */
  @Test
  void every_alert_and_every_panel_asks_for_metrics_that_there_are() throws IOException {
    service.post("/api/pipelines/clientapi/runs", "{}", service.token("admin"));
    Set<String> there = new TreeSet<>();
    await()
        .atMost(LONG)
        .untilAsserted(
            () -> {
              there.addAll(exposed());
              assertThat(there).containsAll(asked());
            });
    assertThat(asked())
        .contains("syncline_rows_total", "syncline_freshness_seconds", "syncline_budget_left");
  }

  @Test
  void what_is_asked_of_prometheus_is_understood() {
    assertThat(PromQl.asked("sum by (a, b) (rate(x_total{c=\"d\",e!~\"f|g\"}[1h])) / max(y_z) > 3"))
        .containsExactly("x_total", "x_total{c}", "x_total{e}", "y_z");
  }

  @Test
  void a_collector_gets_the_metrics_and_no_secret() {
    await()
        .atMost(LONG)
        .until(
            () ->
                COLLECTED.indexOf("syncline.freshness") >= 0
                    && COLLECTED.indexOf("syncline.run.duration") >= 0);
    assertThat(COLLECTED.toString()).contains("service.name", "stockx");
    Canaries canaries =
        new Canaries(
            Stream.of("CRON_SECRET", "SYNC_API_KEY", "JWT_SECRET", "SYNCLINE_KEYSET")
                .map(name -> service.pair().properties().get(name).toString())
                .toList());
    assertThat(canaries.in(COLLECTED.toString())).isEmpty();
  }

  /** What to do stands under the name of each alert. */
  @Test
  void every_alert_is_in_the_guide() throws IOException {
    String guide = Files.readString(Path.of("docs/operating.md"));
    assertThat(alerts()).hasSizeGreaterThan(8);
    assertThat(alerts())
        .allSatisfy(
            alert -> assertThat(guide).contains("| `" + alert.path("alert").asText() + "` |"));
  }

  private static List<JsonNode> alerts() throws IOException {
    List<JsonNode> alerts = new ArrayList<>();
    new YAMLMapper()
        .readTree(Path.of("docs/alerts/syncline.rules.yaml").toFile())
        .at("/groups/0/rules")
        .forEach(alerts::add);
    return alerts;
  }

  private static Set<String> asked() throws IOException {
    Set<String> asked = new TreeSet<>();
    alerts().forEach(it -> asked.addAll(PromQl.asked(it.path("expr").asText())));
    new ObjectMapper()
        .readTree(Path.of("docs/grafana/syncline.json").toFile())
        .findValuesAsText("expr")
        .forEach(it -> asked.addAll(PromQl.asked(it)));
    return asked;
  }

  /** The names of metrics, and with each of their labels. */
  private static Set<String> exposed() {
    Set<String> names = new TreeSet<>();
    service
        .bean(PrometheusMeterRegistry.class)
        .scrape()
        .lines()
        .filter(line -> !line.startsWith("#"))
        .forEach(
            line -> {
              String name = line.replaceAll("[{ ].*", "");
              names.add(name);
              Pattern.compile("([a-z_]+)=\"")
                  .matcher(line)
                  .results()
                  .forEach(label -> names.add(name + "{" + label.group(1) + "}"));
            });
    return names;
  }

  private static void trigger(String state) {
    service
        .staging()
        .sql("UPDATE qrtz_triggers SET trigger_state = ? WHERE trigger_group = 'stockx'")
        .param(state)
        .update();
  }
}
