package io.syncline.stockx;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.syncline.core.pipeline.ApiAnswer;
import io.syncline.core.pipeline.ApiRequest;
import io.syncline.stockx.Offers.Offer;
import io.syncline.stockx.StoredPrices.Price;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.apache.camel.Body;
import org.springframework.stereotype.Component;

/**
 * Compares a product's stored prices between currencies, size by size, at the configured rates
 * (SX-32). What cannot be compared is named and left out: a currency without a rate, one that is
 * not configured any more, and a price that is too old.
 */
@Component
final class PriceComparison {
  private final StoredPrices stored;
  private final StockxSettings settings;
  private final Clock clock;

  PriceComparison(StoredPrices stored, StockxSettings settings, Clock clock) {
    this.stored = stored;
    this.settings = settings;
    this.clock = clock;
  }

  ApiAnswer compare(@Body ApiRequest request) {
    String sku = PriceBoard.sku(request);
    List<Price> prices = stored.find(sku);
    ObjectNode answer = JsonNodeFactory.instance.objectNode().put("sku", sku);
    answer.put("base_currency", settings.baseCurrency());
    answer.put("arbitrage_percent", settings.arbitragePercent());
    name(prices, this::hasNoRate, answer.putArray("currencies_without_rate"));
    name(prices, this::isNotConfigured, answer.putArray("currencies_not_configured"));
    ArrayNode sizes = answer.putArray("sizes");
    StoredPrices.byVariant(prices).forEach(variant -> add(variant, sizes.addObject()));
    return ApiAnswer.ok(answer);
  }

  private static void name(List<Price> prices, Predicate<String> which, ArrayNode names) {
    prices.stream().map(Price::currencyCode).distinct().filter(which).forEach(names::add);
  }

  private boolean hasNoRate(String currency) {
    return !settings.exchangeRates().containsKey(currency);
  }

  private boolean isNotConfigured(String currency) {
    return settings.regions().stream().noneMatch(region -> region.currency().equals(currency));
  }

  private void add(List<Price> variant, ObjectNode size) {
    size.put("variant_id", variant.get(0).stockxVariantId());
    size.put("size", variant.get(0).size());
    ObjectNode asks = size.putObject("lowest_ask");
    ObjectNode snapshots = size.putObject("snapshots");
    ArrayNode tooOld = size.putArray("too_old");
    List<Offer> offers = new ArrayList<>();
    for (Price price : variant) {
      String currency = price.currencyCode();
      if (hasNoRate(currency) || isNotConfigured(currency)) {
        continue;
      }
      Duration age = Duration.between(price.snapshotAt(), clock.instant());
      snapshots
          .putObject(currency)
          .put("snapshot_at", price.snapshotAt().toString())
          .put("age_hours", hours(age));
      if (isTooOld(age)) {
        tooOld.add(currency);
        continue;
      }
      Offer offer = settings.offer(price);
      asks.put(currency, offer.ask() == null ? null : rounded(offer.ask()));
      offers.add(offer);
    }
    compare(new Offers(offers), size);
  }

  private void compare(Offers offers, ObjectNode size) {
    offers.spread().ifPresent(spread -> size.put("spread_percent", rounded(spread)));
    offers
        .above(settings.arbitragePercent())
        .ifPresent(
            best ->
                size.putObject("arbitrage")
                    .put("buy_in", best.buyIn())
                    .put("sell_in", best.sellIn())
                    .put("gain_percent", rounded(best.percent())));
  }

  private boolean isTooOld(Duration age) {
    Duration most = settings.compareWithin();
    return !most.isZero() && age.compareTo(most) > 0;
  }

  private static BigDecimal rounded(BigDecimal value) {
    return value.setScale(2, RoundingMode.HALF_UP);
  }

  private static BigDecimal hours(Duration age) {
    return BigDecimal.valueOf(Math.max(0, age.toMinutes()))
        .divide(BigDecimal.valueOf(60), 2, RoundingMode.HALF_UP);
  }
}
