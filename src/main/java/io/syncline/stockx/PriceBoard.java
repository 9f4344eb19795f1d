package io.syncline.stockx;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.syncline.core.database.Databases;
import io.syncline.core.error.RequestRefused;
import io.syncline.core.pipeline.ApiAnswer;
import io.syncline.core.pipeline.ApiRequest;
import io.syncline.core.upkeep.ViewRefresh;
import io.syncline.stockx.StoredPrices.Price;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.apache.camel.Body;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** What is read of the stored prices; nothing here calls StockX (SX-31, SX-33). */
@Component
final class PriceBoard {
  private final JdbcClient staging;
  private final StockxSettings settings;
  private final StoredPrices stored;
  private final ViewRefresh views;
  private final Clock clock;

  PriceBoard(
      Databases databases,
      StockxSettings settings,
      StoredPrices stored,
      ViewRefresh views,
      Clock clock) {
    this.staging = JdbcClient.create(databases.staging().pool());
    this.stored = stored;
    this.settings = settings;
    this.views = views;
    this.clock = clock;
  }

  /** The document's two queries (SX-21, SX-22), and how old the view is in either database. */
  ApiAnswer freshness() {
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    staging
        .sql(
            """
            SELECT count(DISTINCT sku) AS products, count(DISTINCT currency_code) AS currencies
            FROM master_market_latest WHERE snapshot_at > now() - make_interval(secs => ?)
            """)
        .param((double) settings.freshWithin().toSeconds())
        .query(
            row -> {
              answer.put("products_with_fresh_data", row.getLong("products"));
              answer.put("currencies_synced", row.getLong("currencies"));
            });
    answer.put("fresh_within_hours", hours(settings.freshWithin()));
    ArrayNode ages = answer.putArray("by_currency");
    staging
        .sql(
            """
            SELECT currency_code, count(*) AS snapshots,
                   round(avg(extract(epoch FROM (now() - snapshot_at)) / 3600), 2) AS age
            FROM master_market_latest GROUP BY currency_code ORDER BY currency_code
            """)
        .query(
            row -> {
              ages.addObject()
                  .put("currency_code", row.getString("currency_code"))
                  .put("snapshots", row.getLong("snapshots"))
                  .put("avg_age_hours", row.getBigDecimal("age"));
            });
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
    for (Price price : stored.find(sku)) {
      currencies
          .withArray(price.currencyCode())
          .addObject()
          .put("variant_id", price.stockxVariantId())
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

  private long seconds(Instant since) {
    return Math.max(0, Duration.between(since, clock.instant()).toSeconds());
  }

  private static double hours(Duration duration) {
    return duration.toMinutes() / 60.0;
  }
}
