package io.syncline.stockx;

import io.syncline.core.database.Databases;
import io.syncline.core.run.ActiveRun;
import java.math.BigDecimal;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Finds what a run read that costs less in one currency than somebody bids in another (SX-32). */
@Component
final class ArbitrageFinder {
  private static final int MOST = 5;
  private static final String BEST =
      """
      WITH offers AS (
          SELECT l.sku, l.size, l.stockx_variant_id, l.currency_code,
                 l.lowest_ask * r.rate AS ask, l.highest_bid * r.rate AS bid
          FROM master_market_latest l JOIN unnest(?::text[], ?::numeric[]) AS r (currency, rate) ON r.currency = l.currency_code
          WHERE l.run_id = ?
      )
      SELECT a.sku, a.size, a.currency_code, b.currency_code, round((b.bid / a.ask - 1) * 100, 1) AS percent
      FROM offers a JOIN offers b USING (stockx_variant_id)
      WHERE a.currency_code <> b.currency_code AND a.ask > 0 AND b.bid > a.ask * (1 + ? / 100.0)
      ORDER BY percent DESC, a.sku, a.size LIMIT ?
      """;

  private final JdbcClient staging;
  private final StockxSettings settings;

  ArbitrageFinder(Databases databases, StockxSettings settings) {
    this.staging = JdbcClient.create(databases.staging().pool());
    this.settings = settings;
  }

  /** One size of a product, and what buying and selling it brings. */
  record Chance(String sku, String size, String buyIn, String sellIn, BigDecimal percent) {

    String words() {
      return "%s %s: buy in %s, sell in %s, +%s %%"
          .formatted(sku, size == null ? "" : size, buyIn, sellIn, percent);
    }
  }

  /** The best of a run, at most five, each above {@code arbitrage-percent}. */
  List<Chance> best(ActiveRun run) {
    List<String> currencies = List.copyOf(settings.exchangeRates().keySet());
    return staging
        .sql(BEST)
        .param(currencies.toArray(String[]::new))
        .param(
            currencies.stream()
                .map(currency -> settings.exchangeRates().get(currency).toPlainString())
                .toArray(String[]::new))
        .param(run.id())
        .param(settings.arbitragePercent())
        .param(MOST)
        .query(
            (row, number) ->
                new Chance(
                    row.getString(1),
                    row.getString(2),
                    row.getString(3),
                    row.getString(4),
                    row.getBigDecimal(5)))
        .list();
  }
}
