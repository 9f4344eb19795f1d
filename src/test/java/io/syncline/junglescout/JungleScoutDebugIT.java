package io.syncline.junglescout;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

@ExtendWith(OutputCaptureExtension.class)
class JungleScoutDebugIT extends JungleScoutService {

  @Test
  @DisplayName("JS-04, JS-76, JS-77, JS-90: the document's lines, from the start to the banner")
  void a_debug_run_writes_the_documents_lines(CapturedOutput output) {
    newProducts(asins(0, 15));
    readProducts(asins(100, 2), Duration.ofDays(31));
    staging.update("INSERT INTO dev_az_product VALUES ('B0GONE0001', false)");
    staging.update("INSERT INTO " + STATUS + " (asin) VALUES ('B0GONE0001')");
    VENDORS.unknown.add(asin(3));
    VENDORS.sales(
        call ->
            call.asin().equals(asin(5))
                ? new FakeVendors.Reply(400, "{}")
                : VENDORS.estimates(call));
    Answer answer = hourly("?debug=true");
    List<String> lines =
        output
            .getOut()
            .lines()
            .filter(line -> line.contains("[HOURLY_SYNC]"))
            .map(line -> line.substring(line.indexOf("[HOURLY_SYNC]") + 14))
            .toList();
    assertThat(lines)
        .containsSubsequence(
            "========== DEBUG MODE ENABLED ==========",
            "Starting hourly sync with marketplace=us",
            "========== HOURLY SYNC STARTED ==========",
            "Marketplace: us",
            "Debug mode: true",
            "---------- STEP 1: CLEANUP ----------",
            "Removing ASINs with product_visibility=false from sync_status...",
            "[Cleanup] Getting product table name...",
            "[Cleanup] Product table: dev_az_product",
            "[Cleanup] Staging sync table: dev_az_jungle_scout_sync_status",
            "[Cleanup] Executing DELETE on staging...",
            "[Cleanup] Staging: 1 rows deleted",
            "Cleanup complete: 1 ASINs removed",
            "---------- STEP 2: ADD NEW ASINs ----------",
            "Adding new visible ASINs to sync_status...",
            "[AddNew] Getting product table name...",
            "[AddNew] Inserting new ASINs into staging sync_status...",
            "[AddNew] Staging: 15 new ASINs inserted",
            "New ASINs added to sync_status: 15",
            "---------- STEP 3: SELECT ASINs ----------",
            "Selecting up to 100 ASINs (priority: new first, then stale >30 days)...",
            "[Select] Sync table: dev_az_jungle_scout_sync_status",
            "[Select] Retry threshold (15 days): 2023-12-31 10:00:00",
            "[Select] Querying NEW ASINs (has_product_data=false, retry period passed)...",
            "[Select] Found 15 NEW ASINs",
            "[Select] Remaining slots for stale ASINs: 85",
            "[Select] Found 2 STALE ASINs",
            "[Select] Total ASINs selected: 17",
            "Selected 17 ASINs total:",
            "  - New ASINs: 15",
            "  - Stale ASINs: 2",
            "  - New ASIN list: [" + String.join(" ", asins(0, 15)) + "]",
            "---------- STEP 4 & 5: SYNC PRODUCT & SALES DATA ----------",
            "[SyncASINs] Starting sync for 17 ASINs",
            "[SyncASINs] ===== STEP 4: PRODUCT DATA FETCH =====",
            "[SyncASINs] Calling JungleScout Product API for 17 ASINs...",
            "[SyncASINs] API call #1 completed",
            "[SyncASINs] Product API returned 16 products (requested 17)",
            "[SyncASINs] Storing product data to databases...",
            "[SyncASINs] Successfully stored: 16 ASINs",
            "[SyncASINs] 1 ASINs NOT FOUND in JungleScout API (will retry in 15 days):",
            "[SyncASINs] Not found list: [" + asin(3) + "]",
            "[NotFound] Marking ASIN "
                + asin(3)
                + " as 'product not found' (will retry in 15 days)",
            "[SyncASINs] Product sync summary: 16 success, 0 failed, 1 not found",
            "[SyncASINs] ===== STEP 5: SALES DATA FETCH =====",
            "[SyncASINs] Fetching sales data for 16 successful product ASINs using 5-worker pool...",
            "[SyncASINs] Total API calls made: 17",
            "========== HOURLY SYNC COMPLETED ==========",
            "Duration: 0.000s",
            "Total ASINs processed: " + answer.count("total_asins_processed"),
            "Successful product syncs: " + answer.count("successful_product_sync"),
            "Successful sales syncs: " + answer.count("successful_sales_sync"),
            "Failed ASINs: " + answer.count("failed_asins"),
            "Total API calls: " + answer.count("total_api_calls"));
    assertThat(lines)
        .contains(
            "[Sales] Staging: inserted 3 data points for ASIN " + asin(0),
            "[Sales] Production: inserted 3 data points for ASIN " + asin(0),
            "ERROR: Sales fetch for " + asin(5) + " failed: HTTP 400 ")
        .anyMatch(
            l -> l.matches("\\[Worker \\d] Sales API returned 3 data points for ASIN " + asin(0)))
        .anyMatch(
            l -> l.matches("\\[Worker \\d] Successfully stored sales data for ASIN " + asin(0)))
        .anyMatch(
            l ->
                l.matches(
                    "\\[Worker \\d] Fetching sales for ASIN "
                        + asin(0)
                        + ": 2023-01-15 to 2024-01-14 \\(1 year \\(new ASIN\\)\\)"))
        .anyMatch(
            l ->
                l.matches(
                    "\\[Worker \\d] Fetching sales for ASIN "
                        + asin(100)
                        + ": 2023-12-15 to 2024-01-14 \\(since last sync\\)"));
    assertThat(output.getOut()).doesNotContain("canary");
  }

  @Test
  @DisplayName("JS-76: the workers are numbered from 0 to 4")
  void the_workers_are_numbered_from_zero_to_four(CapturedOutput output) {
    newProducts(asins(0, 40));
    VENDORS.holdSales();
    hourly("?debug=true&wait=false");
    org.awaitility.Awaitility.await().until(() -> VENDORS.salesUnderWay() == 5);
    VENDORS.release();
    awaitNoRun();
    for (int worker = 0; worker < 5; worker++) {
      assertThat(output.getOut()).contains("[Worker " + worker + "] Fetching sales");
    }
    assertThat(output.getOut()).doesNotContain("[Worker 5]");
  }

  @Test
  @DisplayName("JS-04: without debug there is none of it, also after a debug run")
  void other_runs_write_none_of_it(CapturedOutput output) {
    hourly("?debug=true");
    int before = output.getOut().split("HOURLY_SYNC", -1).length;
    newProducts(asins(0, 2));
    hourly();
    hourly("?debug=false");
    assertThat(output.getOut().split("HOURLY_SYNC", -1)).hasSize(before);
  }
}
