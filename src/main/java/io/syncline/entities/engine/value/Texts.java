package io.syncline.entities.engine.value;

import io.syncline.core.record.StorableText;
import java.text.Normalizer;
import java.util.Locale;

/**
 * Text as it is compared: white space of all kinds, normal forms, case (mapping#21-empty-cells).
 */
public final class Texts {
  private static final int MOST_SHOWN = 80;

  private Texts() {}

  /** White space, of which spreadsheets have kinds that Java's {@code strip} leaves. */
  public static boolean isSpace(int sign) {
    return Character.isWhitespace(sign) || Character.isSpaceChar(sign) || sign == 0xFEFF;
  }

  /** The text without white space at its ends. */
  public static String trim(String text) {
    int from = 0;
    int to = text.length();
    while (from < to && isSpace(text.charAt(from))) {
      from++;
    }
    while (from < to && isSpace(text.charAt(to - 1))) {
      to--;
    }
    return text.substring(from, to);
  }

  /** One form for all spellings of a key or a header (mapping#31-keys). */
  public static String normalized(String text) {
    if (isPlain(text)) {
      return collapsed(text).toLowerCase(Locale.ROOT);
    }
    String composed = collapsed(Normalizer.normalize(text, Normalizer.Form.NFKC));
    return Normalizer.normalize(folded(composed), Normalizer.Form.NFKC);
  }

  /**
   * Without the difference of case: upper case first, as it is what {@code ß} and {@code ss} share.
   */
  static String folded(String text) {
    return text.toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT);
  }

  /** The beginning of a text for a message: no cell is shown whole in a log or an answer. */
  public static String shown(String text) {
    return "'" + StorableText.cut(text, MOST_SHOWN) + "'";
  }

  private static boolean isPlain(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) >= 0x80) {
        return false;
      }
    }
    return true;
  }

  private static String collapsed(String text) {
    String trimmed = trim(text);
    StringBuilder kept = new StringBuilder(trimmed.length());
    boolean afterSpace = false;
    for (int i = 0; i < trimmed.length(); i++) {
      boolean space = isSpace(trimmed.charAt(i));
      if (!space) {
        kept.append(trimmed.charAt(i));
      } else if (!afterSpace) {
        kept.append(' ');
      }
      afterSpace = space;
    }
    return kept.toString();
  }
}
