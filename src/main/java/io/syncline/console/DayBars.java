package io.syncline.console;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The rows that a pipeline wrote in the last 14 days as bars of an SVG, each 10 wide and up to 30
 * high; the highest is the pipeline's own best day.
 *
 * @param words what the bars say, for who does not see them
 */
public record DayBars(List<Bar> bars, String words) {
  private static final int DAYS = 14;
  private static final int WIDTH = 10;
  private static final int HEIGHT = 30;

  /** One day; a day with a failed run is marked. */
  public record Bar(int x, int y, int height, boolean bad, String title) {}

  private record Sum(long rows, long failed) {}

  /** By pipeline, of the days of {@code GET /api/overview}. */
  static Map<String, DayBars> of(@Nullable Object days, Instant now) {
    LocalDate today = LocalDate.ofInstant(now, ZoneOffset.UTC);
    Map<String, Map<LocalDate, Sum>> sums = new LinkedHashMap<>();
    for (Object each : days instanceof List<?> all ? all : List.of()) {
      Map<?, ?> day = (Map<?, ?>) each;
      sums.computeIfAbsent(String.valueOf(day.get("pipeline")), pipeline -> new LinkedHashMap<>())
          .put(
              LocalDate.parse(String.valueOf(day.get("day"))),
              new Sum(number(day, "created") + number(day, "updated"), number(day, "failed")));
    }
    Map<String, DayBars> bars = new LinkedHashMap<>();
    sums.forEach((pipeline, of) -> bars.put(pipeline, of(of, today)));
    return bars;
  }

  private static DayBars of(Map<LocalDate, Sum> days, LocalDate today) {
    long most = Math.max(1, days.values().stream().mapToLong(Sum::rows).max().orElse(0));
    List<Bar> bars = new ArrayList<>();
    long all = 0;
    for (int back = DAYS - 1; back >= 0; back--) {
      LocalDate day = today.minusDays(back);
      Sum sum = days.getOrDefault(day, new Sum(0, 0));
      all += sum.rows();
      int height =
          (int) Math.max(sum.rows() + sum.failed() > 0 ? 2 : 0, HEIGHT * sum.rows() / most);
      bars.add(
          new Bar(
              (DAYS - 1 - back) * WIDTH,
              HEIGHT - height,
              height,
              sum.failed() > 0,
              title(day, sum)));
    }
    return new DayBars(bars, String.format(Locale.ROOT, "%,d rows in 14 days", all));
  }

  private static String title(LocalDate day, Sum sum) {
    String rows = String.format(Locale.ROOT, "%s: %,d rows", day, sum.rows());
    return sum.failed() == 0 ? rows : rows + ", " + sum.failed() + " failed runs";
  }

  private static long number(Map<?, ?> day, String name) {
    return day.get(name) instanceof Number count ? count.longValue() : 0;
  }
}
