package io.syncline.console;

import io.syncline.core.pipeline.ApiCall;
import io.syncline.core.pipeline.ApiCalls.Caller;
import io.syncline.core.pipeline.ApiCalls.Told;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** One run: how far it is, what it did, what went wrong, and what can be done about it. */
@Controller
final class RunPages {
  private static final String RUN = "/api/sync/runs/{id}";

  /** Of batches, changes and letters, the first ones; what is more stands in the CSV. */
  private static final String PARTS = "20";

  private static final String NONE = "0";

  /** What these wrote was one record, which has pages of its own. */
  private static final Set<String> ONCE = Set.of("edit", "replay");

  private static final List<String> ACTIONS = List.of("create", "update", "delete", "unchanged");

  private final Desk desk;

  RunPages(Desk desk) {
    this.desk = desk;
  }

  @GetMapping("/runs/{id}")
  String run(@PathVariable("id") String id, @ModelAttribute("viewer") Caller viewer, Model model) {
    fill(id, viewer, model);
    return "run";
  }

  /** The part of the page that is read again when the run stands otherwise. */
  @GetMapping("/runs/{id}/live")
  String live(@PathVariable("id") String id, @ModelAttribute("viewer") Caller viewer, Model model) {
    fill(id, viewer, model);
    return "run :: live";
  }

  @PostMapping("/runs/{id}/cancel")
  String cancel(
      @PathVariable("id") String id,
      @ModelAttribute("viewer") Caller viewer,
      RedirectAttributes next) {
    desk.press(
        ApiCall.post(RUN + "/cancel").at("id", id), viewer, next, "It stops after its next step");
    return at(id);
  }

  /** The same once more, or really what a dry run has shown. */
  @PostMapping("/runs/{id}/again")
  String again(
      @PathVariable("id") String id,
      @RequestParam(name = "dry_run", defaultValue = "") String dry,
      @ModelAttribute("viewer") Caller viewer,
      RedirectAttributes next) {
    Told told =
        desk.press(
            ApiCall.post(RUN + "/again").at("id", id).asking("dry_run", dry),
            viewer,
            next,
            "It was started");
    return at(told.isRefused() ? id : told.body().path("run_id").asText());
  }

  @GetMapping("/runs/{id}/log")
  String log(
      @PathVariable("id") String id,
      @RequestParam(name = "level", defaultValue = "info") String level,
      @ModelAttribute("viewer") Caller viewer,
      Model model) {
    head(id, NONE, viewer, model);
    model.addAllAttributes(
        desk.read(
            ApiCall.get(RUN + "/log").at("id", id).asking("level", level).asking("limit", "200"),
            viewer));
    model.addAttribute("level", level);
    return "run-log";
  }

  @GetMapping("/runs/{id}/errors")
  String errors(
      @PathVariable("id") String id,
      @RequestParam(name = "before", defaultValue = "") String before,
      @ModelAttribute("viewer") Caller viewer,
      Model model) {
    head(id, NONE, viewer, model);
    model.addAllAttributes(
        desk.read(ApiCall.get(RUN + "/errors").at("id", id).asking("before", before), viewer));
    return "run-errors";
  }

  @GetMapping("/runs/{id}/changes")
  String changes(
      @PathVariable("id") String id,
      @RequestParam(name = "before", defaultValue = "") String before,
      @RequestParam(name = "action", defaultValue = "") String action,
      @RequestParam(name = "text", defaultValue = "") String text,
      @ModelAttribute("viewer") Caller viewer,
      Model model) {
    head(id, NONE, viewer, model);
    Map<String, Object> page =
        desk.read(
            ApiCall.get(RUN + "/changes")
                .at("id", id)
                .asking("before", before)
                .asking("action", action)
                .asking("text", text.strip()),
            viewer);
    model.addAllAttributes(page);
    model.addAttribute(
        "changes", Members.rows(page, "changes").stream().map(ChangeView::of).toList());
    model.addAttribute("actions", ACTIONS);
    model.addAttribute("action", action);
    model.addAttribute("text", text.strip());
    return "run-changes";
  }

  /** What all pages of a run begin with. */
  private Map<String, Object> head(String id, String parts, Caller viewer, Model model) {
    Map<String, Object> run =
        desk.read(ApiCall.get(RUN).at("id", id).asking("parts", parts), viewer);
    model.addAttribute("run", run);
    model.addAttribute("repeatable", isRepeatable(run));
    return run;
  }

  private void fill(String id, Caller viewer, Model model) {
    Map<String, Object> run = head(id, PARTS, viewer, model);
    Pace.of(run).ifPresent(pace -> model.addAttribute("pace", pace));
    model.addAttribute("report", Facts.of(run.get("report")));
    model.addAttribute("parameters", Facts.of(run.get("parameters")));
    if (run.get("children") != null) {
      model.addAttribute(
          "led",
          desk.read(
                  ApiCall.get("/api/sync/runs").asking("parent", id).asking("limit", PARTS), viewer)
              .get("runs"));
    }
  }

  private static boolean isRepeatable(Map<String, Object> run) {
    return run.get("parent_run_id") == null
        && !ONCE.contains(String.valueOf(run.get("trigger")))
        && !"running".equals(run.get("outcome"));
  }

  private static String at(String id) {
    return "redirect:/runs/" + id;
  }
}
