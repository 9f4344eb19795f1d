package io.syncline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.syncline.api.Http;
import io.syncline.support.Browser;
import io.syncline.support.Needs;
import io.syncline.support.Postgres;
import io.syncline.support.SandboxService;
import io.syncline.support.SandboxService.Answer;
import io.syncline.support.ServiceProcess;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.By;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A second instance beside the sandbox's, on the same databases and the same sources. */
class SecondInstanceIT {
  private static final String OVERLAPPING =
      """
      SELECT count(*) FROM sync_runs a JOIN sync_runs b ON a.id < b.id AND a.scope = b.scope
      WHERE a.started_at < b.completed_at AND b.started_at < a.completed_at
      """;
  private static final String STARTS =
      "SELECT sum(coalesce((parameters ->> 'callers')::int, 1)) FROM sync_runs";
  private static final String TWICE =
      "SELECT count(*) FROM sync_runs JOIN sync_run_slots USING (slot_key)";
  private static final String PATH = "/api/admin/sync-elite-factor";
  private static final Duration LONG = Duration.ofSeconds(60);
  private static final int CALLERS_OF_EACH = 12;
  private static final ExecutorService CALLERS = Executors.newCachedThreadPool();
  private static SandboxService one;
  private static ServiceProcess two;

  @BeforeAll
  static void start() {
    one =
        SandboxService.start(
            "--syncline.sandbox.junglescout.products=1", "--syncline.sandbox.stockx.products=20");
    Map<String, Object> properties = new LinkedHashMap<>(one.pair().properties());
    Postgres.arguments("DB_YUHINKAI_", one.yuhinkai()).stream()
        .map(argument -> argument.substring(2).split("=", 2))
        .forEach(variable -> properties.put(variable[0], variable[1]));
    properties.put("JWT_SECRET", Http.JWT_SECRET);
    properties.put("STOCKX_API_KEY", "sandbox-key");
    properties.put("STOCKX_CLIENT_ID", "sandbox-client");
    properties.put("STOCKX_CLIENT_SECRET", "sandbox-not-a-secret");
    properties.put("STOCKX_REFRESH_TOKEN", "sandbox-refresh-token");
    properties.put("STOCKX_BASE_URL", one.url() + "/sandbox/stockx/v2");
    properties.put("STOCKX_TOKEN_URL", one.url() + "/sandbox/stockx/oauth/token");
    properties.put("syncline.stockx.product-delay", "0s");
    properties.put("syncline.stockx.calls-per-second", "1000");
    properties.put("syncline.stockx.calls-per-minute", "100000");
    two = ServiceProcess.serve(properties);
  }

  @AfterAll
  static void stop() {
    CALLERS.shutdown();
    two.close();
    one.close();
  }

  @Test
  void two_instances_asked_at_once_read_each_market_once() {
    one.staging().sql("TRUNCATE stockx_products").update();
    one.delete("/sandbox/admin/requests");
    bothRun("stockx");
    JsonNode calls = one.get("/sandbox/admin/requests").body().path("stockx");
    assertThat(calls.path("market-data").asInt()).as("%s", calls).isEqualTo(3 * known());
    assertThat(calls.path("search").asInt()).isGreaterThanOrEqualTo(known());
    assertThat(one.staging().sql(OVERLAPPING).query(Long.class).single()).isZero();
  }

  @Test
  void two_refreshes_of_all_never_overlap_and_the_pair_agrees() {
    for (int i = 0; i < 5; i++) {
      bothRun("elitefactor");
    }
    assertThat(one.staging().sql(OVERLAPPING).query(Long.class).single()).isZero();
    String all =
        "SELECT md5(string_agg(id || '=' || artisan_elite_factor, ',' ORDER BY id)) FROM listings";
    assertThat(one.production().sql(all).query(String.class).single())
        .isEqualTo(one.staging().sql(all).query(String.class).single());
  }

  @Test
  void callers_that_wait_at_two_instances_get_their_own_counts_and_no_key_starts_twice()
      throws Exception {
    one.staging().sql("TRUNCATE sync_runs, sync_run_slots").update();
    List<String> known = codes();
    List<CompletableFuture<Counts>> calls = new ArrayList<>();
    List<Counts> expected = new ArrayList<>();
    try (Connection locked = Postgres.source(one.yuhinkai()).getConnection()) {
      locked.setAutoCommit(false);
      locked.createStatement().execute("LOCK TABLE smith_entities IN ACCESS EXCLUSIVE MODE");
      for (int caller = 0; caller < CALLERS_OF_EACH; caller++) {
        List<String> some = known.subList(0, 1 + caller % known.size());
        int unknown = caller % 3;
        String key = "key-of-the-caller-" + caller;
        for (Webhook instance :
            List.<Webhook>of(SecondInstanceIT::atOne, SecondInstanceIT::atTwo)) {
          List<String> asked = new ArrayList<>(some);
          IntStream.range(0, unknown).forEach(nobody -> asked.add("NOBODY-" + nobody));
          calls.add(CompletableFuture.supplyAsync(() -> instance.call(asked, key), CALLERS));
          expected.add(new Counts(200, some.size(), unknown, 0));
        }
      }
      await().pollDelay(Duration.ofSeconds(3)).atMost(LONG).until(() -> running() > 0);
      locked.rollback();
    }
    List<Counts> answered = calls.stream().map(CompletableFuture::join).toList();
    for (int i = 0; i < answered.size(); i++) {
      assertThat(answered.get(i)).isIn(expected.get(i), Counts.GOES_ON);
    }
    assertThat(one.staging().sql(STARTS).query(Integer.class).single())
        .as("starts of keys")
        .isEqualTo(CALLERS_OF_EACH);
    for (int caller = 0; caller < CALLERS_OF_EACH; caller++) {
      assertThat(answered.subList(2 * caller, 2 * caller + 2)).contains(expected.get(2 * caller));
    }
    assertThat(one.staging().sql(OVERLAPPING).query(Long.class).single()).isZero();
    assertThat(one.staging().sql(TWICE).query(Long.class).single()).isZero();
  }

