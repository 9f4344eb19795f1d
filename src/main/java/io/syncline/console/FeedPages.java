package io.syncline.console;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.syncline.core.pipeline.ApiCall;
import io.syncline.core.pipeline.ApiCalls.Caller;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** The tabs that are mapped: how each is, and its columns, tried before they are stored. */
@Controller
final class FeedPages {
  private static final String TAB = "/api/entities/tabs/{id}";
  private static final String COLUMNS = "columns";

  private final Desk desk;
  private final ObjectMapper json;

  FeedPages(Desk desk, ObjectMapper json) {
    this.desk = desk;
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
    model.addAttribute("tab", tab);
    if (!model.containsAttribute("text")) {
      model.addAttribute("text", text(tab.get(COLUMNS)));
    }
    return "feed";
  }

  /** The columns as they may be mapped, into the editor; nothing is stored. */
  @PostMapping("/feeds/{id}/proposal")
  String proposal(
      @PathVariable("id") String id, @ModelAttribute("viewer") Caller viewer, Model model) {
    Map<String, Object> proposal = desk.read(ApiCall.post(TAB + "/proposal").at("id", id), viewer);
    model.addAttribute("proposal", proposal);
    model.addAttribute("text", text(proposal.get(COLUMNS)));
    return feed(id, viewer, model);
  }

  /** What the columns in the editor make of the first rows: read again as one types. */
  @PostMapping("/feeds/{id}/trial")
  String trial(
      @PathVariable("id") String id,
      @RequestParam(COLUMNS) String columns,
      @ModelAttribute("viewer") Caller viewer,
      Model model) {
    try {
      model.addAllAttributes(
          desk.read(ApiCall.post(TAB + "/trial").at("id", id).sending(asked(columns)), viewer));
    } catch (PageRefused refused) {
      model.addAttribute("fault", refused.told().why());
    } catch (JsonProcessingException e) {
      model.addAttribute("fault", "This is not JSON yet: " + e.getOriginalMessage());
    }
    return "feed :: trial";
  }

  @PostMapping("/feeds/{id}/columns")
  String save(
      @PathVariable("id") String id,
      @RequestParam(COLUMNS) String columns,
      @ModelAttribute("viewer") Caller viewer,
      RedirectAttributes next) {
    try {
      desk.press(
          ApiCall.of("PATCH", TAB).at("id", id).sending(asked(columns)),
          viewer,
          next,
          "The mapping is stored; the next run goes by it");
    } catch (JsonProcessingException e) {
      next.addFlashAttribute("refusal", "This is not JSON: " + e.getOriginalMessage());
      next.addFlashAttribute("text", columns);
    }
    return "redirect:/feeds/" + id;
  }

  private ObjectNode asked(String columns) throws JsonProcessingException {
    JsonNode read = json.readTree(columns);
    ObjectNode asked = JsonNodeFactory.instance.objectNode();
    asked.set(COLUMNS, read);
    return asked;
  }

  private String text(@Nullable Object columns) {
    return json.valueToTree(columns).toPrettyString();
  }
}
