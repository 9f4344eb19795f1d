package io.syncline.entities.engine.transform;

import java.math.BigDecimal;
import java.text.DecimalFormatSymbols;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Reads numbers as people of a locale write them. What is not wholly a number is none: {@code 1,23}
 * is not 123 in English, and {@code 12abc} is not 12.
 */
final class LocaleNumbers {
  private static final int LONGEST = 60;

  private final char decimal;
  private final char grouping;

  private LocaleNumbers(char decimal, char grouping) {
    this.decimal = decimal;
    this.grouping = grouping;
  }

  static LocaleNumbers plain(Locale locale) {
    DecimalFormatSymbols symbols = DecimalFormatSymbols.getInstance(locale);
    return new LocaleNumbers(symbols.getDecimalSeparator(), symbols.getGroupingSeparator());
  }

  /** Some locales separate amounts of money otherwise: Austria groups them by points. */
  static LocaleNumbers monetary(Locale locale) {
    DecimalFormatSymbols symbols = DecimalFormatSymbols.getInstance(locale);
    return new LocaleNumbers(
        symbols.getMonetaryDecimalSeparator(), symbols.getMonetaryGroupingSeparator());
  }

  /** The number; null where the text is none. */
  @Nullable BigDecimal read(String text) {
    String body = Signs.trimmed(text);
    boolean enclosed = Signs.isEnclosed(body);
    if (enclosed) {
      body = Signs.trimmed(body.substring(1, body.length() - 1));
    }
    boolean signed = !body.isEmpty() && Signs.isSign(body.charAt(0));
    if (body.isEmpty() || body.length() > LONGEST || (enclosed && signed)) {
      return null;
    }
    boolean negative = enclosed || Signs.isMinus(body.charAt(0));
    BigDecimal number = unsigned(signed ? Signs.trimmed(body.substring(1)) : body);
    return number == null || !negative ? number : number.negate();
  }

  private @Nullable BigDecimal unsigned(String text) {
    StringBuilder digits = new StringBuilder(text.length());
    int at = whole(text, digits);
    if (at < 0) {
      return null;
    }
    if (at < text.length()) {
      int fraction = at + 1;
      digits.append('.');
      for (at = fraction; at < text.length() && isDigit(text.charAt(at)); at++) {
        digits.append(digit(text.charAt(at)));
      }
      if (at == fraction || at < text.length()) {
        return null;
      }
    }
    return new BigDecimal(digits.toString());
  }

  /**
   * Takes the digits before the decimal separator, in groups of three after the first where there
   * are groups.
   *
   * @return where the separator or the end is; -1 where the text is no number
   */
  private int whole(String text, StringBuilder digits) {
    int at = 0;
    int group = 0;
    boolean grouped = false;
    for (; at < text.length() && text.charAt(at) != decimal; at++) {
      char sign = text.charAt(at);
      if (isDigit(sign)) {
        digits.append(digit(sign));
        group++;
      } else if (isGrouping(sign) && group > 0 && group <= 3 && (!grouped || group == 3)) {
        grouped = true;
        group = 0;
      } else {
        return -1;
      }
    }
    boolean whole = !grouped || group == 3;
    boolean some = group > 0 || at < text.length();
    if (digits.length() == 0) {
      digits.append('0');
    }
    return whole && some ? at : -1;
  }

  /** Nobody types the separators that CLDR has for spaces and for Swiss apostrophes. */
  private boolean isGrouping(char sign) {
    if (sign == grouping) {
      return true;
    }
    if (Signs.isSpaceLike(grouping)) {
      return Signs.isSpaceLike(sign);
    }
    return grouping == '\u2019' && sign == '\'';
  }

  private static boolean isDigit(char sign) {
    return sign >= '0' && (sign <= '9' || Character.isDigit(sign));
  }

  private static char digit(char sign) {
    return (char) ('0' + Character.digit(sign, 10));
  }
}
