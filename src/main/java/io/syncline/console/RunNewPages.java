package io.syncline.console;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.syncline.core.pipeline.ApiCall;
import io.syncline.core.pipeline.ApiCalls;
import io.syncline.core.pipeline.ApiCalls.Caller;
import io.syncline.core.pipeline.ApiCalls.Told;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** A run that somebody asks for in detail: a form of what the pipeline's runs may be asked. */
@Controller
final class RunNewPages {
  private static final String PARAMETERS = "parameters";

  private final Desk desk;
  private final ApiCalls calls;

  RunNewPages(Desk desk, ApiCalls calls) {
    this.desk = desk;
    this.calls = calls;
  }

  @GetMapping("/pipelines/{word}/new")
  String form(
      @PathVariable("word") String word, @ModelAttribute("viewer") Caller viewer, Model model) {
    return viewer.isAdmin()
        ? show(parameters(word, viewer), Map.of(), model)
        : "redirect:/runs?pipeline={word}";
  }

  /** What is refused stays in the form. */
  @PostMapping("/pipelines/{word}/new")
  String start(
      @PathVariable("word") String word,
      @RequestParam Map<String, String> typed,
      @ModelAttribute("viewer") Caller viewer,
      Model model) {
    Map<String, Object> pipeline = parameters(word, viewer);
    ObjectNode asked = JsonNodeFactory.instance.objectNode();
    Members.rows(pipeline, PARAMETERS).forEach(it -> put(asked, it, typed));
    Told told =
        calls.ask(
            ApiCall.post("/api/pipelines/{word}/runs").at("word", word).sending(asked), viewer);
    if (told.isRefused()) {
      model.addAttribute("refusal", "It was not started: " + told.why());
      return show(pipeline, typed, model);
    }
    return SourcePages.runOf(told);
  }

  private Map<String, Object> parameters(String word, Caller viewer) {
    return desk.read(ApiCall.get("/api/pipelines/{word}/parameters").at("word", word), viewer);
  }

  /** What is left empty is not asked for. */
  private static void put(ObjectNode asked, Map<String, Object> of, Map<String, String> typed) {
    String name = String.valueOf(of.get("name"));
    String text = typed.getOrDefault(name, "").strip();
    if (text.isEmpty()) {
      return;
    }
    switch (String.valueOf(of.get("type"))) {
      case "boolean" -> asked.put(name, true);
      case "texts" -> {
        ArrayNode texts = asked.putArray(name);
        text.lines().map(String::strip).filter(it -> !it.isEmpty()).forEach(texts::add);
      }
      default -> asked.put(name, text);
    }
  }

  private static String show(Map<String, Object> pipeline, Map<String, String> given, Model model) {
    model.addAllAttributes(pipeline);
    model.addAttribute("called", pipeline.get("title")); // the title of a page is its layout's
    model.addAttribute("given", given);
    model.addAttribute(
        "single",
        Members.rows(pipeline, PARAMETERS).stream()
            .map(it -> (List<?>) it.get("exactly_one_of"))
            .filter(it -> !it.isEmpty())
            .findFirst()
            .orElse(List.of()));
    return "run-new";
  }
}
