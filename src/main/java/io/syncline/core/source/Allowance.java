package io.syncline.core.source;

import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneOffset;

/** How many calls a source may get in a day or in a month, both in UTC. */
public record Allowance(long calls, Period period) {

  /** What the calls are counted by. */
  public enum Period {
    DAY,
    MONTH,
    /** Calls are not counted. */
    NONE
  }

  public static Allowance perDay(long calls) {
    return new Allowance(calls, Period.DAY);
  }

  public static Allowance perMonth(long calls) {
    return new Allowance(calls, Period.MONTH);
  }

  /** Of a source that has no such limit. */
  public static Allowance unlimited() {
    return new Allowance(Long.MAX_VALUE, Period.NONE);
  }

  public boolean isLimited() {
    return period != Period.NONE;
  }

  /** The period a moment lies in, such as {@code 2026-11} or {@code 2026-11-22}. */
  String periodOf(Instant moment) {
    LocalDate day = LocalDate.ofInstant(moment, ZoneOffset.UTC);
    return period == Period.DAY ? day.toString() : YearMonth.from(day).toString();
  }

  /** The period's name: day or month. */
  public String noun() {
    return period == Period.DAY ? "day" : "month";
  }
}
