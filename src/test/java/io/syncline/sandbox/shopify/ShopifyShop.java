package io.syncline.sandbox.shopify;

import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.put;

import com.fasterxml.jackson.databind.JsonNode;
import io.syncline.sandbox.Sandbox;
import io.syncline.sandbox.engine.CountedDoor;
import io.syncline.sandbox.engine.FaultBoard;
import io.syncline.sandbox.engine.RequestLedger;
import io.syncline.sandbox.engine.SandboxAdminController;
import io.syncline.sandbox.engine.SandboxJson;
import io.syncline.sandbox.engine.SandboxSettings;
import io.syncline.support.SettableClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.request.MockHttpServletRequestBuilder;
import org.springframework.test.web.servlet.setup.MockMvcBuilders;

/** The simulated shops behind their controllers, with time in the hands of the test. */
final class ShopifyShop {
  static final String NAME = "client-01";
  static final String ORDERS =
      """
      query Orders($first: Int!, $after: String, $filter: String) {
        orders(first: $first, after: $after, query: $filter, sortKey: UPDATED_AT) {
          nodes { id name updatedAt customer { id displayName }
            lineItems(first: 50) { nodes { id sku quantity product { id title } }
              pageInfo { hasNextPage endCursor } } }
          pageInfo { hasNextPage endCursor } } }
      """;

  final SettableClock clock = new SettableClock("2026-11-22T12:00:00Z");
  private final SandboxJson json = new SandboxJson();
  private final MockMvc mvc;

  ShopifyShop() {
    SandboxSettings settings = Sandbox.settings("syncline", 15, 300);
    FaultBoard faults = new FaultBoard();
    RequestLedger ledger = new RequestLedger();
    Shops shops = new Shops(settings, clock);
    BulkOperations bulk = new BulkOperations(settings, clock, Runnable::run, new Hooks(clock));
    mvc =
        MockMvcBuilders.standaloneSetup(
                new ShopifyController(
                    new ShopifySimulator(shops, bulk, settings, faults, clock),
                    new ShopifyFiles(bulk, faults),
                    new CountedDoor(ledger, wait -> {})),
                new ShopifyAdminController(shops),
                new SandboxAdminController(ledger, faults))
            .build();
  }

  MockHttpServletResponse send(MockHttpServletRequestBuilder request) throws Exception {
    return mvc.perform(request).andReturn().getResponse();
  }

  JsonNode json(MockHttpServletResponse response) throws Exception {
    return json.read(Sandbox.text(response)).orElseThrow();
  }

  MockHttpServletResponse fault(String kind, String more) throws Exception {
    String order = "{\"source\":\"shopify\",\"kind\":\"%s\"%s}".formatted(kind, more);
    return send(put("/sandbox/admin/faults").content(order));
  }

  MockHttpServletResponse query(String shop, String token, String query, Map<String, ?> variables)
      throws Exception {
    return send(
        post("/sandbox/shopify/" + shop + ".myshopify.com/admin/api/2026-10/graphql.json")
            .header("X-Shopify-Access-Token", token)
            .content(json.write(Map.of("query", query, "variables", variables))));
  }

  JsonNode query(String query, Map<String, ?> variables) throws Exception {
    return json(query(NAME, "shpat_" + NAME, query, variables));
  }

  JsonNode orders(int first, String after, String filter) throws Exception {
    Map<String, Object> variables = new TreeMap<>(Map.of("first", first, "filter", filter));
    if (!after.isEmpty()) {
      variables.put("after", after);
    }
    return query(ORDERS, variables);
  }

  /** Every page of the orders that a filter finds. */
  List<JsonNode> walk(int first, String filter) throws Exception {
    List<JsonNode> orders = new ArrayList<>();
    String after = "";
    JsonNode page;
    do {
      page = orders(first, after, filter).at("/data/orders");
      page.path("nodes").forEach(orders::add);
      after = page.at("/pageInfo/endCursor").asText();
      clock.advance(Duration.ofSeconds(20));
    } while (page.at("/pageInfo/hasNextPage").asBoolean());
    return orders;
  }
}
