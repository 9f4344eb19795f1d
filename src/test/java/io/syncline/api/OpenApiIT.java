package io.syncline.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import io.syncline.core.pipeline.Endpoint;
import io.syncline.core.pipeline.Pipelines;
import io.syncline.sandbox.google.SampleSheets;
import io.syncline.support.Canaries;
import io.syncline.support.SandboxService;
import io.syncline.support.SandboxService.Answer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.apache.camel.CamelContext;
import org.apache.camel.Route;
import org.apache.camel.component.platform.http.PlatformHttpEndpoint;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What openapi.yaml says and what the running service answers are the same. */
class OpenApiIT {
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
  void every_route_is_declared_and_described_and_every_description_is_a_route() {
    Set<String> routes = new TreeSet<>();
    for (Route route : service.bean(CamelContext.class).getRoutes()) {
      if (route.getEndpoint() instanceof PlatformHttpEndpoint endpoint) {
        for (String method : endpoint.getHttpMethodRestrict().split(",")) {
          routes.add(method + " " + endpoint.getPath());
        }
      }
    }
    Set<String> declared = new TreeSet<>();
    for (Endpoint endpoint : service.bean(Endpoints.class).all()) {
      endpoint.methods().forEach(method -> declared.add(method + " " + endpoint.path()));
    }
    Set<String> descriptions = new TreeSet<>();
    described
        .path("paths")
        .properties()
        .forEach(
            path ->
                path.getValue()
                    .fieldNames()
                    .forEachRemaining(
                        method -> descriptions.add(method.toUpperCase() + " " + path.getKey())));
    descriptions.removeIf(name -> name.endsWith("/openapi.yaml"));
    assertThat(descriptions).isEqualTo(routes).isEqualTo(declared).hasSizeGreaterThan(12);
  }

  @Test
  void what_may_be_asked_is_what_is_described() {
    for (Endpoint endpoint : service.bean(Endpoints.class).all()) {
      endpoint
          .start()
          .ifPresent(
              start ->
                  endpoint
                      .methods()
                      .forEach(
                          method ->
                              assertThat(asked(endpoint.path(), method.toLowerCase()))
                                  .as(method + " " + endpoint.path())
                                  .hasSameElementsAs(start.parameters().saying())));
    }
    Set<String> all = new TreeSet<>();
    service.bean(Pipelines.class).all().forEach(it -> all.addAll(it.parameters().names()));
    assertThat(asked("/api/pipelines/{word}/runs", "post")).hasSameElementsAs(all);
  }

  /** The names that query and body of a call may have, but for how long it waits. */
  private static Set<String> asked(String path, String method) {
    JsonNode operation = described.path("paths").path(path).path(method);
    Set<String> names = new TreeSet<>();
    for (JsonNode reference : operation.path("parameters")) {
      JsonNode parameter = resolved(reference);
      if (parameter.path("in").asText().equals("query")) {
        names.add(parameter.path("name").asText());
      }
    }
    JsonNode body = operation.path("requestBody").path("content").path("application/json");
    resolved(body.path("schema")).path("properties").fieldNames().forEachRemaining(names::add);
    names.remove("wait");
    return names;
  }

  @Test
  void the_audit_is_as_described() {
    String[] admin = service.token("admin");
    service.post("/api/pipelines/nothing/runs?dry_run=true", "", admin);
    Answer page = service.get("/api/audit?limit=1", admin);
    assertThat(page.body().path("actions")).hasSize(1);
    checked("/api/audit", "get", page, 200);
    checked("/api/audit", "get", service.get("/api/audit?by=chance", admin), 400);
    checked("/api/audit", "get", service.get("/api/audit", service.token("viewer")), 403);
  }

  @Test
  void settings_are_as_described_and_show_no_secret() {
    String[] admin = service.token("admin");
    Answer settings = service.get("/api/settings", admin);
    checked("/api/settings", "get", settings, 200);
    assertThat(settings.body().path("settings"))
        .hasSizeGreaterThan(100)
        .anyMatch(it -> it.path("name").asText().equals("syncline.run.keep-days"));
    List<String> secrets =
        service.pair().properties().entrySet().stream()
            .filter(it -> it.getKey().matches(".*(SECRET|KEY|KEYSET|ADMIN_PASSWORD)"))
            .map(it -> String.valueOf(it.getValue()))
            .toList();
    assertThat(secrets).hasSizeGreaterThan(3);
    assertThat(new Canaries(secrets).in(settings.body().toString())).isEmpty();
    checked("/api/settings", "get", service.get("/api/settings", service.token("viewer")), 403);
  }

