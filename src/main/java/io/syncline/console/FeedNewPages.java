package io.syncline.console;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.syncline.core.pipeline.ApiCall;
import io.syncline.core.pipeline.ApiCalls;
import io.syncline.core.pipeline.ApiCalls.Caller;
import io.syncline.core.pipeline.ApiCalls.Told;
import java.util.Map;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** A tab of a spreadsheet that is not read yet: where it is, and which column says who is meant. */
@Controller
final class FeedNewPages {
  private static final String SOURCE = "source";

  private final Desk desk;
  private final ApiCalls calls;

  FeedNewPages(Desk desk, ApiCalls calls) {
    this.desk = desk;
    this.calls = calls;
  }

  @GetMapping("/feeds/new")
  String form(@ModelAttribute("viewer") Caller viewer, Model model) {
    return show(Map.of(), viewer, model);
  }

  /** The spreadsheet first, unless it is known, then its tab; what is refused stays in the form. */
  @PostMapping("/feeds")
  String create(
      @RequestParam Map<String, String> given,
      @ModelAttribute("viewer") Caller viewer,
      Model model) {
    String source = given.getOrDefault(SOURCE, "");
    if (source.isEmpty()) {
      Told made = calls.ask(ApiCall.post("/api/entities/sources").sending(sheet(given)), viewer);
      if (made.isRefused()) {
        return refused(made, given, viewer, model);
      }
      source = made.body().path("id").asText();
    }
    String type = given.getOrDefault("primary_entity", "");
    Map<String, Object> choices =
        desk.read(ApiCall.get("/api/entities/choices/{entityType}").at("entityType", type), viewer);
    ObjectNode tab = tab(given, source, type, String.valueOf(choices.get("key_field")));
    Told made = calls.ask(ApiCall.post("/api/entities/tabs").sending(tab), viewer);
    if (made.isRefused()) {
      model.addAttribute(SOURCE, source);
      return refused(made, given, viewer, model);
    }
    return "redirect:/feeds/" + made.body().path("id").asText() + "/edit";
  }

  private static ObjectNode sheet(Map<String, String> given) {
    ObjectNode sheet = JsonNodeFactory.instance.objectNode();
    sheet.put("name", given.getOrDefault("name", "").strip()).put("type", "google_sheet");
    sheet
        .putObject("connector_config")
        .put("spreadsheet_id", given.getOrDefault("spreadsheet_id", "").strip());
    return sheet;
  }

  private static ObjectNode tab(
      Map<String, String> given, String source, String type, String keyField) {
    ObjectNode tab = JsonNodeFactory.instance.objectNode();
    tab.put("data_source_id", source).put("primary_entity", type);
    tab.put("tab_name", given.getOrDefault("tab_name", "").strip());
    tab.putArray("columns")
        .addObject()
        .put(MappingRow.HEADER, given.getOrDefault("key_column", "").strip())
        .put(MappingRow.TARGET, keyField)
        .put(MappingRow.KEY, true);
    return tab;
  }

  private String refused(Told told, Map<String, String> given, Caller viewer, Model model) {
    model.addAttribute("refusal", "It was not added: " + told.why());
    return show(given, viewer, model);
  }

  private String show(Map<String, String> given, Caller viewer, Model model) {
    model.addAttribute("given", given);
    if (!model.containsAttribute(SOURCE)) {
      model.addAttribute(SOURCE, given.getOrDefault(SOURCE, ""));
    }
    model.addAttribute(
        "sheets",
        Members.rows(desk.read(ApiCall.get("/api/entities/sources"), viewer), "sources").stream()
            .filter(it -> "google_sheet".equals(it.get("type")))
            .toList());
    return "feed-new";
  }
}
