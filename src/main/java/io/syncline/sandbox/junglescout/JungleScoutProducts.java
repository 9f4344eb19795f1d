package io.syncline.sandbox.junglescout;

import io.syncline.sandbox.engine.Dice;
import io.syncline.sandbox.engine.Fields;
import io.syncline.sandbox.shop.Family;
import io.syncline.sandbox.shop.SandboxCatalogue;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
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
  Fields product(Marketplace market, String asin, LocalDate today) {
    Fields attributes =
        new Fields()
            .with(identity.description(market, asin))
            .with(relations(catalogue.family(asin)))
            .with(offer(market, asin, today))
            .with(measures(asin))
            .with(sales(market, asin, today))
            .with(ranks(market, asin, today))
            .with(identity.numbers(asin))
            .with("updated_at", updatedAt(asin, today));
    return new Fields()
        .with("id", market.code() + "/" + asin)
        .with("type", "product_database_result")
        .with("attributes", attributes);
  }

  private Fields relations(Family family) {
    return new Fields()
        .with("parent_asin", family.isStandalone() ? null : family.parent())
        .with("is_variant", family.isVariant())
        .with("is_standalone", family.isStandalone())
        .with("is_parent", family.isParent())
        .with("variants", family.isStandalone() ? noVariants(family.asin()) : family.children());
  }

  // Early vendor clients typed this field as a number, so a number must not break a reader.
  private @Nullable Object noVariants(String asin) {
    return dice.oneIn(25, asin, "variants") ? Integer.valueOf(0) : null;
  }

  private Fields offer(Marketplace market, String asin, LocalDate today) {
    boolean sponsored = dice.oneIn(6, asin, "box");
    return new Fields()
        .with("price", dice.oneIn(30, asin, "unpriced") ? null : figures.price(market, asin, today))
        .with("seller_type", dice.pick(List.of("FBA", "FBA", "FBA", "FBM", "AMZ"), asin, "seller"))
        .with("is_available", !dice.oneIn(20, asin, "available"))
        .with("number_of_sellers", 1 + dice.below(12, asin, "sellers"))
        .with("buy_box_owner", sponsored ? null : identity.brand(asin) + " Direct")
        .with(
            "buy_box_owner_seller_id", sponsored ? null : "A1" + dice.digits(11, asin, "seller id"))
        .with("listing_quality_score", listingQuality(asin));
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

  private Fields measures(String asin) {
    return new Fields()
        .with("weight_value", BigDecimal.valueOf(50 + dice.below(9000, asin, "weight"), 3))
        .with("weight_unit", "pounds")
        .with("length_value", BigDecimal.valueOf(30 + dice.below(300, asin, "length"), 1))
        .with("width_value", BigDecimal.valueOf(1000 + dice.below(9000, asin, "width"), 3))
        .with("height_value", BigDecimal.valueOf(1000 + dice.below(9000, asin, "height"), 3))
        .with("dimensions_unit", "inches");
  }

  // Both oddities were captured: revenue without units, and fees that do not add up.
  private Fields sales(Marketplace market, String asin, LocalDate today) {
    String sold = catalogue.family(asin).salesAsin();
    int units = figures.unitsOfLast30Days(market, sold, today);
    BigDecimal price = figures.price(market, asin, today);
    BigDecimal referral = price.multiply(new BigDecimal("0.15")).setScale(2, RoundingMode.HALF_UP);
    BigDecimal fba = BigDecimal.valueOf(250 + dice.below(600, asin, "fba"), 2);
    BigDecimal slip = dice.oneIn(10, asin, "fees") ? new BigDecimal("0.35") : BigDecimal.ZERO;
    return new Fields()
        .with("approximate_30_day_revenue", price.multiply(BigDecimal.valueOf(units)))
        .with("approximate_30_day_units_sold", dice.oneIn(30, asin, "no units") ? 0 : units)
        .with(
            "fee_breakdown",
            new Fields()
                .with("fba_fee", fba)
                .with("referral_fee", referral)
                .with("variable_closing_fee", 0)
                .with("total_fees", fba.add(referral).add(slip)));
  }

  private Fields ranks(Marketplace market, String asin, LocalDate today) {
    boolean unranked = dice.oneIn(25, asin, "unranked");
    Fields ranks =
        new Fields()
            .with("subcategory", identity.subcategory(asin))
            .with("rank", 1 + dice.below(5000, market, asin, "subrank", today))
            .with("id", market.code() + "/" + (3_000_000 + dice.below(900_000, asin, "node")));
    return new Fields()
        .with(
            "product_rank", unranked ? null : 1 + dice.below(200_000, market, asin, "rank", today))
        .with("subcategory_ranks", unranked ? List.of() : List.of(ranks))
        .with("reviews", dice.below(20_000, asin, "reviews"))
        .with("rating", dice.oneIn(30, asin, "unrated") ? null : rating(asin))
        .with(
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
