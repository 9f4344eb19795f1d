package io.syncline.console;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.syncline.core.pipeline.ApiCall;
import io.syncline.core.pipeline.ApiCalls.Caller;
import io.syncline.core.pipeline.ApiCalls.Told;
import java.util.Map;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** Where sources that both decide differ; who is believed is said here. */
@Controller
final class ConflictPages {
  private final Desk desk;

  ConflictPages(Desk desk) {
    this.desk = desk;
  }

  @GetMapping("/conflicts")
  String conflicts(
      @RequestParam(name = "state", defaultValue = "open") String state,
      @RequestParam(name = "entity_type", defaultValue = "") String type,
      @RequestParam(name = "entity_id", defaultValue = "") String entity,
      @RequestParam(name = "before", defaultValue = "") String before,
      @ModelAttribute("viewer") Caller viewer,
      Model model) {
    model.addAttribute("state", state);
    model.addAttribute("type", type);
    model.addAttribute("entity", entity);
    model.addAllAttributes(
        desk.read(
            ApiCall.get("/api/entities/conflicts")
                .asking("state", state)
                .asking("entity_type", type)
                .asking("entity_id", entity)
                .asking("before", before)
                .asking("limit", "50"),
            viewer));
    return "conflicts";
  }

  /** The first press says how many entities change, the second one does it. */
  @PostMapping("/conflicts/{id}/resolve")
  String resolve(
      @PathVariable("id") String id,
      @RequestParam("winner") String winner,
      @RequestParam(name = "dry_run", defaultValue = "true") boolean dry,
      @ModelAttribute("viewer") Caller viewer,
      RedirectAttributes next) {
    Told told =
        desk.press(
            ApiCall.post("/api/entities/conflicts/{id}/resolve")
                .at("id", id)
                .sending(
                    JsonNodeFactory.instance
                        .objectNode()
                        .put("winner", winner)
                        .put("dry_run", dry)),
            viewer,
            next,
            "It is said; the next run of the winner writes it");
    if (!told.isRefused() && dry) {
      next.addFlashAttribute("notice", null);
      next.addFlashAttribute(
          "decision",
          Map.of(
              "id",
              id,
              "winner",
              winner,
              "field",
              told.body().path("field_name").asText(),
              "changed",
              told.body().path("entities_changed").asLong()));
    }
    return "redirect:/conflicts";
  }
}
