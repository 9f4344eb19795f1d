package io.syncline.sandbox.google;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.text.NumberFormat;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A cell as a spreadsheet stores it: text, a number, a boolean or nothing. A date is a number too;
 * the format only says how it is shown.
 */
public record Cell(@Nullable Object value, Format format) {
  private static final LocalDate DAY_ZERO = LocalDate.of(1899, 12, 30);
  private static final BigDecimal SECONDS_OF_A_DAY = BigDecimal.valueOf(86_400);
  private static final int DIGITS_OF_A_TIME = 10;

  /** How a number is shown. */
  public enum Format {
    PLAIN,
    DATE,
    DATE_TIME,
    PERCENT,
    CURRENCY
  }

  public static Cell empty() {
    return new Cell(null, Format.PLAIN);
  }

  public static Cell text(String text) {
    return new Cell(text.isEmpty() ? null : text, Format.PLAIN);
  }

  public static Cell number(String digits) {
    return new Cell(new BigDecimal(digits), Format.PLAIN);
  }

  public static Cell bool(boolean value) {
    return new Cell(value, Format.PLAIN);
  }

  public static Cell percent(String fraction) {
    return new Cell(new BigDecimal(fraction), Format.PERCENT);
  }

  public static Cell money(String amount) {
    return new Cell(new BigDecimal(amount), Format.CURRENCY);
  }

  public static Cell date(LocalDate day) {
    return new Cell(BigDecimal.valueOf(ChronoUnit.DAYS.between(DAY_ZERO, day)), Format.DATE);
  }

  /** The part of the day is a fraction, which has no time zone. */
  public static Cell dateTime(LocalDateTime moment) {
    BigDecimal seconds = BigDecimal.valueOf(moment.toLocalTime().toSecondOfDay());
    BigDecimal part = seconds.divide(SECONDS_OF_A_DAY, DIGITS_OF_A_TIME, RoundingMode.HALF_UP);
    long days = ChronoUnit.DAYS.between(DAY_ZERO, moment.toLocalDate());
    return new Cell(BigDecimal.valueOf(days).add(part), Format.DATE_TIME);
  }

  boolean isEmpty() {
    return value == null;
  }

  boolean isDate() {
    return format == Format.DATE || format == Format.DATE_TIME;
  }

  /** What a person sees, rounded and in the spreadsheet's language. */
  String shown(Locale locale) {
    if (value instanceof Boolean) {
      return value.toString().toUpperCase(Locale.ROOT);
    }
    return value instanceof BigDecimal number ? shown(number, locale) : String.valueOf(value);
  }

  private String shown(BigDecimal number, Locale locale) {
    return switch (format) {
      case PLAIN -> plain(locale).format(number);
      case PERCENT -> NumberFormat.getPercentInstance(locale).format(number);
      case CURRENCY -> NumberFormat.getCurrencyInstance(locale).format(number);
      case DATE, DATE_TIME -> shownMoment(number, locale);
    };
  }

  private static NumberFormat plain(Locale locale) {
    NumberFormat plain = NumberFormat.getInstance(locale);
    plain.setGroupingUsed(false);
    return plain;
  }

  private String shownMoment(BigDecimal serial, Locale locale) {
    LocalDate day = DAY_ZERO.plusDays(serial.longValue());
    String shown =
        DateTimeFormatter.ofLocalizedDate(FormatStyle.SHORT).localizedBy(locale).format(day);
    if (format == Format.DATE) {
      return shown;
    }
    BigDecimal part = serial.remainder(BigDecimal.ONE).multiply(SECONDS_OF_A_DAY);
    LocalDateTime moment =
        day.atStartOfDay().plusSeconds(part.setScale(0, RoundingMode.HALF_UP).longValue());
    return shown + " " + moment.toLocalTime();
  }
}
