package io.syncline.stockx;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.syncline.core.database.Databases;
import io.syncline.core.error.RequestRefused;
import io.syncline.core.pipeline.ApiAnswer;
import io.syncline.core.pipeline.ApiRequest;
import java.util.List;
import java.util.Optional;
import org.apache.camel.Body;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Which products are known, and how the price of a size has moved in a currency. */
@Component
final class PriceHistory {
  private static final int MOST_PRODUCTS = 200;
  private static final int MOST_PRICES = 2_000;

  private static final String PRODUCTS =
      """
      SELECT sku, product_id, style_id, synced_at, attempted_at, unknown_at, error FROM stockx_products
      WHERE (:part::text IS NULL OR position(lower(:part) IN lower(concat_ws(' ', sku, style_id))) > 0)
        AND (:after::text IS NULL OR sku > :after)
      ORDER BY sku LIMIT :most
      """;

  private static final String PRICES =
      """
      SELECT snapshot_at, lowest_ask, highest_bid FROM master_market_data
      WHERE stockx_variant_id = :variant AND currency_code = :currency AND snapshot_at IS NOT NULL
      ORDER BY snapshot_at DESC LIMIT :most
      """;

  private final JdbcClient staging;

  PriceHistory(Databases databases) {
    this.staging = JdbcClient.create(databases.staging().pool());
  }

  /** The products whose prices were asked for, page by page. */
  ApiAnswer products(@Body ApiRequest request) {
    int most = limit(request, 50, MOST_PRODUCTS);
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    ArrayNode products = answer.putArray("products");
    staging
        .sql(PRODUCTS)
        .param("part", request.query().get("q"))
        .param("after", request.query().get("after"))
        .param("most", most)
        .query(
            row -> {
              ObjectNode product = products.addObject();
              for (String text : List.of("sku", "product_id", "style_id", "error")) {
                product.put(text, row.getString(text));
              }
              for (String time : List.of("synced_at", "attempted_at", "unknown_at")) {
                product.put(
                    time,
                    Optional.ofNullable(row.getTimestamp(time))
                        .map(at -> at.toInstant().toString())
                        .orElse(null));
              }
            });
    answer.set("next", products.size() < most ? null : products.get(most - 1).get("sku"));
    return ApiAnswer.ok(answer);
  }

  /** The newest prices of a variant in a currency, the oldest of them first (SX-32). */
  ApiAnswer history(@Body ApiRequest request) {
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    answer.put("variant_id", needed(request, "variant_id"));
    answer.put("currency_code", needed(request, "currency_code"));
    ArrayNode prices = answer.putArray("prices");
    staging
        .sql(PRICES)
        .param("variant", needed(request, "variant_id"))
        .param("currency", needed(request, "currency_code"))
        .param("most", limit(request, 500, MOST_PRICES))
        .query(
            row -> {
              prices
                  .insertObject(0)
                  .put("snapshot_at", row.getTimestamp("snapshot_at").toInstant().toString())
                  .put("lowest_ask", row.getBigDecimal("lowest_ask"))
                  .put("highest_bid", row.getBigDecimal("highest_bid"));
            });
    return ApiAnswer.ok(answer);
  }

  private static String needed(ApiRequest request, String name) {
    return Optional.ofNullable(request.query().get(name))
        .filter(it -> !it.isBlank())
        .orElseThrow(() -> RequestRefused.invalid(name, "must be given", List.of()));
  }

  private static int limit(ApiRequest request, int usual, int most) {
    String text = request.query().getOrDefault("limit", "" + usual);
    if (!text.matches("[1-9][0-9]{0,3}") || Integer.parseInt(text) > most) {
      throw RequestRefused.invalid("limit", "must be a number from 1 to " + most, List.of());
    }
    return Integer.parseInt(text);
  }
}
