package io.syncline.sandbox.shopify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.delete;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.put;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.mock.web.MockHttpServletResponse;

class ShopifyAccessTest {
  private static final String TEST =
      "{ shop { myshopifyDomain currencyCode ianaTimezone }"
          + " currentAppInstallation { accessScopes { handle } } }";
  private final ShopifyShop shop = new ShopifyShop();

  @Test
  void a_shop_tells_its_name_and_what_may_be_read() throws Exception {
    JsonNode answer = shop.query(TEST, Map.of());
    assertThat(answer.at("/data/shop/myshopifyDomain").asText())
        .isEqualTo("client-01.myshopify.com");
    assertThat(answer.at("/data/currentAppInstallation/accessScopes")).hasSize(6);
  }

  @ParameterizedTest
  @CsvSource({"client-02,shpat_client-01", "client-01,''", "client-11,shpat_client-11"})
  void the_token_of_another_shop_none_and_a_revoked_one_are_refused(String name, String token)
      throws Exception {
    MockHttpServletResponse answer = shop.query(name, token, TEST, Map.of());
    assertThat(answer.getStatus()).isEqualTo(401);
    assertThat(shop.json(answer).path("errors").asText()).contains("Invalid API key");
  }

  @Test
  void an_app_of_the_same_owner_asks_with_its_secret_for_a_day() throws Exception {
    String grant = "\"grant_type\":\"client_credentials\"";
    JsonNode granted = shop.json(token(grant));
    String token = granted.path("access_token").asText();
    assertThat(granted.path("expires_in").asInt()).isEqualTo(86_399);
    assertThat(status(token)).isEqualTo(200);
    shop.clock.advance(Duration.ofDays(1));
    assertThat(status(token)).isEqualTo(401);
    shop.send(delete("/sandbox/admin/shopify/client-01/grants"));
    MockHttpServletResponse refusal = token(grant);
    assertThat(refusal.getStatus()).isEqualTo(400);
    assertThat(shop.json(refusal).path("error").asText()).isEqualTo("app_not_installed");
  }

  @Test
  void a_refresh_token_is_good_until_what_it_was_exchanged_for_is_used() throws Exception {
    JsonNode lost = shop.json(refresh("shprt_client-01"));
    JsonNode again = shop.json(refresh("shprt_client-01"));
    assertThat(again.path("refresh_token")).isNotEqualTo(lost.path("refresh_token"));
    assertThat(status(again.path("access_token").asText())).isEqualTo(200);
    assertThat(refresh("shprt_client-01").getStatus()).isEqualTo(400);
    assertThat(refresh(again.path("refresh_token").asText()).getStatus()).isEqualTo(200);
  }

  private MockHttpServletResponse refresh(String refreshToken) throws Exception {
    return token("\"grant_type\":\"refresh_token\",\"refresh_token\":\"" + refreshToken + "\"");
  }

  private MockHttpServletResponse token(String grant) throws Exception {
    return shop.send(
        post("/sandbox/shopify/client-01.myshopify.com/admin/oauth/access_token")
            .content(
                "{\"client_id\":\"sandbox-app\",\"client_secret\":\"sandbox-not-a-secret\","
                    + grant
                    + "}"));
  }

  private int status(String token) throws Exception {
    return shop.query(ShopifyShop.NAME, token, TEST, Map.of()).getStatus();
  }

  @Test
  void what_the_merchant_does_not_allow_is_denied_in_a_200() throws Exception {
    shop.send(
        put("/sandbox/admin/shopify/client-01/scopes").content("{\"scopes\":[\"read_products\"]}"));
    JsonNode answer = shop.orders(5, "", "");
    assertThat(answer.at("/errors/0/extensions/code").asText()).isEqualTo("ACCESS_DENIED");
    assertThat(answer.at("/errors/0/message").asText()).contains("`read_orders` access scope");
    assertThat(answer.path("data").isNull()).isTrue();
    assertThat(shop.query("{ products(first: 1) { nodes { id } } }", Map.of()).has("errors"))
        .isFalse();
  }

  @Test
  void customers_may_be_denied_beside_the_orders() throws Exception {
    shop.fault("PROTECTED_DATA", "");
    JsonNode answer = shop.orders(5, "", "");
    assertThat(answer.at("/errors/0/path").toString())
        .isEqualTo("[\"orders\",\"nodes\",0,\"customer\"]");
    assertThat(answer.at("/data/orders/nodes")).hasSize(5);
  }

