package io.syncline.core.error;

/**
 * Text that came from elsewhere, as an error, a reason, a notice or a line of the log can hold it:
 * one line without NUL, which no database stores, and without half a character, no longer than
 * anybody reads.
 */
public final class OneLine {
  private OneLine() {}

  /** The text, cut to so many characters. */
  public static String of(String text, int most) {
    StringBuilder line = new StringBuilder(Math.min(text.length(), most + 1));
    for (int i = 0; i < text.length(); ) {
      int sign = text.codePointAt(i);
      i += Character.charCount(sign);
      if (sign == 0 || Character.getType(sign) == Character.SURROGATE) {
        continue;
      }
      if (line.length() + Character.charCount(sign) > most) {
        return line.append('…').toString();
      }
      line.appendCodePoint(breaksTheLine(sign) ? ' ' : sign);
    }
    return line.toString();
  }

  private static boolean breaksTheLine(int sign) {
    int type = Character.getType(sign);
    return type == Character.CONTROL
        || type == Character.LINE_SEPARATOR
        || type == Character.PARAGRAPH_SEPARATOR;
  }
}
