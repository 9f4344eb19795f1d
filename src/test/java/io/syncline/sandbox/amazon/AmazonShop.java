package io.syncline.sandbox.amazon;

import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.put;

import com.fasterxml.jackson.databind.JsonNode;
import io.syncline.sandbox.Sandbox;
import io.syncline.sandbox.engine.CountedDoor;
import io.syncline.sandbox.engine.FaultBoard;
import io.syncline.sandbox.engine.RequestLedger;
import io.syncline.sandbox.engine.SandboxAdminController;
import io.syncline.sandbox.engine.SandboxJson;
import io.syncline.sandbox.engine.SandboxSettings;
import io.syncline.support.SettableClock;
import java.net.URI;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.request.MockHttpServletRequestBuilder;
import org.springframework.test.web.servlet.setup.MockMvcBuilders;

/** The simulated Amazon behind its controllers, with time in the hands of the test. */
final class AmazonShop {
  static final String SELLER = "A1SANDBOX01";
  static final String US = "ATVPDKIKX0DER";

  final SettableClock clock = new SettableClock("2026-11-22T12:00:00Z");
  private final SandboxJson json = new SandboxJson();
  private final MockMvc mvc;

  AmazonShop() {
    SandboxSettings settings = Sandbox.settings("syncline", 15, 300);
    FaultBoard faults = new FaultBoard();
    RequestLedger ledger = new RequestLedger();
    Sellers sellers = new Sellers(settings, clock);
    SpReports reports = new SpReports(settings, clock);
    CountedDoor door = new CountedDoor(ledger, wait -> {});
    mvc =
        MockMvcBuilders.standaloneSetup(
                new AmazonController(
                    new AmazonSimulator(sellers, reports, settings, faults, clock), door),
                new DocumentsController(reports, faults, door),
                new AmazonAdminController(sellers),
                new SandboxAdminController(ledger, faults))
            .build();
  }

  MockHttpServletResponse send(MockHttpServletRequestBuilder request) throws Exception {
    return mvc.perform(request).andReturn().getResponse();
  }

  JsonNode json(MockHttpServletResponse response) throws Exception {
    return json.read(Sandbox.text(response)).orElseThrow();
  }

  MockHttpServletResponse fault(String kind) throws Exception {
    String order = "{\"source\":\"amazon\",\"kind\":\"%s\"}".formatted(kind);
    return send(put("/sandbox/admin/faults").content(order));
  }

  MockHttpServletResponse renew(String seller) throws Exception {
    return send(
        post("/sandbox/amazon/auth/o2/token")
            .contentType("application/x-www-form-urlencoded")
            .content(
                "grant_type=refresh_token&refresh_token=Atzr%7C"
                    + seller
                    + "&client_id=sandbox-app&client_secret=sandbox-not-a-secret"));
  }

  String token(String seller) throws Exception {
    return json(renew(seller)).path("access_token").asText();
  }

  /** Asks for an encoded path of a region, with a fresh token. */
  MockHttpServletResponse ask(String region, String target) throws Exception {
    return ask(region, target, token(SELLER));
  }

  MockHttpServletResponse ask(String region, String target, String token) throws Exception {
    return send(
        get(URI.create("/sandbox/amazon/" + region + target)).header("x-amz-access-token", token));
  }

  JsonNode answer(String target) throws Exception {
    return json(ask("na", target));
  }
}
