package io.syncline.stockx;

import io.syncline.core.run.ActiveRun;
import io.syncline.stockx.Offers.Arbitrage;
import io.syncline.stockx.StoredPrices.Price;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Finds what a run read that costs less in one currency than somebody bids in another (SX-32). */
@Component
final class ArbitrageFinder {
  private static final int MOST = 5;

  private final StoredPrices stored;
  private final StockxSettings settings;

  ArbitrageFinder(StoredPrices stored, StockxSettings settings) {
    this.stored = stored;
    this.settings = settings;
  }

  /** One size of a product, and what buying and selling it brings. */
  record Chance(String sku, String size, Arbitrage arbitrage) {

    BigDecimal percent() {
      return arbitrage.percent();
    }

    String words() {
      return "%s %s: buy in %s, sell in %s, +%s %%"
          .formatted(
              sku,
              size == null ? "" : size,
              arbitrage.buyIn(),
              arbitrage.sellIn(),
              percent().setScale(1, RoundingMode.HALF_UP));
    }
  }

  /**
   * The best of a run, at most five, each above {@code arbitrage-percent}. Variants are paired here
   * and not by a join, which a table without statistics turns into hours.
   */
  List<Chance> best(ActiveRun run) {
    return stored.offered(run.id()).stream()
        .flatMap(prices -> chance(prices).stream())
        .sorted(Comparator.comparing(Chance::percent).reversed().thenComparing(Chance::sku))
        .limit(MOST)
        .toList();
  }

  private Optional<Chance> chance(List<Price> prices) {
    return new Offers(prices.stream().map(settings::offer).toList())
        .above(settings.arbitragePercent())
        .map(best -> new Chance(prices.get(0).sku(), prices.get(0).size(), best));
  }
}
