package io.syncline.console;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.syncline.core.pipeline.ApiCall;
import io.syncline.core.pipeline.ApiCalls;
import io.syncline.core.pipeline.ApiCalls.Caller;
import io.syncline.core.pipeline.ApiCalls.Told;
import java.util.Map;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** When a source or a feed is read by itself, as a part of its page. */
@Controller
final class OwnSchedulePages {
  private static final String ONE = "/api/entities/schedules/{scope}";
  private static final String OF_SOURCE = "entities.source.";
  private static final String OF_FEED = "entities.feed.";

  private final Desk desk;
  private final ApiCalls calls;

  OwnSchedulePages(Desk desk, ApiCalls calls) {
    this.desk = desk;
    this.calls = calls;
  }

  void ofSource(String id, Caller viewer, Model model) {
    fill(OF_SOURCE + id, viewer, model);
  }

  void ofFeed(String id, Caller viewer, Model model) {
    fill(OF_FEED + id, viewer, model);
  }

  /** What is read on request only has no schedule. */
  private void fill(String scope, Caller viewer, Model model) {
    Told told = calls.ask(one("GET", scope), viewer);
    if (told.status() == HttpStatus.NOT_FOUND.value()) {
      return;
    }
    if (told.isRefused()) {
      throw new PageRefused(told);
    }
    model.addAttribute("schedule", desk.members(told));
  }

  @PostMapping("/sources/{id}/schedule")
  String source(
      @PathVariable("id") String id,
      @RequestParam Map<String, String> typed,
      @ModelAttribute("viewer") Caller viewer,
      RedirectAttributes next) {
    set(OF_SOURCE + id, typed, viewer, next);
    return "redirect:/sources/{id}";
  }

  @PostMapping("/feeds/{id}/schedule")
  String feed(
      @PathVariable("id") String id,
      @RequestParam Map<String, String> typed,
      @ModelAttribute("viewer") Caller viewer,
      RedirectAttributes next) {
    set(OF_FEED + id, typed, viewer, next);
    return "redirect:/feeds/{id}";
  }

  @PostMapping("/sources/{id}/schedule/remove")
  String sourceNoMore(
      @PathVariable("id") String id,
      @ModelAttribute("viewer") Caller viewer,
      RedirectAttributes next) {
    remove(OF_SOURCE + id, viewer, next);
    return "redirect:/sources/{id}";
  }

  @PostMapping("/feeds/{id}/schedule/remove")
  String feedNoMore(
      @PathVariable("id") String id,
      @ModelAttribute("viewer") Caller viewer,
      RedirectAttributes next) {
    remove(OF_FEED + id, viewer, next);
    return "redirect:/feeds/{id}";
  }

  /** What was typed before a refusal stands there again. */
  private void set(
      String scope, Map<String, String> typed, Caller viewer, RedirectAttributes next) {
    ObjectNode asked =
        JsonNodeFactory.instance
            .objectNode()
            .put("cron", typed.getOrDefault("cron", "").strip())
            .put("time_zone", typed.getOrDefault("time_zone", "").strip())
            .put("is_paused", Boolean.parseBoolean(typed.get("is_paused")));
    Told told = desk.press(one("PUT", scope).sending(asked), viewer, next, "The schedule is set");
    if (told.isRefused()) {
      next.addFlashAttribute("typed", desk.members(new Told(0, asked)));
    }
  }

  private void remove(String scope, Caller viewer, RedirectAttributes next) {
    desk.press(one("DELETE", scope), viewer, next, "It is read on request only");
  }

  private static ApiCall one(String method, String scope) {
    return ApiCall.of(method, ONE).at("scope", scope);
  }
}
