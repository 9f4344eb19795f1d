package io.syncline.stockx;

import static io.syncline.core.pipeline.Parameter.flag;
import static io.syncline.core.pipeline.Parameter.text;
import static io.syncline.core.pipeline.Parameter.uuid;

import io.syncline.core.pipeline.Endpoint;
import io.syncline.core.pipeline.Explanation;
import io.syncline.core.pipeline.Guard;
import io.syncline.core.pipeline.Parameters;
import io.syncline.core.pipeline.Pipeline;
import io.syncline.core.stream.Column;
import io.syncline.core.stream.Stream;
import java.util.List;
import java.util.Locale;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/** The pipeline {@code stockx}, declared. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(StockxSettings.class)
class Stockx {
  static final String WORD = "stockx";
  static final String VIEW = "master_market_latest";
  private static final String TABLE = "master_market_data";

  /** A product is fresh once both databases have its prices, unless production refused them all. */
  private static final String DELIVERED =
      """
      UPDATE stockx_products p
      SET synced_at = greatest(p.synced_at, (d.marks ->> 'synced_at')::timestamptz), error = NULL
      FROM delivered d, jsonb_array_elements_text(d.marks -> 'skus') AS s (sku), stockx_products r
      WHERE r.sku = s.sku AND (p.sku = r.sku OR p.product_id = r.product_id)
        AND (d.buried = '[]' OR (
            SELECT count(*) FROM jsonb_array_elements(d.buried) b
            WHERE b ->> 'stockx_product_id' = r.product_id
        ) < (
            SELECT greatest(count(*), 1) FROM master_market_data m
            WHERE m.run_id = d.run_id AND m.stockx_product_id = r.product_id
        ))
      """;

  static final Stream SNAPSHOTS =
      Stream.into(
              "snapshots",
              TABLE,
              3,
              List.of(
                  Column.text("stockx_variant_id"),
                  Column.text("currency_code"),
                  Column.timestamptz("snapshot_at"),
                  Column.text("sku"),
                  Column.text("inventory_sku"),
                  Column.text("stockx_product_id"),
                  Column.text("size"),
                  Column.text("size_type"),
                  Column.text("local_size"),
                  Column.text("region"),
                  Column.numeric("lowest_ask"),
                  Column.numeric("highest_bid"),
                  Column.numeric("sell_faster"),
                  Column.numeric("earn_more"),
                  Column.numeric("flex_lowest_ask"),
                  Column.numeric("beat_us"),
                  Column.json("raw"),
                  Column.uuid("run_id")))
          .unprefixed();

  /** Nothing means the selection; a SKU or StockX's id that product alone (SX-29). */
  private static final Parameters PARAMETERS =
      Parameters.of(
          text("sku", "[^\\s\\p{Cntrl}]\\P{Cntrl}{0,99}", "one SKU of at most 100 characters")
              .as(String::strip),
          uuid("product_id"),
          text("size_region", "[A-Za-z]{2,3}", "a region of sizes, such as EU")
              .as(region -> region.toUpperCase(Locale.ROOT)),
          flag("force"));

  /** One key is behind all of it, so one run at a time in the whole cluster (D8). */
  @Bean
  Pipeline stockxPipeline(
      Environment environment,
      StockxSettings settings,
      StockxAccounts accounts,
      StockxNotice notice,
      StockxAnswers answers,
      ObjectProvider<SkuWhy> why) {
    return Pipeline.named(WORD, environment)
        .reads(accounts.own().api())
        .reads(accounts.own().host())
        .writes(SNAPSHOTS, DELIVERED)
        .workers("stockx-products", settings.productsAtOnce())
        .refreshes(VIEW, TABLE)
        .keeps(
            TABLE,
            List.of("stockx_variant_id", "currency_code"),
            "snapshot_at",
            settings.keepDays())
        .tells(notice)
        .asked(PARAMETERS)
        .serves(
            Endpoint.of("/api/cron/sync-stockx-prices", Guard.CRON_SECRET, "GET", "POST")
                .starts(PARAMETERS, answers::cron))
        .serves(Endpoint.get("/api/stockx/freshness", Guard.VIEWER))
        .serves(Endpoint.get("/api/stockx/prices/{sku}", Guard.VIEWER))
        .serves(Endpoint.get("/api/stockx/prices", Guard.VIEWER).taking("sku"))
        .serves(Endpoint.get("/api/stockx/compare/{sku}", Guard.VIEWER))
        .serves(Endpoint.get("/api/stockx/compare", Guard.VIEWER).taking("sku"))
        .serves(Endpoint.get("/api/stockx/products", Guard.VIEWER).taking("q", "limit", "after"))
        .serves(
            Endpoint.get("/api/stockx/history", Guard.VIEWER)
                .taking("variant_id", "currency_code", "limit"))
        .serves(Endpoint.get("/api/stockx/budget", Guard.VIEWER))
        .explains(Explanation.of(asked -> why.getObject().of(asked), "sku"))
        .declared();
  }
}
