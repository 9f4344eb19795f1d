package io.syncline.sandbox.junglescout;

import io.syncline.sandbox.engine.Dice;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DayOfWeek;
import java.time.LocalDate;

/** Prices and sales of any day, each computed from the seed alone. */
record JungleScoutFigures(Dice dice) {

  private static final int PRICE_SCALE = 4;
  private static final int CHRISTMAS_STARTS = 11;

  /** Moves by up to five percent a week; the wire shows more decimals than the currency has. */
  BigDecimal price(Marketplace market, String asin, LocalDate date) {
    int cents = 500 + dice.below(9500, asin, "price");
    int percent = 95 + dice.below(11, market, asin, "drift", date.toEpochDay() / 7);
    BigDecimal price =
        BigDecimal.valueOf((long) cents * percent, PRICE_SCALE).multiply(market.priceLevel());
    BigDecimal trimmed = price.setScale(PRICE_SCALE, RoundingMode.HALF_UP).stripTrailingZeros();
    return trimmed.scale() < 1 ? trimmed.setScale(1, RoundingMode.UNNECESSARY) : trimmed;
  }

  int units(Marketplace market, String asin, LocalDate date) {
    int demand = dice.below(60, market, asin, "demand");
    int noise = dice.below(demand / 2 + 3, market, asin, "units", date);
    boolean weekend = date.getDayOfWeek().compareTo(DayOfWeek.FRIDAY) > 0;
    int units = demand + noise + (weekend ? demand / 4 : 0);
    return date.getMonthValue() >= CHRISTMAS_STARTS ? units * 3 / 2 : units;
  }

  int unitsOfLast30Days(Marketplace market, String asin, LocalDate today) {
    return today.minusDays(30).datesUntil(today).mapToInt(date -> units(market, asin, date)).sum();
  }
}
