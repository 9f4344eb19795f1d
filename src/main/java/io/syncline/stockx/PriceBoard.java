package io.syncline.stockx;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.syncline.core.database.Databases;
import io.syncline.core.error.RequestRefused;
import io.syncline.core.pipeline.ApiAnswer;
import io.syncline.core.pipeline.ApiRequest;
import io.syncline.core.upkeep.ViewRefresh;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.camel.Body;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** What is read of the stored prices; nothing here calls StockX (SX-31, SX-33). */
@Component
final class PriceBoard {
  /** A style of several joined by a slash has its prices under one of its SKUs only. */
  private static final String PRODUCT =
      "stockx_product_id = (SELECT p.product_id FROM stockx_products p WHERE p.sku = :sku)";

  /** The inventory's spelling, or any other of the same letters and digits. */
  private static final String ANY_SPELLING =
      """
      inventory_sku = :sku
      OR regexp_replace(upper(:sku), '[^A-Z0-9]', '', 'g') = regexp_replace(upper(sku), '[^A-Z0-9]', '', 'g')
      OR regexp_replace(upper(:sku), '[^A-Z0-9]', '', 'g')
         = ANY (string_to_array(regexp_replace(upper(sku), '[^A-Z0-9/]', '', 'g'), '/'))""";

  private final JdbcClient staging;
  private final StockxSettings settings;
  private final ViewRefresh views;
  private final Clock clock;

  PriceBoard(Databases databases, StockxSettings settings, ViewRefresh views, Clock clock) {
    this.staging = JdbcClient.create(databases.staging().pool());
    this.settings = settings;
    this.views = views;
    this.clock = clock;
  }

  /** The newest price of a variant in one currency. */
  record Price(
      String variantId,
      String size,
      String localSize,
      String currency,
      String region,
      BigDecimal lowestAsk,
      BigDecimal highestBid,
      Instant snapshotAt,
      String runId) {}

  /** The document's two queries (SX-21, SX-22), and how old the view is in either database. */
  ApiAnswer freshness() {
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    Map<String, Object> fresh =
        staging
            .sql(
                """
                SELECT count(DISTINCT sku) AS products, count(DISTINCT currency_code) AS currencies
                FROM master_market_latest WHERE snapshot_at > now() - make_interval(secs => ?)
                """)
            .param((double) settings.freshWithin().toSeconds())
            .query()
            .singleRow();
    answer.put("products_with_fresh_data", ((Number) fresh.get("products")).longValue());
    answer.put("currencies_synced", ((Number) fresh.get("currencies")).longValue());
    answer.put("fresh_within_hours", hours(settings.freshWithin()));
    ArrayNode ages = answer.putArray("by_currency");
    staging
        .sql(
            """
            SELECT currency_code, count(*) AS snapshots,
                   round(avg(extract(epoch FROM (now() - snapshot_at)) / 3600), 2) AS age
            FROM master_market_latest GROUP BY currency_code ORDER BY currency_code
            """)
        .query()
        .listOfRows()
        .forEach(
            row ->
                ages.addObject()
                    .put("currency_code", (String) row.get("currency_code"))
                    .put("snapshots", ((Number) row.get("snapshots")).longValue())
                    .put("avg_age_hours", (BigDecimal) row.get("age")));
    ObjectNode refreshed = answer.putObject("view_age_seconds");
    ObjectNode failures = answer.putObject("view_failures");
    for (String database : List.of("staging", "production")) {
      ViewRefresh.State state = views.state(Stockx.VIEW, database);
      refreshed.put(database, state.refreshedAt().map(this::seconds).orElse(null));
      failures.put(database, state.failures());
    }
    return ApiAnswer.ok(answer);
  }

  /** The SKU of the path, or of the parameter for one that no path can carry. */
  static String sku(ApiRequest request) {
    return Optional.ofNullable(request.path().getOrDefault("sku", request.query().get("sku")))
        .filter(sku -> !sku.isBlank())
        .orElseThrow(() -> RequestRefused.invalid("sku", "must be given", List.of()));
  }

  /** The newest prices of a product by currency and size, with their ages (SX-31). */
  ApiAnswer prices(@Body ApiRequest request) {
    String sku = sku(request);
    ObjectNode answer = JsonNodeFactory.instance.objectNode().put("sku", sku);
    ObjectNode currencies = answer.putObject("currencies");
    for (Price price : find(sku)) {
      ArrayNode sizes =
          currencies.has(price.currency())
              ? (ArrayNode) currencies.get(price.currency())
              : currencies.putArray(price.currency());
      sizes
          .addObject()
          .put("variant_id", price.variantId())
          .put("size", price.size())
          .put("local_size", price.localSize())
          .put("region", price.region())
          .put("lowest_ask", price.lowestAsk())
          .put("highest_bid", price.highestBid())
          .put("snapshot_at", price.snapshotAt().toString())
          .put("age_seconds", seconds(price.snapshotAt()))
          .put("run_id", price.runId());
    }
    return ApiAnswer.ok(answer);
  }

  /**
   * The newest prices of a product.
   *
   * @throws RequestRefused 404 when there are none
   */
  List<Price> find(String sku) {
    return Stream.of(PRODUCT, "sku = :sku", ANY_SPELLING)
        .map(condition -> stored(condition, sku))
        .filter(prices -> !prices.isEmpty())
        .findFirst()
        .orElseThrow(
            () ->
                RequestRefused.of(
                    404,
                    "UNKNOWN_SKU",
                    "No prices of this SKU",
                    "No run has stored prices of " + sku));
  }

  private List<Price> stored(String condition, String sku) {
    return staging
        .sql(
            "SELECT * FROM master_market_latest WHERE "
                + condition
                + " ORDER BY currency_code, size NULLS LAST, stockx_variant_id")
        .param("sku", sku)
        .query(PriceBoard::price)
        .list();
  }

  private static Price price(ResultSet row, int number) throws SQLException {
    return new Price(
        row.getString("stockx_variant_id"),
        row.getString("size"),
        row.getString("local_size"),
        row.getString("currency_code"),
        row.getString("region"),
        row.getBigDecimal("lowest_ask"),
        row.getBigDecimal("highest_bid"),
        row.getTimestamp("snapshot_at").toInstant(),
        row.getString("run_id"));
  }

  private long seconds(Instant since) {
    return Math.max(0, Duration.between(since, clock.instant()).toSeconds());
  }

  private static double hours(Duration duration) {
    return duration.toMinutes() / 60.0;
  }
}
