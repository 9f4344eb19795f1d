package io.syncline.junglescout;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.syncline.core.record.RejectedRecord;
import io.syncline.core.record.SyncRecord;
import io.syncline.core.record.WireValues;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Turns a product's sales of the wire into records, one per day
 * (junglescout#sales-fields-and-their-columns).
 */
final class SalesMapper {

  private SalesMapper() {}

  /**
   * The readable days, the days that are not, and whether the answer was about what was asked for.
   */
  record Mapped(List<SyncRecord> records, List<RejectedRecord> rejected, boolean sound) {}

  static Mapped map(Marketplace marketplace, String asin, Span asked, JsonNode answer) {
    List<SyncRecord> records = new ArrayList<>();
    List<RejectedRecord> rejected = new ArrayList<>();
    boolean sound =
        !answer.path("data").isEmpty()
            && !answer.has("errors")
            && answer.path("meta").path("errors").isEmpty();
    for (JsonNode series : answer.path("data")) {
      if (isOf(series, marketplace, asin) && series.path("attributes").path("data").isArray()) {
        series(marketplace, asin, asked, series.path("attributes"), records, rejected);
      } else {
        sound = false;
      }
    }
    return new Mapped(records, rejected, sound);
  }

  /** An id without its market is taken for one of the market that was asked. */
  private static boolean isOf(JsonNode series, Marketplace marketplace, String asin) {
    String id = series.path("id").asText().strip();
    String attribute = series.path("attributes").path("asin").asText(asin);
    return Stream.of(marketplace.word() + "/" + asin, "/" + asin, asin)
            .anyMatch(id::equalsIgnoreCase)
        && asin.equalsIgnoreCase(attribute);
  }

  private static void series(
      Marketplace marketplace,
      String asin,
      Span asked,
      JsonNode attributes,
      List<SyncRecord> records,
      List<RejectedRecord> rejected) {
    WireValues common = new WireValues(attributes);
    Boolean parent = common.bool("is_parent");
    Boolean variant = common.bool("is_variant");
    Boolean standalone = common.bool("is_standalone");
    String parentAsin = common.text("parent_asin", 20);
    for (JsonNode point : attributes.path("data")) {
      WireValues values = new WireValues(point);
      LocalDate date = values.date("date");
      Integer units = values.integer("estimated_units_sold");
      Object price = values.decimal("last_known_price", 10);
      if (date != null && asked.contains(date) && values.faults().isEmpty()) {
        records.add(
            SyncRecord.of(
                asin,
                marketplace.word(),
                date,
                parent,
                variant,
                standalone,
                parentAsin,
                units,
                price));
      } else {
        rejected.add(
            new RejectedRecord(
                asin + "/" + point.path("date").asText("?"), point, reason(date, values)));
      }
    }
    common.faults().forEach(f -> rejected.add(new RejectedRecord(asin, head(attributes), f)));
  }

  /** What a series says of all its days. */
  private static JsonNode head(JsonNode attributes) {
    ObjectNode head = attributes.deepCopy();
    head.remove("data");
    return head;
  }

  private static String reason(LocalDate date, WireValues values) {
    if (!values.faults().isEmpty()) {
      return String.join(", ", values.faults());
    }
    return date == null ? "date: missing" : "date: not asked for";
  }
}
