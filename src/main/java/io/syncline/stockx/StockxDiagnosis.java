package io.syncline.stockx;

import io.syncline.core.error.Finding;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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
    List<Finding> findings = new ArrayList<>();
    if (!Boolean.parseBoolean(environment.getProperty("syncline.stockx.scheduled"))) {
      findings.add(
          Finding.warn(
              Stockx.WORD,
              "no run will start by itself; set syncline.stockx.cron, syncline.schedules: on"));
    }
    long calls = number("products-per-run") * regions();
    Duration run = Duration.ofSeconds(calls / Math.max(1, number("calls-per-second")));
    if (calls > number("calls-per-day")) {
      findings.add(
          Finding.warn(
              Stockx.WORD,
              "a run of %s calls uses up the day; lower products-per-run or the regions, below calls-per-day %s"
                  .formatted(calls, number("calls-per-day"))));
    }
    Duration longest = duration("syncline.stockx.longest-run");
    if (!longest.isZero() && longest.compareTo(run) < 0) {
      findings.add(
          Finding.warn(
              Stockx.WORD,
              "longest-run %s s ends before %s calls at %s a second are made (%s s): the rest is postponed; raise it or lower products-per-run"
                  .formatted(
                      longest.toSeconds(), calls, number("calls-per-second"), run.toSeconds())));
    }
    if (run.compareTo(duration("syncline.http.wait")) > 0) {
      findings.add(
          Finding.warn(
              Stockx.WORD,
              "a run takes %s s, longer than a caller is kept waiting (syncline.http.wait): it is answered 202; call with ?wait=false"
                  .formatted(run.toSeconds())));
    }
    if (heap.compareTo(ENOUGH) < 0) {
      findings.add(
          Finding.warn(
              Stockx.WORD,
              "the heap is %s MB; start with -Xmx512m or lower products-at-once"
                  .formatted(heap.toMegabytes())));
    }
    return findings;
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
