package io.syncline.sandbox.amazon;

import io.syncline.sandbox.engine.Fields;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** The marketplaces that are simulated, with the region that leads to them. */
enum Market {
  ATVPDKIKX0DER("na", "US", "USD", "en_US", "www.amazon.com"),
  A2EUQ1WTGCTBG2("na", "CA", "CAD", "en_CA", "www.amazon.ca"),
  A1F83G8C2ARO7P("eu", "GB", "GBP", "en_GB", "www.amazon.co.uk"),
  A1PA6795UKMFR9("eu", "DE", "EUR", "de_DE", "www.amazon.de"),
  A1VC38T7YXB528("fe", "JP", "JPY", "ja_JP", "www.amazon.co.jp");

  private final String region;
  private final String country;
  private final String currency;
  private final String language;
  private final String domain;

  Market(String region, String country, String currency, String language, String domain) {
    this.region = region;
    this.country = country;
    this.currency = currency;
    this.language = language;
    this.domain = domain;
  }

  static List<Market> of(String region) {
    return Arrays.stream(values()).filter(market -> market.region.equals(region)).toList();
  }

  static List<Market> named(List<String> ids, String region) {
    return of(region).stream().filter(market -> ids.contains(market.name())).toList();
  }

  String title() {
    return "Amazon" + domain.substring(domain.indexOf('.', 5));
  }

  /** An amount as text; yen have no decimals. */
  Fields money(int cents) {
    String amount =
        currency.equals("JPY")
            ? String.valueOf(cents)
            : String.format(Locale.ROOT, "%d.%02d", cents / 100, cents % 100);
    return new Fields().with("amount", amount).with("currencyCode", currency);
  }

  Fields participation() {
    return new Fields()
        .with(
            "marketplace",
            new Fields()
                .with("id", name())
                .with("countryCode", country)
                .with("name", title())
                .with("defaultCurrencyCode", currency)
                .with("defaultLanguageCode", language)
                .with("domainName", domain))
        .with("storeName", "Sandbox Goods")
        .with(
            "participation",
            new Fields().with("isParticipating", true).with("hasSuspendedListings", false));
  }
}
