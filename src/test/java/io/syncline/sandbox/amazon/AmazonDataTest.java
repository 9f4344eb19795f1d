package io.syncline.sandbox.amazon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.patch;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.Charset;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.mock.web.MockHttpServletResponse;

class AmazonDataTest {
  private static final String ORDERS =
      "/orders/2026-01-01/orders?includedData=PROCEEDS%2CFULFILLMENT&maxResultsPerPage=25"
          + "&lastUpdatedAfter=";
  private static final String STOCK =
      "/fba/inventory/v1/summaries?granularityType=Marketplace&granularityId=ATVPDKIKX0DER"
          + "&marketplaceIds=ATVPDKIKX0DER&details=true";
  private static final String LISTINGS =
      "/listings/2021-08-01/items/A1SANDBOX01?marketplaceIds=ATVPDKIKX0DER&pageSize=20"
          + "&includedData=summaries%2CfulfillmentAvailability";
  private final AmazonShop shop = new AmazonShop();

  @Test
  void orders_come_page_by_page_and_every_page_tells_the_same_watermark() throws Exception {
    List<JsonNode> orders = new ArrayList<>();
    String next = "";
    JsonNode page;
    do {
      page = shop.answer(ORDERS + "2026-01-01T00:00:00Z" + next);
      page.path("orders").forEach(orders::add);
      assertThat(page.path("lastUpdatedBefore").asText()).isEqualTo("2026-11-22T11:58:00Z");
      next = "&paginationToken=" + page.at("/pagination/nextToken").asText();
      shop.clock.advance(Duration.ofMinutes(3));
    } while (page.has("pagination"));
    assertThat(orders)
        .extracting(it -> it.path("orderId").asText())
        .hasSize(60)
        .doesNotHaveDuplicates();
    assertThat(orders).extracting(it -> it.path("lastUpdatedTime").asText()).isSorted();
    assertThat(orders)
        .filteredOn(it -> it.at("/fulfillment/fulfillmentStatus").asText().equals("PENDING"))
        .isNotEmpty()
        .noneMatch(it -> it.has("proceeds") || it.at("/orderItems/0/product").has("price"));
  }

  @Test
  void a_page_belongs_to_its_parameters_and_to_a_day() throws Exception {
    String token =
        shop.answer(ORDERS + "2026-01-01T00:00:00Z").at("/pagination/nextToken").asText();
    String page = "&paginationToken=" + token;
    assertThat(shop.ask("na", ORDERS + "2026-01-02T00:00:00Z" + page).getStatus()).isEqualTo(400);
    shop.clock.advance(Duration.ofHours(25));
    assertThat(shop.ask("na", ORDERS + "2026-01-01T00:00:00Z" + page).getStatus()).isEqualTo(400);
  }

  @Test
  void what_changes_is_seen_two_minutes_later() throws Exception {
    shop.send(
        patch("/sandbox/admin/amazon/A1SANDBOX01/na/orders/3")
            .content("{\"programs\":[\"PRIME\"]}"));
    String since = ORDERS + "2026-11-22T12:00:00Z";
    assertThat(shop.answer(since).path("orders")).isEmpty();
    shop.clock.advance(Duration.ofMinutes(2));
    assertThat(shop.answer(since).path("orders")).hasSize(1);
  }

  @Test
  void a_page_of_stock_has_to_be_followed_within_thirty_seconds() throws Exception {
    JsonNode first = shop.answer(STOCK);
    String next = STOCK + "&nextToken=" + first.at("/pagination/nextToken").asText();
    assertThat(first.at("/payload/inventorySummaries")).hasSize(10);
    shop.clock.advance(Duration.ofSeconds(30));
    assertThat(shop.answer(next).at("/payload/inventorySummaries")).isNotEmpty();
    shop.clock.advance(Duration.ofSeconds(1));
    assertThat(shop.ask("na", next).getStatus()).isEqualTo(400);
    shop.fault("NO_FBA");
    assertThat(shop.ask("na", STOCK).getStatus()).isEqualTo(400);
  }

  @Test
  void one_sku_may_have_several_rows_and_some_do_not_know_their_time() throws Exception {
    List<JsonNode> rows = new ArrayList<>();
    String next = "";
    do {
      JsonNode page = shop.answer(STOCK + next);
      page.at("/payload/inventorySummaries").forEach(rows::add);
      next =
          page.has("pagination") ? "&nextToken=" + page.at("/pagination/nextToken").asText() : "";
      shop.clock.advance(Duration.ofSeconds(1));
    } while (!next.isEmpty());
    assertThat(rows).hasSize(28).anyMatch(it -> !it.has("lastUpdatedTime"));
    assertThat(rows.stream().map(it -> it.path("sellerSku").asText()).distinct()).hasSize(23);
    assertThat(rows).anyMatch(it -> it.path("sellerSku").asText().contains(","));
  }

