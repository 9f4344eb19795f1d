package io.syncline.core.record;

/** Text as PostgreSQL stores it: without NUL, and without half a surrogate pair. */
public final class StorableText {
  private StorableText() {}

  public static boolean isStorable(String text) {
    for (int i = 0; i < text.length(); i++) {
      char sign = text.charAt(i);
      if (sign == 0 || (Character.isSurrogate(sign) && isHalf(text.codePointAt(i++)))) {
        return false;
      }
    }
    return true;
  }

  /** The text without what cannot be stored. */
  public static String of(String text) {
    StringBuilder kept = new StringBuilder(text.length());
    text.codePoints().filter(sign -> sign != 0 && !isHalf(sign)).forEach(kept::appendCodePoint);
    return kept.toString();
  }

  /** The text, so many characters of it at most. */
  public static String cut(String text, int width) {
    if (text.length() <= width) {
      return text;
    }
    return text.substring(0, Character.isHighSurrogate(text.charAt(width - 1)) ? width - 1 : width);
  }

  private static boolean isHalf(int codePoint) {
    return Character.getType(codePoint) == Character.SURROGATE;
  }
}
