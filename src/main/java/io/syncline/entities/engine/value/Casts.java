package io.syncline.entities.engine.value;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Casts as PostgreSQL does them; whatever it would not take stays what it was. */
final class Casts {
  private static final Pattern SHORT_OFFSET = Pattern.compile(".*[+-]\\d{2}");

  private static final Pattern UUID =
      Pattern.compile(
          "\\{?([0-9a-f]{8})-?([0-9a-f]{4})-?([0-9a-f]{4})-?([0-9a-f]{4})-?([0-9a-f]{12})}?");

  private Casts() {}

  static Value to(FieldType type, Value value) {
    Value cast =
        switch (type.kind()) {
          case TEXT, FOLDED, OTHER -> new Value.Text(value.text());
          case PADDED -> new Value.Text(unpadded(value.text()));
          case UUID -> uuid(value.text());
          case INTEGER -> Numbers.hasExponent(value.text()) ? null : scaled(value, 0);
          case NUMERIC -> type.digits() == -1 ? number(value) : scaled(value, type.digits());
          case REAL, DOUBLE -> floating(value, type.kind());
          case BOOLEAN -> bool(value);
          case DATE -> day(value);
          case MOMENT -> moment(value, type.digits());
          case JSON -> json(value);
        };
    return cast == null ? value : cast;
  }

  /** PostgreSQL takes it without its hyphens, and in braces. */
  private static Value uuid(String text) {
    String plain = text.toLowerCase(Locale.ROOT);
    Matcher groups = UUID.matcher(plain);
    return new Value.Text(groups.matches() ? groups.replaceFirst("$1-$2-$3-$4-$5") : plain);
  }

  private static String unpadded(String text) {
    int end = text.length();
    while (end > 0 && text.charAt(end - 1) == ' ') {
      end--;
    }
    return text.substring(0, end);
  }

  private static @Nullable BigDecimal decimal(Value value) {
    if (value instanceof Value.Num num) {
      return num.number();
    }
    return value instanceof Value.Text text ? Numbers.parsed(text.text()) : null;
  }

  private static @Nullable Value number(Value value) {
    BigDecimal number = decimal(value);
    return number == null ? null : new Value.Num(number);
  }

  private static @Nullable Value scaled(Value value, int digits) {
    BigDecimal number = decimal(value);
    if (number == null) {
      return null;
    }
    return new Value.Num(number.setScale(digits, RoundingMode.HALF_UP));
  }

  private static @Nullable Value floating(Value value, FieldType.Kind kind) {
    BigDecimal number = decimal(value);
    if (number == null) {
      return null;
    }
    double wide = number.doubleValue();
    String nearest =
        kind == FieldType.Kind.REAL ? Float.toString((float) wide) : Double.toString(wide);
    boolean finite = Double.isFinite(wide) && Float.isFinite((float) wide);
    return finite || (kind == FieldType.Kind.DOUBLE && Double.isFinite(wide))
        ? new Value.Num(new BigDecimal(nearest))
        : null;
  }

  private static @Nullable Value bool(Value value) {
    String word =
        value instanceof Value.Bool ? value.text() : value.text().toLowerCase(Locale.ROOT);
    return switch (word) {
      case "true", "t", "yes", "y", "on", "1" -> new Value.Bool(true);
      case "false", "f", "no", "n", "off", "0" -> new Value.Bool(false);
      default -> null;
    };
  }

  private static @Nullable Value day(Value value) {
    if (value instanceof Value.Moment moment) {
      return new Value.Day(LocalDate.ofInstant(moment.instant(), ZoneOffset.UTC));
    }
    if (!(value instanceof Value.Text text)) {
      return null;
    }
    try {
      return new Value.Day(LocalDate.parse(text.text()));
    } catch (DateTimeException e) {
      return null;
    }
  }

  private static @Nullable Value moment(Value value, int digits) {
    if (value instanceof Value.Moment moment) {
      return rounded(moment.instant(), digits);
    }
    if (value instanceof Value.Day day) {
      return new Value.Moment(day.date().atStartOfDay(ZoneOffset.UTC).toInstant());
    }
    if (!(value instanceof Value.Text text)) {
      return null;
    }
    try {
      return rounded(instant(text.text()), digits);
    } catch (DateTimeException e) {
      return null;
    }
  }

  /** PostgreSQL writes {@code 2026-03-15 16:00:00+00}. */
  private static Instant instant(String text) {
    String iso = text.replace(' ', 'T');
    if (iso.length() == "2026-03-15".length()) {
      return LocalDate.parse(iso).atStartOfDay(ZoneOffset.UTC).toInstant();
    }
    if (iso.endsWith("Z")) {
      return Instant.parse(iso);
    }
    int time = iso.indexOf('T');
    boolean offset = iso.indexOf('+', time) > 0 || iso.indexOf('-', Math.max(time, 0)) > 0;
    if (!offset) {
      return LocalDateTime.parse(iso).toInstant(ZoneOffset.UTC);
    }
    return OffsetDateTime.parse(SHORT_OFFSET.matcher(iso).matches() ? iso + ":00" : iso)
        .toInstant();
  }

  private static Value rounded(Instant instant, int digits) {
    long step = BigDecimal.TEN.pow(9 - Math.min(digits, 9)).longValueExact();
    long rest = instant.getNano() % step;
    Instant down = instant.minusNanos(rest);
    return new Value.Moment(rest * 2 >= step ? down.plus(step, ChronoUnit.NANOS) : down);
  }

  private static @Nullable Value json(Value value) {
    if (value instanceof Value.Json) {
      return value;
    }
    if (value instanceof Value.Num || value instanceof Value.Bool) {
      return new Value.Json(value.json());
    }
    JsonNode parsed = Jsons.parsed(value.text());
    return parsed == null ? null : new Value.Json(parsed);
  }
}
