package io.syncline.sandbox.amazon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.delete;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.mock.web.MockHttpServletResponse;

class AmazonAccessTest {
  private static final String WHO = "/sellers/v1/marketplaceParticipations";
  private static final String ORDERS =
      "/orders/2026-01-01/orders?lastUpdatedAfter=2026-01-01T00:00:00Z&maxResultsPerPage=1";
  private final AmazonShop shop = new AmazonShop();

  @Test
  void a_token_lives_an_hour_and_then_is_refused_with_a_403() throws Exception {
    String token = shop.token(AmazonShop.SELLER);
    assertThat(shop.ask("eu", WHO, token).getStatus()).isEqualTo(200);
    shop.clock.advance(Duration.ofHours(1));
    MockHttpServletResponse refusal = shop.ask("eu", WHO, token);
    assertThat(refusal.getStatus()).isEqualTo(403);
    assertThat(shop.json(refusal).at("/errors/0/details").asText()).contains("expired");
  }

  @Test
  void a_permission_taken_back_ends_tokens_and_renewals() throws Exception {
    assertThat(shop.renew("A1SANDBOX11").getStatus()).isEqualTo(400);
    String token = shop.token(AmazonShop.SELLER);
    shop.send(delete("/sandbox/admin/amazon/A1SANDBOX01/grants"));
    MockHttpServletResponse refusal = shop.ask("na", WHO, token);
    assertThat(refusal.getStatus()).isEqualTo(403);
    assertThat(shop.json(refusal).at("/errors/0/details").asText()).isEmpty();
    assertThat(shop.json(shop.renew(AmazonShop.SELLER)).path("error").asText())
        .isEqualTo("invalid_grant");
    shop.fault("INVALID_CLIENT");
    assertThat(shop.renew("A1SANDBOX02").getStatus()).isEqualTo(401);
  }

  @Test
  void orders_are_asked_for_twenty_times_and_then_every_three_minutes() throws Exception {
    MockHttpServletResponse last = shop.ask("na", ORDERS);
    for (int i = 1; i < 20; i++) {
      last = shop.ask("na", ORDERS);
    }
    assertThat(last.getStatus()).isEqualTo(200);
    assertThat(last.getHeader(AmazonSimulator.RATE)).isEqualTo("0.0056");
    MockHttpServletResponse refusal = shop.ask("na", ORDERS);
    assertThat(refusal.getStatus()).isEqualTo(429);
    assertThat(refusal.getHeader("Retry-After")).isNull();
    assertThat(refusal.getHeader(AmazonSimulator.RATE)).isNull();
    assertThat(shop.ask("na", WHO).getStatus()).as("another operation").isEqualTo(200);
    assertThat(shop.ask("na", ORDERS, shop.token("A1SANDBOX02")).getStatus())
        .as("another seller")
        .isEqualTo(200);
    shop.clock.advance(Duration.ofSeconds(179));
    assertThat(shop.ask("na", ORDERS).getStatus()).isEqualTo(200);
    assertThat(shop.ask("na", ORDERS).getStatus()).isEqualTo(429);
  }

  @Test
  void one_client_is_always_throttled() throws Exception {
    shop.clock.advance(Duration.ofDays(1));
    assertThat(shop.ask("na", WHO, shop.token("A1SANDBOX12")).getStatus()).isEqualTo(429);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/orders/2026-01-01/orders",
        "/orders/2026-01-01/orders?LastUpdatedAfter=2026-01-01T00:00:00Z",
        "/orders/2026-01-01/orders?lastUpdatedAfter=2026-01-01T00:00:00Z&NextToken=x",
        "/orders/2026-01-01/orders?lastUpdatedAfter=2026-01-01T00:00:00%2B09:00",
        "/orders/2026-01-01/orders?lastUpdatedAfter=2026-01-01T00:00:00Z&lastUpdatedBefore=2026-11-22T11:59:00Z",
        "/orders/2026-01-01/orders?lastUpdatedAfter=2026-01-01T00:00:00Z&marketplaceIds=a&marketplaceIds=b",
        "/orders/2026-01-01/orders?lastUpdatedAfter=2026-01-01T00:00:00Z&maxResultsPerPage=101",
        "/fba/inventory/v1/summaries?granularityType=Marketplace&granularityId=ATVPDKIKX0DER&details=true",
        "/fba/inventory/v1/summaries?granularityType=Marketplace&granularityId=A1PA6795UKMFR9"
            + "&marketplaceIds=A1PA6795UKMFR9",
        "/listings/2021-08-01/items/A1SANDBOX01?marketplaceIds=ATVPDKIKX0DER&pageSize=21",
        "/sellers/v1/marketplaceParticipations?x=1"
      })
  void what_an_operation_does_not_know_is_refused(String target) throws Exception {
    assertThat(shop.ask("na", target).getStatus()).isEqualTo(400);
  }

  @Test
  void the_listings_of_another_seller_are_denied() throws Exception {
    String foreign = "/listings/2021-08-01/items/A1SANDBOX02?marketplaceIds=ATVPDKIKX0DER";
    assertThat(shop.ask("na", foreign).getStatus()).isEqualTo(403);
  }

  @ParameterizedTest
  @CsvSource({
    "HTTP_401,401",
    "HTTP_403,403",
    "EXPIRED_TOKEN,403",
    "HTTP_429,429",
    "HTTP_500,500",
    "HTTP_503,503"
  })
  void refusals_come_on_request(String kind, int status) throws Exception {
    String token = shop.token(AmazonShop.SELLER);
    shop.fault(kind);
    MockHttpServletResponse refusal = shop.ask("na", WHO, token);
    assertThat(refusal.getStatus()).isEqualTo(status);
    assertThat(shop.json(refusal).at("/errors/0/code").asText()).isNotEmpty();
  }

  @Test
  void a_200_may_have_nothing_but_errors() throws Exception {
    shop.fault("ERRORS_IN_200");
    JsonNode answer = shop.answer(WHO);
    assertThat(answer.path("errors")).hasSize(1);
    assertThat(answer.has("payload")).isFalse();
  }
}
