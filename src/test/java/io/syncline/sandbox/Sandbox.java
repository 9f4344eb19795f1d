package io.syncline.sandbox;

import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.put;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.RequestBuilder;
import org.springframework.test.web.servlet.setup.MockMvcBuilders;

/** The real engine behind real controllers, with time in the hands of the test. */
final class Sandbox {

  static final String KEY = "shop:secret";
  static final String LOOKUP = "/sandbox/junglescout/api/product_database_query";
  static final String SALES = "/sandbox/junglescout/api/sales_estimates_query";
  static final String WEBHOOK = "/sandbox/discord/api/v10/webhooks/1290000000000000003/token";

  final SettableClock clock = new SettableClock("2026-11-22T12:00:00Z");
  final List<Duration> pauses = Collections.synchronizedList(new ArrayList<>());
  final SandboxCatalogue catalogue;
  final MockMvc mvc;
  private final SandboxJson json = new SandboxJson();

  Sandbox() {
    this(settings("syncline", 15, 300), null);
  }

  Sandbox(SandboxSettings settings, Pause pause) {
    FaultBoard faults = new FaultBoard();
    RequestLedger ledger = new RequestLedger();
    CountedDoor door = new CountedDoor(ledger, pause == null ? pauses::add : pause);
    catalogue = new SandboxCatalogue(settings);
    mvc =
        MockMvcBuilders.standaloneSetup(
                new JungleScoutController(
                    new JungleScoutSimulator(catalogue, settings, faults, clock), door),
                new DiscordController(new DiscordSimulator(faults, clock), door),
                new SandboxAdminController(ledger, faults))
            .build();
  }

  static SandboxSettings settings(String seed, int perSecond, int perMinute) {
    return new SandboxSettings(
        seed,
        new SandboxSettings.JungleScout(perSecond, perMinute, 500),
        new SandboxSettings.EliteFactor(20_000, 200_000),
        new SandboxSettings.StockX(1, 25_000, 300, 50));
  }

  MockHttpServletResponse send(RequestBuilder request) throws Exception {
    return mvc.perform(request).andReturn().getResponse();
  }

  MockHttpServletResponse lookUp(String query, List<String> keywords) throws Exception {
    return send(
        post(URI.create(LOOKUP + query))
            .header("Authorization", KEY)
            .contentType(JungleScoutSimulator.MEDIA_TYPE)
            .content(lookUpBody(keywords)));
  }

  String lookUpBody(List<String> keywords) {
    return json.write(
        Map.of(
            "data",
            Map.of(
                "type",
                "product_database_query",
                "attributes",
                Map.of("include_keywords", keywords))));
  }

  MockHttpServletResponse follow(JsonNode page, List<String> keywords) throws Exception {
    String next = page.at("/links/next").asText().replace("[", "%5B").replace("]", "%5D");
    return lookUp("?" + URI.create(next).getRawQuery(), keywords);
  }

  MockHttpServletResponse sales(String asin, String start, String end) throws Exception {
    return send(
        get(SALES)
            .queryParam("marketplace", "us")
            .queryParam("asin", asin)
            .queryParam("start_date", start)
            .queryParam("end_date", end)
            .header("Authorization", KEY));
  }

  MockHttpServletResponse discord(String url, Object message) throws Exception {
    return discordText(url, json.write(message));
  }

  MockHttpServletResponse discordText(String url, String body) throws Exception {
    return send(
        post(url)
            .header("User-Agent", "DiscordBot (https://example.invalid/syncline, 1.0)")
            .contentType("application/json")
            .content(body));
  }

  MockHttpServletResponse fault(String order) throws Exception {
    return send(put("/sandbox/admin/faults").content(order));
  }

  JsonNode requests() throws Exception {
    return json(send(get("/sandbox/admin/requests")));
  }

  JsonNode json(MockHttpServletResponse response) throws Exception {
    return json.read(text(response)).orElseThrow();
  }

  boolean isJson(MockHttpServletResponse response) throws Exception {
    return json.read(text(response)).isPresent();
  }

  ObjectNode object(MockHttpServletResponse response) throws Exception {
    return (ObjectNode) json(response);
  }

  static String text(MockHttpServletResponse response) throws Exception {
    return response.getContentAsString(StandardCharsets.UTF_8);
  }

  static List<String> asins(JsonNode page) {
    return StreamSupport.stream(page.path("data").spliterator(), false)
        .map(item -> item.path("id").asText())
        .map(id -> id.substring(id.indexOf('/') + 1))
        .toList();
  }

  List<String> known(int count) {
    return catalogue.asins().stream().filter(catalogue::isKnown).limit(count).toList();
  }
}
