package io.syncline.entities.engine.transform;

import io.syncline.entities.engine.error.RowCode;
import io.syncline.entities.engine.value.Cell;
import java.math.BigDecimal;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** {@code integer}, {@code number} and {@code percent}. */
final class NumberTransforms {
  private static final BigDecimal LARGEST = BigDecimal.valueOf(Long.MAX_VALUE);
  private static final BigDecimal SMALLEST = BigDecimal.valueOf(Long.MIN_VALUE);
  private static final int PERCENT_DIGITS = 2;

  private NumberTransforms() {}

  static Transform integer(Settings settings, Region region) {
    LocaleNumbers numbers = LocaleNumbers.plain(region.locale());
    return cell -> {
      BigDecimal number = number(numbers, cell);
      return number == null || !isInteger(number)
          ? Reading.refused(RowCode.INVALID_INTEGER, "Not a whole number", cell)
          : Reading.of(number.setScale(0));
    };
  }

  static Transform number(Settings settings, Region region) {
    LocaleNumbers numbers = LocaleNumbers.plain(region.locale());
    return cell -> {
      BigDecimal number = number(numbers, cell);
      return number == null
          ? Reading.refused(RowCode.INVALID_NUMBER, "Not a number", cell)
          : Reading.of(number);
    };
  }

  /** A number is a fraction already; a text says so by its sign, or by a setting. */
  static Transform percent(Settings settings, Region region) {
    LocaleNumbers numbers = LocaleNumbers.plain(region.locale());
    Optional<String> bare = settings.word("bare_string", "percent", "fraction");
    return cell -> {
      BigDecimal fraction =
          cell instanceof Cell.Text text
              ? fraction(numbers, text.spelling(), bare.orElse(""))
              : number(numbers, cell);
      return fraction == null
          ? Reading.refused(RowCode.INVALID_PERCENT, "Not a percentage", cell)
          : Reading.of(fraction);
    };
  }

  private static @Nullable BigDecimal fraction(LocaleNumbers numbers, String text, String bare) {
    if (Signs.isEnclosed(text)) {
      BigDecimal inner = fraction(numbers, text.substring(1, text.length() - 1), bare);
      return inner == null || inner.signum() < 0 ? null : inner.negate();
    }
    boolean signed = text.endsWith("%");
    if (!signed && bare.isEmpty()) {
      return null;
    }
    BigDecimal number = numbers.read(signed ? text.substring(0, text.length() - 1) : text);
    return number == null || (!signed && bare.equals("fraction"))
        ? number
        : number.movePointLeft(PERCENT_DIGITS);
  }

  private static @Nullable BigDecimal number(LocaleNumbers numbers, Cell cell) {
    if (cell instanceof Cell.Num num) {
      return num.number();
    }
    return cell instanceof Cell.Text text ? numbers.read(text.spelling()) : null;
  }

  private static boolean isInteger(BigDecimal number) {
    return number.stripTrailingZeros().scale() <= 0
        && number.compareTo(LARGEST) <= 0
        && number.compareTo(SMALLEST) >= 0;
  }
}
