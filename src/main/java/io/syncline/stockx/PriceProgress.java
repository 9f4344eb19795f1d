package io.syncline.stockx;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.syncline.core.error.TerminalFailure;
import io.syncline.core.record.SyncRecord;
import io.syncline.core.run.ActiveRun;
import io.syncline.core.run.Figure;
import io.syncline.core.run.Progress;
import io.syncline.core.run.RunOutcome;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/**
 * How far a run is, in the words of document 002: the variable {@code progress} of its exchanges
 * and the run's report. Threads may share it.
 */
final class PriceProgress implements Progress {
  static final Figure PROCESSED = new Figure("productsProcessed");
  static final Figure SUCCEEDED = new Figure("successCount");
  static final Figure FAILED = new Figure("failCount");
  static final Figure SNAPSHOTS = new Figure("totalSnapshots");
  static final String RESULTS = "results";

  private final ActiveRun run;
  private final int regions;
  private final ConcurrentLinkedQueue<ObjectNode> results = new ConcurrentLinkedQueue<>();
  private final AtomicInteger succeeded = new AtomicInteger();
  private final AtomicInteger failed = new AtomicInteger();
  private final AtomicInteger selected = new AtomicInteger();
  private final AtomicInteger fresh = new AtomicInteger();
  private final AtomicReference<TerminalFailure> stop = new AtomicReference<>();

  private PriceProgress(ActiveRun run, int regions) {
    this.run = run;
    this.regions = regions;
  }

  /** Keeps the run's report current from now on. */
  static PriceProgress of(ActiveRun run, StockxSettings settings) {
    return run.reportBy(new PriceProgress(run, settings.regions().size()));
  }

  /** SKUs of the selection that are not read because they are fresh. */
  void fresh(int skus) {
    fresh.set(skus);
  }

  /**
   * The source said stop. What the group has read is written first.
   *
   * @throws TerminalFailure at once where going on would do harm: the run was stopped, or staging
   *     failed
   */
  void stopAfterGroup(TerminalFailure reason) {
    if (!reason.reason().isOfSource()) {
      throw reason;
    }
    stop.compareAndSet(null, reason);
  }

  boolean isStopping() {
    return stop.get() != null;
  }

  /** The end of a group: a stop that waited for it takes place. */
  void groupIsOver() {
    TerminalFailure reason = stop.get();
    if (reason != null) {
      throw reason;
    }
  }

  /** Products that the run means to read; those it does not come to are left to the next one. */
  void selected(int products) {
    selected.set(products);
  }

  /** A product was read and written: a success where every region answered and all is stored. */
  void done(PricePage page, Set<SyncRecord> refused) {
    long lost = page.records().stream().filter(refused::contains).count();
    boolean whole = page.isWhole(regions) && lost == 0;
    (whole ? succeeded : failed).incrementAndGet();
    ObjectNode result = JsonNodeFactory.instance.objectNode();
    result.put("sku", page.target().name());
    result.put("success", whole);
    result.put("snapshots", page.prices() - lost);
    ArrayNode currencies = result.putArray("currencies");
    page.currencies().forEach(currencies::add);
    String error = lost == 0 ? page.error() : "prices that staging refused: " + lost;
    if (!error.isEmpty()) {
      result.put("error", error);
    }
    results.add(result);
  }

  @Override
  public long reached() {
    return succeeded.get() + failed.get();
  }

  @Override
  public long total() {
    return selected.get();
  }

  @Override
  public ObjectNode report() {
    ObjectNode report = JsonNodeFactory.instance.objectNode();
    PROCESSED.tell(report, succeeded.get() + failed.get());
    SUCCEEDED.tell(report, succeeded.get());
    FAILED.tell(report, failed.get());
    SNAPSHOTS.tell(report, run.tally().of(Stockx.SNAPSHOTS).staged());
    report.putArray(RESULTS).addAll(List.copyOf(results));
    report.put("fresh", fresh.get());
    report.put("postponed", postponed());
    return report;
  }

  private int postponed() {
    boolean over = run.outcome() != RunOutcome.RUNNING;
    return over ? Math.max(0, selected.get() - succeeded.get() - failed.get()) : 0;
  }
}
