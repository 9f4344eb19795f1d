package io.syncline.console;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.syncline.core.pipeline.ApiCall;
import io.syncline.core.pipeline.ApiCalls.Caller;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;

/** Clients, what was read of each, and what it sells. */
@Controller
final class ClientPages {
  private static final String ALL = "/api/clients";
  private static final String ROWS = "50";

  /** As many lines as a chart has colours. */
  private static final int LINES = 4;

  private final Desk desk;
  private final ObjectMapper json;
  private final Clock clock;

  ClientPages(Desk desk, ObjectMapper json, Clock clock) {
    this.desk = desk;
    this.json = json;
    this.clock = clock;
  }

  @GetMapping("/clients")
  String all(
      @RequestParam(name = "q", defaultValue = "") String part,
      @RequestParam(name = "after", defaultValue = "") String after,
      @ModelAttribute("viewer") Caller viewer,
      Model model) {
    model.addAttribute("q", part);
    model.addAllAttributes(
        desk.read(
            ApiCall.get(ALL).asking("q", part.strip()).asking("after", after).asking("limit", ROWS),
            viewer));
    return "clients";
  }

  @GetMapping("/clients/{id}")
  String one(
      @PathVariable("id") String id,
      @RequestParam(name = "type", defaultValue = "orders") String type,
      @RequestParam(name = "external_id", defaultValue = "") String part,
      @ModelAttribute("viewer") Caller viewer,
      Model model) {
    fill(id, type, part, viewer, model);
    return "client";
  }

  /** The part of the page that is read again when the ledger has changed. */
  @GetMapping("/clients/{id}/newest")
  String newest(
      @PathVariable("id") String id,
      @RequestParam(name = "type", defaultValue = "orders") String type,
      @RequestParam(name = "external_id", defaultValue = "") String part,
      @ModelAttribute("viewer") Caller viewer,
      Model model) {
    fill(id, type, part, viewer, model);
    return "client :: newest";
  }

  /** A record as it was received, once for each account that has one of that id. */
  @GetMapping("/clients/{id}/record")
  String record(
      @PathVariable("id") String id,
      @RequestParam("type") String type,
      @RequestParam("external_id") String record,
      @ModelAttribute("viewer") Caller viewer,
      Model model) {
    List<Map<String, Object>> shown = new ArrayList<>();
    ApiCall exact = records(id, type, record).asking("exact", "true");
    for (Map<String, Object> it : Members.rows(desk.read(exact, viewer), "records")) {
      shown.add(Map.of("it", it, "text", json.valueToTree(it.get("data")).toPrettyString()));
    }
    model.addAttribute("client", id);
    model.addAttribute("type", type);
    model.addAttribute("id", record);
    model.addAttribute("records", shown);
    return "client-record";
  }

  @GetMapping("/clients/{id}/skus")
  String skus(
      @PathVariable("id") String id,
      @RequestParam(name = "q", defaultValue = "") String part,
      @RequestParam(name = "sort", defaultValue = "revenue_30d") String sort,
      @RequestParam(name = "after", defaultValue = "") String after,
      @ModelAttribute("viewer") Caller viewer,
      Model model) {
    Map<String, Object> page =
        desk.read(
            ApiCall.get(ALL + "/{id}/skus")
                .at("id", id)
                .asking("q", part.strip())
                .asking("sort", sort)
                .asking("after", after)
                .asking("limit", ROWS),
            viewer);
    model.addAllAttributes(page);
    model.addAttribute("q", part);
    model.addAttribute("sort", sort);
    Chart chart = Chart.sales(clock.instant());
    Members.rows(page, "skus").stream().limit(LINES).forEach(chart::sold);
    model.addAttribute("chart", chart.json());
    return "client-skus";
  }

  private void fill(String id, String type, String part, Caller viewer, Model model) {
    model.addAllAttributes(desk.read(ApiCall.get(ALL + "/{id}/types").at("id", id), viewer));
    model.addAllAttributes(
        desk.read(
            ApiCall.get(CredentialPages.ALL)
                .asking("client_id", id)
                .asking("sort", "worst")
                .asking("limit", ROWS),
            viewer));
    model.addAllAttributes(
        desk.read(records(id, type, part.strip()).asking("data", "false"), viewer));
    model.addAttribute("part", part);
  }

  private static ApiCall records(String id, String type, String externalId) {
    return ApiCall.get(ALL + "/{id}/records")
        .at("id", id)
        .asking("type", type)
        .asking("external_id", externalId)
        .asking("limit", ROWS);
  }
}
