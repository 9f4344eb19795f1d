package io.syncline.clientapi.shopify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.syncline.clientapi.credential.Credential;
import io.syncline.clientapi.platform.ClientRecord;
import io.syncline.core.record.StoredJson;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a record of a shop is known by. */
class ShopifyMapperTest {
  private static final Credential CREDENTIAL =
      new Credential(
          UUID.randomUUID(),
          UUID.randomUUID(),
          "shopify",
          "main",
          "static_token",
          "one.myshopify.com",
          JsonNodeFactory.instance.objectNode(),
          24,
          name -> Optional.empty());

  private final ShopifyMapper mapper = new ShopifyMapper();

  @Test
  void an_order_is_known_by_its_id_and_its_version_is_its_update() {
    JsonNode order =
        StoredJson.read(
            "{\"id\":\"gid://shopify/Order/1\",\"createdAt\":\"2026-11-18T09:12:44Z\","
                + "\"updatedAt\":\"2026-11-20T10:01:03Z\",\"total\":\"12.50\"}");
    ClientRecord record = mapper.map(CREDENTIAL, "orders", order);
    assertThat(record.externalId()).isEqualTo("gid://shopify/Order/1");
    assertThat(record.createdAt()).isEqualTo(Instant.parse("2026-11-18T09:12:44Z"));
    assertThat(record.updatedAt()).isEqualTo(Instant.parse("2026-11-20T10:01:03Z"));
    assertThat(record.data()).isSameAs(order);
  }

  @Test
  void a_level_is_known_by_its_item_and_its_location() {
    JsonNode level =
        StoredJson.read(
            "{\"id\":\"gid://shopify/InventoryLevel/9?inventory_item_id=7\",\"updatedAt\":\"2026-11-20T10:01:03Z\","
                + "\"item\":{\"id\":\"gid://shopify/InventoryItem/7\"},\"location\":{\"id\":\"gid://shopify/Location/3\"}}");
    assertThat(mapper.map(CREDENTIAL, "inventory", level).externalId())
        .isEqualTo("gid://shopify/InventoryItem/7@gid://shopify/Location/3");
  }

  @Test
  void a_record_of_ids_has_no_version() {
    assertThat(
            mapper
                .map(
                    CREDENTIAL,
                    "customers",
                    StoredJson.read("{\"id\":\"gid://shopify/Customer/1\"}"))
                .updatedAt())
        .isNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"id\":null}",
        "{\"id\":7}",
        "{\"id\":\"gid://shopify/LineItem/1\",\"__parentId\":\"gid://shopify/Order/1\"}",
        "{\"id\":\"gid://shopify/Order/1\",\"updatedAt\":\"yesterday\"}"
      })
  void what_is_no_order_is_refused_as_a_record(String json) {
    assertThatThrownBy(() -> mapper.map(CREDENTIAL, "orders", StoredJson.read(json)))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
