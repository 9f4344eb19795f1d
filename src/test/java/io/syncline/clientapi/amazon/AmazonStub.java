package io.syncline.clientapi.amazon;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.MappingBuilder;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.stubbing.Scenario;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import io.syncline.support.SwaggerModel;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Amazon, which answers each path with what it is told, one answer after the other. */
final class AmazonStub {
  static final String TOKEN = "Atza|canary";
  static final String WHO = "/sellers/v1/marketplaceParticipations";
  static final String ORDERS = "/orders/2026-01-01/orders";
  static final String STOCK = "/fba/inventory/v1/summaries";
  static final String LISTINGS = "/listings/2021-08-01/items/A1SELLER";
  static final String REPORTS = "/reports/2021-06-30/reports";
  static final String DOCUMENT = "/reports/2021-06-30/documents/doc-1";
  private static final String REGION = "/na";
  private static final String FILE = "/files/report.txt";
  private static final Map<String, String> MODELS =
      Map.of(
          "/sellers/", "sellers.json",
          "/orders/", "orders_2026-01-01.json",
          "/fba/", "fbaInventory.json",
          "/listings/", "listingsItems_2021-08-01.json",
          "/reports/", "reports_2021-06-30.json");

  private final WireMockServer server;

  AmazonStub(WireMockServer server) {
    this.server = server;
    server.resetAll();
    server.stubFor(any(anyUrl()).atPriority(10).willReturn(aResponse().withStatus(418)));
  }

  /** Bodies for a path; the last one stays. */
  AmazonStub get(String path, String... bodies) {
    ResponseDefinitionBuilder[] answers = new ResponseDefinitionBuilder[bodies.length];
    for (int i = 0; i < bodies.length; i++) {
      answers[i] = ok(bodies[i]);
    }
    return get(path, answers);
  }

  AmazonStub get(String path, ResponseDefinitionBuilder... answers) {
    for (int i = 0; i < answers.length; i++) {
      String last = i == 0 ? Scenario.STARTED : "answer " + i;
      MappingBuilder stub =
          com.github.tomakehurst.wiremock.client.WireMock.get(urlPathEqualTo(REGION + path));
      server.stubFor(
          stub.inScenario(path)
              .whenScenarioStateIs(last)
              .willSetStateTo(i + 1 < answers.length ? "answer " + (i + 1) : last)
              .willReturn(answers[i]));
    }
    return this;
  }

  AmazonStub orders(String path, String body) {
    server.stubFor(post(urlPathEqualTo(REGION + path)).willReturn(ok(body).withStatus(202)));
    return this;
  }

  AmazonStub file(ResponseDefinitionBuilder... answers) {
    for (int i = 0; i < answers.length; i++) {
      String last = i == 0 ? Scenario.STARTED : "answer " + i;
      server.stubFor(
          com.github.tomakehurst.wiremock.client.WireMock.get(urlPathEqualTo(FILE))
              .inScenario(FILE)
              .whenScenarioStateIs(last)
              .willSetStateTo(i + 1 < answers.length ? "answer " + (i + 1) : last)
              .willReturn(answers[i]));
    }
    return this;
  }

  String fileUrl() {
    return server.baseUrl() + FILE + "?X-Amz-Signature=a%2Fb%3D";
  }

  static ResponseDefinitionBuilder ok(String body) {
    return aResponse()
        .withStatus(200)
        .withHeader("Content-Type", "application/json")
        .withBody(body);
  }

  static ResponseDefinitionBuilder refused(int status, String details) {
    String error = "{\"errors\":[{\"code\":\"X\",\"message\":\"m\",\"details\":\"%s\"}]}";
    return ok(error.formatted(details)).withStatus(status);
  }

  /** What was asked of a path, with its query, the first one first. */
  List<String> asked(String path) {
    return requests(REGION + path).stream()
        .map(request -> request.getUrl().substring(REGION.length()))
        .toList();
  }

  int fetched() {
    return requests(FILE).size();
  }

  private List<LoggedRequest> requests(String path) {
    return server.findAll(anyRequestedFor(urlPathEqualTo(path)));
  }

  /** What the vendor's descriptions have against the requests, and whether a token went astray. */
  List<String> faults() {
    List<String> faults = new ArrayList<>();
    for (LoggedRequest request : server.findAll(anyRequestedFor(anyUrl()))) {
      boolean isFile = request.getUrl().startsWith(FILE);
      if (isFile == TOKEN.equals(request.getHeader("x-amz-access-token"))) {
        faults.add("token: " + request.getUrl());
      }
      if (!isFile) {
        String target = request.getUrl().substring(REGION.length());
        Optional<String> body =
            Optional.of(request.getBodyAsString()).filter(text -> !text.isEmpty());
        faults.addAll(model(target).request(request.getMethod().getName(), target, body));
      }
    }
    return faults;
  }

  private static SwaggerModel model(String target) {
    return MODELS.entrySet().stream()
        .filter(it -> target.startsWith(it.getKey()))
        .map(it -> SwaggerModel.of(it.getValue()))
        .findFirst()
        .orElseThrow();
  }
}
