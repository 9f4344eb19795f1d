package io.syncline;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.syncline.api.Http;
import io.syncline.support.Postgres;
import io.syncline.support.SandboxService;
import io.syncline.support.ServiceProcess;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A second instance beside the sandbox's, on the same databases and the same sources. */
class SecondInstanceIT {
  private static final String OVERLAPPING =
      """
      SELECT count(*) FROM sync_runs a JOIN sync_runs b ON a.id < b.id AND a.scope = b.scope
      WHERE a.started_at < b.completed_at AND b.started_at < a.completed_at
      """;
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

  private static int known() {
    return one.staging()
        .sql("SELECT count(DISTINCT product_id) FROM stockx_products WHERE product_id IS NOT NULL")
        .query(Integer.class)
        .single();
  }
}
