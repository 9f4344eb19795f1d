package io.syncline.stockx;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.syncline.stockx.Sizes.Size;
import io.syncline.stockx.StockxSettings.Region;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class SizesTest {
  private static final Region UK = new Region("UK", "GBP", "");
  private static final String CHART =
      """
      "sizeChart":{"availableConversions":[{"size":"US M 10.5","type":"us m"},{"size":"EU 44.5","type":"eu"},
       {"size":null,"type":"uk"}],"defaultConversion":{"size":"10.5","type":"us m"}}
      """;

  @Test
  void a_size_is_text_in_the_chart_of_the_region() {
    assertThat(size("\"10.5\"", "EU")).isEqualTo(new Size("10.5", "us m", "EU 44.5"));
    assertThat(size("\"10.5\"", "us").local()).isEqualTo("US M 10.5");
    assertThat(size("\"One Size\"", "JP")).isEqualTo(new Size("One Size", "us m", null));
    assertThat(size("10.5", "UK")).as("null conversion").isEqualTo(new Size("10.5", "us m", null));
  }

  @Test
  void what_is_no_text_is_no_size() {
    assertThat(size("null", "EU").size()).isNull();
    assertThat(size("{}", "EU").size()).isNull();
    assertThat(size("\" \"", "EU").size()).isNull();
    assertThat(size("\"1\\u00000\"", "EU").size()).isEqualTo("10");
    assertThat(size("\"1\\ud8000\"", "EU").size()).isEqualTo("10");
    assertThat(size("\"" + "x".repeat(99) + "😀\"", "EU").size()).hasSize(99);
    assertThat(size("\"" + "x".repeat(300) + "\"", "EU").size()).hasSize(100);
  }

  @Test
  void a_chart_may_be_missing() {
    assertThat(Sizes.read(json("[{\"variantId\":\"v\",\"variantValue\":\"XL\"}]"), "EU").of("v"))
        .isEqualTo(new Size("XL", null, null));
    assertThat(Sizes.read(json("null"), "EU").of("v")).isEqualTo(new Size(null, null, null));
  }

  @Test
  void a_market_with_another_variant_is_not_known() {
    Sizes sizes = Sizes.remembered(json("[{\"variantId\":\"v\"}]"), "EU");
    assertThat(sizes.knowAll(market("[{\"variantId\":\"v\"}]"))).isTrue();
    assertThat(sizes.knowAll(market("[{\"variantId\":\"v\"},{\"variantId\":\"w\"}]"))).isFalse();
    assertThat(sizes.knowAll(Market.failed(UK, "HTTP 404"))).as("no market").isTrue();
  }

  private static Size size(String value, String region) {
    String variant = "[{\"variantId\":\"v\",\"variantValue\":" + value + "," + CHART + "}]";
    return Sizes.read(json(variant), region).of("v");
  }

  private static Market market(String prices) {
    return new Market(UK, json(prices), Instant.EPOCH, "");
  }

  private static JsonNode json(String text) {
    try {
      return new ObjectMapper().readTree(text);
    } catch (JsonProcessingException e) {
      throw new AssertionError(e);
    }
  }
}
