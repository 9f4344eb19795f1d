package io.syncline.core.schedule;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The day-of-week field of a five-field expression: there 0 and 7 are Sunday, in Quartz 1 is.
 * Turned into names, which both read alike.
 */
final class CronDays {
  private static final List<String> NAMES =
      List.of("SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT");
  private static final int LAST = 7;

  private CronDays() {}

  /** The days as Quartz writes them, empty when the field is not one. */
  static Optional<String> toQuartz(String field) {
    if (field.equals(CronField.ANY) || field.equals(CronField.NONE)) {
      return Optional.of(CronField.ANY);
    }
    TreeSet<Integer> days = new TreeSet<>();
    try {
      for (String part : field.split(",", -1)) {
        range(part).map(day -> day % NAMES.size()).forEach(days::add);
      }
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
    return Optional.of(
        days.size() == NAMES.size()
            ? CronField.ANY
            : days.stream().map(NAMES::get).collect(Collectors.joining(",")));
  }

  private static Stream<Integer> range(String part) {
    String[] stepped = part.split("/", -1);
    int step = stepped.length == 1 ? 1 : number(stepped[1], 1);
    String[] ends = stepped[0].equals(CronField.ANY) ? new String[] {"0", "6"} : ends(stepped[0]);
    int first = day(ends[0]);
    int last = ends.length == 2 ? day(ends[1]) : stepped.length == 2 ? NAMES.size() - 1 : first;
    if (stepped.length > 2 || ends.length > 2 || last < first) {
      throw new IllegalArgumentException(part);
    }
    return IntStream.rangeClosed(first, last).filter(day -> (day - first) % step == 0).boxed();
  }

  private static String[] ends(String range) {
    String[] ends = range.split("-", -1);
    boolean endsOnSunday = ends.length == 2 && ends[1].equalsIgnoreCase(NAMES.get(0));
    return endsOnSunday ? new String[] {ends[0], String.valueOf(LAST)} : ends;
  }

  private static int day(String text) {
    int named = NAMES.indexOf(text.toUpperCase(Locale.ROOT));
    return named >= 0 ? named : number(text, 0);
  }

  private static int number(String text, int least) {
    int number = Integer.parseInt(text);
    if (number < least || number > LAST) {
      throw new IllegalArgumentException(text);
    }
    return number;
  }
}
