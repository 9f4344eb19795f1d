package io.syncline.clientapi.amazon;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.syncline.core.source.Rate;
import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OrdersSeenTest {
  private static final Instant NOW = Instant.parse("2026-11-27T12:00:00Z");

  /** Of ten days, at a page in a hundred seconds: each of these pages has two orders. */
  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      textBlock =
          """
          01 02; 2 so far, done at about 2026-11-27T12:15:00Z
          01 02 02 03 05 06; 6 so far, done at about 2026-11-27T12:05:00Z
          11 10 10 09; 4 so far, done at about 2026-11-27T12:13:20Z
          01 02 04 03; 4 so far
          09 10 01 02; 4 so far
          03 03; 2 so far
          10 11; 2 so far, done at about 2026-11-27T12:00:00Z
          """)
  void as_long_as_moments_go_one_way_the_last_one_tells_how_much_is_read(String days, String told) {
    ObjectNode walk = JsonNodeFactory.instance.objectNode();
    walk.put("since", "2026-11-01T00:00:00Z").put("until", "2026-11-11T00:00:00Z");
    String[] each = days.split(" ");
    for (int page = 0; page < each.length; page += 2) {
      var orders = JsonNodeFactory.instance.arrayNode();
      orders.addObject().put("lastUpdatedTime", "2026-11-" + each[page] + "T00:00:00Z");
      orders.addObject().put("lastUpdatedTime", "2026-11-" + each[page + 1] + "T00:00:00Z");
      OrdersSeen.note(walk, orders);
    }
    assertThat(OrdersSeen.words(walk, new Rate(0.01, 20), NOW))
        .isEqualTo("Amazon shows 100 orders in 100 s: " + told);
  }
}
