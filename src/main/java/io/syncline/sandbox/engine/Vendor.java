package io.syncline.sandbox.engine;

import java.util.Locale;

/** The services simulated here. */
enum Vendor {
  JUNGLESCOUT,
  STOCKX,
  DISCORD,
  GOOGLE,
  CLOSE,
  JSON,
  SHOPIFY,
  AMAZON;

  String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
