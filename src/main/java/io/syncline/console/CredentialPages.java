package io.syncline.console;

import io.syncline.core.pipeline.ApiCall;
import io.syncline.core.pipeline.ApiCalls.Caller;
import java.util.Map;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;

/** Clients' accounts, the worst first, and each of them. */
@Controller
final class CredentialPages {
  static final String ALL = "/api/admin/credentials";
  static final String ONE = ALL + "/{id}";
  private static final String ROWS = "50";
  private static final String RUNS = "10";

  private final Desk desk;

  CredentialPages(Desk desk) {
    this.desk = desk;
  }

  @GetMapping("/credentials")
  String all(
      @RequestParam Map<String, String> asked,
      @ModelAttribute("viewer") Caller viewer,
      Model model) {
    ApiCall call = ApiCall.get(ALL).asking("sort", "worst").asking("limit", ROWS);
    for (String name : new String[] {"q", "status", "platform_type", "client_id", "after"}) {
      call = call.asking(name, asked.getOrDefault(name, "").strip());
    }
    model.addAttribute("asked", asked);
    model.addAllAttributes(desk.read(call, viewer));
    return "credentials";
  }

  /**
   * What is filled in for one that is added; what was given before a refusal stands there again.
   */
  @GetMapping("/credentials/new")
  String fresh(
      @RequestParam(name = "platform", defaultValue = "shopify") String platform,
      @RequestParam(name = "region", defaultValue = "na") String region,
      @RequestParam(name = "client_id", defaultValue = "") String client,
      Model model) {
    model.addAttribute("platform", platform);
    model.addAttribute("region", region);
    if (!model.containsAttribute("given")) {
      model.addAttribute("given", Map.of("client_id", client));
    }
    return "credential-new";
  }

  @GetMapping("/credentials/{id}")
  String one(@PathVariable("id") String id, @ModelAttribute("viewer") Caller viewer, Model model) {
    fill(id, viewer, model);
    return "credential";
  }

  /** The part of the page that is read again when the ledger has changed. */
  @GetMapping("/credentials/{id}/state")
  String state(
      @PathVariable("id") String id, @ModelAttribute("viewer") Caller viewer, Model model) {
    fill(id, viewer, model);
    return "credential :: state";
  }

  private void fill(String id, Caller viewer, Model model) {
    model.addAttribute("it", desk.read(ApiCall.get(ONE).at("id", id), viewer));
    model.addAllAttributes(
        desk.read(
            ApiCall.get("/api/sync/runs").asking("source", id).asking("limit", RUNS), viewer));
  }
}
