package io.syncline.entities.engine.transform;

import io.syncline.entities.engine.value.Texts;

/** The signs around numbers. */
final class Signs {
  private static final char MINUS = '\u2212';

  private Signs() {}

  static boolean isMinus(char sign) {
    return sign == '-' || sign == MINUS;
  }

  static boolean isSign(char sign) {
    return isMinus(sign) || sign == '+';
  }

  /** The spaces that separate groups of digits in one locale or another. */
  static boolean isSpaceLike(char sign) {
    return sign == ' ' || sign == '\u00A0' || sign == '\u202F';
  }

  /** Parentheses around the whole mean less than zero. */
  static boolean isEnclosed(String text) {
    return text.length() > 2 && text.charAt(0) == '(' && text.charAt(text.length() - 1) == ')';
  }

  static String trimmed(String text) {
    return Texts.trim(text);
  }
}
