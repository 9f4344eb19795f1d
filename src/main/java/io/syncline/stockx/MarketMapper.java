package io.syncline.stockx;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.syncline.core.record.RejectedRecord;
import io.syncline.core.record.SyncRecord;
import io.syncline.core.record.WireValues;
import io.syncline.stockx.Sizes.Size;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Turns the markets of a product into snapshots (stockx#from-a-market-entry-to-a-row). A region
 * that failed costs itself only (stockx#a-region-that-fails-costs-itself-only).
 */
@Component
final class MarketMapper {
  private static final int DIGITS = 12;

  PricePage map(Reading reading) {
    PricePage page = PricePage.empty(reading.target());
    List<String> errors = new ArrayList<>();
    for (Market market : reading.markets()) {
      String currency = market.region().currency();
      int before = page.rejected().size();
      market.prices().forEach(entry -> add(reading, market, entry, page));
      int unreadable = page.rejected().size() - before;
      if (!market.isSound()) {
        errors.add(currency + ": " + market.fault());
      } else if (unreadable > 0) {
        errors.add(currency + ": unreadable prices: " + unreadable);
      } else {
        page.currencies().add(currency);
      }
    }
    if (!reading.markets().stream().allMatch(reading.sizes()::knowAll)) {
      reading.sizes().failure().ifPresent(reason -> errors.add("sizes: " + reason));
    }
    return page.lacking(reading.goesOn() ? String.join("; ", errors) : reading.error());
  }

  /** Without a variant, an ask or a bid that can be read an entry is no price. */
  private static void add(Reading reading, Market market, JsonNode entry, PricePage page) {
    Target target = reading.target();
    WireValues values = new WireValues(flat(entry));
    String variant = values.text("variantId", 100);
    BigDecimal ask = values.amount("lowestAsk", DIGITS);
    BigDecimal bid = values.amount("highestBid", DIGITS);
    String key = target.sku() + "/" + market.region().currency() + "/" + variant;
    if (variant == null || variant.isEmpty() || !values.faults().isEmpty()) {
      String reason =
          values.faults().isEmpty() ? "variantId: missing" : String.join(", ", values.faults());
      page.rejected().add(new RejectedRecord(key, entry, reason));
      return;
    }
    WireValues secondary = new WireValues(flat(entry).set("raw", entry));
    String raw = secondary.json("raw");
    Size size = reading.sizes().of(variant);
    page.records()
        .add(
            SyncRecord.of(
                variant,
                market.region().currency(),
                market.at(),
                target.found().style(),
                target.sku(),
                target.found().id(),
                size.size(),
                size.type(),
                size.local(),
                market.region().label(),
                ask,
                bid,
                secondary.amount("sellFaster", DIGITS),
                secondary.amount("earnMore", DIGITS),
                secondary.amount("flexLowestAsk", DIGITS),
                secondary.amount("beatUS", DIGITS),
                raw,
                reading.run()));
    secondary.faults().forEach(fault -> page.notes().add(key + ": " + fault));
  }

  /**
   * The same amount has two names and two places; the outer one counts
   * (stockx#the-same-amount-has-two-names).
   */
  private static ObjectNode flat(JsonNode entry) {
    JsonNode standard = entry.path("standardMarketData");
    ObjectNode flat = JsonNodeFactory.instance.objectNode();
    flat.set("variantId", entry.get("variantId"));
    flat.set("lowestAsk", either(entry.get("lowestAskAmount"), standard.get("lowestAsk")));
    flat.set("highestBid", either(entry.get("highestBidAmount"), standard.get("highestBidAmount")));
    flat.set("sellFaster", either(entry.get("sellFasterAmount"), standard.get("sellFaster")));
    flat.set("earnMore", either(entry.get("earnMoreAmount"), standard.get("earnMore")));
    flat.set(
        "flexLowestAsk",
        either(entry.get("flexLowestAskAmount"), entry.path("flexMarketData").get("lowestAsk")));
    flat.set("beatUS", either(entry.get("beatUSAmount"), standard.get("beatUS")));
    return flat;
  }

  private static @Nullable JsonNode either(@Nullable JsonNode outer, @Nullable JsonNode inner) {
    return isEmpty(outer) ? (isEmpty(inner) ? null : inner) : outer;
  }

  private static boolean isEmpty(@Nullable JsonNode amount) {
    return amount == null || amount.isNull() || (amount.isTextual() && amount.asText().isBlank());
  }
}
