package io.syncline.sandbox.shopify;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The name of a record, which tells its type; the same numbers are used in every shop.
 *
 * @param number what the vendor calls the legacy resource id
 */
record Gid(String type, long number) {
  private static final Pattern FORM = Pattern.compile("gid://shopify/(\\w+)/(\\d{1,18})(\\?.*)?");

  static Optional<Gid> of(String text) {
    Matcher found = FORM.matcher(text);
    return found.matches()
        ? Optional.of(new Gid(found.group(1), Long.parseLong(found.group(2))))
        : Optional.empty();
  }

  @Override
  public String toString() {
    return "gid://shopify/" + type + "/" + number;
  }
}