  @Test
  void listings_page_with_the_same_parameters_and_tell_how_many_there_are() throws Exception {
    JsonNode first = shop.answer(LISTINGS);
    String page = "&pageToken=" + first.at("/pagination/nextToken").asText();
    assertThat(first.path("numberOfResults").asInt()).isEqualTo(45);
    assertThat(shop.answer(LISTINGS + page).path("items")).hasSize(20);
    assertThat(shop.ask("na", LISTINGS + "&sortOrder=ASC" + page).getStatus()).isEqualTo(400);
    assertThat(first.path("items")).anyMatch(it -> !it.at("/summaries/0").has("asin"));
    assertThat(first.path("items"))
        .anyMatch(it -> it.at("/fulfillmentAvailability/0/quantity").isInt());
    shop.fault("MANY_LISTINGS");
    assertThat(shop.answer(LISTINGS).path("numberOfResults").asInt()).isGreaterThan(1_000);
  }

  @ParameterizedTest
  @CsvSource({
    "na,ATVPDKIKX0DER,UTF-8,Steel bottle",
    "eu,A1PA6795UKMFR9,ISO-8859-1,Trinkflasche grün",
    "fe,A1VC38T7YXB528,Shift_JIS,水筒"
  })
  void a_report_is_in_the_character_set_of_its_marketplace(
      String region, String market, String charset, String title) throws Exception {
    MockHttpServletResponse file = file(url(region, market), "");
    assertThat(file.getContentType()).contains("charset=" + charset);
    List<String> rows = rows(file, charset, !region.equals("fe"));
    assertThat(rows).hasSize(46);
    assertThat(rows.get(0)).startsWith("item-name\t");
    assertThat(rows.get(1).split("\t", -1)).hasSize(9);
    assertThat(rows.get(1)).startsWith(title).contains("5\"\t");
  }

  @Test
  void an_address_dies_after_five_minutes_and_takes_no_token() throws Exception {
    String url = url("na", AmazonShop.US);
    assertThat(file(url, "Atza|x").getStatus()).as("with a token").isEqualTo(400);
    assertThat(file(url.replace("a%2Fb", "a"), "").getStatus()).isEqualTo(403);
    shop.clock.advance(Duration.ofMinutes(5));
    assertThat(file(url, "").getStatus()).isEqualTo(403);
  }

  @ParameterizedTest
  @CsvSource({"REPORT_FATAL,FATAL", "REPORT_CANCELLED,CANCELLED"})
  void a_report_may_come_to_nothing(String kind, String status) throws Exception {
    shop.fault(kind);
    JsonNode report = report("na", AmazonShop.US);
    assertThat(report.path("processingStatus").asText()).isEqualTo(status);
    assertThat(report.has("reportDocumentId")).isFalse();
  }

  private JsonNode report(String region, String market) throws Exception {
    String path = "/reports/2021-06-30/reports";
    String body =
        "{\"reportType\":\"GET_MERCHANT_LISTINGS_ALL_DATA\",\"marketplaceIds\":[\""
            + market
            + "\"]}";
    JsonNode ordered =
        shop.json(
            shop.send(
                post("/sandbox/amazon/" + region + path)
                    .header("x-amz-access-token", shop.token(AmazonShop.SELLER))
                    .content(body)));
    String one = path + "/" + ordered.path("reportId").asText();
    assertThat(shop.json(shop.ask(region, one)).path("processingStatus").asText())
        .isEqualTo("IN_QUEUE");
    shop.clock.advance(Duration.ofSeconds(4));
    return shop.json(shop.ask(region, one));
  }

  private String url(String region, String market) throws Exception {
    String document = report(region, market).path("reportDocumentId").asText();
    return shop.json(shop.ask(region, "/reports/2021-06-30/documents/" + document))
        .path("url")
        .asText();
  }

  private MockHttpServletResponse file(String url, String token) throws Exception {
    var request = get(URI.create(url));
    return shop.send(token.isEmpty() ? request : request.header("x-amz-access-token", token));
  }

  private static List<String> rows(MockHttpServletResponse file, String charset, boolean isPacked)
      throws IOException {
    byte[] bytes = file.getContentAsByteArray();
    if (isPacked) {
      bytes = new GZIPInputStream(new ByteArrayInputStream(bytes)).readAllBytes();
    }
    return new String(bytes, Charset.forName(charset)).lines().toList();
  }
}
