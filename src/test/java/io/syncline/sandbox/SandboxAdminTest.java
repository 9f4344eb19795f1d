package io.syncline.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.delete;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.mock.web.MockHttpServletResponse;

final class SandboxAdminTest {

  private static final int WORKERS = 5;

  private final Sandbox sandbox = new Sandbox();

  @Test
  void every_request_is_counted_by_endpoint_status_and_account() throws Exception {
    sandbox.lookUp("?marketplace=us", sandbox.known(1));
    sandbox.lookUp("?marketplace=none", sandbox.known(1));
    sandbox.sales(sandbox.catalogue.asins().get(4), "2026-11-01", "2026-11-02");
    sandbox.send(get(Sandbox.SALES));
    sandbox.discord(Sandbox.WEBHOOK, Map.of("content", "hello"));
    JsonNode scout = sandbox.requests().path("junglescout");
    JsonNode discord = sandbox.requests().path("discord");
    assertThat(scout.path("total").asInt()).isEqualTo(4);
    assertThat(scout.path("product_database_query").asInt()).isEqualTo(2);
    assertThat(scout.path("sales_estimates_query").asInt()).isEqualTo(2);
    assertThat(scout.path("by_status").toString()).isEqualTo("{\"200\":2,\"400\":1,\"401\":1}");
    assertThat(scout.at("/by_account/shop/product_database_query").asInt()).isEqualTo(2);
    assertThat(scout.at("/by_account/(refused)/sales_estimates_query").asInt()).isEqualTo(1);
    assertThat(scout.path("max_concurrent_sales").asInt()).isEqualTo(1);
    assertThat(discord.path("total").asInt()).isEqualTo(1);
    assertThat(discord.at("/by_status/204").asInt()).isEqualTo(1);
    assertThat(sandbox.requests().toString()).doesNotContain("secret", "token");
  }

  @Test
  void counts_start_from_zero_and_return_to_it() throws Exception {
    String empty = sandbox.requests().toString();
    sandbox.sales(sandbox.catalogue.asins().get(4), "2026-11-01", "2026-11-02");
    assertThat(sandbox.requests().toString()).isNotEqualTo(empty);
    assertThat(sandbox.send(delete("/sandbox/admin/requests")).getStatus()).isEqualTo(204);
    assertThat(sandbox.requests().toString()).isEqualTo(empty).contains("\"total\":0");
  }

  @Test
  void most_sales_requests_at_once_are_remembered() throws Exception {
    CyclicBarrier together = new CyclicBarrier(WORKERS);
    Sandbox slow = new Sandbox(Sandbox.settings("syncline", 15, 300), wait -> meet(together));
    slow.fault("{\"source\":\"junglescout\",\"kind\":\"SLOW\"}");
    ExecutorService workers = Executors.newFixedThreadPool(WORKERS);
    try {
      String asin = slow.catalogue.asins().get(4);
      List<Future<MockHttpServletResponse>> answers =
          Stream.generate(() -> workers.submit(() -> slow.sales(asin, "2026-11-01", "2026-11-02")))
              .limit(WORKERS)
              .toList();
      for (Future<MockHttpServletResponse> answer : answers) {
        assertThat(answer.get(10, TimeUnit.SECONDS).getStatus()).isEqualTo(200);
      }
    } finally {
      workers.shutdownNow();
    }
    assertThat(slow.requests().at("/junglescout/max_concurrent_sales").asInt()).isEqualTo(WORKERS);
  }

  @Test
  void faults_are_listed_with_what_is_left_of_them() throws Exception {
    sandbox.fault("{\"source\":\"junglescout\",\"kind\":\"HTTP_500\",\"count\":3}");
    sandbox.fault("{\"source\":\"discord\",\"kind\":\"BAN\"}");
    sandbox.lookUp("?marketplace=us", sandbox.known(1));
    JsonNode faults = sandbox.json(sandbox.send(get("/sandbox/admin/faults")));
    assertThat(faults).hasSize(2);
    assertThat(faults.at("/0/source").asText()).isEqualTo("junglescout");
    assertThat(faults.at("/0/kind").asText()).isEqualTo("HTTP_500");
    assertThat(faults.at("/0/remaining").asInt()).isEqualTo(2);
    assertThat(faults.at("/0/hits").asInt()).isEqualTo(1);
    assertThat(faults.at("/1/endpoints/0").asText()).isEqualTo("webhooks");
    assertThat(faults.at("/1").has("remaining")).isFalse();
  }

  @Test
  void switching_a_fault_on_again_replaces_it() throws Exception {
    sandbox.fault("{\"source\":\"junglescout\",\"kind\":\"SLOW\",\"delay_ms\":1}");
    sandbox.fault("{\"source\":\"junglescout\",\"kind\":\"SLOW\",\"delay_ms\":2}");
    JsonNode faults = sandbox.json(sandbox.send(get("/sandbox/admin/faults")));
    assertThat(faults).hasSize(1);
    assertThat(faults.at("/0/delay_ms").asInt()).isEqualTo(2);
  }

  @Test
  void cleared_faults_hit_nothing() throws Exception {
    sandbox.fault("{\"source\":\"junglescout\",\"kind\":\"HTTP_500\"}");
    assertThat(sandbox.send(delete("/sandbox/admin/faults")).getStatus()).isEqualTo(204);
    assertThat(sandbox.lookUp("?marketplace=us", sandbox.known(1)).getStatus()).isEqualTo(200);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "nonsense|source",
        "[]|source",
        "{}|junglescout",
        "{\"source\":\"ebay\",\"kind\":\"SLOW\"}|discord",
        "{\"source\":\"junglescout\",\"kind\":\"BAN\"}|LOOPING_CURSOR",
        "{\"source\":\"discord\",\"kind\":\"DRIP\"}|BAN",
        "{\"source\":\"junglescout\",\"kind\":\"PARTIAL_PAGES\",\"endpoint\":"
            + "\"sales_estimates_query\"}|product_database_query",
        "{\"source\":\"discord\",\"kind\":\"BAN\",\"rate\":1.5}|rate from 0.0 to 1.0",
        "{\"source\":\"discord\",\"kind\":\"BAN\",\"rate\":\"often\"}|rate from 0.0 to 1.0",
        "{\"source\":\"discord\",\"kind\":\"BAN\",\"count\":0}|count from 1",
        "{\"source\":\"discord\",\"kind\":\"SLOW\",\"delay_ms\":-1}|delay_ms from 0 to 600000",
        "{\"source\":\"discord\",\"kind\":\"SLOW\",\"delay\":1}|delay_ms"
      })
  void impossible_fault_is_refused_with_what_is_allowed(String order, String allowed)
      throws Exception {
    MockHttpServletResponse refusal = sandbox.fault(order);
    assertThat(refusal.getStatus()).isEqualTo(400);
    assertThat(sandbox.json(refusal).path("allowed").toString()).contains(allowed);
    assertThat(sandbox.json(refusal).path("error").asText()).isNotBlank();
    assertThat(sandbox.json(sandbox.send(get("/sandbox/admin/faults")))).isEmpty();
  }

  private static void meet(CyclicBarrier together) {
    try {
      together.await(10, TimeUnit.SECONDS);
    } catch (Exception broken) {
      throw new IllegalStateException(broken);
    }
  }
}
