package io.syncline.stockx;

import java.math.BigDecimal;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.springframework.boot.context.properties.ConfigurationProperties;

/** {@code syncline.stockx.*}: see {@code config/stockx.yaml} for units and reasons. */
@ConfigurationProperties("syncline.stockx")
record StockxSettings(
    String apiKey,
    String clientId,
    String clientSecret,
    String refreshToken,
    Map<String, Credentials> accounts,
    URI baseUrl,
    URI vendorUrl,
    URI tokenUrl,
    URI vendorTokenUrl,
    String audience,
    Duration tokenEarly,
    TokenHost tokenHost,
    int callsPerSecond,
    int callsPerMinute,
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
    if (regions.stream().map(Region::currency).distinct().count() != regions.size()) {
      throw new IllegalStateException("syncline.stockx.regions: a currency stands there twice");
    }
    accounts.forEach(
        (name, credentials) -> {
          if (!name.matches("[a-z0-9-]{1,30}") || !credentials.isComplete()) {
            throw new IllegalStateException(
                "syncline.stockx.accounts."
                    + name
                    + ": needs a name of a-z, 0-9, - and api-key, client-id, client-secret,"
                    + " refresh-token");
          }
        });
    requireRates(baseCurrency, exchangeRates);
    if (laterPercent < 0 || laterPercent > 100) {
      throw new IllegalStateException(
          "syncline.stockx.later-percent: not 0 to 100: " + laterPercent);
    }
    for (Region region : regions) {
      if (!region.account().isEmpty() && !accounts.containsKey(region.account())) {
        throw new IllegalStateException(
            "syncline.stockx.regions: no such account: "
                + region.account()
                + "; name it in syncline.stockx.accounts");
      }
    }
  }

  private static void requireRates(String base, Map<String, BigDecimal> rates) {
    if (!rates.isEmpty() && !rates.containsKey(base)) {
      throw new IllegalStateException(
          "syncline.stockx.exchange-rates: none of base-currency " + base);
    }
    rates.forEach(
        (currency, rate) -> {
          if (rate.signum() <= 0) {
            throw new IllegalStateException(
                "syncline.stockx.exchange-rates." + currency + ": not above zero: " + rate);
          }
        });
  }

  /** The credentials of the account that the four variables name. */
  Credentials ownCredentials() {
    return new Credentials(apiKey, clientId, clientSecret, refreshToken);
  }

  /** Without the secrets: this text may reach a log. */
  @Override
  public String toString() {
    return "StockX at " + baseUrl.getHost();
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
      if (!currency.matches("[A-Z]{3}")) {
        throw new IllegalStateException("syncline.stockx.regions: no currency: " + currency);
      }
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
        if (!word.matches("[A-Za-z_]?[A-Za-z0-9_]{0,62}")) {
          throw new IllegalStateException("syncline.stockx.selections: not a name: " + word);
        }
      }
    }
  }
}
