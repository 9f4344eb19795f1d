package io.syncline.console;

import io.syncline.core.pipeline.ApiCall;
import io.syncline.core.pipeline.ApiCalls.Caller;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
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

  RunTables(Desk desk) {
    this.desk = desk;
  }

  @GetMapping("/runs/{id}/errors.csv")
  void errors(
      @PathVariable("id") String id,
      @ModelAttribute("viewer") Caller viewer,
      HttpServletResponse response)
      throws IOException {
    pages("errors", id, viewer, response, "seq", "severity", "row", "column", "code", "message");
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
    Desk.rows(run, "batches").forEach(csv::row);
  }

  private void pages(
      String what, String id, Caller viewer, HttpServletResponse response, String... columns)
      throws IOException {
    ApiCall call = ApiCall.get(RUN + "/" + what).at("id", id).asking("limit", "200");
    Map<String, Object> page = desk.read(call, viewer);
    Csv csv = new Csv(response, what + "-" + id, columns);
    Desk.rows(page, what).forEach(csv::row);
    while (page.get("next") instanceof Number next) {
      page = desk.read(call.asking("before", next.toString()), viewer);
      Desk.rows(page, what).forEach(csv::row);
    }
  }
}
