package io.syncline.stockx;

import io.syncline.core.database.Databases;
import io.syncline.core.run.ActiveRun;
import io.syncline.stockx.Offers.Arbitrage;
import io.syncline.stockx.Offers.Offer;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Finds what a run read that costs less in one currency than somebody bids in another (SX-32). */
@Component
final class ArbitrageFinder {
  private static final int MOST = 5;

  /** Paired here and not by a join, which a table without statistics turns into hours. */
  private static final String OF_A_RUN =
      """
      SELECT sku, size, stockx_variant_id, currency_code, lowest_ask, highest_bid
      FROM master_market_latest WHERE run_id = ? AND (lowest_ask > 0 OR highest_bid > 0)
      """;

  private final JdbcClient staging;
  private final StockxSettings settings;

  ArbitrageFinder(Databases databases, StockxSettings settings) {
    this.staging = JdbcClient.create(databases.staging().pool());
    this.settings = settings;
  }

  private record Price(String sku, String size, String variantId, Offer offer) {}

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

  /** The best of a run, at most five, each above {@code arbitrage-percent}. */
  List<Chance> best(ActiveRun run) {
    Map<String, List<Price>> variants = new LinkedHashMap<>();
    for (Price price : prices(run)) {
      variants.computeIfAbsent(price.variantId(), id -> new ArrayList<>()).add(price);
    }
    return variants.values().stream()
        .flatMap(prices -> chance(prices).stream())
        .sorted(Comparator.comparing(Chance::percent).reversed().thenComparing(Chance::sku))
        .limit(MOST)
        .toList();
  }

  private Collection<Price> prices(ActiveRun run) {
    return staging
        .sql(OF_A_RUN)
        .param(run.id())
        .query(
            (row, number) ->
                new Price(
                    row.getString(1),
                    row.getString(2),
                    row.getString(3),
                    offer(row.getString(4), row.getBigDecimal(5), row.getBigDecimal(6))))
        .list();
  }

  /** In the base currency; one without a rate offers nothing. */
  private Offer offer(String currency, BigDecimal ask, BigDecimal bid) {
    BigDecimal rate = settings.exchangeRates().getOrDefault(currency, BigDecimal.ZERO);
    return new Offer(
        currency, ask == null ? null : ask.multiply(rate), bid == null ? null : bid.multiply(rate));
  }

  private Optional<Chance> chance(List<Price> prices) {
    return new Offers(prices.stream().map(Price::offer).toList())
        .best()
        .filter(best -> best.percent().compareTo(settings.arbitragePercent()) > 0)
        .map(best -> new Chance(prices.get(0).sku(), prices.get(0).size(), best));
  }
}
