package io.syncline.sandbox;

import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.put;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.syncline.sandbox.discord.DiscordController;
import io.syncline.sandbox.discord.DiscordSimulator;
import io.syncline.sandbox.engine.CountedDoor;
import io.syncline.sandbox.engine.FaultBoard;
import io.syncline.sandbox.engine.Pause;
import io.syncline.sandbox.engine.RequestLedger;
import io.syncline.sandbox.engine.SandboxAdminController;
import io.syncline.sandbox.engine.SandboxJson;
import io.syncline.sandbox.engine.SandboxSettings;
import io.syncline.sandbox.junglescout.JungleScoutController;
import io.syncline.sandbox.junglescout.JungleScoutSimulator;
import io.syncline.sandbox.shop.SandboxCatalogue;
import io.syncline.support.SettableClock;
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
public final class Sandbox {

  public static final String KEY = "shop:secret";
  public static final String LOOKUP = "/sandbox/junglescout/api/product_database_query";
  public static final String SALES = "/sandbox/junglescout/api/sales_estimates_query";
  public static final String WEBHOOK =
      "/sandbox/discord/api/v10/webhooks/1290000000000000003/token";

  public final SettableClock clock = new SettableClock("2026-11-22T12:00:00Z");
  public final List<Duration> pauses = Collections.synchronizedList(new ArrayList<>());
  public final SandboxCatalogue catalogue;
  final MockMvc mvc;
  private final SandboxJson json = new SandboxJson();

  public Sandbox() {
    this(settings("syncline", 15, 300), null);
  }

  public Sandbox(SandboxSettings settings, Pause pause) {
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

  public static SandboxSettings settings(String seed, int perSecond, int perMinute) {
    return new SandboxSettings(
        seed,
        new SandboxSettings.JungleScout(perSecond, perMinute, 500),
        new SandboxSettings.EliteFactor(20_000, 200_000),
        new SandboxSettings.StockX(1, 25_000, 300, 50),
        new SandboxSettings.Google(60),
        new SandboxSettings.Close(240, 20, Duration.ofSeconds(30), 10_000),
        new SandboxSettings.Shopify(60, 24, 30, 2_000, 100, Duration.ofSeconds(2)),
        new SandboxSettings.Amazon(60, 45, 1, Duration.ofSeconds(4)));
  }

  public MockHttpServletResponse send(RequestBuilder request) throws Exception {
    return mvc.perform(request).andReturn().getResponse();
  }

  public MockHttpServletResponse lookUp(String query, List<String> keywords) throws Exception {
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

  public MockHttpServletResponse follow(JsonNode page, List<String> keywords) throws Exception {
    String next = page.at("/links/next").asText().replace("[", "%5B").replace("]", "%5D");
    return lookUp("?" + URI.create(next).getRawQuery(), keywords);
  }

  public MockHttpServletResponse sales(String asin, String start, String end) throws Exception {
    return send(
        get(SALES)
            .queryParam("marketplace", "us")
            .queryParam("asin", asin)
            .queryParam("start_date", start)
            .queryParam("end_date", end)
            .header("Authorization", KEY));
  }

  public MockHttpServletResponse discord(String url, Object message) throws Exception {
    return discordText(url, json.write(message));
  }

  public MockHttpServletResponse discordText(String url, String body) throws Exception {
    return send(
        post(url)
            .header("User-Agent", "DiscordBot (https://example.invalid/syncline, 1.0)")
            .contentType("application/json")
            .content(body));
  }

  public MockHttpServletResponse fault(String order) throws Exception {
    return send(put("/sandbox/admin/faults").content(order));
  }

  JsonNode requests() throws Exception {
    return json(send(get("/sandbox/admin/requests")));
  }

  public JsonNode json(MockHttpServletResponse response) throws Exception {
    return json.read(text(response)).orElseThrow();
  }

  public boolean isJson(MockHttpServletResponse response) throws Exception {
    return json.read(text(response)).isPresent();
  }

  ObjectNode object(MockHttpServletResponse response) throws Exception {
    return (ObjectNode) json(response);
  }

  public static String text(MockHttpServletResponse response) throws Exception {
    return response.getContentAsString(StandardCharsets.UTF_8);
  }

  public static List<String> asins(JsonNode page) {
    return StreamSupport.stream(page.path("data").spliterator(), false)
        .map(item -> item.path("id").asText())
        .map(id -> id.substring(id.indexOf('/') + 1))
        .toList();
  }

  public List<String> known(int count) {
    return catalogue.asins().stream().filter(catalogue::isKnown).limit(count).toList();
  }
}
