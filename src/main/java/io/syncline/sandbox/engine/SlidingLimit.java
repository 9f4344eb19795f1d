package io.syncline.sandbox.engine;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Sliding windows per account; threads may share it. A refused request takes no place, otherwise a
 * caller that keeps knocking would never be let in again.
 */
public final class SlidingLimit {

  private final Clock clock;
  private final List<Window> windows;
  private final Window longest;
  private final Map<String, List<Instant>> accepted = new HashMap<>();

  public SlidingLimit(Clock clock, Window... windows) {
    this.clock = clock;
    this.windows = List.of(windows);
    this.longest = Collections.max(this.windows, Comparator.comparing(Window::span));
  }

  public synchronized Verdict take(String account) {
    Instant now = clock.instant();
    List<Instant> taken = accepted.computeIfAbsent(account, key -> new ArrayList<>());
    taken.subList(0, longest.begin(taken, now)).clear();
    int tightest = tightest(taken, now);
    Duration delay = tightest < 0 ? Duration.ZERO : windows.get(tightest).delay(taken, now);
    if (tightest < 0) {
      taken.add(now);
    }
    Window first = windows.get(0);
    int remaining = Math.max(0, first.limit() - first.recent(taken, now));
    return new Verdict(tightest, delay, remaining, first.untilEmptier(taken, now));
  }

  private int tightest(List<Instant> taken, Instant now) {
    int tightest = -1;
    Duration longest = Duration.ZERO;
    for (int index = 0; index < windows.size(); index++) {
      Duration delay = windows.get(index).delay(taken, now);
      if (delay.compareTo(longest) > 0) {
        tightest = index;
        longest = delay;
      }
    }
    return tightest;
  }

  public record Window(int limit, Duration span) {

    /** Where those of the window begin, of so many in the order of their time. */
    private int begin(List<Instant> taken, Instant now) {
      Instant before = now.minus(span);
      int from = 0;
      int to = taken.size();
      while (from < to) {
        int middle = (from + to) >>> 1;
        if (taken.get(middle).isAfter(before)) {
          to = middle;
        } else {
          from = middle + 1;
        }
      }
      return from;
    }

    private int recent(List<Instant> taken, Instant now) {
      return taken.size() - begin(taken, now);
    }

    private Duration delay(List<Instant> taken, Instant now) {
      return recent(taken, now) < limit
          ? Duration.ZERO
          : Duration.between(now, taken.get(taken.size() - limit).plus(span));
    }

    private Duration untilEmptier(List<Instant> taken, Instant now) {
      int begin = begin(taken, now);
      return begin == taken.size()
          ? Duration.ZERO
          : Duration.between(now, taken.get(begin).plus(span));
    }
  }

  /** The window that refused, or -1; remaining and reset speak of the first window only. */
  public record Verdict(int refusedBy, Duration delay, int remaining, Duration resetAfter) {

    public boolean isAllowed() {
      return refusedBy < 0;
    }
  }
}
