package io.syncline.entities.engine.transform;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** In which order a locale writes day, month and year with {@code / . -} between them. */
enum DateOrder {
  MONTH_FIRST(2, 0, 1),
  DAY_FIRST(2, 1, 0),
  YEAR_FIRST(0, 1, 2);

  private static final Set<String> YEAR_FIRST_LANGUAGES = Set.of("ja", "zh", "ko", "hu", "lt");
  private static final int YEAR_DIGITS = 4;

  private final int year;
  private final int month;
  private final int day;

  DateOrder(int year, int month, int day) {
    this.year = year;
    this.month = month;
    this.day = day;
  }

  static DateOrder of(Locale locale) {
    if (locale.getCountry().equals("US")) {
      return MONTH_FIRST;
    }
    return YEAR_FIRST_LANGUAGES.contains(locale.getLanguage()) ? YEAR_FIRST : DAY_FIRST;
  }

  /** The day; null where the text is none. */
  @Nullable LocalDate read(String text) {
    int first = separator(text, 0);
    int second = first < 0 ? -1 : separator(text, first + 1);
    if (second < 0 || text.charAt(first) != text.charAt(second)) {
      return null;
    }
    String[] parts = {
      text.substring(0, first), text.substring(first + 1, second), text.substring(second + 1)
    };
    if (parts[year].length() != YEAR_DIGITS || !isShort(parts[month]) || !isShort(parts[day])) {
      return null;
    }
    for (String part : parts) {
      if (!part.chars().allMatch(sign -> sign >= '0' && sign <= '9')) {
        return null;
      }
    }
    try {
      return LocalDate.of(number(parts[year]), number(parts[month]), number(parts[day]));
    } catch (DateTimeException e) {
      return null;
    }
  }

  private static int separator(String text, int from) {
    for (int at = from; at < text.length(); at++) {
      char sign = text.charAt(at);
      if (sign == '/' || sign == '.' || sign == '-') {
        return at;
      }
    }
    return -1;
  }

  private static boolean isShort(String part) {
    return part.length() == 1 || part.length() == 2;
  }

  private static int number(String digits) {
    return Integer.parseInt(digits);
  }
}
