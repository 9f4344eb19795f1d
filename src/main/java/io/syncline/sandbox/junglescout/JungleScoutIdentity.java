package io.syncline.sandbox.junglescout;

import io.syncline.sandbox.engine.Dice;
import io.syncline.sandbox.engine.Fields;
import java.time.LocalDate;
import java.util.List;
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

  Fields description(Marketplace market, String asin) {
    String category = dice.pick(CATEGORIES, asin, "category");
    // The one captured address ended in a blank.
    String blank = dice.oneIn(15, asin, "blank") ? " " : "";
    return new Fields()
        .with("title", dice.oneIn(40, asin, "untitled") ? null : title(asin))
        .with("category", category)
        .with("image_url", "https://m.media-amazon.com/images/I/" + asin + "._SL75_.jpg" + blank)
        .with("breadcrumb_path", category + " › " + market.code() + " › " + subcategory(asin))
        .with("brand", dice.oneIn(35, asin, "unbranded") ? null : brand(asin))
        .with("date_first_available", firstAvailable(asin))
        .with("date_first_available_is_estimated", dice.oneIn(5, asin, "estimated"));
  }

  /** Trade numbers are text: most start with a zero that must survive. */
  Fields numbers(String asin) {
    if (dice.oneIn(12, asin, "book")) {
      return new Fields()
          .with("ean_list", List.of("978" + dice.digits(10, asin, "ean")))
          .with("isbn_list", List.of(dice.digits(9, asin, "isbn") + "X"))
          .with("upc_list", null)
          .with("gtin_list", null);
    }
    String upc = "0" + dice.digits(11, asin, "upc");
    return new Fields()
        .with("ean_list", List.of("0" + upc))
        .with("isbn_list", null)
        .with("upc_list", List.of(upc))
        .with("gtin_list", List.of("00" + upc));
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
