package io.syncline.console;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.syncline.core.pipeline.ApiCall;
import io.syncline.core.pipeline.ApiCalls.Caller;
import io.syncline.core.pipeline.ApiCalls.Told;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** Where production is not as staging has it, and how it is brought back into step. */
@Controller
final class DivergencePages {
  private final Desk desk;

  DivergencePages(Desk desk) {
    this.desk = desk;
  }

  /** Compares nothing by itself: that reads both databases from end to end. */
  @GetMapping("/divergence")
  String divergence() {
    return "divergence";
  }

  @PostMapping("/divergence/compare")
  String compare(@ModelAttribute("viewer") Caller viewer, RedirectAttributes next) {
    Told told = desk.press(ApiCall.get("/api/divergence"), viewer, next, "Compared just now");
    if (!told.isRefused()) {
      next.addFlashAttribute("comparison", desk.members(told));
    }
    return "redirect:/divergence";
  }

  /** A dry run of the repair; its page has the button that really repairs. */
  @PostMapping("/divergence/preview")
  String preview(
      @RequestParam(name = "delete_extra", defaultValue = "false") boolean deleteExtra,
      @ModelAttribute("viewer") Caller viewer,
      RedirectAttributes next) {
    Told told =
        desk.press(
            ApiCall.post("/api/divergence/repair")
                .sending(
                    JsonNodeFactory.instance
                        .objectNode()
                        .put("dry_run", true)
                        .put("delete_extra", deleteExtra)),
            viewer,
            next,
            "The repair is previewed: nothing is written. Apply it once you have seen the report");
    return told.isRefused()
        ? "redirect:/divergence"
        : "redirect:/runs/" + told.body().path("run_id").asText();
  }
}
