package io.syncline.console;

import io.syncline.core.pipeline.ApiCall;
import io.syncline.core.pipeline.ApiCalls.Caller;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;

/** The runs of all pipelines. */
@Controller
final class RunListPages {
  private static final String PAGE = "50";
  private static final String MOST = "200";
  private static final int MOST_PAGES = 50;

  private static final Downloads.Table TABLE =
      new Downloads.Table(
          "runs",
          "runs",
          MOST_PAGES,
          "id",
          "parent_run_id",
          "pipeline",
          "scope",
          "trigger",
          "triggered_by",
          "outcome",
          "dry_run",
          "started_at",
          "completed_at",
          "stats.rows_processed",
          "stats.rows_created",
          "stats.rows_updated",
          "stats.rows_unchanged",
          "stats.rows_skipped",
          "stats.rows_failed",
          "error_count",
          "api_calls",
          "production_pending",
          "failure.message");

  private final Desk desk;
  private final Downloads downloads;

  RunListPages(Desk desk, Downloads downloads) {
    this.desk = desk;
    this.downloads = downloads;
  }

  @GetMapping("/runs")
  String runs(
      @ModelAttribute("filters") RunFilters filters,
      @ModelAttribute("viewer") Caller viewer,
      Model model) {
    fill(filters, viewer, model);
    model.addAllAttributes(desk.read(ApiCall.get("/api/pipelines"), viewer));
    return "runs";
  }

  /** The part of the page that is read again when the ledger has changed. */
  @GetMapping("/runs/list")
  String list(
      @ModelAttribute("filters") RunFilters filters,
      @ModelAttribute("viewer") Caller viewer,
      Model model) {
    fill(filters, viewer, model);
    return "runs :: list";
  }

  @GetMapping("/runs/list.csv")
  void csv(
      @ModelAttribute("filters") RunFilters filters,
      @ModelAttribute("viewer") Caller viewer,
      HttpServletResponse response)
      throws IOException {
    downloads.write(TABLE, filters.call(MOST), viewer, response);
  }

  private void fill(RunFilters filters, Caller viewer, Model model) {
    model.addAllAttributes(desk.read(filters.call(PAGE), viewer));
    model.addAttribute(
        "statuses", List.of("running", "completed", "partial", "failed", "cancelled"));
  }
}