  @Test
  void the_description_is_served() {
    Answer answer = service.get("/openapi.yaml");
    assertThat(answer.status()).isEqualTo(200);
  }

  @Test
  void hourly_answers_are_as_described() {
    checked(
        "/admin/hourly-sync",
        "post",
        service.post("/admin/hourly-sync", "", service.apiKey()),
        200);
    checked(
        "/admin/hourly-sync",
        "post",
        service.post("/admin/hourly-sync?marketplace=moon", "", service.apiKey()),
        400);
    checked("/admin/hourly-sync", "post", service.post("/admin/hourly-sync", ""), 401);
    checked(
        "/admin/hourly-sync/status",
        "get",
        service.get("/admin/hourly-sync/status", service.apiKey()),
        200);
  }

  @Test
  void answers_about_schedules_are_as_described() {
    String[] admin = service.token("admin");
    String[] viewer = service.token("viewer");
    String sku = "/api/schedules/clientapi.sku";
    for (String action : List.of("/pause", "/resume", "/run")) {
      String path = "/api/schedules/{name}" + action;
      checked(path, "post", service.post(sku + action, "", admin), 200);
      checked(path, "post", service.post(sku + action, "", viewer), 403);
      checked(path, "post", service.post("/api/schedules/nothing" + action, "", admin), 404);
    }
    checked("/api/schedules", "get", service.get("/api/schedules", viewer), 200);
    checked("/api/pipelines", "get", service.get("/api/pipelines", viewer), 200);
  }

  @Test
  void master_sales_and_product_answers_are_as_described() {
    String[] admin = service.token("admin");
    checked("/admin/master-sync", "post", service.post("/admin/master-sync", "", admin), 202);
    service.atRest();
    checked(
        "/admin/master-sync/status", "get", service.get("/admin/master-sync/status", admin), 200);
    checked(
        "/admin/sync-jungle-scout",
        "post",
        service.post("/admin/sync-jungle-scout", "", admin),
        200);
    checked(
        "/admin/sync-product-database",
        "post",
        service.post("/admin/sync-product-database", "", admin),
        200);
    checked(
        "/admin/master-sync",
        "post",
        service.post("/admin/master-sync", "", service.token("viewer")),
        403);
  }

  @Test
  void elitefactor_and_stockx_answers_are_as_described() {
    String[] viewer = service.token("viewer");
    String webhook = "/api/admin/sync-elite-factor";
    checked(webhook, "post", service.post(webhook, "{\"all\": true}", service.cronSecret()), 200);
    checked(webhook, "post", service.post(webhook, "{}", service.cronSecret()), 400);
    checked(webhook, "post", service.post(webhook, "{}"), 401);
    String cron = "/api/cron/sync-stockx-prices";
    checked(cron, "get", service.get(cron + "?force=true", service.cronSecret()), 200);
    checked(cron, "post", service.post(cron, "", service.cronSecret()), 200);
    checked(cron, "post", service.post(cron + "?force=x", "", service.cronSecret()), 400);
    String sku = "SR0001-007";
    for (String path : List.of("/api/stockx/prices/", "/api/stockx/compare/")) {
      checked(path + "{sku}", "get", service.get(path + sku, viewer), 200);
      checked(path + "{sku}", "get", service.get(path + "NOPE", viewer), 404);
    }
    for (String path :
        List.of("/api/elitefactor/quality", "/api/stockx/freshness", "/api/stockx/budget")) {
      checked(path, "get", service.get(path, viewer), 200);
      checked(path, "get", service.get(path), 401);
    }
  }

