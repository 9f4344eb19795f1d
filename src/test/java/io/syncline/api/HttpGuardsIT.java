package io.syncline.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.syncline.core.pipeline.ApiCall;
import io.syncline.core.pipeline.ApiCalls;
import io.syncline.core.pipeline.ApiCalls.Caller;
import io.syncline.core.pipeline.ApiCalls.Told;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.apache.camel.CamelContext;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.core.env.Environment;

@WebTest
class HttpGuardsIT {
  private static final Caller ADMIN = new Caller("ann", true);
  private static final String[] JSON = {
    "x-cron-secret", Http.CRON_SECRET, "Content-Type", "application/json"
  };

  @LocalServerPort private int port;
  @Autowired private CamelContext camel;
  @Autowired private Environment environment;
  @Autowired private Endpoints endpoints;
  @Autowired private Problems problems;
  @Autowired private ProblemWriter writer;
  @Autowired private HttpSettings settings;
  @Autowired private ApiCalls calls;
  @Autowired private ObjectMapper json;
  private Http http;

  @BeforeEach
  void connect() {
    http = new Http(port);
  }

  @Test
  @DisplayName("C21: a page that is opened before the routes are there is told to come again")
  void a_page_that_is_opened_before_the_routes_are_there_is_told_so() {
    InnerCalls early =
        new InnerCalls(new DefaultCamelContext(), endpoints, problems, writer, settings);
    Told told = early.ask(ApiCall.get("/api/pipelines"), new Caller("ann", false));
    assertThat(told.status()).isEqualTo(503);
    assertThat(told.body().path("code").asText()).isEqualTo("STARTING");
  }

  @Test
  void a_page_waits_for_no_run() {
    Told told = calls.ask(ApiCall.post("/api/cron/asked"), ADMIN);
    assertThat(told.body().path("query").path("wait").asText()).isEqualTo("false");
    assertThat(told.body().path("patience").asText()).isEqualTo("PT3S");
    assertThat(http.post("/api/cron/asked", "", JSON).body()).contains("PT5M", "\"query\":{}");
  }

  @Test
  void what_a_form_sends_is_checked_as_a_body_is() {
    Told told =
        calls.ask(
            ApiCall.post("/api/cron/asked").sending(json.createObjectNode().put("a", "b\u0000")),
            ADMIN);
    assertThat(told.status()).as("%s", told.body()).isEqualTo(400);
  }

  @Test
  void an_exception_that_no_route_handled_is_a_problem_for_a_page_too() {
    Told told = calls.ask(ApiCall.post("/api/cron/unhandled"), ADMIN);
    assertThat(told.status()).isEqualTo(500);
    assertThat(told.body().toString()).contains("INTERNAL").doesNotContain("canary");
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

  @ParameterizedTest
  @ValueSource(
      strings = {
        "application/json",
        "application/json; charset=utf8",
        "application/json; charset=\"utf-8\"",
        "application/json; charset='utf-8'",
        "application/json; charset=us-ascii"
      })
  void utf_8_in_any_spelling_is_read(String type) {
    HttpResponse<String> answer =
        http.post(
            "/api/cron/echo/1",
            "{\"a\":\"b\"}",
            "x-cron-secret",
            Http.CRON_SECRET,
            "Content-Type",
            type);
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(Http.json(answer).at("/body/a").asText()).isEqualTo("b");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "application/json; charset=iso-8859-1 |          | UTF-8",
        "application/json; charset=utf-16     | identity | UTF-8",
        "application/json                     | gzip     | compressed",
        "application/json                     | deflate  | compressed"
      })
  void what_is_not_read_is_415_and_says_why(String type, String packed, String reason) {
    HttpResponse<String> answer =
        http.post(
            "/api/cron/echo/1",
            "{}",
            "x-cron-secret",
            Http.CRON_SECRET,
            "Content-Type",
            type,
            "Content-Encoding",
            packed == null ? "" : packed);
    assertThat(answer.statusCode()).isEqualTo(415);
    assertThat(Http.json(answer).path("detail").asText()).contains(reason);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "DV0833%20103             | DV0833 103",
        "A%26B                    | A&B",
        "A&B                      | A&B",
        "%D0%96%D0%96-1           | ЖЖ-1",
        "315122%2F111             | 315122/111",
        "100%25                   | 100%",
        "A%2525                   | A%25",
        "A+B                      | A+B",
        "a%22b%3Cc%3E             | a\"b<c>",
        "..%2F..%2Fadmin          | ../../admin"
      })
  void a_path_value_is_what_it_reads_decoded(String path, String value) {
    HttpResponse<String> answer = http.post("/api/cron/echo/" + path, "", JSON);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    assertThat(Http.json(answer).at("/path/id").asText()).isEqualTo(value);
  }

  @ParameterizedTest
  @ValueSource(strings = {"%01", "%20", "a%0Ab", "%FF", "%C3%28"})
  void a_path_value_that_is_no_text_is_400(String path) {
    HttpResponse<String> answer = http.post("/api/cron/echo/" + path, "", JSON);
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET /api/a|b HTTP/1.1",
        "GET /api/%zz HTTP/1.1",
        "GET /api/%00 HTTP/1.1",
        "GET /api/a\\b HTTP/1.1",
        "GET /../x HTTP/1.1",
        "GET /api/pipelines HTTP/7.1",
        "G@T /api/pipelines HTTP/1.1",
        "GET /api/pipelines HTTP/1.1\r\nContent-Length: -3",
        "GET /api/pipelines HTTP/1.1\r\nX: LONG"
      })
  void what_the_container_itself_refuses_is_a_problem_too(String head) throws IOException {
    String request = head.replace("LONG", "x".repeat(10_000)) + "\r\nHost: localhost\r\n\r\n";
    try (Socket socket = new Socket("localhost", port)) {
      socket.setSoTimeout(30_000);
      socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
      String answer = new String(socket.getInputStream().readNBytes(4_000), StandardCharsets.UTF_8);
      assertThat(answer).matches("(?s)HTTP/1.1 (400|505|501) .*");
      assertThat(answer)
          .contains("application/problem+json", "\"code\":")
          .doesNotContainIgnoringCase("<html", "tomcat", "exception");
    }
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

  @Test
  void nothing_keeps_or_prints_bodies() {
    assertThat(camel.isTracing()).isFalse();
    assertThat(camel.isTracingStandby()).isFalse();
    assertThat(camel.isBacklogTracing()).isFalse();
    assertThat(camel.isDebugging()).isFalse();
    assertThat(camel.isMessageHistory()).isFalse();
    assertThat(camel.isDevConsole()).isFalse();
  }

  @Test
  void a_call_may_wait_longer_for_its_run_than_the_run_is_waited_for() {
    assertThat(environment.getProperty("spring.mvc.async.request-timeout", Duration.class))
        .isGreaterThan(Duration.ofSeconds(290));
  }
}
