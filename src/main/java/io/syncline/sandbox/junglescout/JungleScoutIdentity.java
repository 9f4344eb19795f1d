package io.syncline.sandbox.junglescout;

import static io.syncline.sandbox.engine.SandboxJson.fields;

import io.syncline.sandbox.engine.Dice;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The part of a product that does not change from day to day. */
record JungleScoutIdentity(Dice dice) {

  private static final List<String> BRANDS =
      List.of("SampleCo", "Nordlicht", "Müller & Söhne", "青山堂", "O'Hara Home", "Plainware");
  private static final List<String> THINGS =
      List.of("steel bottle", "yoga mat", "desk lamp", "dog leash", "spice rack", "notebook");
  private static final List<String> CATEGORIES =
      List.of("Sports & Outdoors", "Home & Kitchen", "Pet Supplies", "Office Products", "Books");

  String brand(String asin) {
    return dice.pick(BRANDS, asin, "brand");
  }

  String subcategory(String asin) {
    return dice.pick(THINGS, asin, "thing") + "s";
  }

  String title(String asin) {
    return "Sample %s %s ml – %s"
        .formatted(
            dice.pick(THINGS, asin, "thing"), 100 + dice.below(900, asin, "size"), brand(asin));
  }

  Map<String, @Nullable Object> description(Marketplace market, String asin) {
    String category = dice.pick(CATEGORIES, asin, "category");
    // The one captured address ended in a blank.
    String blank = dice.oneIn(15, asin, "blank") ? " " : "";
    return fields(
        "title",
        dice.oneIn(40, asin, "untitled") ? null : title(asin),
        "category",
        category,
        "image_url",
        "https://m.media-amazon.com/images/I/" + asin + "._SL75_.jpg" + blank,
        "breadcrumb_path",
        category + " › " + market.code() + " › " + subcategory(asin),
        "brand",
        dice.oneIn(35, asin, "unbranded") ? null : brand(asin),
        "date_first_available",
        firstAvailable(asin),
        "date_first_available_is_estimated",
        dice.oneIn(5, asin, "estimated"));
  }

  /** Trade numbers are text: most start with a zero that must survive. */
  Map<String, @Nullable Object> numbers(String asin) {
    if (dice.oneIn(12, asin, "book")) {
      return fields(
          "ean_list",
          List.of("978" + dice.digits(10, asin, "ean")),
          "isbn_list",
          List.of(dice.digits(9, asin, "isbn") + "X"),
          "upc_list",
          null,
          "gtin_list",
          null);
    }
    String upc = "0" + dice.digits(11, asin, "upc");
    return fields(
        "ean_list", List.of("0" + upc),
        "isbn_list", null,
        "upc_list", List.of(upc),
        "gtin_list", List.of("00" + upc));
  }

  private @Nullable String firstAvailable(String asin) {
    LocalDate date = LocalDate.of(2015, 1, 1).plusDays(dice.below(3500, asin, "available"));
    return switch (dice.below(20, asin, "available form")) {
      case 0 -> null;
      case 1 -> date + "T00:00:00Z";
      default -> date.toString();
    };
  }
}
