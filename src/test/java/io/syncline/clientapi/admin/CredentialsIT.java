package io.syncline.clientapi.admin;

import static io.syncline.support.ScriptedServer.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.micrometer.core.instrument.MeterRegistry;
import io.syncline.api.Http;
import io.syncline.support.Canaries;
import io.syncline.support.SandboxService;
import io.syncline.support.SandboxService.Answer;
import io.syncline.support.ScriptedServer;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import javax.management.JMException;
import javax.management.MBeanAttributeInfo;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** Credentials over HTTP, at a platform that only the tests have. */
@ExtendWith(OutputCaptureExtension.class)
class CredentialsIT {
  private static final String ALL = "/api/admin/credentials";
  private static final String CANARY = "canary-Zq7-of-a-client";
  private static final ScriptedServer.Script OPEN =
      json("200 OK", "{\"name\":\"stall\",\"closed\":[\"products\"]}");
  private static final ScriptedServer.Script SHUT = json("401 Unauthorized", "{}");

  private static ScriptedServer market;
  private static SandboxService service;

  private final String client = UUID.randomUUID().toString();

  @BeforeAll
  static void start() {
    market = new ScriptedServer();
    service =
        SandboxService.start(
            "--spring.profiles.active=sandbox,market",
            "--syncline.market.vendor-url=https://market.example/v1",
            "--syncline.market.base-url=" + market.url(),
            "--syncline.market.calls-per-second=1000",
            "--syncline.market.calls-per-minute=10000",
            "--syncline.market.calls-per-day=100000",
            "--syncline.market.longest-wait=60s",
            "--syncline.source.first-delay=20");
  }

  @AfterAll
  static void stop() {
    service.close();
    market.close();
  }

  @BeforeEach
  void open() {
    market.answers(OPEN);
  }

  /** CR-18, CR-41, CR-45, CR-46. */
  @Test
  void one_that_is_added_is_tested_and_connected() {
    Answer added = add(client, "stall-1", CANARY);
    assertThat(added.status()).as("%s", added.body()).isEqualTo(201);
    assertThat(added.body().path("status").asText()).isEqualTo("connected");
    assertThat(added.body().at("/test/passed").asBoolean()).isTrue();
    assertThat(added.body().at("/test/refused_types/products").asText()).isNotEmpty();
    assertThat(market.requests()).hasSize(1);
    String id = added.body().path("credential_id").asText();
    assertThat(get(ALL + "/" + id).path("account").asText()).isEqualTo("stall-1");
    assertThat(add(client, "stall-2", CANARY).status()).as("a second account").isEqualTo(201);
    JsonNode first = get(ALL + "?limit=1&client_id=" + client);
    JsonNode second =
        get(ALL + "?limit=1&client_id=" + client + "&after=" + first.path("next").asText());
    assertThat(first.at("/credentials/0/credential_id"))
        .isNotEqualTo(second.at("/credentials/0/credential_id"));
    assertThat(get(ALL + "?client_id=" + client + "&status=error").path("credentials")).isEmpty();
  }

  @Test
  void the_worst_come_first_page_by_page_and_so_do_their_clients() {
    String other = UUID.randomUUID().toString();
    add(other, "well-" + other, CANARY);
    String paused = add(client, "paused", CANARY).body().path("credential_id").asText();
    service.patch(ALL + "/" + paused, "{\"is_paused\": true}", service.token("admin"));
    add(client, "well", CANARY);
    market.answers(SHUT);
    add(client, "refused", CANARY);
    List<String> accounts = new ArrayList<>();
    String after = "";
    do {
      JsonNode page = get(ALL + "?sort=worst&limit=1&client_id=" + client + after);
      page.path("credentials").forEach(it -> accounts.add(it.path("account").asText()));
      after = "&after=" + page.path("next").asText();
    } while (!after.endsWith("null"));
    assertThat(accounts).containsExactly("refused", "well", "paused");
    assertThat(get(ALL + "?q=WELL-" + other).path("credentials"))
        .extracting(it -> it.path("client_id").asText())
        .containsExactly(other);
    assertThat(get(ALL + "?q=%25").path("credentials")).isEmpty();
    assertThat(get(ALL + "?sort=best", 400).path("parameter").asText()).isEqualTo("sort");
    JsonNode clients = get("/api/clients?limit=1000").path("clients");
    assertThat(place(clients, client)).isLessThan(place(clients, other));
    assertThat(clients.get(place(clients, client)).path("ill").asInt()).isEqualTo(1);
    assertThat(clients.get(place(clients, client)).path("accounts").asInt()).isEqualTo(3);
    assertThat(get("/api/clients?q=well-" + other).path("clients"))
        .extracting(it -> it.path("client_id").asText())
        .containsExactly(other);
    JsonNode first = get("/api/clients?limit=1");
    assertThat(get("/api/clients?limit=1&after=" + first.path("next").asText()).path("clients"))
        .isEqualTo(JsonNodeFactory.instance.arrayNode().add(clients.get(1)));
  }

