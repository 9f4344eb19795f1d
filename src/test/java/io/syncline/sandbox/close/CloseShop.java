package io.syncline.sandbox.close;

import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;

import com.fasterxml.jackson.databind.JsonNode;
import io.syncline.sandbox.Sandbox;
import io.syncline.sandbox.engine.CountedDoor;
import io.syncline.sandbox.engine.FaultBoard;
import io.syncline.sandbox.engine.RequestLedger;
import io.syncline.sandbox.engine.SandboxAdminController;
import io.syncline.sandbox.engine.SandboxJson;
import io.syncline.sandbox.engine.SandboxSettings;
import io.syncline.support.SettableClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.request.MockHttpServletRequestBuilder;
import org.springframework.test.web.servlet.setup.MockMvcBuilders;

/** The simulated Close behind its controllers, with time in the hands of the test. */
final class CloseShop {
  static final String ROOT = "/sandbox/close/api/v1";
  static final String KEY = "Basic a2V5Og=="; // key:

  final SettableClock clock = new SettableClock("2026-11-22T12:00:00Z");
  private final SandboxJson json = new SandboxJson();
  private final MockMvc mvc;

  CloseShop(int cap) {
    SandboxSettings some = Sandbox.settings("syncline", 15, 300);
    SandboxSettings settings =
        new SandboxSettings(
            some.seed(),
            some.junglescout(),
            some.elitefactor(),
            some.stockx(),
            some.google(),
            new SandboxSettings.Close(240, 20, Duration.ofSeconds(30), cap),
            some.shopify(),
            some.amazon());
    FaultBoard faults = new FaultBoard();
    RequestLedger ledger = new RequestLedger();
    CloseRecords records = new CloseRecords(settings, clock);
    CloseSimulator simulator = new CloseSimulator(records, settings, faults, clock);
    mvc =
        MockMvcBuilders.standaloneSetup(
                new CloseController(simulator, new CountedDoor(ledger, wait -> {})),
                new CloseAdminController(records),
                new SandboxAdminController(ledger, faults))
            .build();
  }

  MockHttpServletResponse send(MockHttpServletRequestBuilder request) throws Exception {
    return mvc.perform(request).andReturn().getResponse();
  }

  JsonNode json(MockHttpServletResponse response) throws Exception {
    return json.read(Sandbox.text(response)).orElseThrow();
  }

  /** A search for leads that were updated on or after a day, as the pipeline asks. */
  static String search(String since, int limit, String cursor) {
    return """
        {"query":{"type":"and","queries":[
           {"type":"object_type","object_type":"lead"},
           {"type":"field_condition",
            "field":{"type":"regular_field","object_type":"lead","field_name":"date_updated"},
            "condition":{"type":"moment_range",
              "on_or_after":{"type":"fixed_local_date","value":"%s","which":"start"}}}]},
         "_fields":{"lead":["id","name","date_updated","custom"]},
         "sort":[{"direction":"asc","field":{"type":"regular_field","object_type":"lead","field_name":"date_updated"}}],
         "_limit":%d,"cursor":%s}
        """
        .formatted(since, limit, cursor.isEmpty() ? "null" : "\"" + cursor + "\"");
  }

  MockHttpServletResponse search(String body) throws Exception {
    return send(post(ROOT + "/data/search/").header("Authorization", KEY).content(body));
  }

  /** All that one walk of a cursor yields, page by page. */
  List<JsonNode> walk(String since, int limit) throws Exception {
    List<JsonNode> pages = new ArrayList<>();
    String cursor = "";
    do {
      JsonNode page = json(search(search(since, limit, cursor)));
      pages.add(page.path("data"));
      cursor = page.path("cursor").asText("");
      clock.advance(Duration.ofMillis(60));
    } while (!cursor.isEmpty() && !cursor.equals("null"));
    return pages;
  }
}
