package io.syncline.junglescout;

import static java.util.stream.Collectors.partitioningBy;

import io.syncline.core.error.ErrorKind;
import io.syncline.core.run.ActiveRun;
import io.syncline.core.run.Cursors;
import io.syncline.junglescout.AsinSteps.Row;
import io.syncline.junglescout.SyncProgress.Selection;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.camel.Body;
import org.apache.camel.Variable;
import org.springframework.stereotype.Component;

/** Decides which products a run reads, and which days of sales (document 004, steps 1 to 3). */
@Component
final class AsinSelector {
  private static final Pattern ASIN = Pattern.compile("B[0-9A-Z]{9}|[0-9]{9}[0-9X]");

  private final AsinStore store;
  private final JungleScoutSettings settings;
  private final SalesRanges ranges;
  private final Cursors cursors;
  private final Clock clock;

  AsinSelector(
      AsinStore store,
      JungleScoutSettings settings,
      SalesRanges ranges,
      Cursors cursors,
      Clock clock) {
    this.store = store;
    this.settings = settings;
    this.ranges = ranges;
    this.cursors = cursors;
    this.clock = clock;
  }

  private record Chosen(List<Row> rows, Selection counts) {}

  /** How far the run is, from its first step on. */
  SyncProgress progress(@Variable("run") ActiveRun run) {
    return SyncProgress.of(run, settings.productBatch(), clock);
  }

  /** What the run reads. Nothing to read means no call to the source. */
  List<Chunk> plan(@Variable("run") ActiveRun run, @Variable("progress") SyncProgress progress) {
    SyncOrder order = ranges.asBefore(SyncOrder.of(run));
    progress.range(order.range());
    DebugLog.of(run).started(order.marketplace());
    Chosen chosen = store.inOne(run, order.marketplace(), steps -> choose(run, steps, order));
    List<AsinTarget> targets = ranges.targets(chosen.rows(), order);
    List<AsinTarget> readable = readable(run, progress, order.marketplace(), targets);
    int batch = settings.productBatch();
    int first = chosen.counts().doneBefore() / batch + 1;
    progress.selected(chosen.counts(), readable.isEmpty() ? 0 : first);
    progress.processed(targets.size() - readable.size());
    return Chunk.of(order, readable, first, batch);
  }

  /** A chunk is taken in hand. */
  void begin(
      @Body Chunk chunk,
      @Variable("progress") SyncProgress progress,
      @Variable("run") ActiveRun run) {
    run.checkGoingOn();
    progress.batch(chunk.number());
    DebugLog.of(run).begun(chunk.targets().size());
  }

  /** Everything that was planned was taken in hand. */
  void finish(@Variable("run") ActiveRun run, @Variable("progress") SyncProgress progress) {
    Duration soFar = Duration.between(run.startedAt(), clock.instant());
    DebugLog.of(run).finished(soFar, progress);
  }

  private Chosen choose(ActiveRun run, AsinSteps steps, SyncOrder order) {
    int cleaned = cleanUp(run, steps);
    int added = addNew(run, steps);
    return order.mode() == Mode.HOURLY
        ? hourly(run, steps, cleaned, added)
        : wholeMarket(run, steps, order, cleaned, added);
  }

  private int cleanUp(ActiveRun run, AsinSteps steps) {
    DebugLog.of(run).cleaningUp(store);
    int cleaned = steps.cleanUp();
    DebugLog.of(run).cleanedUp(cleaned);
    return cleaned;
  }

  private int addNew(ActiveRun run, AsinSteps steps) {
    DebugLog.of(run).addingNew();
    for (String name : steps.overlong()) {
      run.trouble(ErrorKind.PARSE, name, "not an ASIN: " + name);
    }
    int added = steps.addNew();
    DebugLog.of(run).addedNew(added);
    return added;
  }

  private Chosen hourly(ActiveRun run, AsinSteps steps, int cleaned, int added) {
    int limit = settings.hourlyLimit();
    DebugLog.of(run).selecting(store, settings, steps.notFoundBefore());
    List<Row> fresh = steps.fresh(limit);
    int free = limit - fresh.size();
    DebugLog.of(run).foundNew(fresh.size(), free);
    List<Row> stale = free == 0 ? List.of() : steps.stale(free);
    DebugLog.of(run).foundStale(stale.size());
    List<Row> again = new ArrayList<>(stale);
    if (stale.size() < free) {
      again.addAll(steps.withoutSales(free - stale.size()));
    }
    DebugLog.of(run).selected(fresh.stream().map(Row::asin).toList(), again.size());
    List<Row> rows = Stream.of(fresh, again).flatMap(List::stream).toList();
    return new Chosen(
        rows, new Selection(fresh.size(), again.size(), cleaned, added, rows.size(), 0));
  }

  private Chosen wholeMarket(
      ActiveRun run, AsinSteps steps, SyncOrder order, int cleaned, int added) {
    if (order.mode() == Mode.MASTER && !order.resumes()) {
      steps.startAnew(cursors, run, order);
    }
    List<Row> all = order.mode() == Mode.SALES ? steps.withProduct() : steps.all();
    List<Row> rows = order.resumes() ? steps.unfinished() : all;
    return new Chosen(
        rows, new Selection(0, 0, cleaned, added, all.size(), all.size() - rows.size()));
  }

  /** A name that is no ASIN costs itself only, and is held like a product that was not found. */
  private List<AsinTarget> readable(
      ActiveRun run, SyncProgress progress, Marketplace marketplace, List<AsinTarget> targets) {
    Map<Boolean, List<AsinTarget>> named =
        targets.stream().collect(partitioningBy(t -> ASIN.matcher(t.asin()).matches()));
    List<String> unreadable =
        named.getOrDefault(false, List.of()).stream().map(AsinTarget::asin).toList();
    for (String name : unreadable) {
      run.trouble(ErrorKind.PARSE, name, "not an ASIN: " + name);
      progress.failed(name);
    }
    store.markNotFound(run, marketplace, unreadable);
    return named.getOrDefault(true, List.of());
  }
}
