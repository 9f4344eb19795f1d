package io.syncline.console;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.syncline.core.pipeline.ApiCall;
import io.syncline.core.pipeline.ApiCalls.Caller;
import io.syncline.core.pipeline.ApiCalls.Told;
import java.util.Map;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** The tabs that are mapped: how each is, and what becomes of its columns. */
@Controller
final class FeedPages {
  private static final String TAB = "/api/entities/tabs/{id}";
  private static final String PAGE = "redirect:/feeds/{id}";

  private final Desk desk;
  private final OwnSchedulePages schedules;
  private final ObjectMapper json;

  FeedPages(Desk desk, OwnSchedulePages schedules, ObjectMapper json) {
    this.desk = desk;
    this.schedules = schedules;
    this.json = json;
  }

  @GetMapping("/feeds")
  String feeds(@ModelAttribute("viewer") Caller viewer, Model model) {
    model.addAllAttributes(desk.read(ApiCall.get("/api/entities/sources"), viewer));
    model.addAllAttributes(desk.read(ApiCall.get("/api/entities/tabs"), viewer));
    return "feeds";
  }

  @PostMapping("/feeds/{id}/run")
  String run(
      @PathVariable("id") String id,
      @ModelAttribute("viewer") Caller viewer,
      RedirectAttributes next) {
    desk.press(
        ApiCall.post("/api/sync/tab/{id}")
            .at("id", id)
            .sending(JsonNodeFactory.instance.objectNode().put("wait", false)),
        viewer,
        next,
        "The tab was started");
    return "redirect:/feeds";
  }

  @GetMapping("/feeds/{id}")
  String feed(@PathVariable("id") String id, @ModelAttribute("viewer") Caller viewer, Model model) {
    Map<String, Object> tab = desk.read(ApiCall.get(TAB).at("id", id), viewer);
    String source = String.valueOf(tab.get("data_source_id"));
    model.addAttribute("tab", tab);
    model.addAttribute("source", desk.read(ApiCall.get(SourcePages.ONE).at("id", source), viewer));
    schedules.ofFeed(id, viewer, model);
    model.addAttribute("text", json.valueToTree(tab.get("columns")).toPrettyString());
    return "feed";
  }

  /**
   * The first press says how many values would not be what they are any more, the second one does
   * it.
   */
  @PostMapping("/feeds/{id}/remove")
  String remove(
      @PathVariable("id") String id,
      @RequestParam(name = "dry_run", defaultValue = "true") boolean dry,
      @ModelAttribute("viewer") Caller viewer,
      RedirectAttributes next) {
    ApiCall call = ApiCall.of("DELETE", TAB).at("id", id).asking("dry_run", String.valueOf(dry));
    Told told = desk.press(call, viewer, next, "The feed is deleted");
    if (told.isRefused()) {
      return PAGE;
    }
    if (told.status() == HttpStatus.ACCEPTED.value()) {
      next.addFlashAttribute(
          "notice",
          dry
              ? "What would go is being counted; nothing is written"
              : "The feed is being deleted; it is gone when this run has ended");
      return SourcePages.runOf(told);
    }
    long fields = told.body().path("fields_changed").asLong();
    if (dry) {
      next.addFlashAttribute("notice", null);
      next.addFlashAttribute(
          "removal", Map.of("fields", fields, "run", told.body().path("sync_run_id").asText("")));
      return PAGE;
    }
    next.addFlashAttribute("notice", "The feed is deleted; values that changed by that: " + fields);
    return "redirect:/feeds";
  }
}
