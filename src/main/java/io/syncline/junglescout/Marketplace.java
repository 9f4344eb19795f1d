package io.syncline.junglescout;

import java.util.Arrays;
import java.util.Locale;

/** The marketplaces that Jungle Scout has (junglescout#marketplaces). */
enum Marketplace {
  US,
  UK,
  DE,
  IN,
  CA,
  FR,
  IT,
  ES,
  MX,
  JP;

  String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  static Marketplace of(String word) {
    return valueOf(word.toUpperCase(Locale.ROOT));
  }

  static String[] words() {
    return Arrays.stream(values()).map(Marketplace::word).toArray(String[]::new);
  }
}
