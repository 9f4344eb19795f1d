package io.syncline.stockx;

import io.syncline.core.relay.OnDelivery;
import io.syncline.core.source.SourceProfile;
import io.syncline.core.stream.Column;
import io.syncline.core.stream.Stream;
import io.syncline.core.upkeep.RefreshedView;
import io.syncline.core.upkeep.Retention;
import java.util.List;
import org.apache.camel.CamelContext;
import org.apache.camel.spi.ThreadPoolProfile;
import org.apache.camel.spring.boot.CamelContextConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What this pipeline offers the core: its sources, its stream, its view and what follows. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(StockxSettings.class)
class StockxStreams {
  static final String WORD = "stockx";
  static final String VIEW = "master_market_latest";
  private static final String TABLE = "master_market_data";

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

  @Bean
  SourceProfile stockxApi(StockxAccounts accounts) {
    return accounts.own().api();
  }

  @Bean
  SourceProfile stockxTokenHost(StockxAccounts accounts) {
    return accounts.own().host();
  }

  @Bean
  Stream stockxSnapshots() {
    return SNAPSHOTS;
  }

  @Bean
  RefreshedView stockxLatest() {
    return new RefreshedView(WORD, VIEW, TABLE);
  }

  @Bean
  Retention stockxRetention(StockxSettings settings) {
    return new Retention(
        WORD,
        TABLE,
        List.of("stockx_variant_id", "currency_code"),
        "snapshot_at",
        settings.keepDays());
  }

  /** A product is fresh once both databases have its prices, unless production refused them all. */
  @Bean
  OnDelivery stockxDelivered() {
    return new OnDelivery() {
      @Override
      public String pipeline() {
        return WORD;
      }

      @Override
      public String stream() {
        return SNAPSHOTS.name();
      }

      @Override
      public String statement() {
        return """
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
      }
    };
  }

  @Bean
  CamelContextConfiguration stockxThreads(StockxSettings settings) {
    return new CamelContextConfiguration() {
      @Override
      public void beforeApplicationStart(CamelContext context) {
        ThreadPoolProfile profile = new ThreadPoolProfile("stockx-products");
        profile.setPoolSize(settings.productsAtOnce());
        profile.setMaxPoolSize(settings.productsAtOnce());
        profile.setMaxQueueSize(Integer.MAX_VALUE);
        context.getExecutorServiceManager().registerThreadPoolProfile(profile);
      }

      @Override
      public void afterApplicationStart(CamelContext context) {
        // the profile is all there is to configure
      }
    };
  }
}