  @Test
  void ledger_and_pipeline_answers_are_as_described() {
    String[] viewer = service.token("viewer");
    Answer runs = service.get("/api/sync/runs?limit=3", viewer);
    checked("/api/sync/runs", "get", runs, 200);
    String id = runs.body().path("runs").path(0).path("id").asText();
    checked("/api/sync/runs/{id}", "get", service.get("/api/sync/runs/" + id, viewer), 200);
    String wrote =
        service
            .staging()
            .sql("SELECT run_id::text FROM run_batches WHERE rows > 0 LIMIT 1")
            .query(String.class)
            .single();
    Answer rows = service.get("/api/sync/runs/" + wrote + "/rows", viewer);
    assertThat(rows.body().path("rows")).isNotEmpty();
    checked("/api/sync/runs/{id}/rows", "get", rows, 200);
    String log = "/api/sync/runs/" + id + "/log";
    checked("/api/sync/runs/{id}/log", "get", service.get(log, service.token("admin")), 200);
    checked("/api/sync/runs/{id}/log", "get", service.get(log, viewer), 403);
    checked("/api/pipelines", "get", service.get("/api/pipelines", viewer), 200);
    for (String word : List.of("junglescout", "elitefactor", "stockx")) {
      String path = "/api/pipelines/" + word + "/parameters";
      checked("/api/pipelines/{word}/parameters", "get", service.get(path, viewer), 200);
    }
    Answer unknown = service.get("/api/pipelines/nothing/parameters", viewer);
    checked("/api/pipelines/{word}/parameters", "get", unknown, 404);
    checked("/api/why", "get", service.get("/api/why?sku=SR0001-007", viewer), 200);
    checked("/api/why", "get", service.get("/api/why", viewer), 400);
    checked("/health", "get", service.get("/health"), 200);
    checked("/test-db", "get", service.get("/test-db"), 200);
  }

  @Test
  void generic_starts_and_refusals_are_as_described() {
    String[] admin = service.token("admin");
    checked(
        "/api/pipelines/{word}/runs",
        "post",
        service.post("/api/pipelines/junglescout/runs", "{\"dry_run\": true}", admin),
        200);
    checked(
        "/api/pipelines/{word}/runs",
        "post",
        service.post("/api/pipelines/junglescout/runs", "{\"dryrun\": true}", admin),
        400);
    checked(
        "/api/pipelines/{word}/runs",
        "post",
        service.post("/api/pipelines/nothing/runs", "{}", admin),
        404);
    String dry = service.get("/api/sync/runs?limit=1", admin).body().at("/runs/0/id").asText();
    String again = "/api/sync/runs/" + dry + "/again";
    checked("/api/sync/runs/{id}/again", "post", service.post(again, "{}", admin), 200);
    checked("/api/sync/runs/{id}/again", "post", service.post(again, "{\"dry\": 1}", admin), 400);
    String unknown = "00000000-0000-0000-0000-000000000000";
    checked(
        "/api/sync/runs/{id}/cancel",
        "post",
        service.post("/api/sync/runs/" + unknown + "/cancel", "", admin),
        404);
    checked("/api/divergence", "get", service.get("/api/divergence", admin), 200);
    String repair = "/api/divergence/repair";
    checked(repair, "post", service.post(repair, "{\"dry_run\": true}", admin), 200);
    checked(repair, "post", service.post(repair, "{\"dry\": true}", admin), 400);
    checked(repair, "post", service.post(repair, "{}", service.token("viewer")), 403);
    checked("/api/dead-letters", "get", service.get("/api/dead-letters", admin), 200);
    String letter = "/api/dead-letters/" + unknown;
    checked("/api/dead-letters/{id}", "get", service.get(letter, admin), 404);
    checked("/api/dead-letters/{id}", "patch", service.patch(letter, "{}", admin), 404);
    checked(
        "/api/dead-letters/{id}/close",
        "post",
        service.post(letter + "/close", "{\"reason\": \"x\"}", admin),
        404);
    letterAnswersAreAsDescribed(admin);
    checked(
        "/api/dead-letters/{id}/replay",
        "post",
        service.post("/api/dead-letters/" + unknown + "/replay", "", admin),
        404);
  }

