package io.syncline.clientapi.amazon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.syncline.clientapi.credential.Credential;
import io.syncline.clientapi.platform.ClientRecord;
import io.syncline.core.record.StoredJson;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AmazonMapperTest {
  private final AmazonMapper mapper = new AmazonMapper();

  @Test
  void an_order_is_known_by_its_number_and_its_last_update_is_its_version() {
    ClientRecord order =
        map(
            "orders",
            "{\"orderId\":\"111-1\",\"createdTime\":\"2026-11-19T21:04:11Z\",\"lastUpdatedTime\":\"2026-11-20T03:12:45Z\"}");
    assertThat(order.externalId()).isEqualTo("111-1");
    assertThat(order.createdAt()).isEqualTo(Instant.parse("2026-11-19T21:04:11Z"));
    assertThat(order.updatedAt()).isEqualTo(Instant.parse("2026-11-20T03:12:45Z"));
  }

  @Test
  void a_listing_is_a_product_of_each_of_its_marketplaces() {
    List<JsonNode> records = new ArrayList<>();
    ListingReading.split(
        StoredJson.read(
            """
            {"sku":" BTL 500/RED","summaries":[
               {"marketplaceId":"M1","lastUpdatedDate":"2026-11-19T18:22:00Z"},{"marketplaceId":"M2"}],
             "offers":[{"marketplaceId":"M2","price":{"amount":"1"}},{"marketplaceId":"M1","price":{"amount":"2"}}]}
            """),
        records);
    assertThat(records)
        .extracting(it -> mapper.map(null, "products", it).externalId())
        .containsExactly(" BTL 500/RED@M1", " BTL 500/RED@M2");
    assertThat(records.get(0).at("/offers/0/price/amount").asText()).isEqualTo("2");
    assertThat(records.get(0).path("offers")).hasSize(1);
    assertThat(mapper.map(null, "products", records.get(1)).updatedAt()).isNull();
  }

  @Test
  void a_listing_of_no_known_marketplace_does_not_vanish() {
    List<JsonNode> records = new ArrayList<>();
    ListingReading.split(StoredJson.read("{\"sku\":\"a\"}"), records);
    ListingReading.split(StoredJson.read("{\"sku\":\"b\",\"summaries\":[]}"), records);
    assertThat(records).extracting(it -> it.path("sku").asText()).containsExactly("a", "b");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      textBlock =
          """
          {"sellerSku":"0012","fnSku":"X1","marketplaceId":"M1"}; 0012|X1@M1
          {"sellerSku":"0012","fnSku":"X1","marketplaceId":"M1","lastUpdatedTime":""}; 0012|X1@M1
          {"sku":"a,b","marketplaceId":"M1","fulfillmentAvailability":[]}; a,b@M1#MFN
          """)
  void stock_is_known_by_sku_number_and_marketplace(String record, String id) {
    ClientRecord stock = map("inventory", record);
    assertThat(stock.externalId()).isEqualTo(id);
    assertThat(stock.updatedAt()).isNull();
  }

  @ParameterizedTest
  @CsvSource({
    "a@M1,true",
    "a|X1@M1,true",
    "a@M1#MFN,true",
    "a@M2,false",
    "a@M1@M2#MFN,false",
    "a,false"
  })
  void a_listing_tells_of_the_marketplaces_that_the_account_has(String id, boolean isListed) {
    Credential credential =
        new Credential(
            UUID.randomUUID(),
            UUID.randomUUID(),
            "amazon",
            "main",
            "lwa",
            "A1@na",
            StoredJson.read("{\"seller_id\":\"A1\",\"region\":\"na\",\"marketplaces\":[\"M1\"]}"),
            24,
            name -> Optional.empty());
    assertThat(mapper.endings(credential).stream().anyMatch(id::endsWith)).isEqualTo(isListed);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      textBlock =
          """
          orders; {}
          orders; {"orderId":"1","lastUpdatedTime":"yesterday"}
          products; {"sku":"a"}
          inventory; {"sellerSku":"a"}
          products; {"row":"a","marketplaceId":"M1"}
          """)
  void what_has_no_id_or_no_moment_is_kept_as_it_came(String type, String record) {
    assertThatThrownBy(() -> map(type, record)).isInstanceOf(IllegalArgumentException.class);
  }

  private ClientRecord map(String type, String record) {
    return mapper.map(null, type, StoredJson.read(record));
  }
}
