package io.syncline.console;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
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

/**
 * A feed that is not read yet: a tab of a spreadsheet, a kind of Close's records, a list of a JSON
 * API; where it is, and what says who is meant.
 */
@Controller
final class FeedNewPages {
  private static final String SOURCE = "source";
  private static final String SOURCES = "/api/entities/sources";
  private static final String ONE = "/api/entities/sources/{id}";

  private final Desk desk;
  private final ApiCalls calls;

  FeedNewPages(Desk desk, ApiCalls calls) {
    this.desk = desk;
    this.calls = calls;
  }

  @GetMapping("/feeds/new")
  String form(
      @RequestParam(name = "type", defaultValue = FeedNewForm.SHEET) String type,
      @ModelAttribute("viewer") Caller viewer,
      Model model) {
    return viewer.isAdmin()
        ? show(new FeedNewForm(Map.of("type", type)), viewer, model)
        : "redirect:/feeds";
  }

  /** The source first, unless it is known, then its feed; what is refused stays in the form. */
  @PostMapping("/feeds")
  String create(
      @RequestParam Map<String, String> given,
      @ModelAttribute("viewer") Caller viewer,
      Model model) {
    FeedNewForm form = new FeedNewForm(given);
    Told source = source(form, viewer);
    if (source.isRefused()) {
      return refused(source, form, viewer, model);
    }
    String type = form.text("primary_entity");
    Map<String, Object> choices =
        desk.read(ApiCall.get("/api/entities/choices/{entityType}").at("entityType", type), viewer);
    JsonNode tab = form.tab(source.body(), String.valueOf(choices.get("key_field")));
    Told made = calls.ask(ApiCall.post("/api/entities/tabs").sending(tab), viewer);
    if (made.isRefused()) {
      model.addAttribute(SOURCE, source.body().path("id").asText());
      return refused(made, form, viewer, model);
    }
    return "redirect:/feeds/" + made.body().path("id").asText() + "/edit";
  }

  /** The source that is meant: a new one, or one that is there, with a further list of an API. */
  private Told source(FeedNewForm form, Caller viewer) {
    String id = form.text(SOURCE);
    if (id.isEmpty()) {
      return calls.ask(ApiCall.post(SOURCES).sending(form.source()), viewer);
    }
    Told known = calls.ask(ApiCall.get(ONE).at("id", id), viewer);
    JsonNode config = known.body().path(FeedNewForm.CONFIG);
    if (known.isRefused() || !form.isListed()) {
      return known;
    }
    if (form.contradicts(config) && known.body().path("tabs").asInt() > 0) {
      return new Told(
          409,
          JsonNodeFactory.instance
              .objectNode()
              .put(
                  "detail",
                  "tab_name: there is a list of that name, described otherwise; leave its"
                      + " description empty, or take another name"));
    }
    return calls.ask(
        ApiCall.of("PATCH", ONE)
            .at("id", id)
            .sending(
                JsonNodeFactory.instance
                    .objectNode()
                    .set(FeedNewForm.CONFIG, form.completed(config))),
        viewer);
  }

  private String refused(Told told, FeedNewForm form, Caller viewer, Model model) {
    model.addAttribute("refusal", "It was not added: " + told.why());
    model.addAttribute("faults", form.faults(told));
    return show(form, viewer, model);
  }

  private String show(FeedNewForm form, Caller viewer, Model model) {
    model.addAttribute("given", form.shown());
    model.addAttribute("type", form.type());
    if (!model.containsAttribute("faults")) {
      model.addAttribute("faults", Map.of());
    }
    if (!model.containsAttribute(SOURCE)) {
      model.addAttribute(SOURCE, form.text(SOURCE));
    }
    model.addAttribute(
        "sources",
        Members.rows(desk.read(ApiCall.get(SOURCES), viewer), "sources").stream()
            .filter(it -> form.type().equals(it.get("type")))
            .toList());
    return "feed-new";
  }
}
