package io.syncline.stockx;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.syncline.core.request.ApiAnswer;
import io.syncline.core.request.ApiRequest;
import io.syncline.stockx.PriceBoard.Price;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.Body;
import org.springframework.stereotype.Component;

/**
 * Compares a product's stored prices between currencies, size by size, at the configured rates
 * (SX-32). Without a rate a currency is named and left out.
 */
@Component
final class PriceComparison {
  private final PriceBoard board;
  private final StockxSettings settings;

  PriceComparison(PriceBoard board, StockxSettings settings) {
    this.board = board;
    this.settings = settings;
  }

  private record Offer(String currency, BigDecimal ask, BigDecimal bid) {}

  ApiAnswer compare(@Body ApiRequest request) {
    String sku = request.path().get("sku");
    List<Price> prices = board.find(sku);
    ObjectNode answer = JsonNodeFactory.instance.objectNode().put("sku", sku);
    answer.put("base_currency", settings.exchangeRates().keySet().stream().findFirst().orElse(""));
    answer.put("arbitrage_percent", settings.arbitragePercent());
    ArrayNode without = answer.putArray("currencies_without_rate");
    prices.stream()
        .map(Price::currency)
        .distinct()
        .filter(currency -> !settings.exchangeRates().containsKey(currency))
        .forEach(without::add);
    ArrayNode sizes = answer.putArray("sizes");
    byVariant(prices).values().forEach(variant -> add(variant, sizes));
    return ApiAnswer.ok(answer);
  }

  private static Map<String, List<Price>> byVariant(List<Price> prices) {
    Map<String, List<Price>> variants = new LinkedHashMap<>();
    prices.forEach(
        price -> variants.computeIfAbsent(price.variantId(), id -> new ArrayList<>()).add(price));
    return variants;
  }

  private void add(List<Price> variant, ArrayNode sizes) {
    List<Offer> offers =
        variant.stream()
            .filter(price -> settings.exchangeRates().containsKey(price.currency()))
            .map(this::converted)
            .toList();
    ObjectNode size = sizes.addObject();
    size.put("variant_id", variant.get(0).variantId());
    size.put("size", variant.get(0).size());
    ObjectNode asks = size.putObject("lowest_ask");
    offers.forEach(offer -> asks.put(offer.currency(), offer.ask()));
    Optional<Offer> cheapest =
        offers.stream().filter(o -> o.ask() != null).min(Comparator.comparing(Offer::ask));
    Optional<Offer> dearest =
        offers.stream().filter(o -> o.ask() != null).max(Comparator.comparing(Offer::ask));
    Optional<Offer> buyer =
        offers.stream().filter(o -> o.bid() != null).max(Comparator.comparing(Offer::bid));
    if (cheapest.isPresent() && dearest.isPresent()) {
      size.put("spread_percent", percent(cheapest.get().ask(), dearest.get().ask()));
    }
    if (cheapest.isPresent() && buyer.isPresent()) {
      addArbitrage(size, cheapest.get(), buyer.get());
    }
  }

  /** Bought where the ask is lowest, sold where the bid is highest. */
  private void addArbitrage(ObjectNode size, Offer cheapest, Offer buyer) {
    BigDecimal gain = percent(cheapest.ask(), buyer.bid());
    if (gain.compareTo(settings.arbitragePercent()) > 0) {
      size.putObject("arbitrage")
          .put("buy_in", cheapest.currency())
          .put("sell_in", buyer.currency())
          .put("gain_percent", gain);
    }
  }

  private Offer converted(Price price) {
    BigDecimal rate = settings.exchangeRates().get(price.currency());
    return new Offer(
        price.currency(), times(price.lowestAsk(), rate), times(price.highestBid(), rate));
  }

  private static BigDecimal times(BigDecimal amount, BigDecimal rate) {
    return amount == null ? null : amount.multiply(rate).setScale(2, RoundingMode.HALF_UP);
  }

  private static BigDecimal percent(BigDecimal from, BigDecimal to) {
    return to.subtract(from)
        .multiply(BigDecimal.valueOf(100))
        .divide(from, 2, RoundingMode.HALF_UP);
  }
}
