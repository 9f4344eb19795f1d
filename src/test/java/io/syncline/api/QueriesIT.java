package io.syncline.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.syncline.core.pipeline.ApiCall;
import io.syncline.core.pipeline.ApiCalls;
import io.syncline.core.pipeline.Endpoint;
import io.syncline.core.pipeline.Guard;
import io.syncline.support.SandboxService;
import io.syncline.support.SandboxService.Answer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * What is described of the endpoints, in openapi.yaml and on the page of the API, is what they are.
 */
class QueriesIT {
  private static final Map<String, String> PARTS =
      Map.of("{word}", "junglescout", "{entityType}", "partners", "{fieldName}", "notes");
  private static final String NOBODY = "00000000-0000-0000-0000-000000000000";

  private static final ApiCalls.Caller VIEWER = new ApiCalls.Caller("vera", false);

  private static SandboxService service;
  private static JsonNode described;

  @BeforeAll
  static void start() throws IOException {
    service = SandboxService.start("--syncline.sandbox.junglescout.products=20");
    described = new YAMLMapper().readTree(Path.of("src/main/resources/openapi.yaml").toFile());
  }

  @AfterAll
  static void stop() {
    service.close();
  }

  @Test
  void what_a_query_may_have_is_what_is_described() {
    for (Endpoint endpoint : service.bean(Endpoints.class).all()) {
      for (String method : endpoint.methods()) {
        endpoint
            .query()
            .ifPresent(
                names ->
                    assertThat(names)
                        .as(method + " " + endpoint.path())
                        .hasSameElementsAs(queried(endpoint.path(), method.toLowerCase())));
      }
    }
  }

  @Test
  void the_page_of_the_api_has_each_call_with_its_query_and_guard() throws IOException {
    List<String> rows = new ArrayList<>();
    for (Endpoint endpoint : service.bean(Endpoints.class).all()) {
      for (String method : endpoint.methods()) {
        rows.add(row(endpoint, method));
      }
    }
    assertThat(Files.readAllLines(Path.of("docs/http-api.md")))
        .filteredOn(line -> line.matches("\\| (GET|POST|PUT|PATCH|DELETE) .*"))
        .containsExactlyInAnyOrderElementsOf(rows);
  }

  private static String row(Endpoint endpoint, String method) {
    JsonNode operation = described.path("paths").path(endpoint.path()).path(method.toLowerCase());
    return "| %s `%s` | %s | %s | %s |"
        .formatted(
            method,
            endpoint.path(),
            queried(endpoint.path(), method.toLowerCase()).stream()
                .map("`%s`"::formatted)
                .collect(Collectors.joining(", ")),
            word(endpoint.guard()),
            operation.path("summary").asText());
  }

  private static String word(Guard guard) {
    return guard.isSecret() ? "`" + guard + "`" : guard.name().toLowerCase();
  }

  @Test
  void an_unknown_query_parameter_is_refused_everywhere() {
    Set<String> asked = new TreeSet<>();
    described
        .path("paths")
        .properties()
        .forEach(
            path ->
                path.getValue()
                    .fieldNames()
                    .forEachRemaining(
                        method -> {
                          surprise(path.getKey(), method);
                          asked.add(method + " " + path.getKey());
                        }));
    assertThat(asked).hasSizeGreaterThan(50).contains("delete /api/entities/sources/{id}");
  }

  @Test
  void every_endpoint_of_admins_is_closed_to_a_viewer_inside_the_process_too() {
    ApiCalls calls = service.bean(ApiCalls.class);
    Set<String> refused = new TreeSet<>();
    for (Endpoint endpoint : service.bean(Endpoints.class).all()) {
      for (String method : endpoint.methods()) {
        if (endpoint.guard() != Guard.NONE && endpoint.guard() != Guard.VIEWER) {
          ApiCall call = ApiCall.of(method, endpoint.path());
          String name = method + " " + endpoint.path();
          assertThat(calls.ask(call, VIEWER).status()).as(name).isEqualTo(403);
          refused.add(name);
        }
      }
    }
    assertThat(refused).contains("POST /api/pipelines/{word}/runs").hasSizeGreaterThan(40);
    assertThat(
            service
                .staging()
                .sql("SELECT count(*) FROM sync_runs WHERE caller = 'vera'")
                .query(Long.class)
                .single())
        .isZero();
  }

  private static void surprise(String path, String method) {
    JsonNode operation = described.path("paths").path(path).path(method);
    Answer answer =
        service.send(
            method.toUpperCase(),
            somewhere(path) + "?surprise=1",
            "application/json",
            operation.has("requestBody") ? "{}" : "",
            credentials(operation.path("security").path(0)));
    String call = method + " " + path + " " + answer.body();
    assertThat(answer.status()).as(call).isEqualTo(400);
    assertThat(answer.body().path("parameter").asText()).as(call).isEqualTo("surprise");
    assertThat(operation.path("responses").has("400")).as(call).isTrue();
  }

  /** Most of it is nowhere to be found, which would be said if the query were not looked at. */
  private static String somewhere(String path) {
    String somewhere = path;
    for (Map.Entry<String, String> part : PARTS.entrySet()) {
      somewhere = somewhere.replace(part.getKey(), part.getValue());
    }
    return somewhere.replaceAll("\\{\\w+}", NOBODY);
  }

  private static String[] credentials(JsonNode kind) {
    return switch (kind.fieldNames().hasNext() ? kind.fieldNames().next() : "") {
      case "apiKey" -> service.apiKey();
      case "cronBearer" -> service.cronSecret();
      default -> service.token("admin");
    };
  }

  private static Set<String> queried(String path, String method) {
    Set<String> names = new TreeSet<>();
    for (JsonNode either : described.path("paths").path(path).path(method).path("parameters")) {
      JsonNode parameter =
          either.has("$ref") ? described.at(either.path("$ref").asText().substring(1)) : either;
      if (parameter.path("in").asText().equals("query")) {
        names.add(parameter.path("name").asText());
      }
    }
    return names;
  }
}