  @Test
  @Needs({"chromium", "chromedriver"})
  void a_run_that_the_other_process_leads_is_live_on_a_page_of_this_one() {
    one.staging().sql("TRUNCATE stockx_products").update();
    String run;
    try (Browser browser = Browser.at(one.url())) {
      String password = String.valueOf(one.pair().properties().get("SYNCLINE_ADMIN_PASSWORD"));
      browser.signIn("admin", password).shows(By.tagName("h1"), "Overview");
      one.put(
          "/sandbox/admin/faults", "{\"source\":\"stockx\",\"kind\":\"SLOW\",\"delay_ms\":8000}");
      run = Http.json(two.post("/api/pipelines/stockx/runs?wait=false")).path("run_id").asText();
      browser.open("/runs/" + run);
      browser.driven().executeScript("window.sameDocument = 1");
      Set<String> reached = new HashSet<>();
      await()
          .atMost(LONG.multipliedBy(2))
          .until(
              () -> {
                reached.add(browser.textOf(By.id("pace")).replaceAll(" of .*", ""));
                return reached.size() > 2;
              });
      one.delete("/sandbox/admin/faults");
      await().atMost(LONG).until(() -> !browser.textOf(By.id("outcome")).contains("running"));
      assertThat(browser.driven().executeScript("return window.sameDocument")).isEqualTo(1L);
    }
    assertThat(
            one.staging()
                .sql("SELECT owner FROM sync_runs WHERE id = ?::uuid")
                .param(run)
                .query(String.class)
                .single())
        .startsWith(two.pid() + "@");
    one.atRest();
  }

  private static void bothRun(String pipeline) {
    String path = "/api/pipelines/" + pipeline + "/runs";
    String[] admin = one.token("admin");
    CompletableFuture<Integer> first =
        CompletableFuture.supplyAsync(() -> one.post(path, "", admin).status());
    CompletableFuture<Integer> second =
        CompletableFuture.supplyAsync(() -> two.post(path).statusCode());
    assertThat(List.of(first.join(), second.join())).contains(200).isSubsetOf(200, 409);
    one.atRest();
  }

  /** The webhook of an instance. */
  private interface Webhook {
    Counts call(List<String> codes, String key);
  }

  /** What a caller is told. */
  private record Counts(int status, int updated, int notFound, int errors) {
    /** The same key is being answered at the other instance. */
    private static final Counts GOES_ON = new Counts(409, 0, 0, 0);

    static Counts of(int status, JsonNode body) {
      return new Counts(
          status,
          body.path("updated").asInt(),
          body.path("notFound").asInt(),
          body.path("errors").asInt());
    }
  }

  private static Counts atOne(List<String> codes, String key) {
    Answer answer = one.post(PATH, body(codes), headers(key));
    return Counts.of(answer.status(), answer.body());
  }

  private static Counts atTwo(List<String> codes, String key) {
    HttpResponse<String> answer = two.postJson(PATH, body(codes), headers(key));
    return Counts.of(answer.statusCode(), Http.json(answer));
  }

  private static String body(List<String> codes) {
    return "{\"artisan_codes\": [\"" + String.join("\", \"", codes) + "\"]}";
  }

  private static String[] headers(String key) {
    String[] secret = one.cronSecret();
    return new String[] {secret[0], secret[1], "Idempotency-Key", key};
  }

  private static List<String> codes() {
    return JdbcClient.create(Postgres.source(one.yuhinkai()))
        .sql(
            "SELECT smith_id FROM smith_entities WHERE elite_factor IS NOT NULL ORDER BY 1 LIMIT 5")
        .query(String.class)
        .list();
  }

  private static long running() {
    return one.staging()
        .sql("SELECT count(*) FROM sync_runs WHERE status = 'running'")
        .query(Long.class)
        .single();
  }

  private static int known() {
    return one.staging()
        .sql("SELECT count(DISTINCT product_id) FROM stockx_products WHERE product_id IS NOT NULL")
        .query(Integer.class)
        .single();
  }
}