  private static int place(JsonNode clients, String client) {
    for (int place = 0; place < clients.size(); place++) {
      if (clients.get(place).path("client_id").asText().equals(client)) {
        return place;
      }
    }
    throw new AssertionError("no client " + client);
  }

  @Test
  void what_is_refused_is_neither_kept_nor_sent() {
    assertThat(add("nobody", "stall", CANARY).body().path("parameter").asText())
        .isEqualTo("client_id");
    assertThat(add(client, "with space", CANARY).status()).isEqualTo(400);
    assertThat(add(client, "stall", "two\\nlines").status()).isEqualTo(400);
    assertThat(market.requests()).isEmpty();
    assertThat(get(ALL + "?client_id=" + client).path("credentials")).isEmpty();
    assertThat(get(ALL + "?client_id=nobody", 400).path("parameter").asText())
        .isEqualTo("client_id");
  }

  @Test
  void an_account_is_one_credential_of_its_client_and_a_repeated_call_is_one() {
    Answer first = add(client, "stall", CANARY, "Idempotency-Key", "key-" + client);
    Answer again = add(client, "stall", CANARY, "Idempotency-Key", "key-" + client);
    assertThat(again.status()).isEqualTo(201);
    assertThat(again.body().path("credential_id")).isEqualTo(first.body().path("credential_id"));
    Answer other = add(client, "stall", CANARY);
    assertThat(other.status()).isEqualTo(409);
    assertThat(other.body().path("code").asText()).isEqualTo("ACCOUNT_TAKEN");
    assertThat(add(UUID.randomUUID().toString(), "stall", CANARY).status())
        .as("another client's")
        .isEqualTo(201);
  }

  /** CR-19, CR-47. */
  @Test
  void one_that_is_withdrawn_is_in_error_until_it_is_updated() {
    String id = id(add(client, "stall", CANARY));
    market.answers(SHUT);
    Answer tested = post(ALL + "/" + id + "/test", "");
    assertThat(tested.status()).isEqualTo(200);
    assertThat(tested.body().path("status").asText()).isEqualTo("error");
    assertThat(tested.body().path("error_message").asText()).contains("withdrawn");
    market.answers(OPEN);
    Answer updated = patch(id, "{\"access_token\": \"another\", \"label\": \"Größe 😀\"}");
    assertThat(updated.body().path("status").asText()).isEqualTo("connected");
    assertThat(updated.body().path("error_message").isNull()).isTrue();
    assertThat(updated.body().path("label").asText()).isEqualTo("Größe 😀");
    assertThat(patch(id, "{\"account\": \"elsewhere\"}").status()).isEqualTo(400);
  }

  @Test
  void one_that_cannot_be_tested_now_stays_pending() {
    market.answers(json("500 Internal Server Error", "{}"));
    Answer added = add(client, "stall", CANARY);
    assertThat(added.status()).isEqualTo(201);
    assertThat(added.body().path("status").asText()).isEqualTo("pending");
    assertThat(added.body().at("/test/passed").asBoolean()).isFalse();
    assertThat(added.body().at("/test/code").asText()).startsWith("SOURCE_");
  }

  @Test
  void a_paused_one_is_tested_by_nobody_and_one_that_is_used_is_not_removed() {
    String id = id(add(client, "stall", CANARY));
    market.answers(OPEN);
    assertThat(patch(id, "{\"is_paused\": true}").body().path("is_paused").asBoolean()).isTrue();
    assertThat(patch(id, "{\"is_paused\": \"no\"}").status()).isEqualTo(400);
    assertThat(patch(id, "{\"is_paused\": false}").body().path("is_paused").asBoolean()).isFalse();
    assertThat(market.requests()).isEmpty();
    service
        .staging()
        .sql(
            "INSERT INTO run_leases (scope, fence, run_id, owner, expires_at)"
                + " VALUES (?, 1, gen_random_uuid(), 'a run', now() + interval '1 minute')")
        .param(id)
        .update();
    Answer refused = service.delete(ALL + "/" + id, service.token("admin"));
    assertThat(refused.status()).isEqualTo(409);
    assertThat(refused.body().path("code").asText()).isEqualTo("CREDENTIAL_IN_USE");
    service.staging().sql("DELETE FROM run_leases WHERE scope = ?").param(id).update();
    service
        .staging()
        .sql(
            "INSERT INTO client_bulk_lines (credential_id, stream, fence, line, data)"
                + " VALUES (?::uuid, 'orders', 1, 1, '{}')")
        .param(id)
        .update();
    service
        .staging()
        .sql(
            """
            INSERT INTO sync_source_buckets (source, operation, calls)
            VALUES ('market:' || :id, 'goods', 1), ('market:another', 'goods', 1)
            """)
        .param("id", id)
        .update();
    assertThat(service.delete(ALL + "/" + id, service.token("admin")).status()).isEqualTo(200);
    assertThat(
            service
                .staging()
                .sql("SELECT source FROM sync_source_buckets WHERE source LIKE 'market:%'")
                .query(String.class)
                .list())
        .containsExactly("market:another");
    assertThat(
            service
                .staging()
                .sql("SELECT count(*) FROM client_bulk_lines WHERE credential_id = ?::uuid")
                .param(id)
                .query(Long.class)
                .single())
        .as("fetched and not written")
        .isZero();
    assertThat(get(ALL + "/" + id, 404).path("code").asText()).isEqualTo("UNKNOWN_CREDENTIAL");
  }

