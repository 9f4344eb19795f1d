package io.syncline.junglescout;

import java.util.Arrays;
import java.util.Locale;

/** The four ways document 004 starts this pipeline. */
enum Mode {
  HOURLY("Hourly"),
  MASTER("Master"),
  SALES("Sales"),
  PRODUCTS("Product");

  private final String title;

  Mode(String title) {
    this.title = title;
  }

  /** What people are told was synced. */
  String title() {
    return title;
  }

  String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  static String[] words() {
    return Arrays.stream(values()).map(Mode::word).toArray(String[]::new);
  }

  static Mode of(String word) {
    return valueOf(word.toUpperCase(Locale.ROOT));
  }

  boolean readsProducts() {
    return this != SALES;
  }

  boolean readsSales() {
    return this != PRODUCTS;
  }
}
