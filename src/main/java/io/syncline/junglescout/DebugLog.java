package io.syncline.junglescout;

import io.syncline.core.run.ActiveRun;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Collection;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The verbose lines of document 004, a method per event: written for the runs that asked for them
 * and no others (JS-04), each after {@code [HOURLY_SYNC]}. They show ASINs and figures only.
 */
record DebugLog(ActiveRun run) {
  private static final Logger LOG = LoggerFactory.getLogger("syncline.junglescout.debug");
  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss");

  static DebugLog of(ActiveRun run) {
    return new DebugLog(run);
  }

  void started(Marketplace marketplace) {
    tell("========== DEBUG MODE ENABLED ==========");
    tell("Starting hourly sync with marketplace=%s", marketplace.word());
    tell("========== HOURLY SYNC STARTED ==========");
    tell("Marketplace: %s", marketplace.word());
    tell("Debug mode: true");
  }

  void cleaningUp(AsinStore store) {
    tell("---------- STEP 1: CLEANUP ----------");
    tell("Removing ASINs with product_visibility=false from sync_status...");
    tell("[Cleanup] Getting product table name...");
    tell("[Cleanup] Product table: %s", plain(store.product()));
    tell("[Cleanup] Staging sync table: %s", plain(store.status()));
    tell("[Cleanup] Executing DELETE on staging...");
  }

  void cleanedUp(int removed) {
    tell("[Cleanup] Staging: %s rows deleted", removed);
    tell("Cleanup complete: %s ASINs removed", removed);
  }

  void addingNew() {
    tell("---------- STEP 2: ADD NEW ASINs ----------");
    tell("Adding new visible ASINs to sync_status...");
    tell("[AddNew] Getting product table name...");
    tell("[AddNew] Inserting new ASINs into staging sync_status...");
  }

  void addedNew(int added) {
    tell("[AddNew] Staging: %s new ASINs inserted", added);
    tell("New ASINs added to sync_status: %s", added);
  }

  void selecting(AsinStore store, JungleScoutSettings settings, LocalDateTime retry) {
    tell("---------- STEP 3: SELECT ASINs ----------");
    tell(
        "Selecting up to %s ASINs (priority: new first, then stale >%s days)...",
        settings.hourlyLimit(), settings.staleAfterDays());
    tell("[Select] Sync table: %s", plain(store.status()));
    int days = settings.notFoundRetryDays();
    tell("[Select] Retry threshold (%s days): %s", days, TIME.format(retry));
    tell("[Select] Querying NEW ASINs (has_product_data=false, retry period passed)...");
  }

  void foundNew(int count, int free) {
    tell("[Select] Found %s NEW ASINs", count);
    tell("[Select] Remaining slots for stale ASINs: %s", free);
  }

  void foundStale(int count) {
    tell("[Select] Found %s STALE ASINs", count);
  }

  void selected(List<String> fresh, int stale) {
    int all = fresh.size() + stale;
    tell("[Select] Total ASINs selected: %s", all);
    tell("Selected %s ASINs total:", all);
    tell("  - New ASINs: %s", fresh.size());
    tell("  - Stale ASINs: %s", stale);
    tell("  - New ASIN list: %s", list(fresh));
  }

  void begun(int products) {
    tell("---------- STEP 4 & 5: SYNC PRODUCT & SALES DATA ----------");
    tell("[SyncASINs] Starting sync for %s ASINs", products);
  }

  void askingForProducts(int count) {
    tell("[SyncASINs] ===== STEP 4: PRODUCT DATA FETCH =====");
    tell("[SyncASINs] Calling JungleScout Product API for %s ASINs...", count);
  }

  void pageAnswered() {
    tell("[SyncASINs] API call #%s completed", run.tally().calls());
  }

  void productsAnswered(int found, int asked) {
    tell("[SyncASINs] Product API returned %s products (requested %s)", found, asked);
  }

  void othersLeftOut(int count) {
    tell("[SyncASINs] %s products that nobody asked for left out", count);
  }

  void productsAtFault(String reason) {
    tell("ERROR: Product fetch: %s", reason);
  }

  void productsFailed(String reason) {
    tell("ERROR: Product fetch failed: %s", reason);
  }

  void storingProducts() {
    tell("[SyncASINs] Storing product data to databases...");
  }

  void productsStored(int count) {
    tell("[SyncASINs] Successfully stored: %s ASINs", count);
  }

  void notFound(Collection<String> asins, int days) {
    tell(
        "[SyncASINs] %s ASINs NOT FOUND in JungleScout API (will retry in %s days):",
        asins.size(), days);
    tell("[SyncASINs] Not found list: %s", list(asins));
    for (String asin : asins) {
      tell("[NotFound] Marking ASIN %s as 'product not found' (will retry in %s days)", asin, days);
    }
  }

  void productsDone(int stored, int failed, int notFound) {
    tell(
        "[SyncASINs] Product sync summary: %s success, %s failed, %s not found",
        stored, failed, notFound);
  }

  void askingForSales(int products, int workers) {
    tell("[SyncASINs] ===== STEP 5: SALES DATA FETCH =====");
    tell(
        "[SyncASINs] Fetching sales data for %s successful product ASINs using %s-worker pool...",
        products, workers);
  }

  void askingForSales(int worker, AsinTarget target) {
    tell(
        "[Worker %s] Fetching sales for ASIN %s: %s (%s)",
        worker, target.asin(), target.sales(), target.since());
  }

  void salesAnswered(int worker, int points, String asin) {
    tell("[Worker %s] Sales API returned %s data points for ASIN %s", worker, points, asin);
  }

  void salesFailed(String asin, String reason) {
    tell("ERROR: Sales fetch for %s failed: %s", asin, reason);
  }

  /** Staging has them, and production now or by the relay. */
  void salesStored(SalesPage page, boolean inProduction) {
    String asin = page.target().asin();
    int points = page.records().size();
    tell("[Sales] Staging: inserted %s data points for ASIN %s", points, asin);
    if (inProduction) {
      tell("[Sales] Production: inserted %s data points for ASIN %s", points, asin);
    } else {
      tell("ERROR: Production: %s data points for ASIN %s to follow", points, asin);
    }
    if (page.isGood() && page.noEstimate().isEmpty()) {
      tell("[Worker %s] Successfully stored sales data for ASIN %s", page.worker(), asin);
    }
  }

  void salesDone(long stored, long withoutEstimate, long failed) {
    tell(
        "[SyncASINs] Sales sync summary: %s successful, %s without estimate, %s failed",
        stored, withoutEstimate, failed);
  }

  void finished(Duration duration, SyncProgress progress) {
    tell("[SyncASINs] Total API calls made: %s", run.tally().calls());
    tell("========== HOURLY SYNC COMPLETED ==========");
    tell("Duration: %ss", BigDecimal.valueOf(duration.toMillis(), 3));
    tell("Total ASINs processed: %s", progress.reached());
    tell("Successful product syncs: %s", progress.productCount());
    tell("Successful sales syncs: %s", progress.salesCount());
    tell("Failed ASINs: %s", progress.failedCount());
    tell("Total API calls: %s", run.tally().calls());
  }

  private void tell(String text, Object... values) {
    if (run.request().debug()) {
      LOG.info("[HOURLY_SYNC] {}", text.formatted(values));
    }
  }

  /** A table as people write it. */
  private static String plain(String table) {
    return table.replace("\"", "");
  }

  /** A list as the document prints it. */
  private static String list(Collection<String> asins) {
    return "[" + String.join(" ", asins) + "]";
  }
}
