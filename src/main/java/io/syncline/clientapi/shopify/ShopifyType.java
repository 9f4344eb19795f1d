package io.syncline.clientapi.shopify;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** The types of data that are read of a shop. */
enum ShopifyType {
  ORDERS(
      "Order",
      Set.of("read_orders"),
      ShopifyQuery.ORDERS_SINCE,
      ShopifyQuery.BULK_ORDERS,
      ShopifyQuery.BULK_ORDER_IDS),
  PRODUCTS(
      "Product",
      Set.of("read_products"),
      ShopifyQuery.PRODUCTS_SINCE,
      ShopifyQuery.BULK_PRODUCTS,
      ShopifyQuery.BULK_PRODUCT_IDS),
  CUSTOMERS(
      "Customer",
      Set.of("read_customers"),
      ShopifyQuery.CUSTOMERS_SINCE,
      ShopifyQuery.BULK_CUSTOMERS,
      ShopifyQuery.BULK_CUSTOMER_IDS),
  INVENTORY(
      "InventoryLevel",
      Set.of("read_inventory", "read_locations"),
      ShopifyQuery.LOCATION_LEVELS,
      ShopifyQuery.BULK_INVENTORY,
      ShopifyQuery.BULK_INVENTORY_IDS);

  private final String word = name().toLowerCase(Locale.ROOT);
  private final String object;
  private final Set<String> scopes;
  private final ShopifyQuery since;
  private final ShopifyQuery bulk;
  private final ShopifyQuery ids;

  ShopifyType(
      String object, Set<String> scopes, ShopifyQuery since, ShopifyQuery bulk, ShopifyQuery ids) {
    this.object = object;
    this.scopes = scopes;
    this.since = since;
    this.bulk = bulk;
    this.ids = ids;
  }

  static List<String> words() {
    return Arrays.stream(values()).map(ShopifyType::word).toList();
  }

  static ShopifyType of(String word) {
    return Arrays.stream(values())
        .filter(type -> type.word().equals(word))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no type of Shopify's: " + word));
  }

  String word() {
    return word;
  }

  /** What the ids of its records begin with. */
  String idPrefix() {
    return "gid://shopify/" + object + "/";
  }

  /** What a token must be allowed to for it. */
  Set<String> scopes() {
    return scopes;
  }

  ShopifyQuery since() {
    return since;
  }

  ShopifyQuery bulk() {
    return bulk;
  }

  ShopifyQuery ids() {
    return ids;
  }

  /** What asks how many there are; nothing does so for levels of stock. */
  Optional<ShopifyQuery> count() {
    return switch (this) {
      case ORDERS -> Optional.of(ShopifyQuery.ORDERS_COUNT);
      case PRODUCTS -> Optional.of(ShopifyQuery.PRODUCTS_COUNT);
      case CUSTOMERS -> Optional.of(ShopifyQuery.CUSTOMERS_COUNT);
      case INVENTORY -> Optional.empty();
    };
  }

  /** What a query for one record is called. */
  String one() {
    return switch (this) {
      case ORDERS -> "order";
      case PRODUCTS -> "product";
      case CUSTOMERS -> "customer";
      case INVENTORY -> throw new IllegalArgumentException("no level is asked for alone");
    };
  }

  /** What asks whether there is such a record. */
  ShopifyQuery there() {
    return ShopifyQuery.valueOf(one().toUpperCase(Locale.ROOT) + "_THERE");
  }

  /** Whether the records of its bulk operation are the children of other lines. */
  boolean isChild() {
    return this == INVENTORY;
  }

  /** What a record has a list of, that comes in pages of its own; empty where it has none. */
  String nested() {
    return switch (this) {
      case ORDERS -> "lineItems";
      case PRODUCTS -> "variants";
      case CUSTOMERS, INVENTORY -> "";
    };
  }

  /** What asks for more of such a list. */
  ShopifyQuery more() {
    return this == ORDERS ? ShopifyQuery.ORDER_LINE_ITEMS : ShopifyQuery.PRODUCT_VARIANTS;
  }

  /** What is asked for besides the time: a list of products may leave out drafts else. */
  String filter() {
    return this == PRODUCTS ? " AND status:active,draft,archived,unlisted" : "";
  }
}
