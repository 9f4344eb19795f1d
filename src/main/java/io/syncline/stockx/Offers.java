package io.syncline.stockx;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What one size costs in several currencies, converted and not rounded. */
record Offers(List<Offer> all) {
  private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);

  /** In one currency, as far as there is an ask and a bid. */
  record Offer(String currency, @Nullable BigDecimal ask, @Nullable BigDecimal bid) {

    /** Amounts of nothing or less are no offers. */
    Offer {
      ask = ask == null || ask.signum() <= 0 ? null : ask;
      bid = bid == null || bid.signum() <= 0 ? null : bid;
    }
  }

  /** Bought where the ask is low, sold in another currency where the bid is high. */
  record Arbitrage(String buyIn, String sellIn, BigDecimal percent) {}

  Offers {
    all = List.copyOf(all);
  }

  /** How much dearer the highest ask is than the lowest; empty without two of them. */
  Optional<BigDecimal> spread() {
    List<BigDecimal> asks = all.stream().map(Offer::ask).filter(Objects::nonNull).sorted().toList();
    return asks.size() < 2
        ? Optional.empty()
        : Optional.of(percent(asks.get(0), asks.get(asks.size() - 1)));
  }

  /** The best of those that bring more than so many percent. */
  Optional<Arbitrage> above(BigDecimal percent) {
    return best().filter(best -> best.percent().compareTo(percent) > 0);
  }

  Optional<Arbitrage> best() {
    return all.stream()
        .flatMap(buy -> all.stream().flatMap(sell -> between(buy, sell).stream()))
        .max(Comparator.comparing(Arbitrage::percent));
  }

  private static Optional<Arbitrage> between(Offer buy, Offer sell) {
    BigDecimal ask = buy.ask();
    BigDecimal bid = sell.bid();
    if (ask == null || bid == null || sell.currency().equals(buy.currency())) {
      return Optional.empty();
    }
    return Optional.of(new Arbitrage(buy.currency(), sell.currency(), percent(ask, bid)));
  }

  private static BigDecimal percent(BigDecimal from, BigDecimal to) {
    return to.subtract(from).multiply(HUNDRED).divide(from, MathContext.DECIMAL64);
  }
}
