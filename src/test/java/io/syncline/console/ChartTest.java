package io.syncline.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ChartTest {

  @Test
  void what_was_sold_stands_as_units_a_day_in_the_middle_of_each_window() {
    Chart chart = Chart.sales(Instant.parse("2026-04-01T00:00:00Z"));
    chart.sold(Map.of("sku", "a\"b", "units_7d", 7, "units_30d", 53, "units_90d", 233));
    assertThat(chart.json())
        .isEqualTo(
            "{\"labels\":[%d,%d,%d],\"series\":[{\"label\":\"a\\\"b\",\"values\":[3.0,2.0,1.0]}]}"
                .formatted(
                    Instant.parse("2026-01-31T00:00:00Z").getEpochSecond(),
                    Instant.parse("2026-03-13T12:00:00Z").getEpochSecond(),
                    Instant.parse("2026-03-28T12:00:00Z").getEpochSecond()));
  }

  @Test
  void a_price_that_nobody_asks_leaves_its_place_empty() {
    Map<String, Object> price = new HashMap<>();
    price.put("snapshot_at", "1970-01-01T00:01:00Z");
    price.put("lowest_ask", 12.5);
    price.put("highest_bid", null);
    assertThat(Chart.prices(List.of(price)).json())
        .isEqualTo(
            "{\"labels\":[60],\"series\":[{\"label\":\"Lowest ask\",\"values\":[12.5]},"
                + "{\"label\":\"Highest bid\",\"values\":[null]}]}");
  }
}
