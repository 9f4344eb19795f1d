package io.syncline.junglescout;

import io.syncline.core.database.Databases;
import io.syncline.core.relay.OnDelivery;
import io.syncline.core.source.Allowance;
import io.syncline.core.source.SourceProfile;
import io.syncline.core.stream.Column;
import io.syncline.core.stream.Stream;
import java.util.List;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.spi.ThreadPoolProfile;
import org.apache.camel.spring.boot.CamelContextConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * What this pipeline offers the core: its source, its two streams, and what follows their delivery.
 */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(JungleScoutSettings.class)
class JungleScoutStreams {
  static final String WORD = "junglescout";

  static final Stream PRODUCTS =
      Stream.into(
          "products",
          "jungle_scout_product_data",
          3,
          List.of(
              Column.text("asin"),
              Column.text("marketplace"),
              Column.date("report_date"),
              Column.text("id"),
              Column.text("title"),
              Column.numeric("price"),
              Column.integer("reviews"),
              Column.text("category"),
              Column.numeric("rating"),
              Column.text("image_url"),
              Column.text("parent_asin"),
              Column.bool("is_variant"),
              Column.text("seller_type"),
              Column.json("variants"),
              Column.text("breadcrumb_path"),
              Column.bool("is_standalone"),
              Column.bool("is_parent"),
              Column.bool("is_available"),
              Column.text("brand"),
              Column.integer("product_rank"),
              Column.numeric("weight_value"),
              Column.text("weight_unit"),
              Column.numeric("length_value"),
              Column.numeric("width_value"),
              Column.numeric("height_value"),
              Column.text("dimensions_unit"),
              Column.integer("listing_quality_score"),
              Column.integer("number_of_sellers"),
              Column.text("buy_box_owner"),
              Column.text("buy_box_owner_seller_id"),
              Column.date("date_first_available"),
              Column.bool("date_first_available_is_estimated"),
              Column.numeric("approximate_30_day_revenue"),
              Column.integer("approximate_30_day_units_sold"),
              Column.json("subcategory_ranks"),
              Column.json("fee_breakdown"),
              Column.json("ean_list"),
              Column.json("isbn_list"),
              Column.json("upc_list"),
              Column.json("gtin_list"),
              Column.integer("variant_reviews"),
              Column.timestamp("updated_at")));

  static final Stream SALES =
      Stream.into(
              "sales",
              "jungle_scout_sales_estimate_data",
              3,
              List.of(
                  Column.text("asin"),
                  Column.text("marketplace"),
                  Column.date("date"),
                  Column.bool("is_parent"),
                  Column.bool("is_variant"),
                  Column.bool("is_standalone"),
                  Column.text("parent_asin"),
                  Column.integer("estimated_units_sold"),
                  Column.numeric("last_known_price")))
          .keyedByRange()
          .touching();

  @Bean
  SourceProfile jungleScout(JungleScoutSettings settings) {
    Map<String, String> identity =
        settings.hasKey() ? Map.of("Authorization", settings.credential()) : Map.of();
    return new SourceProfile(
        WORD,
        settings.baseUrl(),
        !settings.baseUrl().equals(settings.vendorUrl()),
        () -> identity,
        settings.callsPerSecond(),
        settings.callsPerMinute(),
        Allowance.perMonth(settings.callsPerMonth()),
        settings.longestWait());
  }

  @Bean
  Stream jungleScoutProducts() {
    return PRODUCTS;
  }

  @Bean
  Stream jungleScoutSales() {
    return SALES;
  }

  /**
   * Five workers read, however many groups are under way; the groups overlap reading and writing.
   */
  @Bean
  CamelContextConfiguration salesThreads(JungleScoutSettings settings) {
    return new CamelContextConfiguration() {
      @Override
      public void beforeApplicationStart(CamelContext context) {
        profile(context, "sales-workers", settings.salesWorkers());
        profile(context, "sales-groups", settings.salesGroups());
      }

      @Override
      public void afterApplicationStart(CamelContext context) {
        // the profiles are all there is to configure
      }
    };
  }

  private static void profile(CamelContext context, String id, int threads) {
    ThreadPoolProfile profile = new ThreadPoolProfile(id);
    profile.setPoolSize(threads);
    profile.setMaxPoolSize(threads);
    profile.setMaxQueueSize(Integer.MAX_VALUE);
    context.getExecutorServiceManager().registerThreadPoolProfile(profile);
  }

  /**
   * A product is there once both databases have it (JS-45, JS-51); times never go back (I10). One
   * that production refused for good is not, and is read again.
   */
  @Bean
  OnDelivery productsDelivered(Databases databases) {
    return new Followup(
        PRODUCTS.name(),
        """
        UPDATE %s s
        SET has_product_data = true, error = NULL, product_fetch_attempted_at = NULL,
            product_asked_at = NULL, sales_due = (d.marks ->> 'sales_due')::boolean,
            product_data_synced_at = greatest(s.product_data_synced_at, (d.marks ->> 'synced_at')::timestamp),
            updated_at = (d.marks ->> 'synced_at')::timestamp
        FROM delivered d, jsonb_array_elements_text(d.marks -> 'asins') AS a (asin)
        WHERE s.asin = a.asin AND s.marketplace = d.marks ->> 'marketplace'
          AND jsonb_exists(d.keys -> 'asin', s.asin)
          AND NOT EXISTS (SELECT 1 FROM jsonb_array_elements(d.buried) b WHERE b ->> 'asin' = s.asin)
        """
            .formatted(databases.staging().table("jungle_scout_sync_status")));
  }

  /** So are the sales of a product of which production refused every day. */
  @Bean
  OnDelivery salesDelivered(Databases databases) {
    return new Followup(
        SALES.name(),
        """
        UPDATE %s s
        SET has_sales_data = true, sales_due = false, error = NULL,
            sales_estimate_data_synced_at =
                greatest(s.sales_estimate_data_synced_at, (d.marks ->> 'synced_at')::timestamp),
            updated_at = (d.marks ->> 'synced_at')::timestamp
        FROM delivered d, jsonb_array_elements_text(d.marks -> 'asins') AS a (asin)
        WHERE s.asin = a.asin AND s.marketplace = d.marks ->> 'marketplace'
          AND (d.buried = '[]' OR (
              SELECT count(*) FROM jsonb_array_elements(d.buried) b WHERE b ->> 'asin' = s.asin
          ) < (
              SELECT coalesce(sum(k.last_day::int - k.first_day::int + 1), 1)
              FROM ROWS FROM (jsonb_array_elements_text(d.keys -> 'asin'),
                              jsonb_array_elements_text(d.keys -> 'first_day'),
                              jsonb_array_elements_text(d.keys -> 'last_day')) AS k (asin, first_day, last_day)
              WHERE k.asin = s.asin
          ))
        """
            .formatted(databases.staging().table("jungle_scout_sync_status")));
  }

  private record Followup(String stream, String statement) implements OnDelivery {

    @Override
    public String pipeline() {
      return WORD;
    }
  }
}
