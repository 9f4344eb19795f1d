package io.syncline.console;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.syncline.core.pipeline.ApiCall;
import io.syncline.core.pipeline.ApiCalls;
import io.syncline.core.pipeline.ApiCalls.Caller;
import io.syncline.core.pipeline.ApiCalls.Told;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** All that is configured of sources, feeds and priorities, as one file. */
@Controller
final class ConfigurationPages {
  private static final String FILE = "/api/entities/configuration";
  private static final String NAME = "name";

  private final Desk desk;
  private final ApiCalls calls;

  ConfigurationPages(Desk desk, ApiCalls calls) {
    this.desk = desk;
    this.calls = calls;
  }

  @GetMapping("/configuration")
  String file(@ModelAttribute("viewer") Caller viewer, Model model) {
    Told told = calls.ask(ApiCall.get(FILE), viewer);
    if (told.isRefused()) {
      throw new PageRefused(told);
    }
    model.addAttribute("yaml", told.body().asText());
    return "configuration";
  }

  /**
   * The first press says what would change, the second one does it: only what was seen, so that
   * neither a later letter nor what somebody else changed meanwhile goes with it.
   *
   * @param seen what the difference was that the page shows, or nothing
   */
  @PostMapping("/configuration")
  String put(
      @RequestParam("yaml") String yaml,
      @RequestParam(name = "apply", defaultValue = "false") boolean apply,
      @RequestParam(name = "seen", defaultValue = "") String seen,
      @ModelAttribute("viewer") Caller viewer,
      Model model,
      RedirectAttributes next) {
    String file = yaml.replace("\r\n", "\n");
    model.addAttribute("yaml", file);
    Told preview = calls.ask(put(file).asking("dry_run", "true"), viewer);
    if (preview.isRefused()) {
      model.addAttribute("refusal", "It cannot be so: " + preview.why());
      return "configuration";
    }
    String now = mark(preview.body().path("changes"));
    if (apply && now.equals(seen)) {
      Told told = calls.ask(put(file), viewer);
      if (!told.isRefused()) {
        int count = told.body().path("changes").size();
        next.addFlashAttribute(
            "notice", count + (count == 1 ? " change was made" : " changes were made"));
        next.addFlashAttribute("led", desk.members(told).get("runs"));
        return "redirect:/configuration";
      }
      model.addAttribute("refusal", "It was not done, or not all of it: " + told.why());
    } else if (apply) {
      model.addAttribute(
          "refusal", "Nothing was done: the changes are others than those you saw, look again");
    }
    model.addAttribute("seen", now);
    model.addAllAttributes(desk.members(preview));
    model.addAttribute("changes", ConfigurationChange.all(desk.members(preview), names(viewer)));
    return "configuration";
  }

  private static ApiCall put(String file) {
    return ApiCall.of("PUT", FILE).sending(TextNode.valueOf(file));
  }

  private static String mark(JsonNode changes) {
    return UUID.nameUUIDFromBytes(changes.toString().getBytes(StandardCharsets.UTF_8)).toString();
  }

  /** How sources and feeds are called now, by their ids. */
  private Map<String, String> names(Caller viewer) {
    Map<String, String> names = new HashMap<>();
    Members.rows(desk.read(ApiCall.get("/api/entities/sources"), viewer), "sources")
        .forEach(it -> names.put("" + it.get("id"), "" + it.get(NAME)));
    Members.rows(desk.read(ApiCall.get("/api/entities/tabs"), viewer), "tabs")
        .forEach(
            it ->
                names.put(
                    "" + it.get("id"),
                    names.get("" + it.get("data_source_id")) + " → " + it.get("tab_name")));
    return names;
  }
}
