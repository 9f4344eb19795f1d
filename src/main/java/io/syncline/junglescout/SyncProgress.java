package io.syncline.junglescout;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.syncline.core.run.ActiveRun;
import io.syncline.core.run.Figure;
import io.syncline.core.run.Progress;
import io.syncline.core.run.RunOutcome;
import io.syncline.junglescout.SyncOrder.DateRange;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * How far a run is, in the words of document 004: the variable {@code progress} of its exchanges
 * and the run's report. Threads may share it.
 */
final class SyncProgress implements Progress {
  static final Figure PROCESSED = new Figure("total_asins_processed");
  static final String IS_RUNNING = "is_running";
  static final String STOPPED_EARLY = "stopped_early";
  static final String STOP_REASON = "stop_reason";
  static final String COMPLETED_AT = "completed_at";

  private final ActiveRun run;
  private final Mode mode;
  private final int productBatch;
  private final Clock clock;
  private final AtomicInteger products = new AtomicInteger();
  private final AtomicInteger sales = new AtomicInteger();
  private final AtomicInteger processed = new AtomicInteger();
  private final AtomicInteger currentBatch = new AtomicInteger();
  private final Set<String> failed = ConcurrentHashMap.newKeySet();
  private volatile Optional<DateRange> range;
  private volatile Selection selection = new Selection(0, 0, 0, 0, 0, 0);

  /** What the selection found: counts of products. */
  record Selection(int fresh, int stale, int cleaned, int added, int total, int doneBefore) {}

  /** A run that has just begun. */
  SyncProgress(ActiveRun run, int productBatch, Clock clock) {
    SyncOrder order = SyncOrder.of(run);
    this.run = run;
    this.mode = order.mode();
    this.productBatch = productBatch;
    this.clock = clock;
    this.range = order.range();
  }

  /** Keeps the run's report current from now on. */
  static SyncProgress of(ActiveRun run, int productBatch, Clock clock) {
    return run.reportBy(new SyncProgress(run, productBatch, clock));
  }

  void range(Optional<DateRange> read) {
    range = read;
  }

  Optional<DateRange> range() {
    return range;
  }

  void selected(Selection found, int firstBatch) {
    selection = found;
    processed.set(found.doneBefore());
    currentBatch.set(firstBatch);
  }

  void batch(int number) {
    currentBatch.set(number);
  }

  void productsStored(int count) {
    products.addAndGet(count);
  }

  void salesStored(int count) {
    sales.addAndGet(count);
  }

  void failed(String asin) {
    failed.add(asin);
  }

  void processed(int count) {
    processed.addAndGet(count);
  }

  int productCount() {
    return products.get();
  }

  int salesCount() {
    return sales.get();
  }

  int failedCount() {
    return failed.size();
  }

  Selection selection() {
    return selection;
  }

  @Override
  public long reached() {
    return processed.get();
  }

  @Override
  public long total() {
    return selection.total();
  }

  /** The report as it stands; {@code completed_at} is missing while the run goes on. */
  @Override
  public ObjectNode report() {
    Optional<Instant> completedAt =
        run.outcome() == RunOutcome.RUNNING ? Optional.empty() : Optional.of(clock.instant());
    return mode == Mode.HOURLY ? hourly(completedAt) : master(completedAt);
  }

  /** The fifteen fields of the hourly answer. */
  private ObjectNode hourly(Optional<Instant> completedAt) {
    ObjectNode status = JsonNodeFactory.instance.objectNode();
    PROCESSED.tell(status, processed.get());
    status.put("new_asins_synced", selection.fresh());
    status.put("stale_asins_synced", selection.stale());
    status.put("successful_product_sync", products.get());
    status.put("successful_sales_sync", sales.get());
    status.put("failed_asins", failed.size());
    status.put("cleaned_up_asins", selection.cleaned());
    status.put("new_asins_added", selection.added());
    status.put("total_api_calls", run.tally().calls());
    times(status, completedAt);
    status.put(STOPPED_EARLY, run.stopped().isPresent());
    status.put(STOP_REASON, run.stopped().map(ActiveRun.Stop::words).orElse(""));
    status.set("error_summary", run.errors().summary());
    return status;
  }

  /** The fourteen fields of the master answer. */
  private ObjectNode master(Optional<Instant> completedAt) {
    ObjectNode status = JsonNodeFactory.instance.objectNode();
    status.put("total_asins", selection.total());
    status.put("processed_asins", processed.get());
    status.put("successful_product_sync", products.get());
    status.put("successful_sales_sync", sales.get());
    status.put("failed_asins", failed.size());
    times(status, completedAt);
    status.put("current_batch", currentBatch.get());
    status.put("total_batches", (selection.total() + productBatch - 1) / productBatch);
    status.put("date_range", range.map(DateRange::word).orElse(""));
    status.put(STOPPED_EARLY, run.stopped().isPresent());
    status.put("total_api_calls", run.tally().calls());
    var errors = status.putArray("errors");
    run.errors().samples().forEach(error -> errors.add(error.message()));
    return status;
  }

  private void times(ObjectNode status, Optional<Instant> completedAt) {
    status.put("started_at", run.startedAt().truncatedTo(ChronoUnit.SECONDS).toString());
    status.put(
        COMPLETED_AT,
        completedAt.map(at -> at.truncatedTo(ChronoUnit.SECONDS).toString()).orElse(null));
    status.put(IS_RUNNING, completedAt.isEmpty());
  }
}
