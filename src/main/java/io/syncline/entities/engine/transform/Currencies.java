package io.syncline.entities.engine.transform;

import java.util.Currency;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** What stands for which currency beside an amount. */
final class Currencies {
  private static final Map<String, List<String>> SYMBOLS =
      Map.ofEntries(
          Map.entry("$", List.of("USD", "CAD", "AUD", "NZD", "SGD", "HKD", "MXN")),
          Map.entry("£", List.of("GBP")),
          Map.entry("€", List.of("EUR")),
          Map.entry("¥", List.of("JPY", "CNY")),
          Map.entry("₹", List.of("INR")),
          Map.entry("₽", List.of("RUB")),
          Map.entry("₩", List.of("KRW")),
          Map.entry("₺", List.of("TRY")),
          Map.entry("₪", List.of("ILS")),
          Map.entry("₫", List.of("VND")),
          Map.entry("₴", List.of("UAH")),
          Map.entry("₱", List.of("PHP")));

  private Currencies() {}

  static Optional<Currency> of(String code) {
    return code.length() == 3 ? known(code.toUpperCase(Locale.ROOT)) : Optional.empty();
  }

  /** Whether it is the sign or the code of any currency. */
  static boolean isMarker(String marker) {
    boolean sign =
        marker.codePointCount(0, marker.length()) == 1
            && Character.getType(marker.codePointAt(0)) == Character.CURRENCY_SYMBOL;
    return sign || of(marker).isPresent();
  }

  /** Whether it stands for this currency. */
  static boolean fits(String marker, Currency currency) {
    return marker.equalsIgnoreCase(currency.getCurrencyCode())
        || SYMBOLS.getOrDefault(marker, List.of()).contains(currency.getCurrencyCode());
  }

  private static Optional<Currency> known(String code) {
    try {
      return Optional.of(Currency.getInstance(code));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
