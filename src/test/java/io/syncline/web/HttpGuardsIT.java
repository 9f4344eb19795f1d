package io.syncline.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import org.apache.camel.CamelContext;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

@WebTest
class HttpGuardsIT {
  private static final String[] JSON = {
    "x-cron-secret", Http.CRON_SECRET, "Content-Type", "application/json"
  };

  @LocalServerPort private int port;
  @Autowired private CamelContext camel;
  private Http http;

  @BeforeEach
  void connect() {
    http = new Http(port);
  }

  @Test
  void no_header_of_the_caller_comes_back() {
    HttpResponse<String> answer =
        http.post(
            "/api/cron/careless?q=canary-query",
            "{}",
            "x-cron-secret",
            Http.CRON_SECRET,
            "Content-Type",
            "application/json",
            "x-api-key",
            Http.API_KEY,
            "Cookie",
            "session=canary",
            "X-Own",
            "canary-header");
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().toString()).doesNotContainIgnoringCase("canary", "x-internal");
    assertThat(answer.headers().firstValue("Location")).contains("/somewhere");
  }

  @Test
  void nothing_of_the_caller_but_the_request_reaches_a_route() {
    HttpResponse<String> answer =
        http.post(
            "/api/cron/echo/us-1?debug=true&name=a%20b%2Bc&CamelHttpUri=http%3A%2F%2Fevil&id=other",
            "{\"dry_run\":true}",
            "Authorization",
            "Bearer " + Http.CRON_SECRET,
            "Content-Type",
            "application/json; charset=UTF-8",
            "Idempotency-Key",
            "key-1",
            "X-Own",
            "canary");
    var json = Http.json(answer);
    assertThat(json.path("headers")).isEmpty();
    assertThat(json.path("path").toString()).isEqualTo("{\"id\":\"us-1\"}");
    assertThat(json.path("query").path("name").asText()).isEqualTo("a b+c");
    assertThat(json.path("caller").asText()).isEqualTo("cron");
    assertThat(json.path("key").asText()).isEqualTo("key-1");
    assertThat(json.path("body").path("dry_run").asBoolean()).isTrue();
  }

  @Test
  void a_parameter_given_twice_is_refused() {
    HttpResponse<String> answer = http.post("/api/cron/echo/1?a=1&a=2", "", JSON);
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(Http.json(answer).path("code").asText()).isEqualTo("INVALID_PARAMETER");
  }

  @Test
  void a_declared_body_over_the_limit_is_413() {
    HttpResponse<String> answer =
        http.post("/api/cron/echo/1", "[" + " ".repeat(256 * 1024) + "]", JSON);
    assertThat(answer.statusCode()).isEqualTo(413);
    assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
  }

  @Test
  void a_counted_body_over_the_limit_is_413() {
    byte[] body = ("[" + " ".repeat(300 * 1024) + "]").getBytes(StandardCharsets.UTF_8);
    HttpResponse<String> answer =
        http.send(
            http.to("/api/cron/echo/1")
                .headers(JSON)
                .POST(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body))));
    assertThat(answer.statusCode()).isEqualTo(413);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "text/plain",
        "application/xml",
        "application/x-www-form-urlencoded",
        "multipart/form-data; boundary=x",
        "application/json; charset=utf-16",
        "nonsense"
      })
  void a_body_that_is_not_json_is_415(String type) {
    HttpResponse<String> answer =
        http.post(
            "/api/cron/echo/1", "a=1", "x-cron-secret", Http.CRON_SECRET, "Content-Type", type);
    assertThat(answer.statusCode()).isEqualTo(415);
    assertThat(Http.json(answer).path("code").asText()).isEqualTo("NOT_JSON");
  }

  @Test
  void broken_json_is_400_with_a_code() {
    HttpResponse<String> answer = http.post("/api/cron/echo/1", "{\"a\":", JSON);
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(Http.json(answer).path("code").asText()).isEqualTo("INVALID_JSON");
  }

  @Test
  void a_failure_says_an_error_id_and_nothing_else() {
    HttpResponse<String> answer = http.post("/api/cron/broken", "", JSON);
    assertThat(answer.statusCode()).isEqualTo(500);
    assertThat(Http.json(answer).path("code").asText()).isEqualTo("INTERNAL");
    assertThat(Http.json(answer).path("error_id").asText()).isNotBlank();
    assertThat(answer.body()).doesNotContain("canary", "Exception");
  }

  @Test
  void a_refusal_says_why() {
    HttpResponse<String> answer = http.post("/api/cron/refused", "", JSON);
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(Http.json(answer).path("allowed").toString()).isEqualTo("[\"us\",\"uk\"]");
    assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
  }

  @Test
  void a_stopped_route_is_503_until_it_is_started() throws Exception {
    camel.getRouteController().stopRoute("test.careless");
    HttpResponse<String> stopped = http.post("/api/cron/careless", "", JSON);
    camel.getRouteController().startRoute("test.careless");
    assertThat(stopped.statusCode()).isEqualTo(503);
    assertThat(stopped.headers().firstValue("Retry-After")).isPresent();
    assertThat(Http.json(stopped).path("code").asText()).isEqualTo("ROUTE_STOPPED");
    assertThat(http.post("/api/cron/careless", "", JSON).statusCode()).isEqualTo(200);
  }

  @Test
  void a_suspended_route_is_503() throws Exception {
    camel.getRouteController().suspendRoute("test.careless");
    HttpResponse<String> suspended = http.post("/api/cron/careless", "", JSON);
    camel.getRouteController().resumeRoute("test.careless");
    assertThat(suspended.statusCode()).isEqualTo(503);
  }

  @Test
  void an_unknown_path_and_a_wrong_method_are_problems() {
    assertThat(http.post("/api/cron/nothing", "", JSON).statusCode()).isEqualTo(404);
    HttpResponse<String> wrong = http.get("/api/cron/careless", "x-cron-secret", Http.CRON_SECRET);
    assertThat(wrong.statusCode()).isEqualTo(405);
    assertThat(wrong.headers().firstValue("Content-Type")).contains("application/problem+json");
  }
}
