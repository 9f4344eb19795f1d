package io.syncline.junglescout;

import static io.syncline.core.pipeline.Guard.ADMIN;
import static io.syncline.core.pipeline.Guard.SYNC_API_KEY;
import static io.syncline.core.pipeline.Parameter.choice;

import io.syncline.core.database.Databases;
import io.syncline.core.pipeline.Endpoint;
import io.syncline.core.pipeline.Explanation;
import io.syncline.core.pipeline.Guard;
import io.syncline.core.pipeline.Parameters;
import io.syncline.core.pipeline.Pipeline;
import io.syncline.core.stream.Column;
import io.syncline.core.stream.Stream;
import java.util.List;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/** The pipeline {@code junglescout}, declared. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(JungleScoutSettings.class)
class JungleScout {
  static final String WORD = "junglescout";

  /**
   * A product is there once both databases have it (JS-45, JS-51); times never go back (I10). One
   * that production refused for good is not, and is read again.
   */
  private static final String PRODUCTS_DELIVERED =
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
      """;

  /** So are the sales of a product of which production refused every day. */
  private static final String SALES_DELIVERED =
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
      """;

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

  private static final Parameters PARAMETERS =
      Parameters.of(
              choice("mode", Mode.words()).orElse(Mode.HOURLY.word()),
              choice("marketplace", Marketplace.words()).orElse(Marketplace.US.word()),
              choice("date_range", "1month", "1year").beside("mode", "master", "sales", "products"),
              choice("sync_mode", "fresh", "resume").orElse("fresh").beside("mode", "master"))
          .debugging();

  /**
   * One account is behind all of it, so one run at a time in the whole cluster (D8). Five workers
   * read for the groups that are under way, which overlap reading and writing; of groups of one
   * product no more are read at once than there are groups.
   */
  @Bean
  Pipeline jungleScoutPipeline(
      Environment environment,
      JungleScoutSettings settings,
      JungleScoutNotice notice,
      JungleScoutAnswers answers,
      ObjectProvider<ProductWhy> why,
      Databases databases) {
    String status = databases.staging().table("jungle_scout_sync_status");
    return Pipeline.named(WORD, environment)
        .reads(settings.source(environment))
        .writes(PRODUCTS, PRODUCTS_DELIVERED.formatted(status))
        .writes(SALES, SALES_DELIVERED.formatted(status))
        .workers("sales-workers", settings.salesWorkers())
        .workers("sales-groups", settings.salesGroups())
        .tells(notice)
        .asked(PARAMETERS)
        .scheduled("marketplace", settings.scheduledMarketplace())
        .serves(started("/admin/hourly-sync", SYNC_API_KEY, Mode.HOURLY, answers))
        .serves(Endpoint.get("/admin/hourly-sync/status", SYNC_API_KEY))
        // at once: a whole market takes hours at the vendor's limits
        .serves(started("/admin/master-sync", ADMIN, Mode.MASTER, answers).atOnce())
        .serves(Endpoint.get("/admin/master-sync/status", ADMIN))
        .serves(started("/admin/sync-jungle-scout", ADMIN, Mode.SALES, answers))
        .serves(started("/admin/sync-product-database", ADMIN, Mode.PRODUCTS, answers))
        .explains(
            Explanation.of(asked -> why.getObject().of(asked), "asin").allowing("marketplace"))
        .declared();
  }

  private static Endpoint started(String path, Guard guard, Mode mode, JungleScoutAnswers answers) {
    return Endpoint.post(path, guard)
        .starts(PARAMETERS.fixing("mode", mode.word()), answers.of(mode))
        .tellingSoFar();
  }
}
