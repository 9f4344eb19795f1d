package io.syncline.sandbox.shopify;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;

/**
 * Where a page ended, which is opaque to who pages.
 *
 * @param order by what the pages are sorted; another order refuses it
 * @param walked how many objects came before
 */
record Cursor(String order, Instant updated, int number, int walked) {
  static final String LOOPING = "eyJsb29wIjp0cnVlfQ==";

  static Cursor of(String text) {
    try {
      byte[] bytes = Base64.getDecoder().decode(text);
      String[] parts = new String(bytes, StandardCharsets.UTF_8).split("\\|");
      return new Cursor(
          parts[0],
          Instant.ofEpochSecond(Long.parseLong(parts[1])),
          Integer.parseInt(parts[2]),
          Integer.parseInt(parts[3]));
    } catch (IllegalArgumentException | ArrayIndexOutOfBoundsException e) {
      throw new AdminFault("BAD_REQUEST", "Invalid cursor for current pagination sort.");
    }
  }

  @Override
  public String toString() {
    String text = order + "|" + updated.getEpochSecond() + "|" + number + "|" + walked;
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }
}
