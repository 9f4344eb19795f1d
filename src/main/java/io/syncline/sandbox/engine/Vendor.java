package io.syncline.sandbox.engine;

import java.util.Locale;

/** The services simulated here. */
enum Vendor {
  JUNGLESCOUT,
  STOCKX,
  DISCORD;

  String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
