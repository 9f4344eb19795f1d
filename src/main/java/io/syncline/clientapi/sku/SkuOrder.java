package io.syncline.clientapi.sku;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.syncline.core.error.RequestRefused;
import io.syncline.core.pipeline.ApiRequest;
import io.syncline.core.record.StoredJson;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;

/** An order in which SKUs are listed, each along an index of its own. */
enum SkuOrder {
  REVENUE_30D("revenue_30d", "numeric", true),
  UNITS_30D("units_30d", "bigint", true),
  /** What is sold out first; what does not sell comes last. */
  DAYS_OF_COVER("coalesce(days_of_cover, 1e9)", "numeric", false),
  SKU("sku", "text", false);

  private static final String QUERY =
      """
      SELECT to_jsonb(s)::text FROM (
          SELECT credential_id, sku, market, platform_type, currency, units_7d, units_30d, units_90d,
                 revenue_7d::text, revenue_30d::text, revenue_90d::text, last_sale_at, stock, days_of_cover, analyzed_at
          FROM client_sku_cache
          WHERE client_id = :client AND (:part::text IS NULL OR position(lower(:part) IN lower(sku)) > 0)%s
          ORDER BY %s LIMIT :most
      ) s
      """;

  private final String column;

  /** Another one than the column's is compared without the index. */
  private final String type;

  private final boolean down;

  SkuOrder(String column, String type, boolean down) {
    this.column = column;
    this.type = type;
    this.down = down;
  }

  static SkuOrder asked(ApiRequest request) {
    String word = request.query().getOrDefault("sort", REVENUE_30D.word());
    return Arrays.stream(values())
        .filter(order -> order.word().equals(word))
        .findFirst()
        .orElseThrow(
            () ->
                RequestRefused.invalid(
                    "sort", "unknown", Arrays.stream(values()).map(SkuOrder::word).toList()));
  }

  private String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The statement that answers a page. */
  String query(ApiRequest request) {
    String way = down ? " DESC" : "";
    String columns =
        "%1$s%2$s, credential_id%2$s, sku%2$s, market%2$s".formatted(table(column), way);
    String after =
        request.query().containsKey("after")
            ? " AND (%s, credential_id, sku, market) %s (:value::%s, :credential, :sku, :market)"
                .formatted(table(column), down ? "<" : ">", type)
            : "";
    return QUERY.formatted(after, columns);
  }

  /** The numbers go out as text, so that a page's order is by the table's. */
  private static String table(String column) {
    return column.equals("revenue_30d") ? "client_sku_cache.revenue_30d" : column;
  }

  JdbcClient.StatementSpec after(JdbcClient.StatementSpec query, ApiRequest request) {
    Optional<String> place = Optional.ofNullable(request.query().get("after"));
    if (place.isEmpty()) {
      return query;
    }
    try {
      JsonNode last =
          StoredJson.read(
              new String(Base64.getUrlDecoder().decode(place.get()), StandardCharsets.UTF_8));
      String value = last.path(0).asText();
      return query
          .param("value", this == SKU ? value : new BigDecimal(value))
          .param("credential", UUID.fromString(last.path(1).asText()))
          .param("sku", last.path(2).asText())
          .param("market", last.path(3).asText());
    } catch (RuntimeException e) {
      throw RequestRefused.invalid("after", "must be the next of a page before", List.of());
    }
  }

  /** Where the page after a row begins. */
  String place(ObjectNode row) {
    ArrayNode place = JsonNodeFactory.instance.arrayNode();
    JsonNode value = row.path(word());
    place.add(this == DAYS_OF_COVER && value.isNull() ? "1000000000" : value.asText());
    List.of("credential_id", "sku", "market").forEach(name -> place.add(row.path(name).asText()));
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(place.toString().getBytes(StandardCharsets.UTF_8));
  }
}
