package io.syncline.sandbox.amazon;

import io.syncline.sandbox.engine.FaultKind;
import io.syncline.sandbox.engine.Fields;
import io.syncline.sandbox.engine.Refusal;
import io.syncline.sandbox.engine.Strike;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What lies in Amazon's warehouses (amazon-sp#fba-inventory): its page tokens die soon. */
final class SpInventory {
  private static final int PAGE = 10;
  private static final Duration TOKEN_LIFE = Duration.ofSeconds(30);

  private final Clock clock;

  SpInventory(Clock clock) {
    this.clock = clock;
  }

  Fields answer(AmazonCall call, SampleSeller seller, Strike strike) {
    call.expect(
        Set.of("details", "startDateTime", "nextToken", "sellerSkus", "sellerSku"),
        Set.of("granularityType", "granularityId", "marketplaceIds"));
    Refusal.when(strike.has(FaultKind.NO_FBA), () -> AmazonRefusals.input("Invalid Input"));
    List<Market> markets = Market.named(call.list("marketplaceIds"), call.region());
    Refusal.when(
        call.list("marketplaceIds").size() != 1
            || markets.isEmpty()
            || !call.parameter("granularityType").equals("Marketplace")
            || !call.parameter("granularityId").equals(call.parameter("marketplaceIds")),
        () -> AmazonRefusals.input("exactly one marketplace of this region"));
    String fingerprint = call.fingerprint("nextToken");
    Optional<PageToken> token = PageToken.of(call, "nextToken", fingerprint, TOKEN_LIFE, clock);
    List<Fields> found = found(call, seller);
    int from = token.map(PageToken::from).orElse(0);
    int to = Math.min(found.size(), from + PAGE);
    Fields granularity =
        new Fields()
            .with("granularityType", "Marketplace")
            .with("granularityId", markets.get(0).name());
    Fields answer =
        new Fields()
            .with(
                "payload",
                new Fields()
                    .with("granularity", granularity)
                    .with("inventorySummaries", found.subList(from, to)));
    if (to < found.size()) {
      PageToken next = new PageToken(to, fingerprint, clock.instant(), clock.instant());
      answer.with("pagination", new Fields().with("nextToken", next.toString()));
    }
    return answer;
  }

  private static List<Fields> found(AmazonCall call, SampleSeller seller) {
    Instant start = call.moment("startDateTime").orElse(Instant.EPOCH);
    boolean hasDetails = call.parameter("details").equals("true");
    List<Fields> found = new ArrayList<>();
    for (var entry : seller.listings.byUpdate()) {
      int index = entry.number();
      if (seller.isFba(index) && !entry.updated().isBefore(start)) {
        found.add(summary(seller, index, "NewItem", hasDetails));
        if (index % 10 == 4) {
          found.add(summary(seller, index, "UsedGood", hasDetails));
        }
      }
    }
    return found;
  }

  /** One SKU may have several rows, and some do not know when they changed. */
  private static Fields summary(
      SampleSeller seller, int index, String condition, boolean hasDetails) {
    int fulfillable = seller.stock(index, condition);
    Fields summary =
        new Fields()
            .with("asin", seller.asin(index))
            .with("fnSku", (condition.equals("NewItem") ? "X00" : "X01") + (10_000 + index))
            .with("sellerSku", seller.sku(index))
            .with("condition", condition)
            .with("productName", "Steel bottle " + index)
            .with("totalQuantity", fulfillable + 3);
    if (index % 14 != 12) {
      summary.with("lastUpdatedTime", SampleSeller.listingUpdated(index).toString());
    }
    if (hasDetails) {
      summary.with(
          "inventoryDetails",
          new Fields()
              .with("fulfillableQuantity", fulfillable)
              .with("inboundWorkingQuantity", 0)
              .with("inboundShippedQuantity", 0)
              .with("inboundReceivingQuantity", 0)
              .with(
                  "reservedQuantity",
                  new Fields()
                      .with("totalReservedQuantity", 3)
                      .with("pendingCustomerOrderQuantity", 3)
                      .with("pendingTransshipmentQuantity", 0)
                      .with("fcProcessingQuantity", 0))
              .with("unfulfillableQuantity", new Fields().with("totalUnfulfillableQuantity", 0)));
    }
    return summary;
  }
}
