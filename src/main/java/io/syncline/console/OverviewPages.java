package io.syncline.console;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.syncline.core.pipeline.ApiCall;
import io.syncline.core.pipeline.ApiCalls.Caller;
import io.syncline.core.pipeline.ApiCalls.Told;
import java.time.Clock;
import java.util.Map;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** The first page: how the pipelines are, and what was done last. */
@Controller
final class OverviewPages {
  private static final String RUNS = "10";

  /** Where somebody goes for a need of a kind that is about no run. */
  private static final Map<String, String> PLACES =
      Map.of(
          "credentials", "/credentials?status=error",
          "conflicts", "/conflicts",
          "divergence", "/divergence",
          "letters", "/letters",
          "overdue", "/schedules",
          "production", "/divergence");

  private final Desk desk;
  private final Clock clock;

  OverviewPages(Desk desk, Clock clock) {
    this.desk = desk;
    this.clock = clock;
  }

  @GetMapping("/")
  String overview(@ModelAttribute("viewer") Caller viewer, Model model) {
    fill(viewer, model);
    return "overview";
  }

  /** The part of the page that is read again when the ledger has changed. */
  @GetMapping("/board")
  String board(@ModelAttribute("viewer") Caller viewer, Model model) {
    fill(viewer, model);
    return "overview :: board";
  }

  /** What the schedule would start, or the same without writing anything. */
  @PostMapping("/pipelines/{word}/run")
  String run(
      @PathVariable("word") String word,
      @RequestParam(name = "dry_run", defaultValue = "false") boolean dry,
      @ModelAttribute("viewer") Caller viewer,
      RedirectAttributes next) {
    Told told =
        desk.press(
            ApiCall.post("/api/pipelines/{word}/runs")
                .at("word", word)
                .sending(JsonNodeFactory.instance.objectNode().put("dry_run", dry)),
            viewer,
            next,
            word + (dry ? " was started as a dry run: nothing is written" : " was started"));
    return told.isRefused() || !dry
        ? "redirect:/"
        : "redirect:/runs/" + told.body().path("run_id").asText();
  }

  private void fill(Caller viewer, Model model) {
    Map<String, Object> overview = desk.read(ApiCall.get("/api/overview"), viewer);
    model.addAllAttributes(overview);
    model.addAttribute("places", PLACES);
    model.addAttribute("bars", DayBars.of(overview.get("days"), clock.instant()));
    model.addAllAttributes(desk.read(ApiCall.get("/api/sync/runs").asking("limit", RUNS), viewer));
  }
}
