package io.syncline.sandbox.junglescout;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeType;
import io.syncline.sandbox.Sandbox;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ProductShapeTest {

  private static final String ATTRIBUTES =
      """
      title price reviews category rating image_url parent_asin is_variant seller_type variants
      breadcrumb_path is_standalone is_parent is_available brand product_rank weight_value
      weight_unit length_value width_value height_value dimensions_unit listing_quality_score
      number_of_sellers buy_box_owner buy_box_owner_seller_id date_first_available
      date_first_available_is_estimated approximate_30_day_revenue approximate_30_day_units_sold
      subcategory_ranks fee_breakdown ean_list isbn_list upc_list gtin_list variant_reviews
      updated_at""";

  private final Sandbox sandbox = new Sandbox();

  @Test
  void product_has_the_attributes_of_the_wire_and_no_asin() throws Exception {
    JsonNode item = sandbox.json(sandbox.lookUp("?marketplace=uk", sandbox.known(1))).at("/data/0");
    assertThat(item.path("id").asText()).isEqualTo("uk/" + sandbox.known(1).get(0));
    assertThat(item.path("type").asText()).isEqualTo("product_database_result");
    assertThat(item.path("attributes").fieldNames())
        .toIterable()
        .containsExactlyInAnyOrder(ATTRIBUTES.split("\\s+"));
  }

  @Test
  void oddities_of_the_wire_occur_in_the_catalogue() throws Exception {
    List<JsonNode> all = everything();
    assertThat(all).hasSize(490);
    assertThat(all).anyMatch(product -> product.path("title").isNull());
    assertThat(all).anyMatch(product -> product.path("price").decimalValue().scale() > 2);
    assertThat(all).anyMatch(product -> product.at("/ean_list/0").asText().startsWith("00"));
    assertThat(all).anyMatch(product -> product.at("/isbn_list/0").asText().endsWith("X"));
    assertThat(all).anyMatch(product -> product.path("listing_quality_score").isBigDecimal());
    assertThat(all).anyMatch(product -> product.path("listing_quality_score").isInt());
    assertThat(all).anyMatch(product -> product.path("image_url").asText().endsWith(" "));
    assertThat(all).anyMatch(ProductShapeTest::earnsWithoutSelling);
    assertThat(all).anyMatch(ProductShapeTest::feesDoNotAddUp);
    assertThat(all.stream().map(product -> product.path("variants").getNodeType()))
        .contains(JsonNodeType.ARRAY, JsonNodeType.NULL, JsonNodeType.NUMBER);
    assertThat(all.stream().map(product -> product.path("updated_at").asText().length()))
        .as("null, plain, Z, offset and fraction")
        .contains(4, 19, 20, 25, 27);
  }

  @Test
  void variants_name_their_siblings_and_their_parent() throws Exception {
    List<String> family = sandbox.catalogue.asins().subList(0, 4);
    for (JsonNode item : sandbox.json(sandbox.lookUp("?marketplace=us", family)).path("data")) {
      JsonNode attributes = item.path("attributes");
      boolean parent = item.path("id").asText().endsWith(family.get(0));
      assertThat(attributes.path("is_parent").asBoolean()).isEqualTo(parent);
      assertThat(attributes.path("is_variant").asBoolean()).isEqualTo(!parent);
      assertThat(attributes.path("parent_asin").asText()).isEqualTo(family.get(0));
      assertThat(attributes.path("variants")).hasSize(3);
    }
  }

  private List<JsonNode> everything() throws Exception {
    List<JsonNode> all = new ArrayList<>();
    for (int from = 0; from < 500; from += 100) {
      List<String> asked = sandbox.catalogue.asins().subList(from, from + 100);
      JsonNode page = sandbox.json(sandbox.lookUp("?marketplace=us&page%5Bsize%5D=100", asked));
      page.path("data").forEach(item -> all.add(item.path("attributes")));
    }
    return all;
  }

  private static boolean earnsWithoutSelling(JsonNode product) {
    return product.path("approximate_30_day_units_sold").asInt() == 0
        && product.path("approximate_30_day_revenue").decimalValue().signum() > 0;
  }

  private static boolean feesDoNotAddUp(JsonNode product) {
    JsonNode fees = product.path("fee_breakdown");
    return fees.path("fba_fee")
            .decimalValue()
            .add(fees.path("referral_fee").decimalValue())
            .compareTo(fees.path("total_fees").decimalValue())
        != 0;
  }
}
