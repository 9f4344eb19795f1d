package io.syncline.sandbox.shopify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;

import com.fasterxml.jackson.databind.JsonNode;
import io.syncline.sandbox.engine.SandboxJson;
import java.net.URI;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.mock.web.MockHttpServletResponse;

class ShopifyBulkTest {
  private static final String ORDERS =
      "{ orders(query: \"updated_at:>='2026-01-01T00:00:00Z'\") { edges { node { id updatedAt"
          + " customer { id } lineItems { edges { node { id sku } } } } } } }";
  private static final String RUN =
      "mutation($query: String!) { bulkOperationRunQuery(query: $query, groupObjects: false)"
          + " { bulkOperation { id status createdAt } userErrors { field message code } } }";
  private static final String POLL =
      "query($id: ID!) { bulkOperation(id: $id) { id status errorCode createdAt completedAt"
          + " objectCount rootObjectCount fileSize url partialDataUrl type } }";
  private final ShopifyShop shop = new ShopifyShop();

  @Test
  void a_file_has_all_orders_and_all_their_lines_in_any_order() throws Exception {
    JsonNode done = completed();
    List<JsonNode> lines = lines(done.path("url").asText());
    assertThat(done.path("objectCount").asInt()).isEqualTo(lines.size()).isGreaterThan(120);
    assertThat(done.path("rootObjectCount").asText()).isEqualTo("60");
    Set<String> seen = new HashSet<>();
    int early = 0;
    for (JsonNode line : lines) {
      early += line.has("__parentId") && !seen.contains(line.path("__parentId").asText()) ? 1 : 0;
      seen.add(line.path("id").asText());
    }
    assertThat(early).isPositive();
    assertThat(seen).hasSameSizeAs(lines);
    assertThat(lines.stream().filter(it -> it.has("__parentId")))
        .allMatch(it -> seen.contains(it.path("__parentId").asText()));
  }

  @Test
  void an_operation_takes_its_time_and_its_file_dies_after_a_week() throws Exception {
    JsonNode begun = run(ORDERS).at("/bulkOperation");
    assertThat(begun.path("status").asText()).isEqualTo("CREATED");
    shop.clock.advance(Duration.ofSeconds(1));
    JsonNode running = poll(begun);
    assertThat(running.path("status").asText()).isEqualTo("RUNNING");
    assertThat(running.path("url").isNull()).isTrue();
    shop.clock.advance(Duration.ofSeconds(1));
    String url = poll(begun).path("url").asText();
    assertThat(file(url, "").getStatus()).isEqualTo(200);
    assertThat(file(url, "shpat_client-01").getStatus()).as("with a token").isEqualTo(400);
    shop.clock.advance(Duration.ofDays(7));
    assertThat(file(url, "").getStatus()).isEqualTo(403);
  }

  @Test
  void without_rows_there_is_no_file() throws Exception {
    JsonNode begun = run(ORDERS.replace(">='2026", ">='2027")).at("/bulkOperation");
    shop.clock.advance(Duration.ofSeconds(2));
    JsonNode done = poll(begun);
    assertThat(done.path("status").asText()).isEqualTo("COMPLETED");
    assertThat(done.path("url").isNull()).isTrue();
    assertThat(done.path("objectCount").asText()).isEqualTo("0");
  }

  @Test
  void five_run_at_a_time_and_one_that_is_cancelled_makes_room() throws Exception {
    JsonNode first = run(ORDERS).at("/bulkOperation");
    for (int i = 0; i < 4; i++) {
      assertThat(run(ORDERS).path("userErrors")).isEmpty();
    }
    assertThat(run(ORDERS).at("/userErrors/0/code").asText()).isEqualTo("LIMIT_REACHED");
    String running =
        "{ bulkOperations(first: 10, query: \"operation_type:query status:running\") { nodes { id } } }";
    assertThat(shop.query(running, Map.of()).at("/data/bulkOperations/nodes")).hasSize(5);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{ shop { id } }",
        "{ orders { edges { node { nonsense } } } }",
        "{ orders { edges { node { name lineItems { edges { node { id } } } } } } }",
        "query($x: String) { orders(query: $x) { edges { node { id } } } }",
        "{ orders { edges { node"
      })
  void what_cannot_run_in_bulk_is_told(String query) throws Exception {
    JsonNode answer = run(query);
    assertThat(answer.path("bulkOperation").isNull()).isTrue();
    assertThat(answer.at("/userErrors/0/code").asText()).isEqualTo("INVALID");
  }

  @Test
  void an_operation_may_fail_with_a_part_leave_orphans_or_answer_a_foreign_address()
      throws Exception {
    shop.fault("BULK_PARTIAL", "");
    JsonNode failed = completed();
    assertThat(failed.path("status").asText()).isEqualTo("FAILED");
    assertThat(failed.path("url").isNull()).isTrue();
    assertThat(lines(failed.path("partialDataUrl").asText())).isNotEmpty();
    shop.fault("ORPHANS", ",\"count\":1");
    shop.fault("FOREIGN_LINK", ",\"count\":1");
    JsonNode begun = run(ORDERS).at("/bulkOperation");
    shop.clock.advance(Duration.ofSeconds(2));
    assertThat(poll(begun).path("partialDataUrl").asText()).startsWith("http://169.254.");
  }

  @Test
  void a_location_brings_its_levels_and_items_their_variants() throws Exception {
    JsonNode begun =
        run("{ locations(includeInactive: true) { edges { node { id inventoryLevels { edges { node"
                + " { id updatedAt item { id sku } } } } } } } }")
            .at("/bulkOperation");
    shop.clock.advance(Duration.ofSeconds(2));
    List<JsonNode> lines = lines(poll(begun).path("url").asText());
    assertThat(lines.stream().filter(it -> !it.has("__parentId"))).hasSize(3);
    assertThat(lines.stream().filter(it -> it.has("__parentId"))).hasSizeGreaterThan(100);
  }

  private JsonNode completed() throws Exception {
    JsonNode begun = run(ORDERS).at("/bulkOperation");
    shop.clock.advance(Duration.ofSeconds(2));
    return poll(begun);
  }

  private JsonNode run(String query) throws Exception {
    return shop.query(RUN, Map.of("query", query)).at("/data/bulkOperationRunQuery");
  }

  private JsonNode poll(JsonNode operation) throws Exception {
    return shop.query(POLL, Map.of("id", operation.path("id").asText())).at("/data/bulkOperation");
  }

  private List<JsonNode> lines(String url) throws Exception {
    SandboxJson json = new SandboxJson();
    return file(url, "")
        .getContentAsString()
        .lines()
        .map(it -> json.read(it).orElseThrow())
        .toList();
  }

  private MockHttpServletResponse file(String url, String token) throws Exception {
    var request = get(URI.create(url));
    return shop.send(token.isEmpty() ? request : request.header("X-Shopify-Access-Token", token));
  }
}
