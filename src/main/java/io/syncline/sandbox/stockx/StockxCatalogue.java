package io.syncline.sandbox.stockx;

import io.syncline.sandbox.engine.Dice;
import io.syncline.sandbox.engine.SandboxSettings;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;

/** The products that the simulated StockX knows; immutable, so threads may share it. */
public final class StockxCatalogue {
  private static final List<String> NAMES =
      List.of("Sample Runner", "Court Vintage", "Trail Nine", "Deck Slip", "Boxed Card");

  private final Dice dice;
  private final int products;
  private final int mostVariants;

  public StockxCatalogue(SandboxSettings settings) {
    this.dice = new Dice(settings.seed());
    this.products = settings.stockx().products();
    this.mostVariants = settings.stockx().variants();
  }

  /** A product by its number. */
  record Product(int number, String id, String style, String title) {}

  Dice dice() {
    return dice;
  }

  public List<String> skus() {
    return IntStream.range(0, products).mapToObj(StockxCatalogue::sku).toList();
  }

  /** Fuzzy, as StockX is: signs and case do not count. */
  List<Product> search(String text) {
    String wanted = plain(text);
    return IntStream.range(0, products)
        .mapToObj(this::product)
        .filter(p -> plain(p.style()).contains(wanted) || plain(p.title()).contains(wanted))
        .toList();
  }

  /** A product that no search is about. */
  Product other() {
    return new Product(products, uuid("product-" + products), "OTHER-000", "Another product");
  }

  private static String plain(String text) {
    return text.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "");
  }

  Optional<Product> byId(String id) {
    return IntStream.range(0, products)
        .mapToObj(this::product)
        .filter(p -> p.id().equals(id))
        .findFirst();
  }

  int variantsOf(Product product) {
    return 1 + dice.below(mostVariants, product.number(), "variants");
  }

  String variantId(Product product, int variant) {
    return uuid("variant-" + product.number() + "-" + variant);
  }

  private Product product(int number) {
    String style = sku(number);
    return new Product(
        number,
        uuid("product-" + number),
        number % 25 == 3 ? style + "/" + style + "X" : style,
        dice.pick(NAMES, number, "name") + " " + number);
  }

  private static String sku(int number) {
    return String.format(Locale.ROOT, "SR%04d-%03d", number, number * 7 % 1000);
  }

  private static String uuid(String name) {
    return UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8)).toString();
  }
}
