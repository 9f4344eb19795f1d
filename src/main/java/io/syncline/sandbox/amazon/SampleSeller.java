package io.syncline.sandbox.amazon;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.syncline.sandbox.engine.Dice;
import io.syncline.sandbox.engine.Fields;
import io.syncline.sandbox.engine.Records;
import io.syncline.sandbox.engine.SampleDays;
import io.syncline.sandbox.engine.SandboxJson;
import io.syncline.sandbox.engine.SandboxSettings;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/**
 * What one seller sells and sold in a region. Three orders at a time were updated in the same
 * second; some are pending and have no prices yet. SKUs have spaces, slashes, commas and leading
 * zeros.
 */
final class SampleSeller {
  private static final Instant FIRST = Instant.parse("2026-08-03T08:00:00Z");
  private static final Duration SPAN = Duration.ofDays(110);
  private static final int TOGETHER = 3;

  private final Dice dice;
  private final List<Market> markets;
  private final Instant first;
  private final long secondsBetween;
  private final int listingCount;
  private final SandboxJson json = new SandboxJson();
  final Records orders;
  final Records listings;

  SampleSeller(String seller, String region, SandboxSettings settings, Clock clock) {
    SandboxSettings.Amazon size = settings.amazon();
    this.dice = new Dice(settings.seed() + "/" + seller + "/" + region);
    this.markets = Market.of(region);
    this.listingCount = size.listings();
    this.first = SampleDays.begin(FIRST, SPAN, clock);
    this.secondsBetween = Math.max(1, SPAN.toSeconds() / Math.max(1, size.orders() / TOGETHER));
    this.orders =
        new Records(
            size.orders(),
            this::orderUpdated,
            this::order,
            clock,
            "createdTime",
            "lastUpdatedTime");
    this.listings =
        new Records(
            listingCount,
            SampleSeller::listingUpdated,
            this::listing,
            clock,
            "createdDate",
            "lastUpdatedDate");
  }

  Market market(int order) {
    return markets.get(order % markets.size());
  }

  private Instant orderUpdated(int number) {
    return first.plusSeconds(number / TOGETHER * secondsBetween).plus(Duration.ofHours(2));
  }

  private ObjectNode order(int number) {
    Market market = market(number);
    boolean isPending = number % 10 == 9;
    boolean isCancelled = number % 13 == 12;
    String status = isPending ? "PENDING" : isCancelled ? "CANCELLED" : "SHIPPED";
    boolean isFba = number % 2 == 0;
    ObjectNode order =
        json.tree(
            new Fields()
                .with("orderId", id(number))
                .with("createdTime", orderUpdated(number).minus(Duration.ofHours(2)).toString())
                .with("lastUpdatedTime", orderUpdated(number).toString())
                .with("programs", isFba ? List.of("PRIME") : List.of())
                .with(
                    "salesChannel",
                    new Fields()
                        .with("channelName", "AMAZON")
                        .with("marketplaceId", market.name())
                        .with("marketplaceName", market.title()))
                .with(
                    "fulfillment",
                    new Fields()
                        .with("fulfillmentStatus", status)
                        .with("fulfilledBy", isFba ? "AMAZON" : "MERCHANT")
                        .with("fulfillmentServiceLevel", "STANDARD")));
    ArrayNode items = order.putArray("orderItems");
    int total = 0;
    int count = 1 + dice.below(3, "items", number);
    for (int position = 0; position < count; position++) {
      int index = dice.below(listingCount, "bought", number, position);
      int quantity = 1 + dice.below(3, "quantity", number, position);
      total += price(index) * quantity;
      items.add(item(number * 10L + position, market, index, quantity, status));
    }
    if (!isPending) {
      order.set("proceeds", json.tree(new Fields().with("grandTotal", market.money(total))));
    }
    return order;
  }

  private ObjectNode item(long id, Market market, int index, int quantity, String status) {
    Fields product =
        new Fields()
            .with("asin", asin(index))
            .with("title", title(index, market))
            .with("sellerSku", sku(index));
    Fields item =
        new Fields()
            .with("orderItemId", String.valueOf(60_000_000_000_000L + id))
            .with("quantityOrdered", quantity)
            .with("product", product);
    boolean isShipped = status.equals("SHIPPED");
    if (!status.equals("PENDING")) {
      product.with("price", new Fields().with("unitPrice", market.money(price(index))));
      item.with(
          "proceeds", new Fields().with("proceedsTotal", market.money(price(index) * quantity)));
    }
    return json.tree(
        item.with(
            "fulfillment",
            new Fields()
                .with("quantityFulfilled", isShipped ? quantity : 0)
                .with("quantityUnfulfilled", isShipped ? 0 : quantity)));
  }

  private static String id(int number) {
    return String.format(Locale.ROOT, "111-%07d-%07d", number / 7, 1_000_000 + number);
  }

  String sku(int index) {
    return switch (index % 5) {
      case 0 -> String.format(Locale.ROOT, "BTL 500/RED-%03d", index);
      case 1 -> String.format(Locale.ROOT, "%05d", index);
      case 2 -> "a&b+" + index;
      case 3 -> "cup,small " + index;
      default -> "Mug-" + index;
    };
  }

  String asin(int index) {
    return "B0" + dice.digits(8, "asin", index);
  }

  String title(int index, Market market) {
    return switch (market) {
      case A1PA6795UKMFR9 -> "Trinkflasche grün " + index;
      case A1VC38T7YXB528 -> "水筒 " + index;
      default -> "Steel bottle " + index;
    };
  }

  int price(int index) {
    return 500 + dice.below(5_000, "price", index);
  }

  int stock(int index, String place) {
    return dice.below(80, "stock", place, index);
  }

  boolean isFba(int index) {
    return index % 2 == 0;
  }

  static Instant listingUpdated(int index) {
    return FIRST.plus(Duration.ofHours(29L * (index / 2)));
  }

  /** What does not differ from marketplace to marketplace. */
  private ObjectNode listing(int index) {
    return json.tree(
        new Fields()
            .with("sku", sku(index))
            .with("createdDate", FIRST.toString())
            .with("lastUpdatedDate", listingUpdated(index).toString())
            .with("quantity", isFba(index) ? 0 : stock(index, "own")));
  }
}
