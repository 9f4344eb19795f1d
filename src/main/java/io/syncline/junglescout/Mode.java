package io.syncline.junglescout;

import java.util.Arrays;
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
