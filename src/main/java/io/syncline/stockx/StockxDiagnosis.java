package io.syncline.stockx;

import io.syncline.core.error.Finding;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;
import org.springframework.util.unit.DataSize;

/**
 * What document 002 lists under troubleshooting, told from the configuration: a schedule that does
 * not fire, a limit that is too small, a run that takes too long, too little memory; each with the
 * setting to change (SX-35).
 */
record StockxDiagnosis(Environment environment, DataSize heap) {
  /** Ten products of fifty sizes in three currencies, as JSON and as rows, beside the service. */
  private static final DataSize ENOUGH = DataSize.ofMegabytes(128);

  List<Finding> findings() {
    boolean scheduled = environment.getProperty("syncline.stockx.scheduled", Boolean.class, false);
    long perSecond = number("calls-per-second");
    long perDay = number("calls-per-day");
    long calls = number("products-per-run") * regions();
    Duration run = Duration.ofSeconds(calls / Math.max(1, perSecond));
    Duration longest = duration("syncline.stockx.longest-run");
    return Stream.of(
            warning(
                !scheduled,
                "no run will start by itself; set syncline.stockx.cron, syncline.schedules: on"),
            warning(
                calls > perDay,
                "a run of %s calls uses up the day; lower products-per-run or the regions, below calls-per-day %s",
                calls,
                perDay),
            warning(
                !longest.isZero() && longest.compareTo(run) < 0,
                "longest-run %s s ends before %s calls at %s a second are made (%s s): the rest is postponed; raise it or lower products-per-run",
                longest.toSeconds(),
                calls,
                perSecond,
                run.toSeconds()),
            warning(
                run.compareTo(duration("syncline.http.wait")) > 0,
                "a run takes %s s, longer than a caller is kept waiting (syncline.http.wait): it is answered 202; call with ?wait=false",
                run.toSeconds()),
            warning(
                heap.compareTo(ENOUGH) < 0,
                "the heap is %s MB; start with -Xmx512m or lower products-at-once",
                heap.toMegabytes()))
        .flatMap(Optional::stream)
        .toList();
  }

  private static Optional<Finding> warning(boolean wrong, String text, Object... values) {
    return wrong
        ? Optional.of(Finding.warn(Stockx.WORD, text.formatted(values)))
        : Optional.empty();
  }

  private int regions() {
    return Binder.get(environment)
        .bind("syncline.stockx.regions", Bindable.listOf(Map.class))
        .map(List::size)
        .orElse(0);
  }

  private long number(String name) {
    return environment.getProperty("syncline.stockx." + name, Long.class, 0L);
  }

  private Duration duration(String name) {
    return Binder.get(environment).bind(name, Duration.class).orElse(Duration.ZERO);
  }
}
