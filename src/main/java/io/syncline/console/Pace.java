package io.syncline.console;

import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * How far a run is and how fast it goes.
 *
 * @param total 0 while nobody knows
 * @param perMinute blank before the first step
 * @param left how long what is left will take at that pace; blank where nobody can say
 */
public record Pace(long reached, long total, String perMinute, String left) {
  private static final int MINUTE = 60_000;

  /** Of a run by the names of the API: by what it counts, or else by the runs it leads. */
  static Optional<Pace> of(Map<String, ?> run) {
    if (run.get("progress") instanceof Map<?, ?> progress) {
      return Optional.of(of(run, number(progress, "reached"), number(progress, "total")));
    }
    if (run.get("children") instanceof Map<?, ?> children) {
      long total = number(children, "total");
      return Optional.of(of(run, total - number(children, "running"), total));
    }
    return Optional.empty();
  }

  private static Pace of(Map<String, ?> run, long reached, long total) {
    long took = number(run, "duration_ms");
    if (reached == 0 || took == 0 || run.get("parked_until") != null) {
      return new Pace(reached, total, "", "");
    }
    double each = (double) took / reached;
    return new Pace(
        reached,
        total,
        String.format(Locale.ROOT, "%,.0f a minute", MINUTE / each),
        total > reached
            ? Words.length(Duration.ofMillis((long) (each * (total - reached)))) + " left"
            : "");
  }

  private static long number(Map<?, ?> json, String name) {
    return json.get(name) instanceof Number number ? number.longValue() : 0;
  }
}
