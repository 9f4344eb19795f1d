package io.syncline.console;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What {@code console.js} draws: lines over moments. */
final class Chart {
  private final ObjectNode json = JsonNodeFactory.instance.objectNode();
  private final ArrayNode labels = json.putArray("labels");
  private final ArrayNode series = json.putArray("series");

  /**
   * The windows in which the cache counts what was sold: 90 to 30 days ago, 30 to 7, and since. A
   * point stands in the middle of its window.
   */
  static Chart sales(Instant now) {
    Chart chart = new Chart();
    List.of(60 * 24L, 18 * 24L + 12, 3 * 24L + 12)
        .forEach(hours -> chart.at(now.minus(Duration.ofHours(hours))));
    return chart;
  }

  /** The units of a day that a SKU sold in each of the windows. */
  void sold(Map<?, ?> sku) {
    double week = number(sku.get("units_7d"));
    double month = number(sku.get("units_30d"));
    double quarter = number(sku.get("units_90d"));
    ArrayNode values = line(String.valueOf(sku.get("sku")));
    values.add((quarter - month) / 60).add((month - week) / 23).add(week / 7);
  }

  /** The stored prices of a size. */
  static Chart prices(List<? extends Map<?, ?>> prices) {
    Chart chart = new Chart();
    ArrayNode asks = chart.line("Lowest ask");
    ArrayNode bids = chart.line("Highest bid");
    for (Map<?, ?> price : prices) {
      chart.at(Instant.parse(String.valueOf(price.get("snapshot_at"))));
      asks.add(value(price.get("lowest_ask")));
      bids.add(value(price.get("highest_bid")));
    }
    return chart;
  }

  String json() {
    return json.toString();
  }

  private void at(Instant moment) {
    labels.add(moment.getEpochSecond());
  }

  private ArrayNode line(String label) {
    return series.addObject().put("label", label).putArray("values");
  }

  private static double number(@Nullable Object value) {
    return value instanceof Number number ? number.doubleValue() : 0;
  }

  private static @Nullable BigDecimal value(@Nullable Object value) {
    return value instanceof Number number ? new BigDecimal(number.toString()) : null;
  }
}
