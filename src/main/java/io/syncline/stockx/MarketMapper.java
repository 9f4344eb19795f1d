package io.syncline.stockx;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.syncline.core.record.RejectedRecord;
import io.syncline.core.record.SyncRecord;
import io.syncline.core.record.WireValues;
import io.syncline.core.run.ActiveRun;
import io.syncline.core.source.SourceAnswer;
import io.syncline.stockx.Sizes.Size;
import io.syncline.stockx.StockxSettings.Region;
import io.syncline.stockx.Target.Product;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Turns the market of a product in one currency into snapshots (stockx.md section 3). */
record MarketMapper(
    ActiveRun run, Target target, Product product, Region region, Sizes sizes, Instant at) {
  private static final int DIGITS = 12;

  /** What became of an answer: all of it, or the reason why none. */
  record Mapped(
      List<SyncRecord> records, List<RejectedRecord> rejected, boolean sound, String reason) {}

  Mapped map(SourceAnswer answer) {
    if (!answer.isSuccess()) {
      return refused("HTTP " + answer.status() + " " + reason(answer.body()));
    }
    if (!answer.body().isArray()) {
      return refused("the answer is no list of variants");
    }
    List<SyncRecord> records = new ArrayList<>();
    List<RejectedRecord> rejected = new ArrayList<>();
    for (JsonNode entry : answer.body()) {
      if (!MarketReader.same(entry.path("currencyCode"), region.currency())) {
        return refused("the answer is in another currency");
      }
      if (!MarketReader.same(entry.path("productId"), product.id())) {
        return refused("the answer is about another product");
      }
      add(entry, records, rejected);
    }
    return new Mapped(records, rejected, true, "");
  }

  private void add(JsonNode entry, List<SyncRecord> records, List<RejectedRecord> rejected) {
    WireValues values = new WireValues(flat(entry));
    String variant = values.text("variantId", 100);
    BigDecimal ask = values.amount("lowestAsk", DIGITS);
    BigDecimal bid = values.amount("highestBid", DIGITS);
    BigDecimal faster = values.amount("sellFaster", DIGITS);
    BigDecimal more = values.amount("earnMore", DIGITS);
    BigDecimal flex = values.amount("flexLowestAsk", DIGITS);
    BigDecimal beat = values.amount("beatUS", DIGITS);
    if (variant == null || variant.isEmpty() || !values.faults().isEmpty()) {
      String reason =
          values.faults().isEmpty() ? "variantId: missing" : String.join(", ", values.faults());
      rejected.add(
          new RejectedRecord(
              target.sku() + "/" + region.currency() + "/" + variant, entry, reason));
      return;
    }
    Size size = sizes.of(variant);
    records.add(
        SyncRecord.of(
            variant,
            region.currency(),
            at,
            product.style(),
            target.sku(),
            product.id(),
            size.size(),
            size.type(),
            size.local(),
            region.label(),
            ask,
            bid,
            faster,
            more,
            flex,
            beat,
            new WireValues(JsonNodeFactory.instance.objectNode().set("raw", entry)).json("raw"),
            run.id()));
  }

  /** The same amount has two names and two places; the outer one counts (stockx.md section 2). */
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
    return outer == null || outer.isNull() ? inner : outer;
  }

  private static Mapped refused(String reason) {
    return new Mapped(List.of(), List.of(), false, reason.strip());
  }

  private static String reason(JsonNode body) {
    for (String name : List.of("message", "errorMessage", "error")) {
      String text = body.path(name).asText("");
      if (!text.isEmpty()) {
        return text.substring(0, Math.min(text.length(), 200));
      }
    }
    return "";
  }
}
