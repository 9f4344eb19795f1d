package io.syncline.junglescout;

import io.syncline.core.run.ActiveRun;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Collection;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The verbose lines of document 004, a method per event: written for the runs that asked for them
 * and no others (JS-04). They show ASINs and figures only.
 */
record DebugLog(ActiveRun run) {
  private static final Logger LOG = LoggerFactory.getLogger("syncline.junglescout.debug");
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss").withZone(ZoneOffset.UTC);

  static DebugLog of(ActiveRun run) {
    return new DebugLog(run);
  }

  void started(Marketplace marketplace) {
    banner("DEBUG MODE ENABLED");
    line("", "Starting hourly sync with marketplace=%s", marketplace.word());
    banner("HOURLY SYNC STARTED");
    line("", "Marketplace: %s", marketplace.word());
    line("", "Debug mode: true");
  }

  void cleaningUp(String product, String status) {
    step("STEP 1: CLEANUP");
    line("", "Removing ASINs with product_visibility=false from sync_status...");
    line("Cleanup", "Getting product table name...");
    line("Cleanup", "Product table: %s", product);
    line("Cleanup", "Staging sync table: %s", status);
    line("Cleanup", "Executing DELETE on staging...");
  }

  void cleanedUp(int removed) {
    line("Cleanup", "Staging: %s rows deleted", removed);
    line("", "Cleanup complete: %s ASINs removed", removed);
  }

  void addingNew() {
    step("STEP 2: ADD NEW ASINs");
    line("", "Adding new visible ASINs to sync_status...");
    line("AddNew", "Getting product table name...");
    line("AddNew", "Inserting new ASINs into staging sync_status...");
  }

  void addedNew(int added) {
    line("AddNew", "Staging: %s new ASINs inserted", added);
    line("", "New ASINs added to sync_status: %s", added);
  }

  void selecting(String status, JungleScoutSettings settings, Instant retry) {
    step("STEP 3: SELECT ASINs");
    line(
        "",
        "Selecting up to %s ASINs (priority: new first, then stale >%s days)...",
        settings.hourlyLimit(),
        settings.staleAfterDays());
    line("Select", "Sync table: %s", status);
    line(
        "Select",
        "Retry threshold (%s days): %s",
        settings.notFoundRetryDays(),
        TIME.format(retry));
    line("Select", "Querying NEW ASINs (has_product_data=false, retry period passed)...");
  }

  void foundNew(int count, int free) {
    line("Select", "Found %s NEW ASINs", count);
    line("Select", "Remaining slots for stale ASINs: %s", free);
  }

  void foundStale(int count) {
    line("Select", "Found %s STALE ASINs", count);
  }

  void selected(List<String> fresh, int stale) {
    int all = fresh.size() + stale;
    line("Select", "Total ASINs selected: %s", all);
    line("", "Selected %s ASINs total:", all);
    line("", "  - New ASINs: %s", fresh.size());
    line("", "  - Stale ASINs: %s", stale);
    line("", "  - New ASIN list: %s", list(fresh));
  }

  void begun(int products) {
    step("STEP 4 & 5: SYNC PRODUCT & SALES DATA");
    line("SyncASINs", "Starting sync for %s ASINs", products);
  }

  void askingForProducts(int count) {
    line("SyncASINs", "===== STEP 4: PRODUCT DATA FETCH =====");
    line("SyncASINs", "Calling JungleScout Product API for %s ASINs...", count);
  }

  void pageAnswered() {
    line("SyncASINs", "API call #%s completed", run.tally().calls());
  }

  void productsAnswered(int found, int asked) {
    line("SyncASINs", "Product API returned %s products (requested %s)", found, asked);
  }

  void othersLeftOut(int count) {
    line("SyncASINs", "%s products that nobody asked for left out", count);
  }

  void productsAtFault(String reason) {
    error("Product fetch: %s", reason);
  }

