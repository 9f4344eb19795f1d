package bench;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;

/** The truth of the bench: every value is a function of product, day and version. */
final class SalesData {

  private static final String DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";
  private static final long NAMES = 2_821_109_907_456L; // 36^8
  private static final long STEP = 1_000_000_007L; // coprime to 36, so no name comes twice

  private SalesData() {}

  static String asin(int index) {
    long rest = Math.floorMod((index + 1) * STEP, NAMES);
    char[] name = new char[10];
    name[0] = 'B';
    name[1] = '0';
    for (int at = 9; at > 1; at--) {
      name[at] = DIGITS.charAt((int) (rest % 36));
      rest /= 36;
    }
    return new String(name);
  }

  static List<SalesRow> page(
      String asin, String marketplace, LocalDate start, LocalDate end, int version) {
    return start
        .datesUntil(end.plusDays(1))
        .map(day -> row(asin, marketplace, day, version))
        .toList();
  }

  static SalesRow row(String asin, String marketplace, LocalDate date, int version) {
    long day = date.toEpochDay();
    long product = mix(asin.hashCode());
    long value = mix(product + day);
    int kind = (int) (product % 10);
    String parentAsin = kind == 0 ? asin : kind == 1 ? null : asin((int) (product % 100_000));
    int units = (int) (value % 500) + change(product + day, version);
    long cents = 500 + value % 20_000;
    BigDecimal price = value % 50 == 7 ? null : BigDecimal.valueOf(cents, 2);
    return new SalesRow(
        asin, marketplace, kind == 0, kind > 1, kind == 1, parentAsin, date, units, price);
  }

  private static int change(long row, int version) {
    return switch (version) {
      case 1 -> row % 10 == 0 ? 500 : 0;
      case 2 -> 1000;
      default -> 0;
    };
  }

  /** SplitMix64, without the sign. */
  private static long mix(long seed) {
    long z = seed * 0x9E3779B97F4A7C15L + 0x9E3779B97F4A7C15L;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return (z ^ (z >>> 31)) >>> 2;
  }
}