  @Test
  void points_are_set_aside_and_what_was_not_used_comes_back() throws Exception {
    JsonNode cost = shop.orders(5, "", "").at("/extensions/cost");
    int actual = cost.path("actualQueryCost").asInt();
    assertThat(actual).isPositive().isLessThan(cost.path("requestedQueryCost").asInt());
    assertThat(cost.at("/throttleStatus/currentlyAvailable").asInt()).isEqualTo(2_000 - actual);
    assertThat(cost.at("/throttleStatus/restoreRate").asDouble()).isEqualTo(100.0);
  }

  @Test
  void an_empty_bucket_throttles_in_a_200_until_points_are_back() throws Exception {
    JsonNode answer;
    do {
      answer = shop.orders(40, "", "");
    } while (!answer.has("errors"));
    JsonNode cost = answer.at("/extensions/cost");
    assertThat(answer.at("/errors/0/extensions/code").asText()).isEqualTo("THROTTLED");
    assertThat(answer.has("data")).isFalse();
    assertThat(cost.path("actualQueryCost").isNull()).isTrue();
    int missing =
        cost.path("requestedQueryCost").asInt()
            - cost.at("/throttleStatus/currentlyAvailable").asInt();
    assertThat(shop.query("client-02", "shpat_client-02", TEST, Map.of()).getContentAsString())
        .contains("data");
    shop.clock.advance(Duration.ofMillis(missing * 10L + 10));
    assertThat(shop.orders(40, "", "").has("errors")).isFalse();
  }

  @Test
  void what_costs_too_much_is_refused_before_it_runs() throws Exception {
    String dear =
        """
        query($first: Int!) { orders(first: $first) { nodes {
          currentTotalPriceSet { shopMoney { amount } presentmentMoney { amount } }
          totalPriceSet { shopMoney { amount } } totalRefundedSet { shopMoney { amount } }
          lineItems(first: 50) { nodes { id originalUnitPriceSet { shopMoney { amount } }
            discountedTotalSet { shopMoney { amount } } variant { id } product { id } } } } } }
        """;
    assertThat(shop.query(dear, Map.of("first", 250)).has("errors")).isFalse();
    shop.fault("LOW_MAX_COST", "");
    JsonNode answer = shop.query(dear, Map.of("first", 250));
    assertThat(answer.at("/errors/0/extensions/code").asText()).isEqualTo("MAX_COST_EXCEEDED");
    assertThat(shop.query(dear, Map.of("first", 15)).has("errors")).isFalse();
  }

  @Test
  void one_client_is_always_throttled() throws Exception {
    shop.clock.advance(Duration.ofDays(1));
    JsonNode answer = shop.json(shop.query("client-12", "shpat_client-12", TEST, Map.of()));
    assertThat(answer.at("/errors/0/extensions/code").asText()).isEqualTo("THROTTLED");
  }

  @ParameterizedTest
  @CsvSource({
    "HTTP_401,401",
    "HTTP_402,402",
    "HTTP_403,403",
    "HTTP_404,404",
    "HTTP_423,423",
    "HTTP_429,429",
    "HTTP_430,430",
    "HTTP_500,500",
    "HTTP_503,503"
  })
  void refusals_come_on_request_for_one_shop_alone(String kind, int status) throws Exception {
    shop.fault(kind, ",\"account\":\"client-01\"");
    MockHttpServletResponse refusal =
        shop.query(ShopifyShop.NAME, "shpat_client-01", TEST, Map.of());
    assertThat(refusal.getStatus()).isEqualTo(status);
    assertThat(shop.json(refusal).path("errors").isTextual()).isTrue();
    assertThat(shop.query("client-02", "shpat_client-02", TEST, Map.of()).getStatus())
        .isEqualTo(200);
  }

  @Test
  void another_version_may_answer_and_a_page_may_be_a_web_page() throws Exception {
    assertThat(version()).isEqualTo("2026-10");
    shop.fault("OTHER_VERSION", ",\"count\":1");
    assertThat(version()).isEqualTo("2026-07");
    shop.fault("GARBAGE", ",\"count\":1");
    MockHttpServletResponse page = shop.query(ShopifyShop.NAME, "shpat_client-01", TEST, Map.of());
    assertThat(page.getStatus()).isEqualTo(200);
    assertThat(page.getContentType()).contains("text/html");
    shop.fault("LOOPING_CURSOR", "");
    JsonNode one = shop.orders(5, "", "").at("/data/orders/pageInfo");
    JsonNode two = shop.orders(5, one.path("endCursor").asText(), "").at("/data/orders/pageInfo");
    assertThat(two).isEqualTo(one);
    assertThat(two.path("hasNextPage").asBoolean()).isTrue();
  }

  private String version() throws Exception {
    return String.valueOf(
        shop.query(ShopifyShop.NAME, "shpat_client-01", TEST, Map.of())
            .getHeader(ShopifySimulator.VERSION));
  }
}
