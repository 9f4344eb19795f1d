package io.syncline.console;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.syncline.core.pipeline.ApiCall;
import io.syncline.core.pipeline.ApiCalls;
import io.syncline.core.pipeline.ApiCalls.Caller;
import io.syncline.core.pipeline.ApiCalls.Told;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/**
 * The mapping of a tab, edited as a form or as JSON and tried as one types. The tab is read once,
 * when it is opened; what is typed is tried on those rows and stands in the page until it is
 * stored.
 */
@Controller
final class MappingPages {
  private static final String TAB = "/api/entities/tabs/{id}";

  private final Desk desk;
  private final ApiCalls calls;
  private final ObjectMapper json;

  MappingPages(Desk desk, ApiCalls calls, ObjectMapper json) {
    this.desk = desk;
    this.calls = calls;
    this.json = json;
  }

  /** The tab as it is stored, with what its columns may say. */
  private record Known(Map<String, Object> tab, MappingChoices choices) {}

  /** How the editor is shown: as JSON, with the source read for it, with its proposals taken. */
  private record Look(boolean isJson, boolean again, boolean take) {
    static final Look FORM = new Look(false, false, false);
  }

  @GetMapping("/feeds/{id}/edit")
  String open(@PathVariable("id") String id, @ModelAttribute("viewer") Caller viewer, Model model)
      throws JsonProcessingException {
    if (!viewer.isAdmin()) {
      return "redirect:/feeds/{id}";
    }
    Known known = known(id, viewer);
    MappingForm stored = MappingForm.of(json.valueToTree(known.tab().get(MappingForm.JSON)));
    return show(known, stored, Look.FORM, viewer, model);
  }

  /** Shows what was typed otherwise: proposals taken, the tab read again, as JSON, as a form. */
  @PostMapping("/feeds/{id}/edit")
  String change(
      @PathVariable("id") String id,
      @RequestParam("do") String what,
      @RequestParam MultiValueMap<String, String> typed,
      @ModelAttribute("viewer") Caller viewer,
      Model model) {
    Known known = known(id, viewer);
    try {
      MappingForm form = MappingForm.typed(typed, known.choices());
      boolean isJson =
          what.equals("json") || typed.containsKey(MappingForm.JSON) && !what.equals("form");
      return show(
          known,
          what.equals("add") ? form.withOneMore() : form,
          new Look(isJson, what.equals("again"), what.equals("propose")),
          viewer,
          model);
    } catch (JsonProcessingException e) {
      return unread(known, typed, e, model);
    }
  }

  @PostMapping("/feeds/{id}/columns")
  String store(
      @PathVariable("id") String id,
      @RequestParam MultiValueMap<String, String> typed,
      @ModelAttribute("viewer") Caller viewer,
      Model model,
      RedirectAttributes next) {
    Known known = known(id, viewer);
    try {
      MappingForm form = MappingForm.typed(typed, known.choices());
      Told told = calls.ask(asking(ApiCall.of("PATCH", TAB), id, form), viewer);
      if (!told.isRefused()) {
        next.addFlashAttribute("notice", "The mapping is stored; the next run goes by it");
        return "redirect:/feeds/{id}";
      }
      model.addAttribute("refusal", "It was not stored: " + told.why());
      Look look = new Look(typed.containsKey(MappingForm.JSON), false, false);
      return show(known, form, look, viewer, model);
    } catch (JsonProcessingException e) {
      return unread(known, typed, e, model);
    }
  }

  /** One row anew, as its field or its transform asks for other settings. */
  @PostMapping("/feeds/{id}/row")
  String row(
      @PathVariable("id") String id,
      @RequestParam("at") int at,
      @RequestParam MultiValueMap<String, String> typed,
      @ModelAttribute("viewer") Caller viewer,
      Model model)
      throws JsonProcessingException {
    Known known = known(id, viewer);
    model.addAttribute("tab", known.tab());
    model.addAttribute("choices", known.choices());
    model.addAttribute("header", MappingHeader.of(proposal(known, Look.FORM, viewer, model)));
    model.addAttribute(
        "rows",
        MappingForm.typed(typed, known.choices()).rows(known.choices()).stream()
            .filter(row -> row.at() == at)
            .toList());
    return "mapping :: row";
  }

