package io.syncline.stockx;

import io.syncline.stockx.Offers.Offer;
import io.syncline.stockx.StoredPrices.Price;
import java.math.BigDecimal;
import java.math.MathContext;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/** {@code syncline.stockx.*}: see {@code config/stockx.yaml} for units and reasons. */
@ConfigurationProperties("syncline.stockx")
record StockxSettings(
    String apiKey,
    String clientId,
    String clientSecret,
    String refreshToken,
    Map<String, Credentials> accounts,
    URI tokenUrl,
    URI vendorTokenUrl,
    String audience,
    Duration tokenEarly,
    TokenHost tokenHost,
    int callsPerSecond,
    long callsPerDay,
    Duration longestWait,
    int productsPerRun,
    int productsAtOnce,
    Duration productDelay,
    int batchRows,
    Duration longestRun,
    Duration staleAfter,
    Duration unknownRetry,
    Duration variantsFor,
    String sizeRegion,
    List<Region> regions,
    int laterPercent,
    List<Selection> selections,
    Duration freshWithin,
    String baseCurrency,
    Map<String, BigDecimal> exchangeRates,
    Duration compareWithin,
    BigDecimal arbitragePercent,
    int keepDays) {

  StockxSettings {
    accounts = accounts == null ? Map.of() : Map.copyOf(accounts);
    exchangeRates = exchangeRates == null ? Map.of() : Map.copyOf(exchangeRates);
    regions = List.copyOf(regions);
    selections = List.copyOf(selections);
    require(
        regions.stream().map(Region::currency).distinct().count() == regions.size(),
        "regions: a currency stands there twice");
    accounts.forEach(
        (name, credentials) ->
            require(
                name.matches("[a-z0-9-]{1,30}") && credentials.isComplete(),
                "accounts.%s: needs a name of a-z, 0-9, - and api-key, client-id, client-secret, refresh-token",
                name));
    require(
        exchangeRates.isEmpty() || exchangeRates.containsKey(baseCurrency),
        "exchange-rates: none of base-currency %s",
        baseCurrency);
    exchangeRates.forEach(
        (currency, rate) ->
            require(rate.signum() > 0, "exchange-rates.%s: not above zero: %s", currency, rate));
    require(
        laterPercent >= 0 && laterPercent <= 100, "later-percent: not 0 to 100: %s", laterPercent);
    for (Region region : regions) {
      require(
          region.account().isEmpty() || accounts.containsKey(region.account()),
          "regions: no such account: %s; name it in syncline.stockx.accounts",
          region.account());
    }
  }

  private static void require(boolean holds, String what, Object... values) {
    if (!holds) {
      throw new IllegalStateException("syncline.stockx." + what.formatted(values));
    }
  }

  /** What an account is called with; the one without a name is that of the four variables. */
  Credentials credentials(String account) {
    return account.isEmpty()
        ? new Credentials(apiKey, clientId, clientSecret, refreshToken)
        : Objects.requireNonNull(accounts.get(account));
  }

  /** What a price is in the base currency; one without a rate offers nothing. */
  Offer offer(Price price) {
    return new Offer(
        price.currencyCode(),
        inBase(price.lowestAsk(), price.currencyCode()),
        inBase(price.highestBid(), price.currencyCode()));
  }

  private @Nullable BigDecimal inBase(@Nullable BigDecimal amount, String currency) {
    BigDecimal rate = exchangeRates.get(currency);
    return amount == null || rate == null
        ? null
        : amount.multiply(rate).divide(exchangeRates.get(baseCurrency), MathContext.DECIMAL64);
  }

  /** Without the secrets: this text may reach a log. */
  @Override
  public String toString() {
    return "settings of StockX";
  }

  /** How often the token endpoint may be called. */
  record TokenHost(int callsPerSecond, int callsPerMinute, long callsPerDay) {}

  /** What one account at StockX is called with. */
  record Credentials(String apiKey, String clientId, String clientSecret, String refreshToken) {

    boolean isComplete() {
      return Stream.of(apiKey, clientId, clientSecret, refreshToken)
          .noneMatch(part -> part == null || part.isBlank());
    }

    /** Without the secrets: this text may reach a log. */
    @Override
    public String toString() {
      return "credentials of StockX";
    }
  }

  /**
   * What is asked for each product, and what the rows are labelled.
   *
   * @param account whose market is asked; empty: that of the four variables
   */
  record Region(String label, String currency, String account) {

    Region {
      account = account == null ? "" : account;
      require(currency.matches("[A-Z]{3}"), "regions: no currency: %s", currency);
    }
  }

  /**
   * A table that says which SKUs matter.
   *
   * @param rank the column to sort by, the greatest first; empty for none
   * @param at the column of a moment that must lie {@code within} the last time; empty for none
   * @param top how many of the table are considered
   */
  record Selection(
      String name, String table, String sku, String rank, String at, Duration within, int top) {

    Selection {
      for (String word : List.of(table, sku, rank, at)) {
        require(word.matches("[A-Za-z_]?[A-Za-z0-9_]{0,62}"), "selections: not a name: %s", word);
      }
    }
  }
}
