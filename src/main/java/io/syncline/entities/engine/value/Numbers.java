package io.syncline.entities.engine.value;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** Numbers as people and PostgreSQL write them out. */
public final class Numbers {
  private static final int LONGEST = 1_000;

  private Numbers() {}

  /** Digits without an exponent and without zeros that say nothing. */
  public static String plain(BigDecimal number) {
    return number.signum() == 0 ? "0" : number.stripTrailingZeros().toPlainString();
  }

  /** A number of digits, a sign and a point; null where the text is none. */
  static @Nullable BigDecimal parsed(String text) {
    if (text.isEmpty() || text.length() > LONGEST || !isNumeric(text)) {
      return null;
    }
    try {
      return new BigDecimal(text);
    } catch (NumberFormatException e) {
      return null;
    }
  }

  private static boolean isNumeric(String text) {
    for (int i = 0; i < text.length(); i++) {
      char sign = text.charAt(i);
      if ((sign < '0' || sign > '9') && "+-.".indexOf(sign) < 0) {
        return false;
      }
    }
    return true;
  }
}
