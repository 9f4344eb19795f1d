package io.syncline.clientapi.shopify;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What a shop tells of by itself (shopify#webhooks). */
enum ShopifyTopic {
  ORDERS_CREATE(ShopifyType.ORDERS),
  ORDERS_UPDATED(ShopifyType.ORDERS),
  ORDERS_DELETE(ShopifyType.ORDERS),
  PRODUCTS_CREATE(ShopifyType.PRODUCTS),
  PRODUCTS_UPDATE(ShopifyType.PRODUCTS),
  PRODUCTS_DELETE(ShopifyType.PRODUCTS),
  CUSTOMERS_CREATE(ShopifyType.CUSTOMERS),
  CUSTOMERS_UPDATE(ShopifyType.CUSTOMERS),
  CUSTOMERS_DELETE(ShopifyType.CUSTOMERS),
  INVENTORY_LEVELS_UPDATE(ShopifyType.INVENTORY);

  private final ShopifyType type;

  ShopifyTopic(ShopifyType type) {
    this.type = type;
  }

  /** The one of a call, which says {@code orders/delete}. */
  static Optional<ShopifyTopic> of(String word) {
    return Arrays.stream(values()).filter(topic -> topic.word().equals(word)).findFirst();
  }

  private String word() {
    int last = name().lastIndexOf('_');
    return (name().substring(0, last) + '/' + name().substring(last + 1)).toLowerCase(Locale.ROOT);
  }

  ShopifyType type() {
    return type;
  }

  /** Whether a record is gone that it tells of. */
  boolean deletes() {
    return name().endsWith("_DELETE");
  }

  /** All that a call is to bring of the record: no customer's name travels for a hint. */
  String field() {
    return type == ShopifyType.INVENTORY ? "inventory_item_id" : "id";
  }
}
