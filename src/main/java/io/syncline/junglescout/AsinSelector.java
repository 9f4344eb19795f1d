package io.syncline.junglescout;

import io.syncline.core.error.ErrorKind;
import io.syncline.core.error.RecordError;
import io.syncline.core.run.ActiveRun;
import io.syncline.core.run.Cursors;
import io.syncline.junglescout.SyncPlan.Chunk;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
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

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss").withZone(ZoneOffset.UTC);

  private final AsinStore store;
  private final JungleScoutSettings settings;
  private final DebugLines debug;
  private final SalesRanges ranges;
  private final Cursors cursors;
  private final Clock clock;

  AsinSelector(
      AsinStore store,
      JungleScoutSettings settings,
      DebugLines debug,
      SalesRanges ranges,
      Cursors cursors,
      Clock clock) {
    this.store = store;
    this.settings = settings;
    this.debug = debug;
    this.ranges = ranges;
    this.cursors = cursors;
    this.clock = clock;
  }

  private record Chosen(List<AsinTarget> targets, SyncProgress.Selection counts) {}

  /** How far the run is, from its first step on. */
  SyncProgress progress(@Variable("run") ActiveRun run) {
    return SyncProgress.of(run, Parameters.mode(run), settings.productBatch(), clock);
  }

  /** What the run reads. Nothing to read means no call to the source. */
  SyncPlan plan(@Variable("run") ActiveRun run, @Variable("progress") SyncProgress progress) {
    Parameters parameters = ranges.asBefore(Parameters.of(run));
    progress.range(parameters.range());
    announce(run, parameters);
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
    debug.step(run, "STEP 4 & 5: SYNC PRODUCT & SALES DATA");
    debug.line(run, "SyncASINs", "Starting sync for %s ASINs", chunk.targets().size());
  }

  /** Everything that was planned was taken in hand. */
  void finish(@Variable("run") ActiveRun run, @Variable("progress") SyncProgress progress) {
    long millis = Duration.between(run.startedAt(), clock.instant()).toMillis();
    debug.line(run, "SyncASINs", "Total API calls made: %s", run.apiCalls());
    debug.banner(run, "HOURLY SYNC COMPLETED");
    debug.line(run, "", "Duration: %ss", BigDecimal.valueOf(millis, 3));
    debug.line(run, "", "Total ASINs processed: %s", progress.processedCount());
    debug.line(run, "", "Successful product syncs: %s", progress.productCount());
    debug.line(run, "", "Successful sales syncs: %s", progress.salesCount());
    debug.line(run, "", "Failed ASINs: %s", progress.failedCount());
    debug.line(run, "", "Total API calls: %s", run.apiCalls());
  }

  private Chosen hourly(ActiveRun run, AsinSteps steps, Parameters parameters, Instant now) {
    Marketplace marketplace = parameters.marketplace();
    int cleaned = cleanUp(run, steps, marketplace);
    int added = addNew(run, steps, marketplace, now);
    List<AsinSteps.Row> fresh = fresh(run, steps, marketplace, now);
    List<AsinSteps.Row> stale =
        stale(run, steps, marketplace, now, settings.hourlyLimit() - fresh.size());
    List<AsinSteps.Row> rows = new ArrayList<>(fresh);
    rows.addAll(stale);
    debug.line(run, "Select", "Total ASINs selected: %s", rows.size());
    debug.line(run, "", "Selected %s ASINs total:", rows.size());
    debug.line(run, "", "  - New ASINs: %s", fresh.size());
    debug.line(run, "", "  - Stale ASINs: %s", stale.size());
    List<String> names = fresh.stream().map(AsinSteps.Row::asin).toList();
    debug.line(run, "", "  - New ASIN list: %s", DebugLines.list(names));
    return new Chosen(
        ranges.targets(rows, parameters),
        new SyncProgress.Selection(fresh.size(), stale.size(), cleaned, added, rows.size(), 0));
  }

  private List<AsinSteps.Row> fresh(
      ActiveRun run, AsinSteps steps, Marketplace marketplace, Instant now) {
    int limit = settings.hourlyLimit();
    Instant retry = retry(now);
    debug.step(run, "STEP 3: SELECT ASINs");
    debug.line(
        run,
        "",
        "Selecting up to %s ASINs (priority: new first, then stale >%s days)...",
        limit,
        settings.staleAfterDays());
    debug.line(run, "Select", "Sync table: %s", store.statusName());
    debug.line(
        run,
        "Select",
        "Retry threshold (%s days): %s",
        settings.notFoundRetryDays(),
        TIME.format(retry));
    debug.line(
        run, "Select", "Querying NEW ASINs (has_product_data=false, retry period passed)...");
    List<AsinSteps.Row> fresh = steps.fresh(marketplace, retry, limit);
    debug.line(run, "Select", "Found %s NEW ASINs", fresh.size());
    return fresh;
  }

  private List<AsinSteps.Row> stale(
      ActiveRun run, AsinSteps steps, Marketplace marketplace, Instant now, int free) {
    debug.line(run, "Select", "Remaining slots for stale ASINs: %s", free);
    Instant syncedBefore = now.minus(Duration.ofDays(settings.staleAfterDays()));
    Instant retry = retry(now);
    List<AsinSteps.Row> stale =
        free == 0 ? List.of() : steps.stale(marketplace, retry, syncedBefore, free);
    debug.line(run, "Select", "Found %s STALE ASINs", stale.size());
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

  private Chosen wholeMarket(ActiveRun run, AsinSteps steps, Parameters parameters, Instant now) {
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
    debug.step(run, "STEP 1: CLEANUP");
    debug.line(run, "", "Removing ASINs with product_visibility=false from sync_status...");
    debug.line(run, "Cleanup", "Getting product table name...");
    debug.line(run, "Cleanup", "Product table: %s", store.productName());
    debug.line(run, "Cleanup", "Staging sync table: %s", store.statusName());
    debug.line(run, "Cleanup", "Executing DELETE on staging...");
    int cleaned = steps.cleanUp(marketplace);
    debug.line(run, "Cleanup", "Staging: %s rows deleted", cleaned);
    debug.line(run, "", "Cleanup complete: %s ASINs removed", cleaned);
    return cleaned;
  }

  private int addNew(ActiveRun run, AsinSteps steps, Marketplace marketplace, Instant now) {
    debug.step(run, "STEP 2: ADD NEW ASINs");
    debug.line(run, "", "Adding new visible ASINs to sync_status...");
    debug.line(run, "AddNew", "Getting product table name...");
    debug.line(run, "AddNew", "Inserting new ASINs into staging sync_status...");
    for (String name : steps.overlong()) {
      run.errors().add(new RecordError(ErrorKind.PARSE, name, "not an ASIN: " + name));
    }
    int added = steps.addNew(marketplace, now);
    debug.line(run, "AddNew", "Staging: %s new ASINs inserted", added);
    debug.line(run, "", "New ASINs added to sync_status: %s", added);
    return added;
  }

  /** A name that is no ASIN costs itself only, and is held like a product that was not found. */
  private List<AsinTarget> readable(
      ActiveRun run, SyncProgress progress, Parameters parameters, List<AsinTarget> targets) {
    List<String> unreadable =
        targets.stream().map(AsinTarget::asin).filter(a -> !ASIN.matcher(a).matches()).toList();
    for (String name : unreadable) {
      run.errors().add(new RecordError(ErrorKind.PARSE, name, "not an ASIN: " + name));
      progress.failed(name);
    }
    store.markNotFound(run, parameters.marketplace(), unreadable, clock.instant());
    return targets.stream().filter(t -> ASIN.matcher(t.asin()).matches()).toList();
  }

  private void announce(ActiveRun run, Parameters parameters) {
    debug.banner(run, "DEBUG MODE ENABLED");
    debug.line(
        run, "", "Starting hourly sync with marketplace=%s", parameters.marketplace().word());
    debug.banner(run, "HOURLY SYNC STARTED");
    debug.line(run, "", "Marketplace: %s", parameters.marketplace().word());
    debug.line(run, "", "Debug mode: true");
  }
}
