package io.syncline.sandbox.shopify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.delete;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.patch;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ShopifyQueryTest {
  private static final String EVER = "updated_at:>='2020-01-01T00:00:00Z'";
  private static final String ADMIN = "/sandbox/admin/shopify/" + ShopifyShop.NAME;
  private final ShopifyShop shop = new ShopifyShop();

  @Test
  void a_walk_goes_through_all_in_the_order_of_their_update() throws Exception {
    List<JsonNode> orders = shop.walk(25, EVER);
    assertThat(orders).extracting(it -> it.path("id").asText()).hasSize(60).doesNotHaveDuplicates();
    assertThat(orders).extracting(it -> it.path("updatedAt").asText()).isSorted();
    assertThat(orders.get(24).path("updatedAt")).isNotEqualTo(orders.get(0).path("updatedAt"));
    assertThat(orders).anyMatch(it -> it.path("customer").isNull());
    assertThat(orders).anyMatch(it -> it.at("/customer/displayName").isTextual());
  }

  @Test
  void records_share_a_moment_across_the_border_of_a_page() throws Exception {
    List<JsonNode> orders = shop.walk(10, EVER);
    assertThat(orders.get(9).path("updatedAt")).isEqualTo(orders.get(10).path("updatedAt"));
  }

  @Test
  void one_order_has_more_lines_than_a_page() throws Exception {
    JsonNode large =
        shop.walk(25, EVER).stream()
            .filter(it -> it.at("/lineItems/pageInfo/hasNextPage").asBoolean())
            .findFirst()
            .orElseThrow();
    JsonNode rest =
        shop.query(
            "query($id: ID!, $after: String) { order(id: $id) { lineItems(first: 50, after: $after)"
                + " { nodes { id } pageInfo { hasNextPage } } } }",
            Map.of(
                "id",
                large.path("id"),
                "after",
                large.at("/lineItems/pageInfo/endCursor").asText()));
    assertThat(large.at("/lineItems/nodes")).hasSize(50);
    assertThat(rest.at("/data/order/lineItems/nodes")).hasSize(10);
    assertThat(rest.at("/data/order/lineItems/pageInfo/hasNextPage").asBoolean()).isFalse();
  }

  @Test
  void a_moment_that_is_not_quoted_loses_its_time_of_day() throws Exception {
    String day = shop.walk(25, EVER).get(59).path("updatedAt").asText().substring(0, 10);
    assertThat(found("updated_at:>='" + day + "T23:59:59Z'")).isZero();
    assertThat(found("updated_at:>=" + day + "T23:59:59Z")).isEqualTo(4);
  }

  private int found(String filter) throws Exception {
    return shop.orders(25, "", filter).at("/data/orders/nodes").size();
  }

  @Test
  void customers_are_found_by_whole_days() throws Exception {
    String query =
        "query($filter: String) { customers(first: 100, query: $filter) { nodes { updatedAt } } }";
    JsonNode all = shop.query(query, Map.of("filter", EVER)).at("/data/customers/nodes");
    String moment = all.get(4).path("updatedAt").asText();
    JsonNode found =
        shop.query(query, Map.of("filter", "updated_at:>='" + moment + "'"))
            .at("/data/customers/nodes");
    assertThat(all).hasSize(30);
    assertThat(found)
        .isNotEmpty()
        .allMatch(it -> it.path("updatedAt").asText().compareTo(moment.substring(0, 10)) >= 0);
  }

  @Test
  void what_changes_is_an_update_of_now_and_what_is_removed_is_gone() throws Exception {
    shop.send(patch(ADMIN + "/orders/3").content("{\"displayFinancialStatus\":\"REFUNDED\"}"));
    shop.send(delete(ADMIN + "/orders/4"));
    JsonNode added = shop.json(shop.send(post(ADMIN + "/orders").content("{\"count\":2}")));
    List<JsonNode> orders = shop.walk(25, EVER);
    assertThat(added).extracting(JsonNode::asInt).containsExactly(60, 61);
    assertThat(orders).hasSize(61);
    assertThat(orders.subList(58, 61))
        .extracting(it -> it.path("name").asText())
        .containsExactly("#1004", "#1061", "#1062");
    assertThat(orders.get(58).path("updatedAt").asText()).isEqualTo("2026-11-22T12:00:00Z");
  }

  @Test
  void levels_lie_at_locations_and_the_closed_one_is_shown_on_demand() throws Exception {
    JsonNode open = shop.query("{ locations(first: 9) { nodes { id } } }", Map.of());
    assertThat(open.at("/data/locations/nodes")).hasSize(2);
    JsonNode levels =
        shop.query(
            """
            query($id: ID!) { location(id: $id) { inventoryLevels(first: 9, includeInactive: true,
              query: "updated_at:>='2026-02-10T00:00:00Z'") {
                nodes { id isActive updatedAt item { id sku tracked }
                  quantities(names: ["available"]) { name quantity } } } } }
            """,
            Map.of("id", open.at("/data/locations/nodes/1/id").asText()));
    JsonNode first = levels.at("/data/location/inventoryLevels/nodes/0");
    assertThat(levels.at("/data/location/inventoryLevels/nodes")).hasSize(9);
    assertThat(first.path("quantities")).hasSize(1);
    assertThat(first.path("quantities").get(0).path("quantity").isInt()).isTrue();
    assertThat(first.at("/item/sku").isTextual()).isTrue();
    assertThat(first.path("updatedAt").asText()).isGreaterThan("2026-02-10");
  }

  @Test
  void products_have_their_variants_page_by_page_and_are_counted() throws Exception {
    JsonNode answer =
        shop.query(
            """
            { productsCount(limit: 10) { count precision }
              products(first: 5, query: "status:active,draft,archived,unlisted") { nodes { id
                variantsCount { count }
                variants(first: 20) { nodes { id sku inventoryItem { id } }
                  pageInfo { hasNextPage } } } } }
            """,
            Map.of());
    assertThat(answer.at("/data/productsCount").toString())
        .isEqualTo("{\"count\":10,\"precision\":\"AT_LEAST\"}");
    assertThat(answer.at("/data/products/nodes/0/variantsCount/count").asInt()).isEqualTo(25);
    assertThat(answer.at("/data/products/nodes/0/variants/nodes")).hasSize(20);
    assertThat(answer.at("/data/products/nodes/0/variants/pageInfo/hasNextPage").asBoolean())
        .isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{ orders(first: 1) { nodes { totalPrise } } }",
        "{ orders(first: 1, sort: UPDATED_AT) { nodes { id } } }",
        "{ orders(first: 251) { nodes { id } } }",
        "{ orders { nodes { id } } }",
        "{ orders(first: 1, query: \"updated:>=2026\") { nodes { id } } }",
        "{ orders(first: 1, after: \"nonsense\") { nodes { id } } }",
        "{ orders(first: 1"
      })
  void a_query_that_is_wrong_is_told_in_a_200(String query) throws Exception {
    JsonNode answer = shop.query(query, Map.of());
    assertThat(answer.path("errors").isArray()).isTrue();
    assertThat(answer.at("/errors/0/message").asText()).isNotEmpty();
    assertThat(answer.at("/errors/0/extensions/code").asText()).isNotEmpty();
    assertThat(answer.at("/data/orders").isMissingNode()).isTrue();
  }

  @Test
  void a_hook_is_registered_once_and_taken_back() throws Exception {
    String query =
        """
        mutation { webhookSubscriptionCreate(topic: ORDERS_UPDATED,
          webhookSubscription: {uri: "https://here.example/hook"}) {
            webhookSubscription { id topic uri } userErrors { field message } } }
        """;
    JsonNode first = shop.query(query, Map.of()).at("/data/webhookSubscriptionCreate");
    JsonNode second = shop.query(query, Map.of()).at("/data/webhookSubscriptionCreate");
    String id = first.at("/webhookSubscription/id").asText();
    assertThat(first.path("userErrors")).isEmpty();
    assertThat(second.at("/userErrors/0/message").asText()).contains("already");
    String list = "{ webhookSubscriptions(first: 5) { nodes { id } } }";
    assertThat(shop.query(list, Map.of()).at("/data/webhookSubscriptions/nodes")).hasSize(1);
    shop.query(
        "mutation($id: ID!) { webhookSubscriptionDelete(id: $id)"
            + " { deletedWebhookSubscriptionId userErrors { message } } }",
        Map.of("id", id));
    assertThat(shop.query(list, Map.of()).at("/data/webhookSubscriptions/nodes")).isEmpty();
  }
}
