package io.syncline.sandbox.junglescout;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The ten markets Jungle Scout covers, with the rough price level of the currency. */
enum Marketplace {
  US("1"),
  UK("0.79"),
  DE("0.92"),
  IN("83"),
  CA("1.36"),
  FR("0.92"),
  IT("0.92"),
  ES("0.92"),
  MX("17"),
  JP("150");

  private final BigDecimal priceLevel;

  Marketplace(String priceLevel) {
    this.priceLevel = new BigDecimal(priceLevel);
  }

  BigDecimal priceLevel() {
    return priceLevel;
  }

  String code() {
    return name().toLowerCase(Locale.ROOT);
  }

  static Optional<Marketplace> ofCode(String code) {
    return Arrays.stream(values()).filter(market -> market.code().equals(code)).findFirst();
  }
}
