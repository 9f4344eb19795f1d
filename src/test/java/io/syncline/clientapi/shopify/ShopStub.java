package io.syncline.clientapi.shopify;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.matchingJsonPath;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;

import com.fasterxml.jackson.databind.JsonNode;
import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.stubbing.Scenario;
import io.syncline.core.record.StoredJson;
import java.util.List;

/** A shop that answers each operation with what it is told, one answer after the other. */
final class ShopStub {
  static final String SHOP = "one.myshopify.com";
  static final String TOKEN = "shpat_canary";
  private static final String PATH = "/" + SHOP + "/admin/api/2026-10/graphql.json";
  private static final String FILE = "/files/result.jsonl";

  private final WireMockServer server;

  ShopStub(WireMockServer server) {
    this.server = server;
    server.resetAll();
    server.stubFor(any(anyUrl()).atPriority(10).willReturn(aResponse().withStatus(418)));
    data("OrdersCount", "{\"ordersCount\":{\"count\":30,\"precision\":\"EXACT\"}}");
  }

  /** Data for an operation; the last one stays. */
  ShopStub data(String operation, String... data) {
    return bodies(
        operation,
        List.of(data).stream().map(it -> "{\"data\":" + it + "}").toArray(String[]::new));
  }

  /** Whole bodies for an operation; the last one stays. */
  ShopStub bodies(String operation, String... bodies) {
    for (int i = 0; i < bodies.length; i++) {
      server.stubFor(
          post(urlPathEqualTo(PATH))
              .atPriority(1)
              .inScenario(operation)
              .whenScenarioStateIs(i == 0 ? Scenario.STARTED : "answer " + i)
              .willSetStateTo(
                  i + 1 < bodies.length
                      ? "answer " + (i + 1)
                      : i == 0 ? Scenario.STARTED : "answer " + i)
              .withRequestBody(matchingJsonPath("$.operationName", equalTo(operation)))
              .willReturn(
                  aResponse().withBody(bodies[i]).withHeader("X-Shopify-API-Version", "2026-10")));
    }
    return this;
  }

  ShopStub file(String... lines) {
    server.stubFor(
        get(urlPathEqualTo(FILE)).willReturn(aResponse().withBody(String.join("\n", lines))));
    return this;
  }

  String fileUrl() {
    return server.baseUrl() + FILE;
  }

  /** The variables of all calls of an operation. */
  List<JsonNode> asked(String operation) {
    return server
        .findAll(
            postRequestedFor(urlPathEqualTo(PATH))
                .withRequestBody(matchingJsonPath("$.operationName", equalTo(operation))))
        .stream()
        .map(request -> StoredJson.read(request.getBodyAsString()).path("variables"))
        .toList();
  }

  /** How often the file was fetched, and that nobody sent a token there. */
  int fetched() {
    var requests = server.findAll(getRequestedFor(urlPathEqualTo(FILE)));
    if (requests.stream().anyMatch(it -> it.toString().contains(TOKEN))) {
      throw new AssertionError("a token went to where the file is");
    }
    return requests.size();
  }
}