  /** What the first rows become by what is typed, and beside each row of the form what of it. */
  @PostMapping("/feeds/{id}/trial")
  String trial(
      @PathVariable("id") String id,
      @RequestParam MultiValueMap<String, String> typed,
      @ModelAttribute("viewer") Caller viewer,
      Model model) {
    Known known = known(id, viewer);
    try {
      MappingForm form = MappingForm.typed(typed, known.choices());
      ApiCall call = asking(ApiCall.post(TAB + "/trial").asking("kept", "true"), id, form);
      Told told = calls.ask(call, viewer);
      List<MappingRow> rows =
          typed.containsKey(MappingForm.JSON) ? List.of() : form.rows(known.choices());
      model.addAttribute(
          "said",
          told.isRefused() ? MappingSaid.of(rows, told) : MappingSaid.of(rows, told.body()));
      if (told.isRefused()) {
        List<String> reasons = MappingSaid.reasons(told);
        model.addAttribute("tab", known.tab());
        model.addAttribute("faults", reasons);
        model.addAttribute("absent", absent(known, form, reasons));
      } else {
        model.addAllAttributes(desk.members(told));
      }
    } catch (JsonProcessingException e) {
      model.addAttribute("faults", List.of("This is not JSON yet: " + e.getOriginalMessage()));
    }
    return "mapping :: tried";
  }

  /** What whoever owns the table has to do, of fields that it has not. */
  private static List<String> absent(Known known, MappingForm form, List<String> reasons) {
    return form.rows(known.choices()).stream()
        .filter(row -> row.isAbsent(reasons))
        .map(row -> row.adding(String.valueOf(known.tab().get("primary_entity"))))
        .toList();
  }

  private Known known(String id, Caller viewer) {
    Map<String, Object> tab = desk.read(ApiCall.get(TAB).at("id", id), viewer);
    String type = String.valueOf(tab.get("primary_entity"));
    ApiCall choices = ApiCall.get("/api/entities/choices/{entityType}").at("entityType", type);
    return new Known(tab, new MappingChoices(json.valueToTree(desk.read(choices, viewer))));
  }

  private String show(Known known, MappingForm form, Look look, Caller viewer, Model model) {
    JsonNode proposal = proposal(known, look, viewer, model);
    MappingForm full = form.beside(proposal);
    MappingForm then = look.take() ? full.taking(proposal) : full;
    model.addAttribute("tab", known.tab());
    model.addAttribute("choices", known.choices());
    model.addAttribute("header", MappingHeader.of(proposal));
    model.addAttribute("rows", then.rows(known.choices()));
    if (look.isJson()) {
      model.addAttribute("text", then.mapped().toPrettyString());
    }
    return "mapping";
  }

  /** What is said of the header; nothing where the source cannot be read, and why. */
  private JsonNode proposal(Known known, Look look, Caller viewer, Model model) {
    String id = String.valueOf(known.tab().get("id"));
    ApiCall call = ApiCall.post(TAB + "/proposal").at("id", id);
    Told told = calls.ask(look.again() ? call : call.asking("kept", "true"), viewer);
    if (told.isRefused()) {
      model.addAttribute("unread", told.why());
      return MissingNode.getInstance();
    }
    model.addAttribute("read_at", told.body().path("read_at").asText());
    return told.body();
  }

  /** What is no JSON stays as it was typed. */
  private static String unread(
      Known known, MultiValueMap<String, String> typed, JsonProcessingException e, Model model) {
    model.addAttribute("tab", known.tab());
    model.addAttribute("refusal", "This is not JSON: " + e.getOriginalMessage());
    model.addAttribute("text", typed.getFirst(MappingForm.JSON));
    return "mapping";
  }

  private static ApiCall asking(ApiCall call, String id, MappingForm form) {
    return call.at("id", id)
        .sending(JsonNodeFactory.instance.objectNode().set(MappingForm.JSON, form.mapped()));
  }
}
