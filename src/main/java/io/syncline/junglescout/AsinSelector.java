package io.syncline.junglescout;

import io.syncline.core.error.ErrorKind;
import io.syncline.core.run.ActiveRun;
import io.syncline.core.run.Cursors;
import io.syncline.junglescout.SyncPlan.Chunk;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
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

  private record Chosen(List<AsinTarget> targets, SyncProgress.Selection counts) {}

  /** How far the run is, from its first step on. */
  SyncProgress progress(@Variable("run") ActiveRun run) {
    return SyncProgress.of(run, SyncOrder.mode(run), settings.productBatch(), clock);
  }

  /** What the run reads. Nothing to read means no call to the source. */
  SyncPlan plan(@Variable("run") ActiveRun run, @Variable("progress") SyncProgress progress) {
    SyncOrder parameters = ranges.asBefore(SyncOrder.of(run));
    progress.range(parameters.range());
    DebugLog.of(run).started(parameters.marketplace());
    Instant now = clock.instant();
    Chosen chosen =
        store.inOne(
            run,
            steps ->
                parameters.mode() == Mode.HOURLY
                    ? hourly(run, steps, parameters, now)
                    : wholeMarket(run, steps, parameters, now));
    List<AsinTarget> targets = readable(run, progress, parameters, chosen.targets());
    int batch = settings.productBatch();
    int first = chosen.counts().doneBefore() / batch + 1;
    progress.selected(chosen.counts(), targets.isEmpty() ? 0 : first);
    progress.processed(chosen.targets().size() - targets.size());
    return SyncPlan.of(parameters, targets, first, batch);
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

  private Chosen hourly(ActiveRun run, AsinSteps steps, SyncOrder parameters, Instant now) {
    Marketplace marketplace = parameters.marketplace();
    int cleaned = cleanUp(run, steps, marketplace);
    int added = addNew(run, steps, marketplace, now);
    List<AsinSteps.Row> fresh = fresh(run, steps, marketplace, now);
    List<AsinSteps.Row> stale =
        stale(run, steps, marketplace, now, settings.hourlyLimit() - fresh.size());
    List<AsinSteps.Row> rows = new ArrayList<>(fresh);
    rows.addAll(stale);
    DebugLog.of(run).selected(fresh.stream().map(AsinSteps.Row::asin).toList(), stale.size());
    return new Chosen(
        ranges.targets(rows, parameters),
        new SyncProgress.Selection(fresh.size(), stale.size(), cleaned, added, rows.size(), 0));
  }

  private List<AsinSteps.Row> fresh(
      ActiveRun run, AsinSteps steps, Marketplace marketplace, Instant now) {
    int limit = settings.hourlyLimit();
    Instant retry = retry(now);
    DebugLog.of(run).selecting(store.statusName(), settings, retry);
    List<AsinSteps.Row> fresh = steps.fresh(marketplace, retry, limit);
    DebugLog.of(run).foundNew(fresh.size(), limit - fresh.size());
    return fresh;
  }

  private List<AsinSteps.Row> stale(
      ActiveRun run, AsinSteps steps, Marketplace marketplace, Instant now, int free) {
    Instant syncedBefore = now.minus(Duration.ofDays(settings.staleAfterDays()));
    Instant retry = retry(now);
    List<AsinSteps.Row> stale =
        free == 0 ? List.of() : steps.stale(marketplace, retry, syncedBefore, free);
    DebugLog.of(run).foundStale(stale.size());
    List<AsinSteps.Row> rows = new ArrayList<>(stale);
    if (stale.size() < free) {
      rows.addAll(steps.withoutSales(marketplace, retry, syncedBefore, free - stale.size()));
    }
    return rows;
  }

  /** What was not found since then is held. */
  private Instant retry(Instant now) {
    return now.minus(Duration.ofDays(settings.notFoundRetryDays()));
  }

  private Chosen wholeMarket(ActiveRun run, AsinSteps steps, SyncOrder parameters, Instant now) {
    Marketplace marketplace = parameters.marketplace();
    int cleaned = cleanUp(run, steps, marketplace);
    int added = addNew(run, steps, marketplace, now);
    if (parameters.mode() == Mode.MASTER && !parameters.resumes()) {
      steps.reset(marketplace, now);
      steps.move(
          cursors,
          run,
          MasterCursor.stream(marketplace),
          MasterCursor.value(0, run, parameters.range()));
    }
    List<AsinSteps.Row> all = steps.all(marketplace);
    List<AsinSteps.Row> rows = all;
    if (parameters.mode() == Mode.SALES) {
      rows = steps.withProduct(marketplace, retry(now));
      all = rows;
    } else if (parameters.resumes()) {
      rows = steps.unfinished(marketplace);
    }
    List<AsinTarget> targets = ranges.targets(rows, parameters);
    return new Chosen(
        targets,
        new SyncProgress.Selection(0, 0, cleaned, added, all.size(), all.size() - targets.size()));
  }

  private int cleanUp(ActiveRun run, AsinSteps steps, Marketplace marketplace) {
    DebugLog.of(run).cleaningUp(store.productName(), store.statusName());
    int cleaned = steps.cleanUp(marketplace);
    DebugLog.of(run).cleanedUp(cleaned);
    return cleaned;
  }

  private int addNew(ActiveRun run, AsinSteps steps, Marketplace marketplace, Instant now) {
    DebugLog.of(run).addingNew();
    for (String name : steps.overlong()) {
      run.trouble(ErrorKind.PARSE, name, "not an ASIN: " + name);
    }
    int added = steps.addNew(marketplace, now);
    DebugLog.of(run).addedNew(added);
    return added;
  }

  /** A name that is no ASIN costs itself only, and is held like a product that was not found. */
  private List<AsinTarget> readable(
      ActiveRun run, SyncProgress progress, SyncOrder parameters, List<AsinTarget> targets) {
    List<String> unreadable =
        targets.stream().map(AsinTarget::asin).filter(a -> !ASIN.matcher(a).matches()).toList();
    for (String name : unreadable) {
      run.trouble(ErrorKind.PARSE, name, "not an ASIN: " + name);
      progress.failed(name);
    }
    store.markNotFound(run, parameters.marketplace(), unreadable, clock.instant());
    return targets.stream().filter(t -> ASIN.matcher(t.asin()).matches()).toList();
  }
}
