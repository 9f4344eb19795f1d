package io.syncline.junglescout;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads the values of one wire object into what a column can hold. A value that it cannot hold
 * becomes NULL and is remembered as a fault, so that it costs neither its record nor the batch.
 */
final class WireValues {
  private static final int LONGEST_TEXT = 65_536;

  private final JsonNode object;
  private final List<String> faults = new ArrayList<>();

  WireValues(JsonNode object) {
    this.object = object;
  }

  /** What was not readable, as {@code field: reason}. */
  List<String> faults() {
    return List.copyOf(faults);
  }

  boolean isAbsent(String field) {
    JsonNode value = object.get(field);
    return value == null || value.isNull();
  }

  /** Text without NUL characters; cut to the column's width only with a fault. */
  String text(String field, int width) {
    if (isAbsent(field)) {
      return null;
    }
    JsonNode value = object.get(field);
    if (value.isContainerNode()) {
      return fault(field, "not a text");
    }
    String text = value.asText().replace("\u0000", "").strip();
    if (text.length() > width) {
      fault(field, "cut to " + width + " characters");
      return text.substring(
          0, Character.isHighSurrogate(text.charAt(width - 1)) ? width - 1 : width);
    }
    return text;
  }

  String text(String field) {
    return text(field, LONGEST_TEXT);
  }

  Boolean bool(String field) {
    if (isAbsent(field)) {
      return null;
    }
    return object.get(field).isBoolean()
        ? object.get(field).asBoolean()
        : fault(field, "not true or false");
  }

  /** A whole number, rounded half up: the wire sometimes has a float. */
  Integer integer(String field) {
    BigDecimal number = number(field);
    if (number == null) {
      return null;
    }
    BigDecimal whole = number.setScale(0, RoundingMode.HALF_UP);
    boolean fits =
        whole.compareTo(BigDecimal.valueOf(Integer.MAX_VALUE)) <= 0
            && whole.compareTo(BigDecimal.valueOf(Integer.MIN_VALUE)) >= 0;
    return fits ? whole.intValueExact() : fault(field, "out of range");
  }

  /** A number of so many digits, two of them after the point, half up. */
  BigDecimal decimal(String field, int precision) {
    BigDecimal number = number(field);
    if (number == null) {
      return null;
    }
    BigDecimal rounded = number.setScale(2, RoundingMode.HALF_UP);
    return rounded.precision() <= precision ? rounded : fault(field, "out of range");
  }

  LocalDate date(String field) {
    String text = text(field);
    if (text == null || text.isEmpty()) {
      return null;
    }
    try {
      return sensible(field, LocalDate.parse(text.length() > 10 ? text.substring(0, 10) : text));
    } catch (DateTimeException e) {
      return fault(field, "not a date");
    }
  }

  /** A time with Z, an offset, or none, which is UTC. */
  LocalDateTime timestamp(String field) {
    String text = text(field);
    if (text == null || text.isEmpty()) {
      return null;
    }
    try {
      boolean zoned = text.endsWith("Z") || text.matches(".*T.*[+-]\\d{2}:?\\d{2}");
      LocalDateTime time =
          zoned
              ? OffsetDateTime.parse(text).withOffsetSameInstant(ZoneOffset.UTC).toLocalDateTime()
              : LocalDateTime.parse(text.replace(' ', 'T'));
      return sensible(field, time.toLocalDate()) == null ? null : time;
    } catch (DateTimeException e) {
      return fault(field, "not a time");
    }
  }

  /** JSON as it came, without NUL characters, which jsonb refuses; null is SQL NULL. */
  String json(String field) {
    return isAbsent(field) ? null : object.get(field).toString().replace("\\u0000", "");
  }

  private BigDecimal number(String field) {
    if (isAbsent(field)) {
      return null;
    }
    JsonNode value = object.get(field);
    if (value.isNumber()) {
      BigDecimal number = value.decimalValue();
      return Math.abs((long) number.precision() - number.scale()) > 40
          ? fault(field, "out of range")
          : number;
    }
    try {
      return new BigDecimal(value.asText().strip());
    } catch (NumberFormatException e) {
      return fault(field, "not a number");
    }
  }

  private LocalDate sensible(String field, LocalDate date) {
    return date.getYear() >= 1900 && date.getYear() <= 2200 ? date : fault(field, "out of range");
  }

  private <T> T fault(String field, String reason) {
    faults.add(field + ": " + reason);
    return null;
  }
}
