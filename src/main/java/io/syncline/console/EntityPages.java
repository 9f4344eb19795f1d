package io.syncline.console;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.syncline.core.pipeline.ApiCall;
import io.syncline.core.pipeline.ApiCalls.Caller;
import io.syncline.core.pipeline.ApiCalls.Told;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** Where did this come from? An entity with all that is said of it; changed and undone by hand. */
@Controller
final class EntityPages {
  private static final String PAGE = "/entities/{type}/{id}";

  private final Desk desk;

  EntityPages(Desk desk) {
    this.desk = desk;
  }

  @GetMapping(PAGE)
  String entity(
      @PathVariable("type") String type,
      @PathVariable("id") String id,
      @RequestParam(name = "field", defaultValue = "") String field,
      @RequestParam(name = "before", defaultValue = "") String before,
      @ModelAttribute("viewer") Caller viewer,
      Model model) {
    Map<String, Object> entity =
        desk.read(
            ApiCall.get("/api/entities/{entityType}/{id}").at("entityType", type).at("id", id),
            viewer);
    Map<String, Object> fields = inOrder(entity);
    model.addAllAttributes(entity);
    model.addAttribute("fields", fields);
    model.addAttribute("field", fields.containsKey(field) ? field : "");
    model.addAttribute(
        "differing",
        Members.rows(
                desk.read(
                    ApiCall.get("/api/entities/conflicts")
                        .asking("entity_type", type)
                        .asking("entity_id", id),
                    viewer),
                "conflicts")
            .stream()
            .map(it -> it.get("field_name"))
            .toList());
    model.addAllAttributes(
        desk.read(
            ApiCall.get("/api/lineage/{entityType}/{entityId}")
                .at("entityType", type)
                .at("entityId", id)
                .asking("field", field)
                .asking("before", before)
                .asking("limit", "50"),
            viewer));
    return "entity";
  }

  /** The key first, then what sources speak of, then the rest; without the id. */
  private static Map<String, Object> inOrder(Map<String, Object> entity) {
    Map<String, Object> all = Members.object(entity, "fields");
    Map<String, Object> ordered = new LinkedHashMap<>();
    Object key = entity.get("key_field");
    all.keySet().stream()
        .filter(name -> !name.equals("id"))
        .sorted(
            Comparator.<String>comparingInt(
                    name -> name.equals(key) ? 0 : isSaid(all, name) ? 1 : 2)
                .thenComparing(Comparator.naturalOrder()))
        .forEach(name -> ordered.put(name, all.get(name)));
    return ordered;
  }

  private static boolean isSaid(Map<String, Object> fields, String name) {
    Map<String, Object> field = Members.object(fields, name);
    return field.get("last_change") != null || !Members.rows(field, "claims").isEmpty();
  }

  /** An empty value clears the field. */
  @PostMapping(PAGE + "/edit")
  String edit(
      @PathVariable("type") String type,
      @PathVariable("id") String id,
      @RequestParam("field") String field,
      @RequestParam("value") String value,
      @ModelAttribute("viewer") Caller viewer,
      RedirectAttributes next) {
    ObjectNode fields = JsonNodeFactory.instance.objectNode();
    fields.put(field, value.isBlank() ? null : value);
    Told told =
        desk.press(
            ApiCall.of("PATCH", "/api/entities/{entityType}/{id}")
                .at("entityType", type)
                .at("id", id)
                .sending(fields),
            viewer,
            next,
            field + " was changed");
    tell(told, next, field + " was changed");
    return back(type, id, field, next);
  }

  @PostMapping(PAGE + "/undo")
  String undo(
      @PathVariable("type") String type,
      @PathVariable("id") String id,
      @RequestParam(name = "field", defaultValue = "") String field,
      @RequestParam(name = "change", defaultValue = "") String change,
      @RequestParam(name = "dry_run", defaultValue = "false") boolean dry,
      @ModelAttribute("viewer") Caller viewer,
      RedirectAttributes next) {
    ObjectNode asked = JsonNodeFactory.instance.objectNode().put("dry_run", dry);
    if (!change.isBlank()) {
      asked.put("change", change);
    }
    ApiCall call =
        ApiCall.post("/api/lineage/{entityType}/{entityId}/undo")
            .at("entityType", type)
            .at("entityId", id)
            .sending(asked);
    tell(desk.press(call, viewer, next, ""), next, done(dry));
    return back(type, id, field, next);
  }

  @PostMapping(PAGE + "/undo-run")
  String undoRun(
      @PathVariable("type") String type,
      @PathVariable("id") String id,
      @RequestParam("run") String run,
      @RequestParam(name = "dry_run", defaultValue = "true") boolean dry,
      @ModelAttribute("viewer") Caller viewer,
      RedirectAttributes next) {
    ApiCall call =
        ApiCall.post("/api/sync/runs/{id}/undo")
            .at("id", run)
            .sending(JsonNodeFactory.instance.objectNode().put("dry_run", dry));
    Told told = desk.press(call, viewer, next, "");
    tell(told, next, done(dry));
    if (dry && !told.isRefused()) {
      next.addFlashAttribute("run", run);
    }
    return back(type, id, "", next);
  }

  private static String done(boolean dry) {
    return dry ? "An undo would take back" : "Taken back";
  }

  /** How much it is, what stays, and who has the last word. */
  private static void tell(Told told, RedirectAttributes next, String done) {
    if (told.isRefused()) {
      return;
    }
    if (told.status() == HttpStatus.ACCEPTED.value()) {
      next.addFlashAttribute("notice", "It is being done; the changes below show what is");
      return;
    }
    JsonNode body = told.body();
    StringBuilder words = new StringBuilder(done);
    if (body.has("fields_changed")) {
      words.append(
          ": %s fields of %s entities"
              .formatted(body.path("fields_changed"), body.path("entities_changed")));
      if (body.path("not_undone_total").asLong() > 0) {
        words.append(
            ", %s stay: %s"
                .formatted(
                    body.path("not_undone_total"),
                    body.path("not_undone").path(0).path("message").asText()));
      }
    }
    for (JsonNode feed : body.path("overwritten_by")) {
      words.append(
          "; %s takes %s back with its next run"
              .formatted(feed.path("source_ref").asText(), feed.path("field").asText()));
    }
    next.addFlashAttribute("notice", words.toString());
  }

  private static String back(String type, String id, String field, RedirectAttributes next) {
    next.addAttribute("type", type);
    next.addAttribute("id", id);
    if (!field.isBlank()) {
      next.addAttribute("field", field);
    }
    return "redirect:" + PAGE;
  }
}
