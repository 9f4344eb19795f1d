package io.syncline.sandbox.junglescout;

import static io.syncline.sandbox.engine.SandboxJson.fields;

import io.syncline.sandbox.engine.Dice;
import io.syncline.sandbox.shop.Family;
import io.syncline.sandbox.shop.SandboxCatalogue;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Product records with the oddities seen on the wire; see {@code JungleScoutIdentity}. */
final class JungleScoutProducts {

  private final SandboxCatalogue catalogue;
  private final Dice dice;
  private final JungleScoutFigures figures;
  private final JungleScoutIdentity identity;

  JungleScoutProducts(SandboxCatalogue catalogue) {
    this.catalogue = catalogue;
    this.dice = catalogue.dice();
    this.figures = new JungleScoutFigures(dice);
    this.identity = new JungleScoutIdentity(dice);
  }

  String title(String asin) {
    return identity.title(asin);
  }

  /** There is no {@code asin} attribute: it is the part of the id after the slash. */
  Map<String, @Nullable Object> product(Marketplace market, String asin, LocalDate today) {
    Map<String, @Nullable Object> attributes = new LinkedHashMap<>();
    attributes.putAll(identity.description(market, asin));
    attributes.putAll(relations(catalogue.family(asin)));
    attributes.putAll(offer(market, asin, today));
    attributes.putAll(measures(asin));
    attributes.putAll(sales(market, asin, today));
    attributes.putAll(ranks(market, asin, today));
    attributes.putAll(identity.numbers(asin));
    attributes.put("updated_at", updatedAt(asin, today));
    return fields(
        "id",
        market.code() + "/" + asin,
        "type",
        "product_database_result",
        "attributes",
        attributes);
  }

  private Map<String, @Nullable Object> relations(Family family) {
    return fields(
        "parent_asin", family.isStandalone() ? null : family.parent(),
        "is_variant", family.isVariant(),
        "is_standalone", family.isStandalone(),
        "is_parent", family.isParent(),
        "variants", family.isStandalone() ? noVariants(family.asin()) : family.children());
  }

  // Early vendor clients typed this field as a number, so a number must not break a reader.
  private @Nullable Object noVariants(String asin) {
    return dice.oneIn(25, asin, "variants") ? Integer.valueOf(0) : null;
  }

  private Map<String, @Nullable Object> offer(Marketplace market, String asin, LocalDate today) {
    boolean sponsored = dice.oneIn(6, asin, "box");
    return fields(
        "price",
        dice.oneIn(30, asin, "unpriced") ? null : figures.price(market, asin, today),
        "seller_type",
        dice.pick(List.of("FBA", "FBA", "FBA", "FBM", "AMZ"), asin, "seller"),
        "is_available",
        !dice.oneIn(20, asin, "available"),
        "number_of_sellers",
        1 + dice.below(12, asin, "sellers"),
        "buy_box_owner",
        sponsored ? null : identity.brand(asin) + " Direct",
        "buy_box_owner_seller_id",
        sponsored ? null : "A1" + dice.digits(11, asin, "seller id"),
        "listing_quality_score",
        listingQuality(asin));
  }

  // The vendor's client types the score as a float, and now and then it is one.
  private @Nullable Number listingQuality(String asin) {
    int score = 1 + dice.below(9, asin, "quality");
    return switch (dice.below(8, asin, "quality form")) {
      case 0 -> null;
      case 1, 2 -> new BigDecimal(score + ".5");
      default -> Integer.valueOf(score);
    };
  }

  private Map<String, @Nullable Object> measures(String asin) {
    return fields(
        "weight_value", BigDecimal.valueOf(50 + dice.below(9000, asin, "weight"), 3),
        "weight_unit", "pounds",
        "length_value", BigDecimal.valueOf(30 + dice.below(300, asin, "length"), 1),
        "width_value", BigDecimal.valueOf(1000 + dice.below(9000, asin, "width"), 3),
        "height_value", BigDecimal.valueOf(1000 + dice.below(9000, asin, "height"), 3),
        "dimensions_unit", "inches");
  }

  // Both oddities were captured: revenue without units, and fees that do not add up.
  private Map<String, @Nullable Object> sales(Marketplace market, String asin, LocalDate today) {
    String sold = catalogue.family(asin).salesAsin();
    int units = figures.unitsOfLast30Days(market, sold, today);
    BigDecimal price = figures.price(market, asin, today);
    BigDecimal referral = price.multiply(new BigDecimal("0.15")).setScale(2, RoundingMode.HALF_UP);
    BigDecimal fba = BigDecimal.valueOf(250 + dice.below(600, asin, "fba"), 2);
    BigDecimal slip = dice.oneIn(10, asin, "fees") ? new BigDecimal("0.35") : BigDecimal.ZERO;
    return fields(
        "approximate_30_day_revenue", price.multiply(BigDecimal.valueOf(units)),
        "approximate_30_day_units_sold", dice.oneIn(30, asin, "no units") ? 0 : units,
        "fee_breakdown",
            fields(
                "fba_fee",
                fba,
                "referral_fee",
                referral,
                "variable_closing_fee",
                0,
                "total_fees",
                fba.add(referral).add(slip)));
  }

  private Map<String, @Nullable Object> ranks(Marketplace market, String asin, LocalDate today) {
    boolean unranked = dice.oneIn(25, asin, "unranked");
    Map<String, @Nullable Object> ranks =
        fields(
            "subcategory", identity.subcategory(asin),
            "rank", 1 + dice.below(5000, market, asin, "subrank", today),
            "id", market.code() + "/" + (3_000_000 + dice.below(900_000, asin, "node")));
    return fields(
        "product_rank", unranked ? null : 1 + dice.below(200_000, market, asin, "rank", today),
        "subcategory_ranks", unranked ? List.of() : List.of(ranks),
        "reviews", dice.below(20_000, asin, "reviews"),
        "rating", dice.oneIn(30, asin, "unrated") ? null : rating(asin),
        "variant_reviews", dice.oneIn(4, asin, "vr") ? null : dice.below(900, asin, "variant"));
  }

  private BigDecimal rating(String asin) {
    return BigDecimal.valueOf(30 + dice.below(21, asin, "rating"), 1);
  }

  private @Nullable String updatedAt(String asin, LocalDate today) {
    String time =
        String.format(
            Locale.ROOT, "%sT%02d:15:57", today.minusDays(1), dice.below(24, asin, "hour"));
    return switch (dice.below(8, asin, "time form")) {
      case 0 -> null;
      case 1 -> time;
      case 2 -> time + ".123456Z";
      case 3 -> time + "-06:00";
      default -> time + "Z";
    };
  }
}
