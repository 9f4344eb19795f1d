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
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.trace.v1.Span;
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
import java.util.HexFormat;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
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
  private static final StringBuffer TRACED = new StringBuffer();
  private static final Queue<Span> SPANS = new ConcurrentLinkedQueue<>();

  /** While it is not at zero the collector begins answers to traces and does not end them. */
  private static final AtomicReference<CountDownLatch> DRIPS =
      new AtomicReference<>(new CountDownLatch(0));

  private static final AtomicInteger DRIPPED = new AtomicInteger();
  private static HttpServer collector;
  private static SandboxService service;

  @BeforeAll
  static void start() throws IOException {
    collector = HttpServer.create(new InetSocketAddress("localhost", 0), 0);
    collector.createContext("/v1/metrics", OperatingIT::collect);
    collector.createContext("/v1/traces", OperatingIT::trace);
    collector.setExecutor(Executors.newCachedThreadPool());
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
            "--syncline.otlp-traces-url=http://localhost:"
                + collector.getAddress().getPort()
                + "/v1/traces",
            "--syncline.otlp-url=http://localhost:"
                + collector.getAddress().getPort()
                + "/v1/metrics",
            "--management.otlp.metrics.export.step=1s");
    // of the first runs, which the sandbox starts by itself
    await().atMost(LONG).until(() -> SPANS.stream().anyMatch(OperatingIT::isOfJungleScout));
  }

  @AfterAll
  static void stop() {
    service.close();
    DRIPS.get().countDown();
    collector.stop(0);
  }

  /** The texts of protobuf stand in it as they are. */
  private static void collect(HttpExchange call) throws IOException {
    COLLECTED.append(new String(call.getRequestBody().readAllBytes(), ISO_8859_1));
    call.sendResponseHeaders(200, -1);
    call.close();
  }

  private static void trace(HttpExchange call) throws IOException {
    byte[] body = call.getRequestBody().readAllBytes();
    CountDownLatch until = DRIPS.get();
    if (until.getCount() > 0) {
      call.sendResponseHeaders(200, 0);
      call.getResponseBody().write('.');
      call.getResponseBody().flush();
      DRIPPED.incrementAndGet();
      awaitEnd(until);
      return;
    }
    TRACED.append(new String(body, ISO_8859_1));
    ExportTraceServiceRequest.parseFrom(body)
        .getResourceSpansList()
        .forEach(of -> of.getScopeSpansList().forEach(it -> SPANS.addAll(it.getSpansList())));
    call.sendResponseHeaders(200, -1);
    call.close();
  }

  private static void awaitEnd(CountDownLatch until) {
    try {
      until.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
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

  @Test
  void a_run_is_one_trace_of_its_calls_and_its_batches() {
    String[] viewer = service.token("viewer");
    String run =
        service
            .get("/api/sync/runs?pipeline=junglescout", viewer)
            .body()
            .findValuesAsText("id")
            .stream()
            .filter(id -> ofRun(id).size() > 1)
            .findFirst()
            .orElseThrow();
    List<Span> spans = ofRun(run);
    Span lead = spans.stream().filter(OperatingIT::isRun).findFirst().orElseThrow();
    assertThat(said(lead)).contains("syncline.outcome=completed", "syncline.pipeline=junglescout");
    assertThat(spans)
        .filteredOn(it -> !isRun(it))
        .allSatisfy(
            it -> {
              assertThat(it.getParentSpanId()).isEqualTo(lead.getSpanId());
              assertThat(it.getStartTimeUnixNano())
                  .isBetween(lead.getStartTimeUnixNano(), lead.getEndTimeUnixNano());
            })
        .extracting(Span::getName)
        .contains("call junglescout", "batch staging junglescout", "batch production junglescout");
    for (String batch : List.of("batch staging junglescout", "batch production junglescout")) {
      assertThat(spans)
          .filteredOn(it -> it.getName().equals(batch))
          .anySatisfy(it -> assertThat(said(it)).containsPattern("stream=\\w+ .*rows=[1-9]"));
    }
    assertThat(spans)
        .filteredOn(it -> it.getName().equals("call junglescout"))
        .allSatisfy(it -> assertThat(said(it)).contains("http.response.status_code=200"));
    assertThat(TRACED.toString())
        .contains("service.name")
        .doesNotContain("localhost", "http:", "/api/", "marketplace")
        .doesNotContainPattern("B0[0-9A-Z]{8}"); // an ASIN; ids are bytes, which may be "B0" too
    assertThat(new Canaries(secrets()).in(TRACED.toString())).isEmpty();
  }

  @Test
  void a_batch_that_is_computed_where_it_is_written_is_traced_too() {
    String partner = UUID.randomUUID().toString();
    String sql = "INSERT INTO partners (id, brand_name) VALUES (?::uuid, 'Acme')";
    service.staging().sql(sql).param(partner).update();
    service.production().sql(sql).param(partner).update();
    Answer edited =
        service.patch(
            "/api/entities/partners/" + partner, "{\"tier\": \"gold\"}", service.token("admin"));
    assertThat(edited.status()).as(edited.body().toString()).isEqualTo(200);
    for (String batch : List.of("batch staging entities", "batch production entities")) {
      await()
          .atMost(LONG)
          .until(
              () ->
                  SPANS.stream()
                      .filter(it -> it.getName().equals(batch))
                      .anyMatch(it -> said(it).matches(".*stream=\\w+ .*rows=1.*")));
    }
  }

  /** Its spans are lost and nothing else; those that come later are taken. */
  @Test
  void a_collector_that_never_ends_its_answer_holds_no_run() {
    CountDownLatch until = new CountDownLatch(1);
    DRIPS.set(until);
    try {
      int before = DRIPPED.get();
      await().atMost(LONG).until(() -> DRIPPED.get() > before); // by a run of the schedule
      String run = led();
      await().atMost(LONG).until(() -> isCompleted(run));
      await().atMost(LONG).until(() -> DRIPPED.get() > before + 1);
    } finally {
      until.countDown();
    }
    String next = led();
    await().atMost(LONG).until(() -> ofRun(next).stream().anyMatch(OperatingIT::isRun));
  }

  private static String led() {
    Answer answer = service.post("/api/pipelines/junglescout/runs", "{}", service.token("admin"));
    return answer.body().path("run_id").asText();
  }

  private static boolean isCompleted(String run) {
    Answer answer = service.get("/api/sync/runs/" + run, service.token("viewer"));
    return answer.body().toString().contains("completed");
  }

  private static List<String> secrets() {
    return Stream.of("CRON_SECRET", "SYNC_API_KEY", "JWT_SECRET", "SYNCLINE_KEYSET")
        .map(name -> service.pair().properties().get(name).toString())
        .toList();
  }

  private static boolean isOfJungleScout(Span span) {
    return span.getName().equals("run junglescout");
  }

  private static boolean isRun(Span span) {
    return span.getName().startsWith("run ");
  }

  private static List<Span> ofRun(String run) {
    String trace = run.replace("-", "");
    return SPANS.stream()
        .filter(it -> HexFormat.of().formatHex(it.getTraceId().toByteArray()).equals(trace))
        .toList();
  }

  private static String said(Span span) {
    return span.getAttributesList().stream()
        .map(it -> it.getKey() + "=" + plain(it.getValue()))
        .collect(Collectors.joining(" "));
  }

  private static String plain(AnyValue value) {
    return value.hasIntValue() ? Long.toString(value.getIntValue()) : value.getStringValue();
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
    assertThat(new Canaries(secrets()).in(COLLECTED.toString())).isEmpty();
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