  void productsFailed(String reason) {
    error("Product fetch failed: %s", reason);
  }

  void storingProducts() {
    line("SyncASINs", "Storing product data to databases...");
  }

  void productsStored(int count) {
    line("SyncASINs", "Successfully stored: %s ASINs", count);
  }

  void notFound(Collection<String> asins, int days) {
    line(
        "SyncASINs",
        "%s ASINs NOT FOUND in JungleScout API (will retry in %s days):",
        asins.size(),
        days);
    line("SyncASINs", "Not found list: %s", list(asins));
    for (String asin : asins) {
      line(
          "NotFound", "Marking ASIN %s as 'product not found' (will retry in %s days)", asin, days);
    }
  }

  void productsDone(int stored, int failed, int notFound) {
    line(
        "SyncASINs",
        "Product sync summary: %s success, %s failed, %s not found",
        stored,
        failed,
        notFound);
  }

  void askingForSales(int products, int workers) {
    line("SyncASINs", "===== STEP 5: SALES DATA FETCH =====");
    line(
        "SyncASINs",
        "Fetching sales data for %s successful product ASINs using %s-worker pool...",
        products,
        workers);
  }

  void askingForSales(int worker, AsinTarget target) {
    worker(
        worker,
        "Fetching sales for ASIN %s: %s (%s)",
        target.asin(),
        target.sales(),
        target.since());
  }

  void salesAnswered(int worker, int points, String asin) {
    worker(worker, "Sales API returned %s data points for ASIN %s", points, asin);
  }

  void salesFailed(String asin, String reason) {
    error("Sales fetch for %s failed: %s", asin, reason);
  }

  /** Staging has them, and production now or by the relay. */
  void salesStored(SalesPage page, boolean inProduction) {
    String asin = page.target().asin();
    int points = page.records().size();
    line("Sales", "Staging: inserted %s data points for ASIN %s", points, asin);
    if (inProduction) {
      line("Sales", "Production: inserted %s data points for ASIN %s", points, asin);
    } else {
      error("Production: %s data points for ASIN %s to follow", points, asin);
    }
    if (page.isGood() && page.noEstimate().isEmpty()) {
      worker(page.worker(), "Successfully stored sales data for ASIN %s", asin);
    }
  }

  void salesDone(long stored, long withoutEstimate, long failed) {
    line(
        "SyncASINs",
        "Sales sync summary: %s successful, %s without estimate, %s failed",
        stored,
        withoutEstimate,
        failed);
  }

  void finished(Duration duration, SyncProgress progress) {
    line("SyncASINs", "Total API calls made: %s", run.tally().calls());
    banner("HOURLY SYNC COMPLETED");
    line("", "Duration: %ss", BigDecimal.valueOf(duration.toMillis(), 3));
    line("", "Total ASINs processed: %s", progress.processedCount());
    line("", "Successful product syncs: %s", progress.productCount());
    line("", "Successful sales syncs: %s", progress.salesCount());
    line("", "Failed ASINs: %s", progress.failedCount());
    line("", "Total API calls: %s", run.tally().calls());
  }

  private void banner(String title) {
    line("", "========== %s ==========", title);
  }

  private void step(String title) {
    line("", "---------- %s ----------", title);
  }

  private void worker(int worker, String text, Object... values) {
    line("Worker " + worker, text, values);
  }

  private void error(String text, Object... values) {
    line("", "ERROR: " + text, values);
  }

  /** A line such as {@code [HOURLY_SYNC] [Select] Found 5 NEW ASINs}. */
  private void line(String category, String text, Object... values) {
    if (run.request().debug()) {
      LOG.info(
          "[HOURLY_SYNC] {}{}",
          category.isEmpty() ? "" : "[" + category + "] ",
          text.formatted(values));
    }
  }

  /** A list as the document prints it. */
  private static String list(Collection<String> asins) {
    return "[" + String.join(" ", asins) + "]";
  }
}
