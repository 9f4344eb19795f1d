package io.syncline.junglescout;

import com.fasterxml.jackson.databind.JsonNode;
import io.syncline.core.record.RejectedRecord;
import io.syncline.core.record.SyncRecord;
import io.syncline.core.record.WireValues;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Turns a product of the wire into a record of {@code jungle_scout_product_data}
 * (junglescout#product-fields-and-their-columns).
 */
@Component
final class ProductMapper {

  /** Of the columns the first, which are known before an answer is read. */
  private static final int IDENTITY = 4;

  /** The record, and the faults of values that became NULL or were cut. */
  record Mapped(SyncRecord record, List<String> faults) {

    /** Whether nothing is known of the product but that it is there. */
    boolean isEmpty() {
      return IntStream.range(IDENTITY, record.width()).allMatch(i -> record.value(i) == null);
    }

    String fault() {
      return faults.isEmpty() ? "attributes: missing" : String.join(", ", faults);
    }
  }

  ProductPage map(ProductReading reading) {
    Map<String, Mapped> readable = new LinkedHashMap<>();
    List<RejectedRecord> unreadable = new ArrayList<>();
    reading
        .products()
        .forEach(
            (asin, product) -> {
              Mapped mapped = product(reading.chunk().marketplace(), asin, product, reading.day());
              if (mapped.isEmpty()) {
                unreadable.add(new RejectedRecord(asin, product, mapped.fault()));
              } else {
                readable.put(asin, mapped);
              }
            });
    return new ProductPage(reading.chunk(), readable, unreadable, reading.complete());
  }

  /**
   * Of one product that an answer has twice, what the vendor updated last; the second where neither
   * says when.
   */
  static JsonNode newer(JsonNode first, JsonNode second) {
    LocalDateTime one = updatedAt(first);
    LocalDateTime other = updatedAt(second);
    boolean firstWins =
        one == null
            ? other == null && !second.path("attributes").isObject()
            : other == null || one.isAfter(other);
    return firstWins ? first : second;
  }

  private static @Nullable LocalDateTime updatedAt(JsonNode product) {
    return new WireValues(product.path("attributes")).timestamp("updated_at");
  }

  static Mapped product(
      Marketplace marketplace, String asin, JsonNode product, LocalDate reportDate) {
    WireValues identity = new WireValues(product);
    WireValues v = new WireValues(product.path("attributes"));
    SyncRecord mapped =
        SyncRecord.of(
            asin,
            marketplace.word(),
            reportDate,
            identity.text("id", 50),
            v.text("title"),
            v.decimal("price", 10),
            v.integer("reviews"),
            v.text("category"),
            v.decimal("rating", 3),
            v.text("image_url"),
            v.text("parent_asin", 20),
            v.bool("is_variant"),
            v.text("seller_type", 50),
            v.json("variants"),
            v.text("breadcrumb_path"),
            v.bool("is_standalone"),
            v.bool("is_parent"),
            v.bool("is_available"),
            v.text("brand", 255),
            v.integer("product_rank"),
            v.decimal("weight_value", 10),
            v.text("weight_unit", 20),
            v.decimal("length_value", 10),
            v.decimal("width_value", 10),
            v.decimal("height_value", 10),
            v.text("dimensions_unit", 20),
            v.integer("listing_quality_score"),
            v.integer("number_of_sellers"),
            v.text("buy_box_owner", 255),
            v.text("buy_box_owner_seller_id", 50),
            v.date("date_first_available"),
            v.bool("date_first_available_is_estimated"),
            v.decimal("approximate_30_day_revenue", 15),
            v.integer("approximate_30_day_units_sold"),
            v.json("subcategory_ranks"),
            v.json("fee_breakdown"),
            v.json("ean_list"),
            v.json("isbn_list"),
            v.json("upc_list"),
            v.json("gtin_list"),
            v.integer("variant_reviews"),
            v.timestamp("updated_at"));
    List<String> faults = new ArrayList<>(identity.faults());
    faults.addAll(v.faults());
    return new Mapped(mapped, List.copyOf(faults));
  }
}