  /** CR-27. */
  @Test
  void a_viewer_reads_and_changes_nothing() {
    String id = id(add(client, "stall", CANARY));
    assertThat(service.get(ALL, service.token("viewer")).status()).isEqualTo(200);
    assertThat(service.get(ALL).status()).isEqualTo(401);
    for (String path : List.of(ALL, ALL + "/" + id + "/test")) {
      assertThat(service.post(path, "{}", service.token("viewer")).status()).isEqualTo(403);
    }
    assertThat(service.patch(ALL + "/" + id, "{}", service.token("viewer")).status())
        .isEqualTo(403);
    assertThat(service.delete(ALL + "/" + id, service.token("viewer")).status()).isEqualTo(403);
  }

  /** CR-40. */
  @Test
  void no_secret_shows_in_databases_logs_answers_metrics_or_jmx(CapturedOutput output)
      throws JMException {
    Answer added = add(client, "stall", CANARY);
    String id = id(added);
    StringBuilder shown = new StringBuilder(added.body().toString());
    shown.append(patch(id, "{\"access_token\": \"" + CANARY + "\"}").body());
    shown.append(patch(id, "{\"access_token\": \"" + CANARY + " with space\"}").body());
    shown.append(patch(id, "{\"token\": \"" + CANARY + "\"}").body());
    shown.append(add(client, "stall", CANARY).body());
    market.answers(SHUT);
    shown.append(post(ALL + "/" + id + "/test", "").body());
    shown.append(get(ALL + "?client_id=" + client));
    shown.append(Canaries.dump(service.staging())).append(Canaries.dump(service.production()));
    shown.append(output.getAll());
    shown.append(
        service.bean(MeterRegistry.class).getMeters().stream()
            .map(meter -> meter.getId().toString())
            .collect(Collectors.joining()));
    Http console = new Http(URI.create(service.url()).getPort());
    console.signIn("" + service.pair().properties().get("SYNCLINE_ADMIN_PASSWORD"));
    shown.append(console.get("/actuator/prometheus").body());
    shown.append(beans());
    assertThat(List.of("stall", "jvm_memory", "CamelManagementName"))
        .allMatch(shown.toString()::contains);
    assertThat(new Canaries(List.of(CANARY)).in(shown.toString())).isEmpty();
  }

  /** What JMX shows of the service. */
  private static String beans() throws JMException {
    MBeanServer server = ManagementFactory.getPlatformMBeanServer();
    StringBuilder all = new StringBuilder();
    for (ObjectName name : server.queryNames(null, null)) {
      MBeanAttributeInfo[] attributes = server.getMBeanInfo(name).getAttributes();
      String[] names =
          Arrays.stream(attributes)
              .filter(MBeanAttributeInfo::isReadable)
              .map(MBeanAttributeInfo::getName)
              .toArray(String[]::new);
      all.append(name).append(server.getAttributes(name, names));
    }
    return all.toString();
  }

  @Test
  void a_secret_of_another_row_is_refused_for_that_credential_before_anything_is_sent() {
    String one = id(add(client, "stall-1", "one"));
    String other = id(add(client, "stall-2", "other"));
    service
        .staging()
        .sql(
            "UPDATE client_api_credentials c SET secret = o.secret FROM client_api_credentials o"
                + " WHERE c.credential_id = ?::uuid AND o.credential_id = ?::uuid")
        .params(one, other)
        .update();
    Answer healed = patch(one, "{\"label\": \"nothing else\"}");
    assertThat(healed.status()).isEqualTo(400);
    assertThat(healed.body().path("parameter").asText()).isEqualTo("access_token");
    assertThat(patch(one, "{\"access_token\": \"anew\"}").body().path("status").asText())
        .isEqualTo("connected");
  }

  private static String id(Answer added) {
    assertThat(added.status()).as("%s", added.body()).isEqualTo(201);
    return added.body().path("credential_id").asText();
  }

  private static Answer add(String client, String account, String token, String... headers) {
    String body =
        "{\"client_id\":\"%s\",\"platform_type\":\"market\",\"account\":\"%s\",\"access_token\":\"%s\"}"
            .formatted(client, account, token);
    return post(ALL, body, headers);
  }

  private static Answer post(String path, String body, String... headers) {
    String[] all =
        java.util.stream.Stream.concat(
                java.util.Arrays.stream(headers), java.util.Arrays.stream(service.token("admin")))
            .toArray(String[]::new);
    return service.post(path, body, all);
  }

  private static Answer patch(String id, String body) {
    return service.patch(ALL + "/" + id, body, service.token("admin"));
  }

  private static JsonNode get(String path) {
    return get(path, 200);
  }

  private static JsonNode get(String path, int status) {
    Answer answer = service.get(path, service.token("viewer"));
    assertThat(answer.status()).as("%s", answer.body()).isEqualTo(status);
    return answer.body();
  }
}
