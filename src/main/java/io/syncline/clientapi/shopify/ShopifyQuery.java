package io.syncline.clientapi.shopify;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Objects;

/** What is asked of Shopify, each in a file of its own, which a test holds to the schema. */
enum ShopifyQuery {
  CONNECTION_TEST,
  ORDERS_COUNT,
  ORDERS_SINCE,
  ORDER_LINE_ITEMS,
  ORDER_THERE,
  PRODUCTS_COUNT,
  PRODUCTS_SINCE,
  PRODUCT_VARIANTS,
  PRODUCT_THERE,
  CUSTOMERS_COUNT,
  CUSTOMERS_SINCE,
  CUSTOMER_THERE,
  HOOKS,
  HOOK_ON,
  HOOK_OFF,
  LOCATIONS,
  LOCATION_LEVELS,
  BULK_RUN,
  BULK_POLL,
  BULK_RUNNING,
  BULK_ORDERS,
  BULK_PRODUCTS,
  BULK_CUSTOMERS,
  BULK_INVENTORY,
  BULK_ORDER_IDS,
  BULK_PRODUCT_IDS,
  BULK_CUSTOMER_IDS,
  BULK_INVENTORY_IDS;

  private final String text;

  ShopifyQuery() {
    String file = "/clientapi/shopify/" + name().toLowerCase(Locale.ROOT).replace('_', '-');
    try (InputStream in = ShopifyQuery.class.getResourceAsStream(file + ".graphql")) {
      this.text =
          new String(Objects.requireNonNull(in, file).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String text() {
    return text;
  }

  /** As it is named in its file: what Shopify calls the operation, and its cost is known by. */
  String operation() {
    StringBuilder words = new StringBuilder();
    for (String word : name().split("_")) {
      words.append(word.charAt(0)).append(word.substring(1).toLowerCase(Locale.ROOT));
    }
    return words.toString();
  }

  /** Whether it does something. */
  boolean isMutation() {
    return text.startsWith("mutation");
  }
}
