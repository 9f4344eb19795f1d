package io.syncline.junglescout;

import java.util.Locale;

/** The four ways document 004 starts this pipeline. */
enum Mode {
  HOURLY,
  MASTER,
  SALES,
  PRODUCTS;

  String word() {
    return name().toLowerCase(Locale.ROOT);
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
