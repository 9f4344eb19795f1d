package io.syncline.core.record;

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
import org.jspecify.annotations.Nullable;

/**
 * Reads the values of one wire object into what a column can hold. A value that it cannot hold
 * becomes NULL and is remembered as a fault, so that it costs neither its record nor the batch.
 */
public final class WireValues {
  private static final int LONGEST_TEXT = 65_536;

  private final JsonNode object;
  private final List<String> faults = new ArrayList<>();

  public WireValues(JsonNode object) {
    this.object = object;
  }

  /** What was not readable, as {@code field: reason}. */
  public List<String> faults() {
    return List.copyOf(faults);
  }

  /** Whether the field is missing or null. */
  public boolean isAbsent(String field) {
    JsonNode value = object.get(field);
    return value == null || value.isNull();
  }

  /** Text without what PostgreSQL takes nowhere; cut to the column's width only with a fault. */
  public @Nullable String text(String field, int width) {
    String plain = plain(field);
    if (plain == null) {
      return null;
    }
    String text = storable(field, plain).strip();
    if (text.length() > width) {
      fault(field, "cut to " + width + " characters");
    }
    return StorableText.cut(text, width);
  }

  /** Text of any sensible length. */
  public @Nullable String text(String field) {
    return text(field, LONGEST_TEXT);
  }

  /** True or false, also as a text; no other word stands for either. */
  public @Nullable Boolean bool(String field) {
    if (isAbsent(field)) {
      return null;
    }
    JsonNode value = object.get(field);
    String word = value.isValueNode() && !value.isNumber() ? value.asText().strip() : "";
    return word.equalsIgnoreCase("true") || word.equalsIgnoreCase("false")
        ? Boolean.valueOf(word)
        : fault(field, "not true or false");
  }

  /**
   * An amount of money; what is not positive is no offer, and below zero no amount at all.
   *
   * @return NULL for zero, which vendors send where there is no market
   *     (stockx#an-amount-of-zero-is-no-market)
   */
  public @Nullable BigDecimal amount(String field, int precision) {
    BigDecimal amount = decimal(field, precision);
    if (amount == null || amount.signum() == 0) {
      return null;
    }
    return amount.signum() > 0 ? amount : fault(field, "below zero");
  }

  /** A whole number, rounded half up: the wire sometimes has a float. */
  public @Nullable Integer integer(String field) {
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
  public @Nullable BigDecimal decimal(String field, int precision) {
    BigDecimal number = number(field);
    if (number == null) {
      return null;
    }
    BigDecimal rounded = number.setScale(2, RoundingMode.HALF_UP);
    return rounded.precision() <= precision ? rounded : fault(field, "out of range");
  }

  /** A day, of a date or of a time that begins with one. */
  public @Nullable LocalDate date(String field) {
    String text = plain(field);
    if (text == null || text.isBlank()) {
      return null;
    }
    try {
      return sensible(field, day(text.strip()));
    } catch (DateTimeException e) {
      return fault(field, "not a date");
    }
  }

  /** A series has one date per point, and a formatter takes a tenth of all reading for them. */
  private static LocalDate day(String text) {
    boolean plain = text.length() >= 10 && text.charAt(4) == '-' && text.charAt(7) == '-';
    for (int i = 0; plain && i < 10; i++) {
      plain = i == 4 || i == 7 || (text.charAt(i) >= '0' && text.charAt(i) <= '9');
    }
    if (!plain) {
      throw new DateTimeException("not a date");
    }
    return LocalDate.of(
        Integer.parseInt(text, 0, 4, 10),
        Integer.parseInt(text, 5, 7, 10),
        Integer.parseInt(text, 8, 10, 10));
  }

  /** A time with Z, an offset, or none, which is UTC. */
  public @Nullable LocalDateTime timestamp(String field) {
    String text = text(field);
    if (text == null || text.isEmpty()) {
      return null;
    }
    try {
      boolean zoned = text.endsWith("Z") || text.matches(".*T.*[+-]\\d{2}:?\\d{2}");
      LocalDateTime time =
          zoned
              ? OffsetDateTime.parse(text.replaceFirst("([+-]\\d{2})(\\d{2})$", "$1:$2"))
                  .withOffsetSameInstant(ZoneOffset.UTC)
                  .toLocalDateTime()
              : LocalDateTime.parse(text.replace(' ', 'T'));
      return sensible(field, time.toLocalDate()) == null ? null : time;
    } catch (DateTimeException e) {
      return fault(field, "not a time");
    }
  }

  /**
   * JSON as it came; what jsonb does not hold of it becomes null or is left out, and is a fault.
   * Null is SQL NULL.
   */
  public @Nullable String json(String field) {
    if (isAbsent(field)) {
      return null;
    }
    JsonNode wire = object.get(field);
    if (StorableJson.isStorable(wire)) {
      return wire.toString();
    }
    fault(field, "NUL, half a character or a number out of range left out");
    return StorableJson.fitted(wire).toString();
  }

  private @Nullable String plain(String field) {
    if (isAbsent(field)) {
      return null;
    }
    JsonNode value = object.get(field);
    return value.isContainerNode() ? fault(field, "not a text") : value.asText();
  }

  private String storable(String field, String text) {
    if (StorableText.isStorable(text)) {
      return text;
    }
    fault(field, "NUL or half a character left out");
    return StorableText.of(text);
  }

  private @Nullable BigDecimal number(String field) {
    if (isAbsent(field)) {
      return null;
    }
    JsonNode value = object.get(field);
    try {
      BigDecimal number =
          value.isNumber() ? value.decimalValue() : new BigDecimal(value.asText().strip());
      return StorableJson.isTooWide(number) ? fault(field, "out of range") : number;
    } catch (NumberFormatException e) {
      return fault(field, "not a number");
    }
  }

  private @Nullable LocalDate sensible(String field, LocalDate date) {
    return date.getYear() >= 1900 && date.getYear() <= 2200 ? date : fault(field, "out of range");
  }

  private <T> @Nullable T fault(String field, String reason) {
    faults.add(field + ": " + reason);
    return null;
  }
}
