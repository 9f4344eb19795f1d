package io.syncline.sandbox.amazon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;

import com.fasterxml.jackson.databind.JsonNode;
import io.syncline.sandbox.Sandbox;
import io.syncline.support.SwaggerModel;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.mock.web.MockHttpServletResponse;

/** What is answered here has the shape that Amazon describes, and so has a refusal. */
class AmazonModelTest {
  private static final String REPORTS = "/reports/2021-06-30/reports";
  private final AmazonShop shop = new AmazonShop();

  @ParameterizedTest
  @CsvSource({
    "sellers.json,na,/sellers/v1/marketplaceParticipations",
    "orders_2026-01-01.json,na,/orders/2026-01-01/orders?lastUpdatedAfter=2026-01-01T00:00:00Z"
        + "&includedData=PROCEEDS%2CFULFILLMENT%2CPROMOTION%2CCANCELLATION&marketplaceIds=ATVPDKIKX0DER",
    "orders_2026-01-01.json,fe,/orders/2026-01-01/orders?createdAfter=2026-01-01T00:00:00Z"
        + "&includedData=PROCEEDS",
    "orders_2026-01-01.json,na,/orders/2026-01-01/orders?lastUpdatedAfter=nonsense",
    "orders_2026-01-01.json,na,/orders/2026-01-01/orders/111-0000000-1000003",
    "fbaInventory.json,na,/fba/inventory/v1/summaries?granularityType=Marketplace"
        + "&granularityId=ATVPDKIKX0DER&marketplaceIds=ATVPDKIKX0DER&details=true",
    "listingsItems_2021-08-01.json,eu,/listings/2021-08-01/items/A1SANDBOX01"
        + "?marketplaceIds=A1F83G8C2ARO7P%2CA1PA6795UKMFR9&pageSize=20&sortBy=lastUpdatedDate&sortOrder=ASC"
        + "&includedData=summaries%2Coffers%2CfulfillmentAvailability",
    "reports_2021-06-30.json,na,/reports/2021-06-30/reports?reportTypes=GET_MERCHANT_LISTINGS_ALL_DATA"
  })
  void every_answer_has_the_shape_of_its_model(String model, String region, String target)
      throws Exception {
    SwaggerModel amazon = SwaggerModel.of(model);
    MockHttpServletResponse answer = shop.ask(region, target);
    String path = target.split("\\?")[0];
    assertThat(amazon.answer("GET", path, answer.getStatus(), Sandbox.text(answer))).isEmpty();
  }

  @Test
  void a_report_has_the_shape_of_its_model_from_its_order_to_its_document() throws Exception {
    SwaggerModel amazon = SwaggerModel.of("reports_2021-06-30.json");
    String body =
        "{\"reportType\":\"GET_MERCHANT_LISTINGS_ALL_DATA\",\"marketplaceIds\":[\"ATVPDKIKX0DER\"]}";
    MockHttpServletResponse ordered =
        shop.send(
            post("/sandbox/amazon/na" + REPORTS)
                .header("x-amz-access-token", shop.token(AmazonShop.SELLER))
                .content(body));
    assertThat(amazon.request("POST", REPORTS, Optional.of(body))).isEmpty();
    assertThat(amazon.answer("POST", REPORTS, ordered.getStatus(), Sandbox.text(ordered)))
        .isEmpty();
    shop.clock.advance(Duration.ofSeconds(4));
    String one = REPORTS + "/" + shop.json(ordered).path("reportId").asText();
    MockHttpServletResponse done = shop.ask("na", one);
    JsonNode report = shop.json(done);
    assertThat(amazon.answer("GET", one, done.getStatus(), Sandbox.text(done))).isEmpty();
    String document = "/reports/2021-06-30/documents/" + report.path("reportDocumentId").asText();
    MockHttpServletResponse where = shop.ask("na", document);
    assertThat(where.getStatus()).isEqualTo(200);
    assertThat(amazon.answer("GET", document, where.getStatus(), Sandbox.text(where))).isEmpty();
  }

  @Test
  void a_parameter_of_an_older_version_is_a_fault() {
    SwaggerModel amazon = SwaggerModel.of("orders_2026-01-01.json");
    String path = "/orders/2026-01-01/orders?lastUpdatedAfter=2026-01-01T00%3A00%3A00Z";
    assertThat(amazon.request("GET", path, Optional.empty())).isEmpty();
    assertThat(amazon.request("GET", path + "&NextToken=x", Optional.empty())).isNotEmpty();
  }
}
