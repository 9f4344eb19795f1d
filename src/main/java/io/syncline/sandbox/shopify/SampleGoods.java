package io.syncline.sandbox.shopify;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.syncline.sandbox.engine.Dice;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What a shop sells and where it lies. The first product has more variants than one page holds; of
 * the others some have no SKU and some share one. One of three locations is closed.
 */
final class SampleGoods {
  static final int LOCATIONS = 3;
  static final Instant FIRST = Instant.parse("2026-02-01T09:00:00Z");
  private static final int LARGE = 25;
  private static final long PRODUCT_BASE = 7_000_000;
  private static final long VARIANT_BASE = 40_000_000;
  private static final long ITEM_BASE = 60_000_000;
  private static final List<String> THINGS =
      List.of("Tee", "Hoodie", "Mug", "Cap", "Poster", "Bag", "Socks", "Scarf");
  private static final List<String> QUANTITIES =
      List.of("available", "on_hand", "committed", "incoming", "reserved");

  private final Dice dice;
  private final List<Variant> variants = new ArrayList<>();

  record Variant(int product, int position) {}

  SampleGoods(Dice dice, int products) {
    this.dice = dice;
    for (int product = 0; product < products; product++) {
      int count = product == 0 ? LARGE : 1 + dice.below(4, "variants", product);
      for (int position = 0; position < count; position++) {
        variants.add(new Variant(product, position));
      }
    }
  }

  int variantCount() {
    return variants.size();
  }

  Instant updated(int product) {
    return FIRST.plus(Duration.ofHours(7L * (product / 3)));
  }

  ObjectNode product(int number) {
    String thing = dice.pick(THINGS, "thing", number);
    String title = thing + " " + number;
    ObjectNode product =
        record(
                "Product",
                PRODUCT_BASE + number,
                FIRST.minusSeconds(3_600L * number),
                updated(number))
            .put("title", title)
            .put("handle", title.toLowerCase(Locale.ROOT).replace(' ', '-'))
            .put("status", number % 9 == 8 ? "DRAFT" : number % 11 == 10 ? "ARCHIVED" : "ACTIVE")
            .put("vendor", "Sandbox Goods")
            .put("productType", thing);
    product.putArray("tags").add("sample").add(thing.toLowerCase(Locale.ROOT));
    product.put("publishedAt", number % 9 == 8 ? null : FIRST.toString());
    ArrayNode list = product.putArray("variants");
    for (int i = 0; i < variants.size(); i++) {
      if (variants.get(i).product() == number) {
        list.add(variant(i));
      }
    }
    product.put("totalInventory", 10 * list.size());
    product.putObject("variantsCount").put("count", list.size()).put("precision", "EXACT");
    return product;
  }

  ObjectNode variant(int index) {
    Variant variant = variants.get(index);
    int cents = 500 + dice.below(9_500, "price", index);
    ObjectNode record =
        record("ProductVariant", VARIANT_BASE + index, FIRST, updated(variant.product()))
            .put("sku", sku(index))
            .put("barcode", index % 4 == 3 ? null : "40" + dice.digits(11, "barcode", index))
            .put("title", "Size " + (variant.position() + 1))
            .put("price", money(cents))
            .putNull("compareAtPrice")
            .put("inventoryQuantity", dice.below(200, "stock", index));
    record
        .putObject("inventoryItem")
        .put("id", new Gid("InventoryItem", ITEM_BASE + index).toString());
    record
        .putObject("product")
        .put("id", new Gid("Product", PRODUCT_BASE + variant.product()).toString());
    return record;
  }

  /** The SKU of a variant, if it has one. */
  @org.jspecify.annotations.Nullable
  String sku(int index) {
    if (index % 31 == 30) {
      return null;
    }
    return String.format(Locale.ROOT, "SKU %04d/%s", index % 29 == 28 ? index - 1 : index, "A");
  }

  int variantOf(Gid gid) {
    return (int) (gid.number() - (gid.type().equals("InventoryItem") ? ITEM_BASE : VARIANT_BASE));
  }

  int productOf(Gid gid) {
    return (int) (gid.number() - PRODUCT_BASE);
  }

  ObjectNode item(int index) {
    Variant variant = variants.get(index);
    ObjectNode item =
        record("InventoryItem", ITEM_BASE + index, FIRST, updated(variant.product()))
            .put("sku", sku(index))
            .put("tracked", index % 13 != 12);
    item.putArray("variants").add(variant(index));
    return item;
  }

  static ObjectNode location(int number) {
    return record("Location", 900 + number, FIRST, FIRST)
        .put("name", List.of("Warehouse", "Store", "Old store").get(number))
        .put("isActive", number < LOCATIONS - 1);
  }

  Instant levelUpdated(int number) {
    return FIRST.plus(Duration.ofHours(11L * (number / 5)));
  }

  /** What lies of an item at a location; the closed one has inactive levels. */
  ObjectNode level(int number) {
    int index = number / LOCATIONS;
    int location = number % LOCATIONS;
    Instant updated = levelUpdated(number);
    ObjectNode level = JsonNodeFactory.instance.objectNode();
    level
        .put(
            "id",
            new Gid("InventoryLevel", 900 + location) + "?inventory_item_id=" + (ITEM_BASE + index))
        .put("isActive", location < LOCATIONS - 1)
        .put("createdAt", FIRST.toString())
        .put("updatedAt", updated.toString());
    level.putObject("item").put("id", new Gid("InventoryItem", ITEM_BASE + index).toString());
    level.putObject("location").put("id", new Gid("Location", 900 + location).toString());
    ArrayNode quantities = level.putArray("quantities");
    for (String name : QUANTITIES) {
      quantities
          .addObject()
          .put("name", name)
          .put("quantity", dice.below(100, "level", name, number))
          .put("updatedAt", updated.toString());
    }
    return level;
  }

  static ObjectNode record(String type, long number, Instant created, Instant updated) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("id", new Gid(type, number).toString())
        .put("legacyResourceId", String.valueOf(number))
        .put("createdAt", created.toString())
        .put("updatedAt", updated.toString());
  }

  static String money(int cents) {
    return String.format(Locale.ROOT, "%d.%02d", cents / 100, cents % 100);
  }
}
