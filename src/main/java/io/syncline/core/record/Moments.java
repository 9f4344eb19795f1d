package io.syncline.core.record;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;

/** Moments as sources write them: ISO 8601 with an offset. */
public final class Moments {
  private static final String TO_SECONDS = "0000-00-00T00:00:00";
  private static final String UTC = TO_SECONDS + "Z";
  private static final String AHEAD = TO_SECONDS + "+00:00";
  private static final String BEHIND = TO_SECONDS + "-00:00";

  private Moments() {}

  /**
   * The moment. Nearly all are written to the second, and those need no formatter, which took a
   * twelfth of reading a shop's orders.
   *
   * @throws java.time.DateTimeException if it is none
   */
  public static Instant of(String text) {
    if (isLike(UTC, text)) {
      return plain(text).toInstant(ZoneOffset.UTC);
    }
    if (isLike(AHEAD, text) || isLike(BEHIND, text)) {
      int sign = text.charAt(TO_SECONDS.length()) == '-' ? -1 : 1;
      return plain(text)
          .toInstant(ZoneOffset.ofHoursMinutes(sign * part(text, 20), sign * part(text, 23)));
    }
    return OffsetDateTime.parse(text).toInstant();
  }

  private static LocalDateTime plain(String text) {
    return LocalDateTime.of(
        Integer.parseInt(text, 0, 4, 10),
        part(text, 5),
        part(text, 8),
        part(text, 11),
        part(text, 14),
        part(text, 17));
  }

  private static int part(String text, int from) {
    return Integer.parseInt(text, from, from + 2, 10);
  }

  /** Whether it has a digit wherever the form has one, and else the same signs. */
  private static boolean isLike(String form, String text) {
    boolean isLike = form.length() == text.length();
    for (int i = 0; isLike && i < form.length(); i++) {
      char sign = text.charAt(i);
      isLike = form.charAt(i) == '0' ? sign >= '0' && sign <= '9' : sign == form.charAt(i);
    }
    return isLike;
  }
}
