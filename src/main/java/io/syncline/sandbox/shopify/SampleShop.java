package io.syncline.sandbox.shopify;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.syncline.sandbox.engine.Dice;
import io.syncline.sandbox.engine.Records;
import io.syncline.sandbox.engine.SandboxSettings;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.IntFunction;

/** One shop: what it has and what it lets its app read. Threads may share it. */
final class SampleShop {
  private static final Set<String> USUAL =
      Set.of(
          "read_orders",
          "read_all_orders",
          "read_products",
          "read_customers",
          "read_inventory",
          "read_locations");

  private final String name;
  private final String currency;
  private final SampleGoods goods;
  private volatile Set<String> scopes = USUAL;
  final Records orders;
  final Records products;
  final Records customers;
  final Records items;
  final Records levels;
  final Records locations;

  SampleShop(String name, SandboxSettings settings, Clock clock) {
    SandboxSettings.Shopify size = settings.shopify();
    Dice dice = new Dice(settings.seed() + "/" + name);
    this.name = name;
    this.currency = dice.pick(List.of("USD", "EUR", "GBP"), "currency");
    this.goods = new SampleGoods(dice, size.products());
    SampleOrders sales =
        new SampleOrders(dice, goods, currency, size.orders(), size.customers(), clock);
    this.orders = records(size.orders(), sales::updated, sales::order, clock);
    this.products = records(size.products(), goods::updated, goods::product, clock);
    this.customers =
        records(size.customers(), SampleOrders::customerUpdated, sales::customer, clock);
    int items = goods.variantCount();
    this.items = records(items, index -> SampleGoods.FIRST, goods::item, clock);
    this.levels = records(items * SampleGoods.LOCATIONS, goods::levelUpdated, goods::level, clock);
    this.locations =
        records(SampleGoods.LOCATIONS, number -> SampleGoods.FIRST, SampleGoods::location, clock);
  }

  private static Records records(
      int count, IntFunction<Instant> updated, IntFunction<ObjectNode> sample, Clock clock) {
    return new Records(count, updated, sample, clock, "createdAt", "updatedAt");
  }

  Set<String> scopes() {
    return scopes;
  }

  void allow(Set<String> some) {
    scopes = Set.copyOf(some);
  }

  ObjectNode shop() {
    ObjectNode shop =
        JsonNodeFactory.instance
            .objectNode()
            .put("id", "gid://shopify/Shop/1")
            .put("name", name.replace('-', ' ').toUpperCase(Locale.ROOT))
            .put("myshopifyDomain", name + ShopifyGrants.DOMAIN)
            .put("currencyCode", currency)
            .put("ianaTimezone", "America/New_York");
    shop.putObject("plan").put("publicDisplayName", "Basic");
    return shop;
  }

  ObjectNode installation() {
    ObjectNode installation =
        JsonNodeFactory.instance.objectNode().put("id", "gid://shopify/AppInstallation/1");
    ArrayNode list = installation.putArray("accessScopes");
    new TreeSet<>(scopes).forEach(scope -> list.addObject().put("handle", scope));
    return installation;
  }

  /** The records of one kind, by the word that lists have for it. */
  Records of(String kind) {
    return switch (kind) {
      case "orders" -> orders;
      case "products" -> products;
      case "customers" -> customers;
      case "inventoryItems" -> items;
      case "inventoryLevels" -> levels;
      case "locations" -> locations;
      default -> throw ShopifyRefusals.of(404, "no such kind");
    };
  }

  Optional<ObjectNode> find(String id) {
    return Gid.of(id).flatMap(this::find);
  }

  /** Where an item of the inventory stands among all. */
  int indexOf(ObjectNode item) {
    return Gid.of(item.path("id").asText()).map(goods::variantOf).orElse(0);
  }

  private Optional<ObjectNode> find(Gid gid) {
    return switch (gid.type()) {
      case "Order" -> orders.find(gid.number() - SampleOrders.ORDER_BASE);
      case "Customer" -> customers.find(gid.number() - SampleOrders.CUSTOMER_BASE);
      case "Product" -> products.find(goods.productOf(gid));
      case "ProductVariant" -> variant(gid);
      case "InventoryItem" -> items.find(goods.variantOf(gid));
      case "Location" -> locations.find(gid.number() - 900);
      default -> Optional.empty();
    };
  }

  private Optional<ObjectNode> variant(Gid gid) {
    int index = goods.variantOf(gid);
    return index < 0 || index >= goods.variantCount()
        ? Optional.empty()
        : Optional.of(goods.variant(index));
  }
}
