package io.syncline.stockx;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.syncline.core.record.SyncRecord;
import io.syncline.core.source.SourceAnswer;
import io.syncline.stockx.StockxSettings.Region;
import io.syncline.stockx.Target.Product;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class MarketMapperTest {
  private static final String PRODUCT = "11111111-2222-4333-8444-555555555555";
  private static final String VARIANT = "aaaaaaaa-0000-4000-8000-000000000001";
  private static final Instant AT = Instant.parse("2026-11-22T10:00:00Z");
  private static final UUID RUN = UUID.fromString("00000000-0000-4000-8000-000000000009");
  private static final Target TARGET =
      Target.of("ab-2", Optional.of(new Product(PRODUCT, "AB1/AB2")));
  private static final String WIRE =
      """
      {"productId":"%s","variantId":"%s","currencyCode":"GBP",
       "lowestAskAmount":"142","highestBidAmount":"97","sellFasterAmount":"131","earnMoreAmount":"140.5",
       "flexLowestAskAmount":null,
       "standardMarketData":{"lowestAsk":"1","highestBidAmount":"2","sellFaster":"3","earnMore":"4","beatUS":"129"},
       "flexMarketData":{"lowestAsk":"151"}}
      """
          .formatted(PRODUCT, VARIANT);

  @Test
  void every_column_has_its_own_value() {
    SyncRecord price = only(mapped(WIRE));
    assertThat(value(price, "stockx_variant_id")).isEqualTo(VARIANT);
    assertThat(value(price, "currency_code")).isEqualTo("GBP");
    assertThat(value(price, "snapshot_at")).isEqualTo(AT);
    assertThat(value(price, "sku")).isEqualTo("AB1/AB2");
    assertThat(value(price, "inventory_sku")).isEqualTo("ab-2");
    assertThat(value(price, "stockx_product_id")).isEqualTo(PRODUCT);
    assertThat(value(price, "size")).isEqualTo("10.5");
    assertThat(value(price, "size_type")).isEqualTo("us m");
    assertThat(value(price, "local_size")).isEqualTo("UK 9.5");
    assertThat(value(price, "region")).isEqualTo("UK");
    assertThat(amounts(price))
        .containsExactly("142.00", "97.00", "131.00", "140.50", "151.00", "129.00");
    assertThat(value(price, "raw").toString()).contains("\"sellFasterAmount\":\"131\"");
    assertThat(value(price, "run_id")).isEqualTo(RUN);
  }

  @Test
  void what_stands_outside_is_missing_and_taken_from_inside() {
    String inside =
        WIRE.replaceAll("\"(lowestAsk|highestBid|sellFaster|earnMore)Amount\":\"[0-9.]+\",", "");
    assertThat(amounts(only(mapped(inside))))
        .as("the inner bid has the outer name and went too")
        .containsExactly("1.00", null, "3.00", "4.00", "151.00", "129.00");
    String empty = WIRE.replace("\"142\"", "null").replace("\"97\"", "\"\"");
    assertThat(amounts(only(mapped(empty)))).startsWith("1.00", "2.00");
  }

  @Test
  void nothing_and_zero_are_no_market() {
    String zero =
        """
        {"productId":"%s","variantId":"%s","currencyCode":"GBP","lowestAskAmount":"0","highestBidAmount":null}
        """
            .formatted(PRODUCT, VARIANT);
    assertThat(amounts(only(mapped(zero)))).containsOnlyNulls();
  }

  @Test
  void an_odd_secondary_amount_costs_its_column() {
    PricePage mapped = mapped(WIRE.replace("\"131\"", "\"n/a\"").replace("\"129\"", "\"\""));
    assertThat(amounts(only(mapped)))
        .containsExactly("142.00", "97.00", null, "140.50", "151.00", null);
    assertThat(mapped.notes()).singleElement().asString().contains("sellFaster: not a number");
  }

  @Test
  void an_odd_ask_costs_its_price() {
    for (String odd : List.of("\"n/a\"", "\"-5\"", "\"99999999999999\"")) {
      PricePage mapped = mapped(WIRE.replace("\"142\"", odd));
      assertThat(mapped.records()).isEmpty();
      assertThat(mapped.rejected())
          .singleElement()
          .satisfies(r -> assertThat(r.reason()).startsWith("lowestAsk"));
    }
    assertThat(mapped(WIRE.replace("\"" + VARIANT + "\"", "null")).rejected()).hasSize(1);
  }

  @Test
  void an_answer_in_another_currency_or_of_another_product_is_discarded() {
    PricePage mixed = mapped(WIRE, WIRE.replace("GBP", "USD"));
    assertThat(mixed.records()).isEmpty();
    assertThat(mixed.currencies()).isEmpty();
    assertThat(mixed.error()).startsWith("GBP: ").contains("another currency");
    assertThat(mapped(WIRE.replace(PRODUCT, VARIANT)).error()).contains("another product");
  }

  @Test
  void a_variant_without_a_size_keeps_its_price() {
    SyncRecord price = only(mapped(WIRE.replace(VARIANT, VARIANT.replace('a', 'b'))));
    assertThat(value(price, "size")).isNull();
    assertThat(amounts(price)).startsWith("142.00");
  }

  @Test
  void a_refusal_says_why() {
    assertThat(
            market(new SourceAnswer(404, json("{\"statusCode\":404,\"message\":\"no\\u0000pe\"}")))
                .fault())
        .isEqualTo("HTTP 404 nope");
    assertThat(market(new SourceAnswer(200, json("{}"))).fault()).contains("no list");
  }

  private static PricePage mapped(String... entries) {
    return new MarketMapper().map(reading(market(entries)));
  }

  private static Market market(String... entries) {
    return market(new SourceAnswer(200, json("[" + String.join(",", entries) + "]")));
  }

  private static Market market(SourceAnswer answer) {
    return Market.answered(new Region("UK", "GBP", ""), TARGET.found(), answer, AT);
  }

  private static Reading reading(Market market) {
    JsonNode variants =
        json(
            """
            [{"variantId":"%s","variantValue":"10.5","sizeChart":{
              "availableConversions":[{"size":"US M 10.5","type":"us m"},{"size":"UK 9.5","type":"uk"}],
              "defaultConversion":{"size":"10.5","type":"us m"}}}]
            """
                .formatted(VARIANT));
    return Reading.found(RUN, TARGET, true).with(Sizes.read(variants, "UK"), List.of(market));
  }

  private static SyncRecord only(PricePage mapped) {
    assertThat(mapped.records()).as("%s", mapped).hasSize(1);
    return mapped.records().get(0);
  }

  private static List<String> amounts(SyncRecord price) {
    List<String> amounts = new ArrayList<>();
    for (String column :
        List.of(
            "lowest_ask",
            "highest_bid",
            "sell_faster",
            "earn_more",
            "flex_lowest_ask",
            "beat_us")) {
      BigDecimal amount = (BigDecimal) value(price, column);
      amounts.add(amount == null ? null : amount.toPlainString());
    }
    return amounts;
  }

  private static Object value(SyncRecord price, String column) {
    for (int i = 0; i < price.width(); i++) {
      if (Stockx.SNAPSHOTS.columns().get(i).name().equals(column)) {
        return price.value(i);
      }
    }
    throw new AssertionError("no column " + column);
  }

  private static JsonNode json(String text) {
    try {
      return new ObjectMapper().readTree(text);
    } catch (JsonProcessingException e) {
      throw new AssertionError(e);
    }
  }
}
