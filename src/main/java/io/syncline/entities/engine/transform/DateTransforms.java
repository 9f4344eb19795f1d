package io.syncline.entities.engine.transform;

import io.syncline.entities.engine.error.RowCode;
import io.syncline.entities.engine.value.Cell;
import io.syncline.entities.engine.value.Value;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.time.temporal.TemporalAccessor;
import org.jspecify.annotations.Nullable;

/** {@code date} and {@code datetime}: serial numbers of a spreadsheet, ISO-8601, patterns. */
final class DateTransforms {
  private static final LocalDate SERIAL_ZERO = LocalDate.of(1899, 12, 30);
  private static final BigDecimal FIRST_SERIAL = BigDecimal.ONE;
  private static final BigDecimal AFTER_LAST_SERIAL = BigDecimal.valueOf(2_958_466);
  private static final BigDecimal SECONDS_OF_A_DAY = BigDecimal.valueOf(86_400);
  private static final int DAY_LENGTH = "2026-03-15".length();

  private static final DateTimeFormatter ISO =
      new DateTimeFormatterBuilder()
          .parseCaseInsensitive()
          .append(DateTimeFormatter.ISO_LOCAL_DATE)
          .appendLiteral('T')
          .append(DateTimeFormatter.ISO_LOCAL_TIME)
          .optionalStart()
          .appendPattern("[XXXXX][XXXX][X]")
          .optionalEnd()
          .toFormatter()
          .withResolverStyle(ResolverStyle.STRICT);

  private DateTransforms() {}

  /** A sensible range refuses a bare year, which as a serial number is a day of 1905. */
  private record Range(LocalDate from, LocalDate to) {

    static Range of(Settings settings) {
      Range range =
          new Range(
              settings.date("min_date", LocalDate.of(1950, 1, 1)),
              settings.date("max_date", LocalDate.of(2100, 12, 31)));
      if (range.from.isAfter(range.to)) {
        settings.fault("min_date", "after max_date");
      }
      return range;
    }

    boolean has(LocalDate day) {
      return !day.isBefore(from) && !day.isAfter(to);
    }
  }

  static Transform date(Settings settings, Region region) {
    DateOrder order = DateOrder.of(region.locale());
    Formats formats = Formats.of(settings, region.locale());
    Range range = Range.of(settings);
    return cell -> {
      LocalDate day =
          cell instanceof Cell.Num num
              ? serialDay(num.number())
              : cell instanceof Cell.Text text ? day(text.spelling(), formats, order) : null;
      return day == null || !range.has(day)
          ? Reading.refused(RowCode.INVALID_DATE, "Not a date", cell)
          : Reading.of(new Value.Day(day));
    };
  }

  private static @Nullable LocalDate day(String text, Formats formats, DateOrder order) {
    if (isIsoDay(text)) {
      return isoDay(text);
    }
    TemporalAccessor formatted = formats.read(text, LocalDate::from);
    return formatted == null ? order.read(text) : LocalDate.from(formatted);
  }

  static Transform dateTime(Settings settings, Region region) {
    ZoneId zone = region.zone();
    Formats formats = Formats.of(settings, region.locale());
    Range range = Range.of(settings);
    return cell -> {
      Instant moment =
          cell instanceof Cell.Num num
              ? serialMoment(num.number(), zone)
              : cell instanceof Cell.Text text ? moment(text.spelling(), formats, zone) : null;
      return moment == null || !range.has(LocalDate.ofInstant(moment, zone))
          ? Reading.refused(RowCode.INVALID_DATETIME, "Not a date with a time", cell)
          : Reading.of(new Value.Moment(moment));
    };
  }

  private static @Nullable Instant moment(String text, Formats formats, ZoneId zone) {
    if (isIsoDay(text)) {
      LocalDate day = isoDay(text);
      return day == null ? null : instant(day, zone);
    }
    TemporalAccessor iso = iso(text);
    TemporalAccessor read =
        iso != null
            ? iso
            : formats.read(
                text,
                ZonedDateTime::from,
                OffsetDateTime::from,
                LocalDateTime::from,
                LocalDate::from);
    return read == null ? null : instant(read, zone);
  }

  private static @Nullable TemporalAccessor iso(String text) {
    if (text.length() <= DAY_LENGTH) {
      return null;
    }
    try {
      String joined =
          text.charAt(DAY_LENGTH) == ' '
              ? text.substring(0, DAY_LENGTH) + 'T' + text.substring(DAY_LENGTH + 1)
              : text;
      return ISO.parseBest(joined, OffsetDateTime::from, LocalDateTime::from);
    } catch (DateTimeException e) {
      return null;
    }
  }

  /** A gap of summer time moves a time forward, an overlap takes the earlier offset. */
  private static Instant instant(TemporalAccessor read, ZoneId zone) {
    if (read instanceof ZonedDateTime zoned) {
      return zoned.toInstant();
    }
    if (read instanceof OffsetDateTime offset) {
      return offset.toInstant();
    }
    return read instanceof LocalDateTime local
        ? local.atZone(zone).toInstant()
        : LocalDate.from(read).atStartOfDay(zone).toInstant();
  }

  private static @Nullable LocalDate serialDay(BigDecimal serial) {
    return isSerial(serial)
        ? SERIAL_ZERO.plusDays(serial.setScale(0, RoundingMode.FLOOR).longValueExact())
        : null;
  }

  private static @Nullable Instant serialMoment(BigDecimal serial, ZoneId zone) {
    if (!isSerial(serial)) {
      return null;
    }
    BigDecimal seconds = serial.multiply(SECONDS_OF_A_DAY).setScale(0, RoundingMode.HALF_UP);
    return SERIAL_ZERO
        .atStartOfDay()
        .plusSeconds(seconds.longValueExact())
        .atZone(zone)
        .toInstant();
  }

  private static boolean isSerial(BigDecimal serial) {
    return serial.compareTo(FIRST_SERIAL) >= 0 && serial.compareTo(AFTER_LAST_SERIAL) < 0;
  }

  private static boolean isIsoDay(String text) {
    if (text.length() != DAY_LENGTH || text.charAt(4) != '-' || text.charAt(7) != '-') {
      return false;
    }
    return text.chars().allMatch(sign -> sign == '-' || (sign >= '0' && sign <= '9'));
  }

  private static @Nullable LocalDate isoDay(String text) {
    try {
      return LocalDate.parse(text);
    } catch (DateTimeException e) {
      return null;
    }
  }
}