  private static void letterAnswersAreAsDescribed(String[] admin) {
    UUID id = UUID.randomUUID();
    service
        .staging()
        .sql(
            """
            INSERT INTO sync_dead_letters
                (id, run_id, pipeline, stream, table_name, destination, record_key, record, kind, error)
            VALUES (?, ?, 'elitefactor', 'factors', 'listings', 'staging', 'X',
                    '{"artisan_id": "X", "artisan_elite_factor": "1e9"}', 'db', 'out of range (22003)')
            """)
        .params(id, UUID.randomUUID())
        .update();
    String path = "/api/dead-letters/" + id;
    checked("/api/dead-letters", "get", service.get("/api/dead-letters", admin), 200);
    checked("/api/dead-letters/{id}", "get", service.get(path, admin), 200);
    String better = "{\"record\": {\"artisan_elite_factor\": 0.5}}";
    checked("/api/dead-letters/{id}", "patch", service.patch(path, better, admin), 200);
    checked("/api/dead-letters/{id}", "patch", service.patch(path, "{}", admin), 400);
    String close = path + "/close";
    checked("/api/dead-letters/{id}/close", "post", service.post(close, "{}", admin), 400);
    String reason = "{\"reason\": \"a test\"}";
    checked("/api/dead-letters/{id}/close", "post", service.post(close, reason, admin), 200);
    checked("/api/dead-letters/{id}", "patch", service.patch(path, better, admin), 409);
  }

  @Test
  void answers_about_what_is_mapped_are_as_described() {
    String[] admin = service.token("admin");
    String sources = "/api/entities/sources";
    String tabs = "/api/entities/tabs";
    String source = master(admin);
    String tab = partners(source, admin);
    checked(sources, "get", service.get(sources, admin), 200);
    checked(sources, "post", service.post(sources, "{}", admin), 400);
    checked(sources + "/{id}", "get", service.get(sources + "/" + source, admin), 200);
    checked(tabs, "get", service.get(tabs, admin), 200);
    checked(tabs + "/{id}", "get", service.get(tabs + "/" + tab, admin), 200);
    checked(tabs + "/{id}", "get", service.get(tabs + "/" + UUID.randomUUID(), admin), 404);
    String path = tabs + "/" + tab;
    checked(tabs + "/{id}", "patch", service.patch(path, "{\"mode\": \"upsert\"}", admin), 200);
    for (String look : List.of("proposal", "trial")) {
      checked(tabs + "/{id}/" + look, "post", service.post(path + "/" + look, "{}", admin), 200);
    }
    String kinds = "/api/entities/";
    checked(kinds + "{entityType}", "get", service.get(kinds + "staff?q=a", admin), 200);
    checked(kinds + "{entityType}", "get", service.get(kinds + "staff?field=email", admin), 200);
    checked(kinds + "{entityType}", "get", service.get(kinds + "planets", admin), 400);
    String choices = "/api/entities/choices/";
    checked(choices + "{entityType}", "get", service.get(choices + "staff", admin), 200);
    String priority = "/api/entities/priorities/partners/tier";
    checked(
        "/api/entities/priorities/{entityType}/{fieldName}",
        "put",
        service.put(priority, "{\"source_priority\": {\"%s\": 3}}".formatted(source), admin),
        200);
    checked("/api/entities/priorities", "get", service.get("/api/entities/priorities", admin), 200);
    String schedules = "/api/entities/schedules";
    String schedule = schedules + "/entities.feed." + tab;
    checked(
        schedules + "/{scope}",
        "put",
        service.put(schedule, "{\"cron\": \"0 7 1 1 *\"}", admin),
        200);
    checked(schedules, "get", service.get(schedules, admin), 200);
    checked(schedules + "/{scope}", "delete", service.delete(schedule, admin), 200);
    checked(tabs + "/{id}", "delete", service.delete(path, admin), 200);
    checked(sources + "/{id}", "delete", service.delete(sources + "/" + source, admin), 200);
  }

