package io.syncline.sandbox.stockx;

import static java.util.stream.Collectors.toMap;

import io.syncline.sandbox.engine.Dice;
import io.syncline.sandbox.engine.SandboxSettings;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;

/** The products that the simulated StockX knows; immutable, so threads may share it. */
public final class StockxCatalogue {
  private static final List<String> NAMES =
      List.of("Sample Runner", "Court Vintage", "Trail Nine", "Deck Slip", "Boxed Card");

  private final Dice dice;
  private final int mostVariants;
  private final Map<String, Product> products; // by id, in the order of their numbers

  public StockxCatalogue(SandboxSettings settings) {
    this.dice = new Dice(settings.seed());
    this.mostVariants = settings.stockx().variants();
    this.products =
        IntStream.range(0, settings.stockx().products())
            .mapToObj(this::product)
            .collect(toMap(Product::id, it -> it, (one, other) -> one, LinkedHashMap::new));
  }

  /** A product by its number. */
  record Product(int number, String id, String style, String title) {}

  Dice dice() {
    return dice;
  }

  public List<String> skus() {
    return products.values().stream().map(product -> sku(product.number())).toList();
  }

  /** Fuzzy, as StockX is: signs and case do not count. */
  List<Product> search(String text) {
    String wanted = plain(text);
    return products.values().stream()
        .filter(p -> plain(p.style()).contains(wanted) || plain(p.title()).contains(wanted))
        .toList();
  }

  /** A product that no search is about. */
  Product other() {
    int number = products.size();
    return new Product(number, uuid("product-" + number), "OTHER-000", "Another product");
  }

  private static String plain(String text) {
    return text.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "");
  }

  Optional<Product> byId(String id) {
    return Optional.ofNullable(products.get(id));
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
