package io.syncline.console;

import io.syncline.core.pipeline.ApiCall;
import io.syncline.core.pipeline.ApiCalls.Caller;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;

/** The entities of a kind, by key or by what stands within a field. */
@Controller
final class EntityListPages {
  private static final int FEW = 5;
  private static final List<String> TYPES = List.of("partners", "staff", "asins");

  private final Desk desk;

  EntityListPages(Desk desk) {
    this.desk = desk;
  }

  @GetMapping("/entities")
  String first() {
    return "redirect:/entities/" + TYPES.get(0);
  }

  @GetMapping("/entities/{type}")
  String entities(
      @PathVariable("type") String type,
      @RequestParam(name = "q", defaultValue = "") String q,
      @RequestParam(name = "field", defaultValue = "") String field,
      @RequestParam(name = "after", defaultValue = "") String after,
      @ModelAttribute("viewer") Caller viewer,
      Model model) {
    Map<String, Object> found =
        desk.read(
            ApiCall.get("/api/entities/{entityType}")
                .at("entityType", type)
                .asking("q", q)
                .asking("field", field)
                .asking("after", after),
            viewer);
    List<String> fields =
        Members.rows(
                desk.read(
                    ApiCall.get("/api/entities/choices/{entityType}").at("entityType", type),
                    viewer),
                "fields")
            .stream()
            .map(it -> String.valueOf(it.get("name")))
            .toList();
    model.addAllAttributes(found);
    model.addAttribute("types", TYPES);
    model.addAttribute("known", fields);
    model.addAttribute("shown", shown(fields, String.valueOf(found.get("key_field")), field));
    model.addAttribute("q", q);
    model.addAttribute("field", field);
    model.addAttribute("after", after);
    return "entities";
  }

  /** The first columns, and the one that is looked in, without the key. */
  private static List<String> shown(List<String> fields, String key, String looked) {
    List<String> others = fields.stream().filter(it -> !it.equals(key)).toList();
    List<String> few = others.subList(0, Math.min(FEW, others.size()));
    return others.contains(looked) && !few.contains(looked)
        ? Stream.concat(Stream.of(looked), few.stream().limit(FEW - 1L)).toList()
        : few;
  }
}
