package io.syncline.console;

import io.syncline.core.pipeline.ApiCall;
import io.syncline.core.pipeline.ApiCalls.Caller;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** When runs start by themselves, and whether they do. */
@Controller
final class SchedulePages {
  private static final String BACK = "redirect:/schedules";

  private final Desk desk;

  SchedulePages(Desk desk) {
    this.desk = desk;
  }

  @GetMapping("/schedules")
  String all(@ModelAttribute("viewer") Caller viewer, Model model) {
    model.addAllAttributes(desk.read(ApiCall.get("/api/schedules"), viewer));
    return "schedules";
  }

  /** The part of the page that is read again when the ledger has changed. */
  @GetMapping("/schedules/board")
  String board(@ModelAttribute("viewer") Caller viewer, Model model) {
    all(viewer, model);
    return "schedules :: board";
  }

  @PostMapping("/schedules/{name}/pause")
  String pause(
      @PathVariable("name") String name,
      @ModelAttribute("viewer") Caller viewer,
      RedirectAttributes next) {
    return press("pause", name, viewer, next, name + " is paused on all instances");
  }

  @PostMapping("/schedules/{name}/resume")
  String resume(
      @PathVariable("name") String name,
      @ModelAttribute("viewer") Caller viewer,
      RedirectAttributes next) {
    return press("resume", name, viewer, next, name + " goes on with its next fire");
  }

  @PostMapping("/schedules/{name}/run")
  String run(
      @PathVariable("name") String name,
      @ModelAttribute("viewer") Caller viewer,
      RedirectAttributes next) {
    return press("run", name, viewer, next, name + " was started");
  }

  private String press(
      String action, String name, Caller viewer, RedirectAttributes next, String done) {
    desk.press(
        ApiCall.post("/api/schedules/{name}/" + action).at("name", name), viewer, next, done);
    return BACK;
  }
}
