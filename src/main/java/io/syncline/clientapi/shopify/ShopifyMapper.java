package io.syncline.clientapi.shopify;

import com.fasterxml.jackson.databind.JsonNode;
import io.syncline.clientapi.credential.Credential;
import io.syncline.clientapi.platform.ClientRecord;
import io.syncline.clientapi.platform.RecordMapper;
import io.syncline.core.record.Moments;
import java.time.DateTimeException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** What Shopify's records are known by (shopify#keys-and-versions); no I/O. */
@Component
final class ShopifyMapper implements RecordMapper {

  @Override
  public String platform() {
    return Shopify.WORD;
  }

  @Override
  public ClientRecord map(Credential credential, String word, JsonNode record) {
    ShopifyType type = ShopifyType.of(word);
    String id = id(record, type.idPrefix());
    return new ClientRecord(
        type == ShopifyType.INVENTORY ? level(record) : id,
        moment(record.path("createdAt")),
        moment(record.path("updatedAt")),
        record);
  }

  /** A line of a bulk operation whose parent is missing has the id of something else. */
  private static String id(JsonNode record, String prefix) {
    String id = record.path("id").asText("");
    if (!id.startsWith(prefix)) {
      throw new IllegalArgumentException(
          id.isEmpty() ? "a record without id" : "a record that is none of " + prefix);
    }
    return id;
  }

  /** A level has an id too, but an item at a location is what people know. */
  private static String level(JsonNode record) {
    return id(record.path("item"), "gid://shopify/InventoryItem/")
        + "@"
        + id(record.path("location"), "gid://shopify/Location/");
  }

  private static @Nullable Instant moment(JsonNode text) {
    if (!text.isTextual()) {
      return null;
    }
    try {
      return Moments.of(text.asText());
    } catch (DateTimeException e) {
      throw new IllegalArgumentException("not a moment: " + text, e);
    }
  }
}
