package io.syncline.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.syncline.support.SettableClock;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.apache.camel.CamelContext;
import org.apache.camel.ServiceStatus;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

@WebTest
class ManagementIT {
  @LocalServerPort private int port;
  @Autowired private CamelContext camel;
  @Autowired private SettableClock clock;
  private Http http;

  @BeforeEach
  void sign_in() {
    clock.advance(Duration.ofMinutes(2));
    http = new Http(port);
    http.signIn(Http.PASSWORD);
  }

  @Test
  void hawtio_and_metrics_open_after_the_login() {
    assertThat(http.get("/actuator/hawtio/").statusCode()).isEqualTo(200);
    assertThat(http.get("/actuator/metrics").statusCode()).isEqualTo(200);
    assertThat(http.get("/actuator/jolokia/version").statusCode()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"env", "beans", "heapdump", "loggers", "configprops", "mappings"})
  void nothing_that_shows_values_is_there(String endpoint) {
    assertThat(http.get("/actuator/" + endpoint).statusCode()).isEqualTo(404);
  }

  @Test
  void health_has_no_details_even_for_the_admin() {
    assertThat(http.get("/actuator/health").body()).isEqualTo("{\"status\":\"UP\"}");
  }

  @Test
  void a_route_is_stopped_and_started_through_jolokia() {
    assertThat(route("stop()").path("status").asInt()).isEqualTo(200);
    assertThat(camel.getRouteController().getRouteStatus("test.careless"))
        .isEqualTo(ServiceStatus.Stopped);
    assertThat(route("start()").path("status").asInt()).isEqualTo(200);
    assertThat(route("reset()").path("status").asInt()).isEqualTo(200);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "org.apache.camel:context=camel-1,type=context,name=\"camel-1\" | sendBody(java.lang.String,java.lang.Object)",
        "org.apache.camel:context=camel-1,type=context,name=\"camel-1\" | requestBody(java.lang.String,java.lang.Object)",
        "org.apache.camel:context=camel-1,type=context,name=\"camel-1\" | createEndpoint(java.lang.String)",
        "org.apache.camel:context=camel-1,type=context,name=\"camel-1\" | setGlobalOption(java.lang.String,java.lang.String)",
        "org.apache.camel:context=camel-1,type=context,name=\"camel-1\" | stop()",
        "org.apache.camel:context=camel-1,type=routes,name=\"test.careless\" | updateRouteFromXml(java.lang.String)",
        "org.apache.camel:context=camel-1,type=routes,name=\"test.careless\" | remove()",
        "com.sun.management:type=DiagnosticCommand | vmSystemProperties()",
        "com.sun.management:type=HotSpotDiagnostic | dumpHeap(java.lang.String,boolean)",
        "java.util.logging:type=Logging | setLoggerLevel(java.lang.String,java.lang.String)"
      })
  void every_other_operation_is_refused(String name, String operation) {
    JsonNode answer = jolokia("exec", name, "operation", operation);
    assertThat(answer.path("status").asInt()).isEqualTo(403);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "java.lang:type=Runtime | SystemProperties",
        "java.lang:type=Runtime | InputArguments",
        "com.sun.management:type=HotSpotDiagnostic | DiagnosticOptions"
      })
  void what_may_hold_a_secret_is_not_read(String name, String attribute) {
    assertThat(jolokia("read", name, "attribute", attribute).path("status").asInt()).isEqualTo(403);
  }

  @Test
  void nothing_is_written_and_no_other_server_is_asked() {
    assertThat(
            jolokia("write", "java.lang:type=Memory", "attribute", "Verbose")
                .path("status")
                .asInt())
        .isEqualTo(403);
    assertThat(http.get("/actuator/hawtio/proxy/http/localhost/1").statusCode())
        .isGreaterThanOrEqualTo(400);
  }

  @Test
  void another_origin_is_refused() {
    assertThat(http.get("/actuator/jolokia/version", "Origin", "https://evil.example").statusCode())
        .isEqualTo(403);
  }

  private JsonNode route(String operation) {
    return jolokia(
        "exec",
        "org.apache.camel:context="
            + camel.getManagementName()
            + ",type=routes,name=\"test.careless\"",
        "operation",
        operation);
  }

  private JsonNode jolokia(String type, String name, String member, String value) {
    HttpResponse<String> first = http.get("/actuator/jolokia/version");
    String body =
        "{\"type\":\"%s\",\"mbean\":\"%s\",\"%s\":\"%s\"%s}"
            .formatted(
                type,
                name.replace("\"", "\\\""),
                member,
                value,
                type.equals("write") ? ",\"value\":true" : "");
    HttpResponse<String> answer =
        http.post(
            "/actuator/jolokia", body, "Content-Type", "application/json", "X-XSRF-TOKEN", token());
    assertThat(first.statusCode()).isEqualTo(200);
    return Http.json(answer);
  }

  private String token() {
    return http.cookie("XSRF-TOKEN");
  }
}
