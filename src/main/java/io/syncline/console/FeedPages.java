package io.syncline.console;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.syncline.core.pipeline.ApiCall;
import io.syncline.core.pipeline.ApiCalls.Caller;
import java.util.Map;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** The tabs that are mapped: how each is, and what becomes of its columns. */
@Controller
final class FeedPages {
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
    Map<String, Object> tab =
        desk.read(ApiCall.get("/api/entities/tabs/{id}").at("id", id), viewer);
    String source = String.valueOf(tab.get("data_source_id"));
    model.addAttribute("tab", tab);
    model.addAttribute("source", desk.read(ApiCall.get(SourcePages.ONE).at("id", source), viewer));
    schedules.ofFeed(id, viewer, model);
    model.addAttribute("text", json.valueToTree(tab.get("columns")).toPrettyString());
    return "feed";
  }
}
