package io.syncline.console;

import io.syncline.core.pipeline.ApiCall;
import io.syncline.core.pipeline.ApiCalls.Caller;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;

/** What a run did and what went wrong, to be taken along. */
@Controller
final class RunTables {
  private static final String RUN = "/api/sync/runs/{id}";

  private final Desk desk;
  private final Downloads downloads;

  RunTables(Desk desk, Downloads downloads) {
    this.desk = desk;
    this.downloads = downloads;
  }

  @GetMapping("/runs/{id}/errors.csv")
  void errors(
      @PathVariable("id") String id,
      @ModelAttribute("viewer") Caller viewer,
      HttpServletResponse response)
      throws IOException {
    pages("errors", id, viewer, response, "seq", "severity", "row", "column", "code", "message");
  }

  @GetMapping("/runs/{id}/rows.csv")
  void rows(
      @PathVariable("id") String id,
      @ModelAttribute("viewer") Caller viewer,
      HttpServletResponse response)
      throws IOException {
    pages(
        "rows",
        id,
        viewer,
        response,
        "seq",
        "table",
        "stream",
        "key",
        "first_day",
        "last_day",
        "rows",
        "remark");
  }

  @GetMapping("/runs/{id}/changes.csv")
  void changes(
      @PathVariable("id") String id,
      @ModelAttribute("viewer") Caller viewer,
      HttpServletResponse response)
      throws IOException {
    pages(
        "changes",
        id,
        viewer,
        response,
        "seq",
        "destination",
        "table",
        "action",
        "kind",
        "row",
        "key",
        "before",
        "after",
        "blocked");
  }

  @GetMapping("/runs/{id}/batches.csv")
  void batches(
      @PathVariable("id") String id,
      @ModelAttribute("viewer") Caller viewer,
      HttpServletResponse response)
      throws IOException {
    Map<String, Object> run = desk.read(ApiCall.get(RUN).at("id", id), viewer);
    Csv csv =
        new Csv(
            response,
            "batches-" + run.get("id"),
            "seq",
            "stream",
            "table",
            "rows",
            "created",
            "updated",
            "unchanged",
            "skipped",
            "state",
            "committed_at",
            "applied_at");
    List<Map<String, Object>> batches = Members.rows(run, "batches");
    batches.forEach(csv::row);
    if (run.get("batches_total") instanceof Number all && all.longValue() > batches.size()) {
      csv.remark("There are more: " + all + " in all");
    }
  }

  private void pages(
      String what, String id, Caller viewer, HttpServletResponse response, String... columns)
      throws IOException {
    downloads.write(
        new Downloads.Table(what + "-" + id, what, Integer.MAX_VALUE, columns),
        ApiCall.get(RUN + "/" + what).at("id", id).asking("limit", "200"),
        viewer,
        response);
  }
}
