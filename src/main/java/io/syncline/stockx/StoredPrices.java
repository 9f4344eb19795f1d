package io.syncline.stockx;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toList;

import io.syncline.core.database.Databases;
import io.syncline.core.error.RequestRefused;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The newest stored prices, as staging's view has them (SX-31, SX-32). */
@Component
final class StoredPrices {
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

  StoredPrices(Databases databases) {
    this.staging = JdbcClient.create(databases.staging().pool());
  }

  /** The newest price of a variant in one currency. */
  record Price(
      String sku,
      String stockxVariantId,
      String size,
      String localSize,
      String currencyCode,
      String region,
      @Nullable BigDecimal lowestAsk,
      @Nullable BigDecimal highestBid,
      Instant snapshotAt,
      String runId) {}

  /**
   * The newest prices of a product.
   *
   * @throws RequestRefused 404 when there are none
   */
  List<Price> find(String sku) {
    return Stream.of(PRODUCT, "sku = :sku", ANY_SPELLING)
        .map(condition -> stored(condition, Map.of("sku", sku)))
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

  /** What a run read that somebody asks or bids for, by variant. */
  Collection<List<Price>> offered(UUID run) {
    String condition = "run_id = :run AND (lowest_ask > 0 OR highest_bid > 0)";
    return byVariant(stored(condition, Map.of("run", run)));
  }

  /** The prices of each variant in its currencies. */
  static Collection<List<Price>> byVariant(List<Price> prices) {
    return prices.stream()
        .collect(groupingBy(Price::stockxVariantId, LinkedHashMap::new, toList()))
        .values();
  }

  private List<Price> stored(String condition, Map<String, ?> parameters) {
    return staging
        .sql(
            "SELECT * FROM master_market_latest WHERE "
                + condition
                + " ORDER BY currency_code, size NULLS LAST, stockx_variant_id")
        .params(parameters)
        .query(StoredPrices::price)
        .list();
  }

  /** By hand: a mapper by names asks the driver for each name that is no column, row by row. */
  private static Price price(ResultSet row, int number) throws SQLException {
    return new Price(
        row.getString("sku"),
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
}
