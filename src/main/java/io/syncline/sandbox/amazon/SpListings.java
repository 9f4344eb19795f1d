package io.syncline.sandbox.amazon;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.syncline.sandbox.engine.FaultKind;
import io.syncline.sandbox.engine.Fields;
import io.syncline.sandbox.engine.Refusal;
import io.syncline.sandbox.engine.Strike;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A seller's own listings (amazon-sp#listings), of which a search shows a thousand. */
final class SpListings {
  private static final int LARGEST_PAGE = 20;
  private static final int MOST = 1_000;
  private static final Duration TOKEN_LIFE = Duration.ofHours(1);
  private static final Set<String> KNOWN =
      Set.of(
          "includedData",
          "createdAfter",
          "createdBefore",
          "lastUpdatedAfter",
          "lastUpdatedBefore",
          "sortBy",
          "sortOrder",
          "pageSize",
          "pageToken");

  private final Clock clock;

  SpListings(Clock clock) {
    this.clock = clock;
  }

  Fields answer(AmazonCall call, SampleSeller seller, Strike strike) {
    call.expect(KNOWN, Set.of("marketplaceIds"));
    List<Market> markets = Market.named(call.list("marketplaceIds"), call.region());
    Refusal.when(
        markets.size() != call.list("marketplaceIds").size(),
        () -> AmazonRefusals.input("a marketplace is not of this region"));
    String fingerprint = call.fingerprint("pageToken");
    Optional<PageToken> token = PageToken.of(call, "pageToken", fingerprint, TOKEN_LIFE, clock);
    Instant after = call.moment("lastUpdatedAfter").orElse(Instant.EPOCH);
    List<Integer> found =
        seller.listings.byUpdate().stream()
            .filter(entry -> !entry.updated().isBefore(after))
            .map(entry -> entry.number())
            .toList();
    int from = token.map(PageToken::from).orElse(0);
    int last = Math.min(found.size(), MOST);
    int to = Math.min(last, from + call.number("pageSize", 10, LARGEST_PAGE));
    Fields answer =
        new Fields()
            .with(
                "numberOfResults",
                strike.has(FaultKind.MANY_LISTINGS) ? MOST + found.size() : found.size());
    if (to < last) {
      PageToken next = new PageToken(to, fingerprint, clock.instant(), clock.instant());
      answer.with("pagination", new Fields().with("nextToken", next.toString()));
    }
    return answer.with(
        "items",
        found.subList(Math.min(from, to), to).stream()
            .map(index -> item(call, seller, markets, index))
            .toList());
  }

  private static Fields item(
      AmazonCall call, SampleSeller seller, List<Market> markets, int index) {
    ObjectNode listing = seller.listings.get(index);
    Fields item = new Fields().with("sku", listing.path("sku").asText());
    if (call.includes("summaries")) {
      item.with(
          "summaries",
          markets.stream().map(market -> summary(seller, listing, market, index)).toList());
    }
    if (call.includes("offers")) {
      item.with("offers", markets.stream().map(market -> offer(seller, market, index)).toList());
    }
    if (call.includes("fulfillmentAvailability")) {
      Fields availability =
          seller.isFba(index)
              ? new Fields().with("fulfillmentChannelCode", "AMAZON_NA")
              : new Fields()
                  .with("fulfillmentChannelCode", "DEFAULT")
                  .with("quantity", listing.path("quantity").asInt());
      item.with("fulfillmentAvailability", List.of(availability));
    }
    return item;
  }

  /** Not yet matched listings have no ASIN, and some cannot be bought or found. */
  private static Fields summary(SampleSeller seller, ObjectNode listing, Market market, int index) {
    Fields summary = new Fields().with("marketplaceId", market.name());
    if (index % 9 != 8) {
      summary.with("asin", seller.asin(index));
    }
    return summary
        .with("productType", "BOTTLE")
        .with("conditionType", "new_new")
        .with("status", index % 9 == 8 ? List.of() : List.of("BUYABLE", "DISCOVERABLE"))
        .with("itemName", seller.title(index, market))
        .with("createdDate", listing.path("createdDate").asText())
        .with("lastUpdatedDate", listing.path("lastUpdatedDate").asText());
  }

  private static Fields offer(SampleSeller seller, Market market, int index) {
    return new Fields()
        .with("marketplaceId", market.name())
        .with("offerType", "B2C")
        .with("price", market.money(seller.price(index)));
  }
}
