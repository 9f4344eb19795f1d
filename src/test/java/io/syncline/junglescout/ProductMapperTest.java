package io.syncline.junglescout;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProductMapperTest {
  private static final LocalDate REPORT_DATE = LocalDate.of(2026, 11, 22);
  private static final String ASIN = "B0TEST0001";
  private static final String FULL =
      """
      {"id":"us/B0TEST0001","type":"product_database_result","attributes":{
        "title":"Sample steel bottle 750 ml","price":24.9,"reviews":1832,
        "category":"Sports & Outdoors","rating":4.4,
        "image_url":"https://m.media-amazon.com/images/I/sample._SL75_.jpg ",
        "parent_asin":"B0TESTPRNT","is_variant":true,"seller_type":"FBA",
        "variants":["B0TEST0001","B0TEST0002"],
        "breadcrumb_path":"Sports & Outdoors › Hydration › Bottles",
        "is_standalone":false,"is_parent":false,"is_available":true,"brand":"SampleCo",
        "product_rank":4821,"weight_value":1.125,"weight_unit":"pounds","length_value":10.2,
        "width_value":3.1,"height_value":3.1,"dimensions_unit":"inches",
        "listing_quality_score":7,"number_of_sellers":3,"buy_box_owner":"SampleCo Direct",
        "buy_box_owner_seller_id":"A1SAMPLESELLER","date_first_available":"2021-03-14",
        "date_first_available_is_estimated":false,"approximate_30_day_revenue":18250.55,
        "approximate_30_day_units_sold":733,
        "subcategory_ranks":[{"subcategory":"Sports Water Bottles","rank":112,"id":"us/3395091"}],
        "fee_breakdown":{"fba_fee":5.4,"referral_fee":3.740,"variable_closing_fee":0,"total_fees":9.14},
        "ean_list":["0123456789012"],"isbn_list":["019853453X"],"upc_list":["012345678905"],
        "gtin_list":["00123456789012"],"variant_reviews":410,
        "updated_at":"2026-11-20T18:15:57Z"}}
      """;

  @Test
  @DisplayName("JS-30: a full product fills all columns of the document but created_at")
  void a_full_product_fills_every_column() {
    ProductMapper.Mapped mapped = map(FULL);
    assertThat(mapped.faults()).isEmpty();
    assertThat(columns(mapped))
        .hasSize(42)
        .doesNotContainValue(null)
        .containsKeys("asin", "marketplace", "report_date", "breadcrumb_path", "is_available");
  }

  @Test
  void each_value_stands_in_its_own_column() {
    Map<String, Object> columns = columns(map(FULL));
    assertThat(columns)
        .containsEntry("asin", ASIN)
        .containsEntry("marketplace", "us")
        .containsEntry("report_date", REPORT_DATE)
        .containsEntry("id", "us/B0TEST0001")
        .containsEntry("title", "Sample steel bottle 750 ml")
        .containsEntry("price", new BigDecimal("24.90"))
        .containsEntry("reviews", 1832)
        .containsEntry("rating", new BigDecimal("4.40"))
        .containsEntry("image_url", "https://m.media-amazon.com/images/I/sample._SL75_.jpg")
        .containsEntry("parent_asin", "B0TESTPRNT")
        .containsEntry("is_variant", true)
        .containsEntry("is_standalone", false)
        .containsEntry("product_rank", 4821)
        .containsEntry("weight_value", new BigDecimal("1.13"))
        .containsEntry("length_value", new BigDecimal("10.20"))
        .containsEntry("listing_quality_score", 7)
        .containsEntry("date_first_available", LocalDate.of(2021, 3, 14))
        .containsEntry("approximate_30_day_revenue", new BigDecimal("18250.55"))
        .containsEntry("approximate_30_day_units_sold", 733)
        .containsEntry("variant_reviews", 410)
        .containsEntry("updated_at", LocalDateTime.of(2026, 11, 20, 18, 15, 57));
  }

  @Test
  @DisplayName("JS-31: JSON is kept as it came, with the zeros an EAN begins with")
  void json_is_kept_verbatim() {
    assertThat(columns(map(FULL)))
        .containsEntry("ean_list", "[\"0123456789012\"]")
        .containsEntry("isbn_list", "[\"019853453X\"]")
        .containsEntry("upc_list", "[\"012345678905\"]")
        .containsEntry("gtin_list", "[\"00123456789012\"]")
        .containsEntry("variants", "[\"B0TEST0001\",\"B0TEST0002\"]")
        .containsEntry(
            "fee_breakdown",
            "{\"fba_fee\":5.4,\"referral_fee\":3.740,\"variable_closing_fee\":0,\"total_fees\":9.14}");
  }

  @Test
  void every_attribute_may_be_null_and_json_null_is_sql_null() {
    JsonNode product = Wire.json(FULL);
    ObjectNode attributes = (ObjectNode) product.get("attributes");
    attributes.fieldNames().forEachRemaining(attributes::putNull);
    ProductMapper.Mapped mapped = ProductMapper.product(Marketplace.US, ASIN, product, REPORT_DATE);
    assertThat(mapped.faults()).isEmpty();
    assertThat(columns(mapped).values().stream().filter(v -> v != null))
        .containsExactlyInAnyOrder(ASIN, "us", REPORT_DATE, "us/B0TEST0001");
  }

  @Test
  void absent_attributes_are_null_too() {
    ProductMapper.Mapped mapped = map("{\"id\":\"us/B0TEST0001\"}");
    assertThat(mapped.faults()).isEmpty();
    assertThat(columns(mapped)).containsEntry("title", null).containsEntry("ean_list", null);
  }

  @ParameterizedTest
  @CsvSource({"24.994,24.99", "24.995,25.00", "1.005,1.01", "0.1,0.10", "99999999.99,99999999.99"})
  void a_price_is_rounded_half_up_from_its_digits(String wire, String stored) {
    assertThat(columns(map(with("price", wire)))).containsEntry("price", new BigDecimal(stored));
  }

  @ParameterizedTest
  @ValueSource(strings = {"10", "-10.5", "99", "9.995", "1e30", "1e999999999", "\"1e999999999\""})
  void a_rating_out_of_range_is_null_and_a_fault(String wire) {
    ProductMapper.Mapped mapped = map(with("rating", wire));
    assertThat(columns(mapped)).containsEntry("rating", null).containsEntry("reviews", 1832);
    assertThat(mapped.faults()).containsExactly("rating: out of range");
  }

  @ParameterizedTest
  @CsvSource({"7.5,8", "6.4,6", "7.0,7"})
  void a_quality_score_that_is_a_float_is_rounded(String wire, int stored) {
    ProductMapper.Mapped mapped = map(with("listing_quality_score", wire));
    assertThat(columns(mapped)).containsEntry("listing_quality_score", stored);
    assertThat(mapped.faults()).isEmpty();
  }

  @Test
  void a_count_beyond_an_integer_is_null_and_a_fault() {
    ProductMapper.Mapped mapped = map(with("reviews", "2147483648"));
    assertThat(columns(mapped)).containsEntry("reviews", null);
    assertThat(mapped.faults()).containsExactly("reviews: out of range");
  }

  @Test
  void nul_characters_go_from_text_and_from_json() {
    ProductMapper.Mapped text = map(with("title", "\"a\\u0000b\""));
    assertThat(columns(text)).containsEntry("title", "ab");
    assertThat(text.faults()).containsExactly("title: NUL or half a character left out");
    ProductMapper.Mapped json = map(with("ean_list", "[\"0\\u000012\"]"));
    assertThat(columns(json)).containsEntry("ean_list", "[\"012\"]");
    assertThat(json.faults())
        .containsExactly("ean_list: NUL, half a character or a number out of range left out");
  }

  @Test
  void json_that_speaks_of_a_nul_keeps_its_backslash() {
    String wire = "[\"a\\\\u0000b\"]";
    Object stored = columns(map(with("variants", wire))).get("variants");
    assertThat(stored).isEqualTo(wire);
    assertThat(Wire.json((String) stored).get(0).asText()).isEqualTo("a\\u0000b");
  }

  @Test
  void text_too_long_for_its_column_is_cut_and_a_fault() {
    ProductMapper.Mapped mapped = map(with("brand", "\"" + "x".repeat(256) + "\""));
    assertThat(columns(mapped)).containsEntry("brand", "x".repeat(255));
    assertThat(mapped.faults()).containsExactly("brand: cut to 255 characters");
  }

  @Test
  void text_is_never_cut_within_a_character() {
    ProductMapper.Mapped mapped = map(with("brand", "\"" + "x".repeat(254) + "😀\""));
    assertThat(columns(mapped)).containsEntry("brand", "x".repeat(254));
    assertThat(mapped.faults()).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource({
    "2026-11-20T18:15:57Z, 2026-11-20T18:15:57",
    "2026-11-20T18:15:57-06:00, 2026-11-21T00:15:57",
    "2026-11-20T18:15:57.123456Z, 2026-11-20T18:15:57.123456",
    "2026-11-20T18:15:57, 2026-11-20T18:15:57",
    "2026-11-20 18:15:57, 2026-11-20T18:15:57",
    "2026-11-20T18:15:57+0530, 2026-11-20T12:45:57"
  })
  void updated_at_is_utc_however_it_is_written(String wire, String stored) {
    ProductMapper.Mapped mapped = map(with("updated_at", "\"" + wire + "\""));
    assertThat(mapped.faults()).isEmpty();
    assertThat(columns(mapped)).containsEntry("updated_at", LocalDateTime.parse(stored));
  }

  @ParameterizedTest
  @ValueSource(strings = {"yesterday", "2026-13-01T00:00:00Z", "+99999-01-01T00:00:00Z"})
  void a_time_that_is_none_is_null_and_a_fault(String wire) {
    ProductMapper.Mapped mapped = map(with("updated_at", "\"" + wire + "\""));
    assertThat(columns(mapped)).containsEntry("updated_at", null);
    assertThat(mapped.faults()).hasSize(1).first().asString().startsWith("updated_at: ");
  }

  @Test
  void variants_may_be_a_number_as_early_clients_had_it() {
    assertThat(columns(map(with("variants", "0")))).containsEntry("variants", "0");
  }

  @Test
  void a_value_of_another_type_costs_only_itself() {
    ProductMapper.Mapped mapped = map(with("is_parent", "\"yes\""));
    assertThat(columns(mapped)).containsEntry("is_parent", null).containsEntry("brand", "SampleCo");
    assertThat(mapped.faults()).containsExactly("is_parent: not true or false");
  }

  private static ProductMapper.Mapped map(String json) {
    return ProductMapper.product(Marketplace.US, ASIN, Wire.json(json), REPORT_DATE);
  }

  private static String with(String field, String value) {
    ObjectNode product = (ObjectNode) Wire.json(FULL);
    ((ObjectNode) product.get("attributes")).set(field, Wire.json(value));
    return product.toString();
  }

  private static Map<String, Object> columns(ProductMapper.Mapped mapped) {
    List<io.syncline.core.stream.Column> columns = JungleScout.PRODUCTS.columns();
    assertThat(mapped.record().width()).isEqualTo(columns.size());
    Map<String, Object> byName = new LinkedHashMap<>();
    for (int i = 0; i < columns.size(); i++) {
      byName.put(columns.get(i).name(), mapped.record().value(i));
    }
    return byName;
  }
}
