package io.syncline.sandbox.engine;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The services simulated here. */
enum Vendor {
  JUNGLESCOUT,
  STOCKX,
  DISCORD;

  String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  static Optional<Vendor> ofWord(String word) {
    return Arrays.stream(values()).filter(vendor -> vendor.word().equals(word)).findFirst();
  }
}
