package io.syncline.sandbox.shopify;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.syncline.sandbox.engine.Dice;
import io.syncline.sandbox.engine.SampleDays;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * Who bought what. Four orders at a time were updated in the same second, so that a page may end
 * between them; one order has more lines than a page, and there are guests, cancelled, refunded and
 * test orders, and lines of things that are not in the catalogue.
 */
final class SampleOrders {
  static final long ORDER_BASE = 5_000_000;
  static final long CUSTOMER_BASE = 700;
  private static final long LINE_BASE = 90_000_000;
  private static final Instant FIRST = Instant.parse("2026-08-03T08:00:00Z");
  private static final Duration SPAN = Duration.ofDays(110);
  private static final int TOGETHER = 4;
  private static final int LARGE = 7;
  private static final int LARGE_LINES = 60;
  private static final List<String> FIRST_NAMES =
      List.of("Ada", "Zoë", "Jürgen", "Mary", "Søren", "Ana");
  private static final List<String> LAST_NAMES =
      List.of("O'Neil", "Müller", "Smith", "Lindqvist", "García", "Okafor");

  private final Dice dice;
  private final SampleGoods goods;
  private final String currency;
  private final Instant first;
  private final long secondsBetween;
  private final int customers;

  SampleOrders(
      Dice dice, SampleGoods goods, String currency, int orders, int customers, Clock clock) {
    this.dice = dice;
    this.goods = goods;
    this.currency = currency;
    this.customers = customers;
    this.first = SampleDays.begin(FIRST, SPAN, clock);
    this.secondsBetween = Math.max(1, SPAN.toSeconds() / Math.max(1, orders / TOGETHER));
  }

  Instant updated(int number) {
    return created(number).plus(Duration.ofHours(1));
  }

  private Instant created(int number) {
    return first.plusSeconds(number / TOGETHER * secondsBetween);
  }

  ObjectNode order(int number) {
    String created = created(number).toString();
    ObjectNode order =
        SampleGoods.record("Order", ORDER_BASE + number, created(number), updated(number))
            .put("name", "#" + (1_001 + number))
            .put("processedAt", created)
            .put("cancelledAt", number % 23 == 22 ? updated(number).toString() : null)
            .putNull("closedAt")
            .put("test", number % 29 == 28)
            .put("displayFinancialStatus", number % 11 == 10 ? "PARTIALLY_REFUNDED" : "PAID")
            .put("displayFulfillmentStatus", number % 3 == 0 ? "UNFULFILLED" : "FULFILLED")
            .put("currencyCode", currency)
            .put("presentmentCurrencyCode", currency);
    order.putArray("tags");
    if (number % 5 == 4) {
      order.putNull("customer");
    } else {
      order.putObject("customer").put("id", customerOf(number));
    }
    ArrayNode lines = order.putArray("lineItems");
    int total = 0;
    int count = number == LARGE ? LARGE_LINES : 1 + dice.below(5, "lines", number);
    for (int position = 0; position < count; position++) {
      total += line(lines.addObject(), number, position);
    }
    money(order, "currentTotalPriceSet", total);
    money(order, "totalPriceSet", total);
    money(order, "totalRefundedSet", 0);
    return order;
  }

  private String customerOf(int number) {
    return new Gid("Customer", CUSTOMER_BASE + dice.below(customers, "buyer", number)).toString();
  }

  /** Fills a line in and answers what is paid for it, in cents. */
  private int line(ObjectNode line, int order, int position) {
    int index = dice.below(goods.variantCount(), "bought", order, position);
    int cents = 500 + dice.below(9_500, "price", index);
    int quantity = 1 + dice.below(3, "quantity", order, position);
    boolean isCustom = (order + position) % 17 == 16;
    line.put("id", new Gid("LineItem", LINE_BASE + order * 100L + position).toString())
        .put("sku", isCustom ? null : goods.sku(index))
        .put("title", isCustom ? "Gift wrapping" : "Thing " + index)
        .put("quantity", quantity)
        .put("currentQuantity", order % 11 == 10 && position == 0 ? quantity - 1 : quantity);
    money(line, "originalUnitPriceSet", cents);
    money(line, "discountedTotalSet", cents * quantity);
    ObjectNode variant = goods.variant(index);
    if (isCustom) {
      line.putNull("variant").putNull("product");
    } else {
      line.putObject("variant").put("id", variant.path("id").asText());
      line.set("product", variant.path("product"));
    }
    return cents * quantity;
  }

  private void money(ObjectNode record, String name, int cents) {
    ObjectNode bag = record.putObject(name);
    for (String side : List.of("shopMoney", "presentmentMoney")) {
      bag.putObject(side).put("amount", SampleGoods.money(cents)).put("currencyCode", currency);
    }
  }

  static Instant customerUpdated(int number) {
    return FIRST.plus(Duration.ofHours(31L * (number / 2)));
  }

  ObjectNode customer(int number) {
    String first = dice.pick(FIRST_NAMES, "first", number);
    String last = dice.pick(LAST_NAMES, "last", number);
    Instant updated = customerUpdated(number);
    ObjectNode customer =
        SampleGoods.record("Customer", CUSTOMER_BASE + number, updated.minusSeconds(60), updated)
            .put("firstName", first)
            .put("lastName", last)
            .put("displayName", first + " " + last)
            .put("state", "ENABLED")
            .put("numberOfOrders", String.valueOf(dice.below(9, "orders", number)));
    customer.putArray("tags");
    customer
        .putObject("amountSpent")
        .put("amount", SampleGoods.money(dice.below(90_000, "spent", number)))
        .put("currencyCode", currency);
    if (number % 7 == 6) {
      customer.putNull("defaultEmailAddress");
    } else {
      customer
          .putObject("defaultEmailAddress")
          .put("emailAddress", "buyer" + number + "@shop.example")
          .put("marketingState", "NOT_SUBSCRIBED");
    }
    customer.putNull("defaultPhoneNumber");
    customer
        .putObject("defaultAddress")
        .put("countryCodeV2", "US")
        .put("provinceCode", "OR")
        .put("city", "Portland")
        .put("zip", "97201");
    return customer;
  }
}
