package io.syncline.stockx;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.syncline.core.error.OneLine;
import io.syncline.core.record.RejectedRecord;
import io.syncline.core.record.SyncRecord;
import io.syncline.core.record.WireValues;
import io.syncline.core.source.SourceAnswer;
import io.syncline.stockx.Sizes.Size;
import io.syncline.stockx.StockxSettings.Region;
import io.syncline.stockx.Target.Product;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * Turns the market of a product in one currency into snapshots
 * (stockx#from-a-market-entry-to-a-row).
 */
record MarketMapper(UUID runId, Target target, Region region, Sizes sizes, Instant at) {
  private static final int DIGITS = 12;
  private static final int LONGEST_REASON = 200;

  /**
   * What became of an answer: all of it, or the reason why none.
   *
   * @param notes of secondary amounts that were left out
   */
  record Mapped(
      List<SyncRecord> records,
      List<RejectedRecord> rejected,
      List<String> notes,
      boolean sound,
      String reason) {

    static Mapped empty() {
      return new Mapped(new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), true, "");
    }
  }

  Mapped map(SourceAnswer answer) {
    if (!answer.isSuccess()) {
      return refused("HTTP " + answer.status() + " " + reason(answer.body()));
    }
    if (!answer.body().isArray()) {
      return refused("the answer is no list of variants");
    }
    Mapped mapped = Mapped.empty();
    for (JsonNode entry : answer.body()) {
      if (!MarketReader.same(entry.path("currencyCode"), region.currency())) {
        return refused("the answer is in another currency");
      }
      if (!MarketReader.same(entry.path("productId"), product().id())) {
        return refused("the answer is about another product");
      }
      add(entry, mapped);
    }
    return mapped;
  }

  /** Without a variant, an ask or a bid that can be read an entry is no price. */
  private void add(JsonNode entry, Mapped mapped) {
    WireValues values = new WireValues(flat(entry));
    String variant = values.text("variantId", 100);
    BigDecimal ask = values.amount("lowestAsk", DIGITS);
    BigDecimal bid = values.amount("highestBid", DIGITS);
    String key = target.sku() + "/" + region.currency() + "/" + variant;
    if (variant == null || variant.isEmpty() || !values.faults().isEmpty()) {
      String reason =
          values.faults().isEmpty() ? "variantId: missing" : String.join(", ", values.faults());
      mapped.rejected().add(new RejectedRecord(key, entry, reason));
      return;
    }
    WireValues secondary = new WireValues(flat(entry));
    WireValues raw = new WireValues(JsonNodeFactory.instance.objectNode().set("raw", entry));
    Size size = sizes.of(variant);
    mapped
        .records()
        .add(
            SyncRecord.of(
                variant,
                region.currency(),
                at,
                product().style(),
                target.sku(),
                product().id(),
                size.size(),
                size.type(),
                size.local(),
                region.label(),
                ask,
                bid,
                secondary.amount("sellFaster", DIGITS),
                secondary.amount("earnMore", DIGITS),
                secondary.amount("flexLowestAsk", DIGITS),
                secondary.amount("beatUS", DIGITS),
                raw.json("raw"),
                runId));
    raw.faults().forEach(fault -> mapped.notes().add(key + ": " + fault));
    secondary.faults().forEach(fault -> mapped.notes().add(key + ": " + fault));
  }

  private Product product() {
    return target.product().orElseThrow();
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

  private static JsonNode either(JsonNode outer, JsonNode inner) {
    return isEmpty(outer) ? (isEmpty(inner) ? null : inner) : outer;
  }

  private static boolean isEmpty(JsonNode amount) {
    return amount == null || amount.isNull() || (amount.isTextual() && amount.asText().isBlank());
  }

  private static Mapped refused(String reason) {
    return new Mapped(List.of(), List.of(), List.of(), false, reason.strip());
  }

  private static String reason(JsonNode body) {
    for (String name : List.of("message", "errorMessage", "error")) {
      String text = OneLine.of(body.path(name).asText(""), LONGEST_REASON);
      if (!text.isEmpty()) {
        return text;
      }
    }
    return "";
  }
}
