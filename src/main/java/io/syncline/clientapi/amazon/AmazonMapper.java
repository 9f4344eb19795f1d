package io.syncline.clientapi.amazon;

import com.fasterxml.jackson.databind.JsonNode;
import io.syncline.clientapi.credential.Credential;
import io.syncline.clientapi.platform.ClientRecord;
import io.syncline.clientapi.platform.RecordMapper;
import io.syncline.core.record.Moments;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** What Amazon's records are known by (amazon-sp#keys-and-versions); no I/O. */
@Component
final class AmazonMapper implements RecordMapper {
  private static final String OWN = "#MFN";

  @Override
  public String platform() {
    return Amazon.WORD;
  }

  @Override
  public ClientRecord map(Credential credential, String type, JsonNode record) {
    return switch (type) {
      case Amazon.ORDERS ->
          new ClientRecord(
              text(record, "orderId"),
              moment(record.path("createdTime")),
              moment(record.path("lastUpdatedTime")),
              record);
      case Amazon.PRODUCTS -> product(record);
      case Amazon.INVENTORY -> stock(record);
      default -> throw new IllegalArgumentException("no type of Amazon's: " + type);
    };
  }

  /** Of the marketplaces that the account has now. */
  @Override
  public List<String> endings(Credential credential) {
    return Seller.of(credential).marketplaces().stream()
        .flatMap(market -> Stream.of("@" + market, "@" + market + OWN))
        .toList();
  }

  /** A row of a report has no version: its content decides. */
  private static ClientRecord product(JsonNode record) {
    JsonNode summary = record.at("/summaries/0");
    JsonNode owner = summary.isMissingNode() ? record : summary;
    return new ClientRecord(
        text(record, "sku") + "@" + text(owner, "marketplaceId"),
        moment(summary.path("createdDate")),
        moment(summary.path("lastUpdatedDate")),
        record);
  }

  /** One SKU may lie under several numbers of Amazon's; what the seller stores has none. */
  private static ClientRecord stock(JsonNode record) {
    String market = "@" + text(record, "marketplaceId");
    if (record.has("sku")) {
      return new ClientRecord(text(record, "sku") + market + OWN, null, null, record);
    }
    String number = record.path("fnSku").asText("");
    return new ClientRecord(
        text(record, "sellerSku") + "|" + number + market,
        null,
        moment(record.path("lastUpdatedTime")),
        record);
  }

  private static String text(JsonNode record, String name) {
    String text = record.path(name).asText("");
    if (text.isEmpty()) {
      throw new IllegalArgumentException("a record without " + name);
    }
    return text;
  }

  /** Nothing is trimmed: spaces and zeros of a SKU count. */
  private static @Nullable Instant moment(JsonNode text) {
    if (!text.isTextual() || text.asText().isEmpty()) {
      return null;
    }
    try {
      return Moments.of(text.asText());
    } catch (DateTimeException e) {
      throw new IllegalArgumentException("not a moment: " + text, e);
    }
  }
}
