package io.syncline.console;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.syncline.core.pipeline.ApiCall;
import io.syncline.core.pipeline.ApiCalls;
import io.syncline.core.pipeline.ApiCalls.Caller;
import io.syncline.core.pipeline.ApiCalls.Told;
import java.util.HashMap;
import java.util.Map;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** A source of feeds: how it is called on, and all that is done to it as a whole. */
@Controller
final class SourcePages {
  static final String ONE = "/api/entities/sources/{id}";
  private static final String PAGE = "redirect:/sources/{id}";
  private static final String SECRET = "secret";
  private static final String CONFIG = FeedNewForm.CONFIG;

  private final Desk desk;
  private final ApiCalls calls;
  private final OwnSchedulePages schedules;
  private final ObjectMapper json;

  SourcePages(Desk desk, ApiCalls calls, OwnSchedulePages schedules, ObjectMapper json) {
    this.desk = desk;
    this.calls = calls;
    this.schedules = schedules;
    this.json = json;
  }

  @GetMapping("/sources/{id}")
  String one(@PathVariable("id") String id, @ModelAttribute("viewer") Caller viewer, Model model) {
    return show(id, Map.of(), viewer, model);
  }

  /** What is refused stays in the form, but for the secret. */
  @PostMapping("/sources/{id}")
  String change(
      @PathVariable("id") String id,
      @RequestParam Map<String, String> typed,
      @ModelAttribute("viewer") Caller viewer,
      Model model,
      RedirectAttributes next) {
    try {
      Told told = calls.ask(one("PATCH", "", id).sending(asked(typed)), viewer);
      if (!told.isRefused()) {
        next.addFlashAttribute("notice", "Changed; its next run goes by it");
        return PAGE;
      }
      model.addAttribute("refusal", "It was not changed: " + told.why());
    } catch (JsonProcessingException e) {
      model.addAttribute("refusal", "The settings are not JSON: " + e.getOriginalMessage());
    }
    return show(id, typed, viewer, model);
  }

  private ObjectNode asked(Map<String, String> typed) throws JsonProcessingException {
    ObjectNode asked = JsonNodeFactory.instance.objectNode();
    for (String name : new String[] {"name", "status"}) {
      if (typed.containsKey(name)) {
        asked.put(name, typed.get(name).strip());
      }
    }
    if (typed.containsKey(CONFIG)) {
      asked.set(
          CONFIG,
          json.reader()
              .with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
              .readTree(typed.get(CONFIG)));
    }
    String secret = typed.getOrDefault(SECRET, "").strip();
    if (!secret.isEmpty()) {
      asked.put(SECRET, secret);
    }
    return asked;
  }

  /** All its active feeds, each by a run of its own. */
  @PostMapping("/sources/{id}/run")
  String run(
      @PathVariable("id") String id,
      @RequestParam(name = "dry_run", defaultValue = "false") boolean dry,
      @ModelAttribute("viewer") Caller viewer,
      RedirectAttributes next) {
    Told told =
        desk.press(
            ApiCall.post("/api/sync/source/{id}")
                .at("id", id)
                .sending(JsonNodeFactory.instance.objectNode().put("dry_run", dry)),
            viewer,
            next,
            "The source was started" + (dry ? " as a dry run: nothing is written" : ""));
    return told.isRefused() ? PAGE : runOf(told);
  }

  /** Where a run is looked at, also one that has ended already. */
  static String runOf(Told told) {
    String run = told.body().path("run_id").asText();
    return "redirect:/runs/" + (run.isEmpty() ? told.body().path("sync_run_id").asText() : run);
  }

  /** Shown by this answer alone: it goes through no redirect and is kept for no other page. */
  @PostMapping("/sources/{id}/webhook-secret")
  String webhookSecret(
      @PathVariable("id") String id,
      @ModelAttribute("viewer") Caller viewer,
      Model model,
      RedirectAttributes next) {
    Told told = calls.ask(one("POST", "/webhook-secret", id), viewer);
    if (told.isRefused()) {
      next.addFlashAttribute("refusal", "No secret was made: " + told.why());
      return PAGE;
    }
    model.addAttribute("made", told.body().path(SECRET).asText());
    return show(id, Map.of(), viewer, model);
  }

  @PostMapping("/sources/{id}/remove")
  String remove(
      @PathVariable("id") String id,
      @RequestParam(name = "confirmed", defaultValue = "false") boolean confirmed,
      @ModelAttribute("viewer") Caller viewer,
      RedirectAttributes next) {
    if (!confirmed) {
      next.addFlashAttribute("refusal", "Not deleted: tick that you mean it");
      return PAGE;
    }
    Told told = desk.press(one("DELETE", "", id), viewer, next, "The source is deleted");
    return told.isRefused() ? PAGE : "redirect:/feeds";
  }

  private String show(String id, Map<String, String> typed, Caller viewer, Model model) {
    Map<String, Object> source = desk.read(one("GET", "", id), viewer);
    Map<String, String> given = new HashMap<>(typed);
    given.remove(SECRET);
    model.addAttribute("source", source);
    model.addAttribute("settings", Facts.of(source.get(CONFIG)).facts());
    model.addAttribute("text", json.valueToTree(source.get(CONFIG)).toPrettyString());
    model.addAttribute("given", given);
    model.addAllAttributes(
        desk.read(ApiCall.get("/api/entities/tabs").asking("data_source_id", id), viewer));
    schedules.ofSource(id, viewer, model);
    return "source";
  }

  private static ApiCall one(String method, String path, String id) {
    return ApiCall.of(method, ONE + path).at("id", id);
  }
}
