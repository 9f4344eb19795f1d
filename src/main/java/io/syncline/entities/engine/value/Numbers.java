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

  /**
   * A number of digits, a sign and a point, with an exponent or without; null where the text is
   * none, or one that would be too long written out.
   */
  static @Nullable BigDecimal parsed(String text) {
    if (text.isEmpty() || text.length() > LONGEST || !isNumeric(text)) {
      return null;
    }
    try {
      BigDecimal number = new BigDecimal(text);
      return Math.abs((long) number.scale()) > LONGEST ? null : number;
    } catch (NumberFormatException e) {
      return null;
    }
  }

  /** Whether it is written with an exponent, as PostgreSQL does it where few digits are known. */
  static boolean hasExponent(String text) {
    return text.indexOf('e') >= 0 || text.indexOf('E') >= 0;
  }

  private static boolean isNumeric(String text) {
    for (int i = 0; i < text.length(); i++) {
      char sign = text.charAt(i);
      if ((sign < '0' || sign > '9') && "+-.eE".indexOf(sign) < 0) {
        return false;
      }
    }
    return true;
  }
}
