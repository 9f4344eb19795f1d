package io.syncline.sandbox.stockx;

import io.syncline.sandbox.engine.Dice;
import io.syncline.sandbox.engine.FaultKind;
import io.syncline.sandbox.engine.Fields;
import io.syncline.sandbox.engine.Strike;
import io.syncline.sandbox.stockx.StockxCatalogue.Product;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;

/** The prices of the simulated StockX; threads may share it. */
final class StockxMarket {
  private final StockxCatalogue catalogue;
  private final Clock clock;

  StockxMarket(StockxCatalogue catalogue, Clock clock) {
    this.catalogue = catalogue;
    this.clock = clock;
  }

  Object answer(StockxCall call, Product product, Strike strike) {
    String asked = call.query().getOrDefault("currencyCode", "USD");
    String currency = strike.has(FaultKind.OTHER_CURRENCY) ? "JPY" : asked;
    if (strike.has(FaultKind.EMPTY_MARKET)) {
      return List.of();
    }
    List<Fields> entries = new ArrayList<>();
    for (int variant = 0; variant < catalogue.variantsOf(product); variant++) {
      entries.add(entry(product, variant, currency, call.account() + asked));
      spoil(entries.get(variant), variant, strike);
    }
    return entries;
  }

  /** Secondary amounts that are none, or the ask of the first variant. */
  private static void spoil(Fields entry, int variant, Strike strike) {
    if (strike.has(FaultKind.ODD_AMOUNTS)) {
      entry.with("beatUSAmount", "");
      entry.with("sellFasterAmount", "n/a");
    }
    if (strike.has(FaultKind.ODD_ASKS) && variant == 0) {
      entry.with("lowestAskAmount", "n/a");
    }
  }

  /** Prices move with every minute, and each market has its own: an account in a currency. */
  private Fields entry(Product product, int variant, String currency, String market) {
    long minute = clock.instant().getEpochSecond() / 60;
    Dice dice = catalogue.dice();
    int ask =
        80 + dice.below(200, product.number(), variant, market) + dice.below(9, variant, minute);
    boolean silent = dice.oneIn(12, product.number(), variant, "silent");
    String bid =
        dice.oneIn(15, product.number(), variant, "no bid") ? "0" : String.valueOf(ask - 20);
    String amount = silent ? null : String.valueOf(ask);
    return new Fields()
        .with("productId", product.id())
        .with("variantId", catalogue.variantId(product, variant))
        .with("currencyCode", currency)
        .with("lowestAskAmount", amount)
        .with("highestBidAmount", silent ? null : bid)
        .with("sellFasterAmount", silent ? null : String.valueOf(ask - 8))
        .with("earnMoreAmount", null)
        .with("flexLowestAskAmount", null)
        .with(
            "standardMarketData",
            new Fields()
                .with("lowestAsk", amount)
                .with("highestBidAmount", bid)
                .with("earnMore", amount)
                .with("beatUS", amount));
  }
}
