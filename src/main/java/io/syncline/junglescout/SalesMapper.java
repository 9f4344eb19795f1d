package io.syncline.junglescout;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.syncline.core.record.RejectedRecord;
import io.syncline.core.record.SyncRecord;
import io.syncline.core.record.WireValues;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Turns a product's sales of the wire into records, one per day
 * (junglescout#sales-fields-and-their-columns).
 */
@Component
final class SalesMapper {

  SalesPage map(SalesReading reading) {
    List<SyncRecord> records = new ArrayList<>();
    List<RejectedRecord> rejected = new ArrayList<>();
    boolean sound = reading.complete();
    for (SalesReading.Answer answer : reading.answers()) {
      sound &= answer.sound();
      for (JsonNode series : reading.series(answer)) {
        series(reading, answer.asked(), series.path("attributes"), records, rejected);
      }
    }
    boolean nothing = sound && rejected.isEmpty() && reading.noEstimate().isEmpty();
    String noEstimate = nothing ? "NO_ESTIMATE_IN_RANGE" : reading.noEstimate();
    return new SalesPage(
        reading.target(),
        reading.worker(),
        records,
        rejected,
        sound,
        records.isEmpty() ? noEstimate : "");
  }

  private static void series(
      SalesReading reading,
      Span asked,
      JsonNode attributes,
      List<SyncRecord> records,
      List<RejectedRecord> rejected) {
    String asin = reading.target().asin();
    String market = reading.marketplace().word();
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
                asin, market, date, parent, variant, standalone, parentAsin, units, price));
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

  private static String reason(@Nullable LocalDate date, WireValues values) {
    if (!values.faults().isEmpty()) {
      return String.join(", ", values.faults());
    }
    return date == null ? "date: missing" : "date: not asked for";
  }
}
