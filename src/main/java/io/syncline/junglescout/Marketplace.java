package io.syncline.junglescout;

import io.syncline.core.error.RequestRefused;
import java.util.Arrays;
import java.util.List;
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

  /** The marketplace of that word; 400 with the allowed ones for any other. */
  static Marketplace of(String word) {
    return Arrays.stream(values())
        .filter(marketplace -> marketplace.word().equals(word))
        .findFirst()
        .orElseThrow(() -> RequestRefused.invalid("marketplace", "unknown", words()));
  }

  private static List<String> words() {
    return Arrays.stream(values()).map(Marketplace::word).toList();
  }
}
