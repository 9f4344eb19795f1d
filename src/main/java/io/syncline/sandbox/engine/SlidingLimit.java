package io.syncline.sandbox.engine;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Sliding windows per account; threads may share it. A refused request takes no place, otherwise a
 * caller that keeps knocking would never be let in again.
 */
public final class SlidingLimit {

  private final Clock clock;
  private final List<Window> windows;
  private final Duration memory;
  private final Map<String, List<Instant>> accepted = new HashMap<>();

  public SlidingLimit(Clock clock, Window... windows) {
    this.clock = clock;
    this.windows = List.of(windows);
    this.memory =
        Stream.of(windows).map(Window::span).max(Comparator.naturalOrder()).orElse(Duration.ZERO);
  }

  public synchronized Verdict take(String account) {
    Instant now = clock.instant();
    List<Instant> taken = accepted.computeIfAbsent(account, key -> new ArrayList<>());
    taken.removeIf(instant -> !instant.isAfter(now.minus(memory)));
    int tightest = tightest(taken, now);
    Duration delay = tightest < 0 ? Duration.ZERO : windows.get(tightest).delay(taken, now);
    if (tightest < 0) {
      taken.add(now);
    }
    Window first = windows.get(0);
    int remaining = Math.max(0, first.limit() - first.recent(taken, now).size());
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

    private List<Instant> recent(List<Instant> taken, Instant now) {
      return taken.stream().filter(instant -> instant.isAfter(now.minus(span))).toList();
    }

    private Duration delay(List<Instant> taken, Instant now) {
      List<Instant> recent = recent(taken, now);
      return recent.size() < limit
          ? Duration.ZERO
          : Duration.between(now, recent.get(recent.size() - limit).plus(span));
    }

    private Duration untilEmptier(List<Instant> taken, Instant now) {
      return recent(taken, now).stream()
          .findFirst()
          .map(oldest -> Duration.between(now, oldest.plus(span)))
          .orElse(Duration.ZERO);
    }
  }

  /** The window that refused, or -1; remaining and reset speak of the first window only. */
  public record Verdict(int refusedBy, Duration delay, int remaining, Duration resetAfter) {

    public boolean isAllowed() {
      return refusedBy < 0;
    }
  }
}
