package io.syncline.core.schedule;

import java.text.ParseException;
import java.time.ZoneOffset;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.TimeZone;
import java.util.regex.Pattern;
import org.quartz.CronExpression;

/** The fields of a Quartz expression, in order; each is checked alone to find the one at fault. */
enum CronField {
  SECONDS("seconds"),
  MINUTES("minutes"),
  HOURS("hours"),
  DAY_OF_MONTH("day of month"),
  MONTH("month"),
  DAY_OF_WEEK("day of week"),
  YEAR("year");

  static final String ANY = "*";
  static final String NONE = "?";

  /** Quartz takes 98 and 99 for its own "none" and "any" instead of refusing them. */
  private static final Pattern TOO_LARGE = Pattern.compile(".*([6-9][0-9]|[0-9]{3,}).*");

  private final String title;

  CronField(String title) {
    this.title = title;
  }

  String title() {
    return title;
  }

  static Optional<CronField> firstInvalid(List<String> fields) {
    for (CronField field : values()) {
      if (field.ordinal() < fields.size() && !field.isValid(fields.get(field.ordinal()))) {
        return Optional.of(field);
      }
    }
    return Optional.empty();
  }

  /** Whether Quartz takes the whole expression. */
  static boolean isExpression(String expression) {
    try {
      new CronExpression(expression);
      return true;
    } catch (ParseException | RuntimeException e) {
      return false;
    }
  }

  /** Whether there is a moment that a valid expression means, such as no 31 February is. */
  static boolean fires(String expression) {
    try {
      CronExpression valid = new CronExpression(expression);
      valid.setTimeZone(TimeZone.getTimeZone(ZoneOffset.UTC));
      return valid.getNextValidTimeAfter(new Date()) != null;
    } catch (ParseException e) {
      return false;
    }
  }

  private boolean isValid(String value) {
    if (this != YEAR && TOO_LARGE.matcher(value).matches()) {
      return false;
    }
    String[] fields = {"0", "0", "0", ANY, ANY, NONE, ANY};
    if (this == DAY_OF_WEEK && !value.equals(NONE)) {
      fields[DAY_OF_MONTH.ordinal()] = NONE;
    }
    if (this == DAY_OF_MONTH && value.equals(NONE)) {
      fields[DAY_OF_WEEK.ordinal()] = ANY;
    }
    fields[ordinal()] = value;
    return isExpression(String.join(" ", fields));
  }
}