  @Test
  void answers_of_runs_of_tabs_and_about_entities_are_as_described() {
    String[] admin = service.token("admin");
    String source = master(admin);
    String tab = partners(source, admin);
    String ofTab = "/api/sync/tab/{id}";
    checked(ofTab, "post", service.post("/api/sync/tab/" + tab, "{\"dry_run\": true}", admin), 200);
    checked(ofTab, "post", service.post("/api/sync/tab/" + tab, "{\"row_limit\": 0}", admin), 400);
    checked(ofTab, "post", service.post("/api/sync/tab/" + UUID.randomUUID(), "{}", admin), 404);
    checked(ofTab, "post", service.post("/api/sync/tab/" + tab, "{\"wait\": false}", admin), 202);
    service.atRest();
    String ofSource = "/api/sync/source/{id}";
    Answer ran = service.post("/api/sync/source/" + source, "{}", admin);
    checked(ofSource, "post", ran, 200);
    checked(
        ofSource, "post", service.post("/api/sync/source/" + UUID.randomUUID(), "{}", admin), 404);
    String partner =
        service.staging().sql("SELECT min(id::text) FROM partners").query(String.class).single();
    checked(
        "/api/lineage/{entityType}/{entityId}",
        "get",
        service.get("/api/lineage/partners/" + partner, admin),
        200);
    String entity = "/api/entities/{entityType}/{id}";
    String edited = "/api/entities/partners/" + partner;
    checked(entity, "patch", service.patch(edited, "{\"tier\": \"mine\"}", admin), 200);
    checked(entity, "patch", service.patch(edited, "{\"colour\": \"red\"}", admin), 400);
    checked(entity, "get", service.get(edited, service.token("viewer")), 200);
    String undo = "/api/lineage/partners/" + partner + "/undo";
    String undoOf = "/api/lineage/{entityType}/{entityId}/undo";
    checked(undoOf, "post", service.post(undo, "{\"field\": \"tier\"}", admin), 200);
    checked(undoOf, "post", service.post(undo, "{\"fields\": \"tier\"}", admin), 400);
    checked(undoOf, "post", service.post(undo, "{}", service.token("viewer")), 403);
    String run = "/api/sync/runs/" + ran.body().path("sync_run_id").asText() + "/undo";
    String undoRun = "/api/sync/runs/{id}/undo";
    checked(undoRun, "post", service.post(run, "{\"dry_run\": true}", admin), 200);
    checked(undoRun, "post", service.post(run, "{}", service.token("viewer")), 403);
    checked("/api/entities/conflicts", "get", service.get("/api/entities/conflicts", admin), 200);
    service.delete("/api/entities/sources/" + source, admin);
  }

  private static String master(String[] admin) {
    Answer made =
        service.post(
            "/api/entities/sources",
            "{\"name\": \"Master\", \"type\": \"google_sheet\", \"connector_config\": {\"spreadsheet_id\": \"%s\"}}"
                .formatted(SampleSheets.MASTER),
            admin);
    checked("/api/entities/sources", "post", made, 201);
    return made.body().path("id").asText();
  }

  private static String partners(String source, String[] admin) {
    Answer made =
        service.post(
            "/api/entities/tabs",
            """
            {"data_source_id": "%s", "tab_name": "Partners", "primary_entity": "partners", "columns": [
              {"source_column": "Brand Name", "target_field": "brand_name", "is_key": true},
              {"source_column": "Tier", "target_field": "tier"}]}
            """
                .formatted(source),
            admin);
    checked("/api/entities/tabs", "post", made, 201);
    return made.body().path("id").asText();
  }

  /**
   * The answer has the expected status, and its body is valid against the schema described for it.
   */
  private static void checked(String path, String method, Answer answer, int status) {
    assertThat(answer.status()).as(method + " " + path + " " + answer.body()).isEqualTo(status);
    JsonNode response =
        resolved(
            described.path("paths").path(path).path(method).path("responses").path("" + status));
    String type = status < 400 ? "application/json" : "application/problem+json";
    JsonNode schema = response.path("content").path(type).path("schema");
    assertThat(schema.isObject()).as("schema of " + method + " " + path + " " + status).isTrue();
    assertThat(answer.contentType()).startsWith(type);
    ObjectNode whole = new ObjectMapper().createObjectNode();
    whole.setAll((ObjectNode) schema);
    whole.set("components", described.path("components"));
    JsonSchema validator =
        JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012).getSchema(whole);
    assertThat(validator.validate(answer.body())).as(answer.body().toPrettyString()).isEmpty();
  }

  private static JsonNode resolved(JsonNode node) {
    return node.has("$ref") ? described.at(node.path("$ref").asText().substring(1)) : node;
  }
}
