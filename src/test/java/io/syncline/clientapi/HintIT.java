package io.syncline.clientapi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.syncline.clientapi.credential.CredentialStore;
import io.syncline.clientapi.platform.Connection;
import io.syncline.clientapi.platform.Reading;
import io.syncline.core.run.ActiveRun;
import io.syncline.core.run.RunLedger;
import io.syncline.core.run.Runs;
import io.syncline.support.Postgres;
import io.syncline.support.RoundTrips;
import io.syncline.support.SandboxService;
import io.syncline.support.SandboxService.Answer;
import io.syncline.support.Slots;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Calls by which shops say that something has changed: hints, and no more than hints. */
@ExtendWith(OutputCaptureExtension.class)
class HintIT {
  private static final String SECRET = "sandbox-not-a-secret";
  private static final String ALL = "/api/admin/credentials";
  private static final String BODY = "{\"id\": 820982911946154508, \"note\": \"Größe 🙂\"}";
  private static final String FAR = "2099-01-01T06:00:00Z";

  private static final Postgres.Pair PAIR = Postgres.freshPair();
  private static SandboxService service;

  private final String client = UUID.randomUUID().toString();
  private final String shop = "shop-" + UUID.randomUUID() + ".myshopify.com";

  @BeforeAll
  static void start() {
    service = started("--syncline.clientapi.cron=off");
  }

  private static SandboxService started(String... more) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "--syncline.sandbox.clientapi.accounts=false",
                "--syncline.sandbox.shopify.bucket=20000",
                "--syncline.sandbox.shopify.restore-rate=20000",
                "--syncline.sandbox.shopify.bulk-time=100ms",
                "--syncline.http.longest-body=2s",
                "--syncline.clientapi.spread=0s"));
    arguments.addAll(List.of(more));
    return SandboxService.start(PAIR, arguments.toArray(String[]::new));
  }

  @AfterAll
  static void stop() {
    service.close();
  }

  @Test
  void a_signed_call_makes_its_account_due_soon_and_counts_once() {
    String account = added();
    due(account, FAR);
    String id = "hint-" + UUID.randomUUID();
    assertThat(call(account, id, "orders/updated", BODY).status()).isEqualTo(202);
    assertThat(secondsToNext(account)).isBetween(30L, 60L);
    assertThat(row(account)).containsEntry("slot", "2099-01-01 06:00");
    due(account, FAR);
    assertThat(call(account, id, "orders/updated", BODY).status()).isEqualTo(202);
    assertThat(row(account)).as("the same again").containsEntry("next", "2099-01-01 06:00");
    service
        .staging()
        .sql("UPDATE client_api_credentials SET next_sync_at = now() - interval '1 hour'")
        .update();
    Map<String, Object> before = row(account);
    assertThat(call(account, "other-" + id, "orders/updated", BODY).status()).isEqualTo(202);
    assertThat(row(account).get("next")).as("never later").isEqualTo(before.get("next"));
  }

  @Test
  void whatever_is_not_signed_for_this_shop_is_refused_alike_and_changes_nothing() {
    String account = added();
    due(account, FAR);
    String shop = shopOf(account);
    String signature = signed(BODY, SECRET);
    Answer unknown = post(UUID.randomUUID().toString(), shop, signature, "a", BODY);
    assertThat(unknown.status()).isEqualTo(401);
    List<Answer> refused =
        List.of(
            post("no-id", shop, signature, "b", BODY),
            post(account, shop, signed(BODY, "another secret"), "c", BODY),
            post(account, shop, signature.replace('=', '-'), "d", BODY),
            post(account, shop, signature, "e", BODY.replace("Größe", "Groesse")),
            post(account, "other.myshopify.com", signature, "f", BODY),
            service.post(path(account), BODY),
            service.post(path(account), BODY, service.token("admin")));
    for (Answer answer : refused) {
      assertThat(answer.status()).isEqualTo(401);
      assertThat(answer.body()).isEqualTo(unknown.body());
    }
    assertThat(service.get(path(account), service.token("admin")).status()).isIn(401, 403, 405);
    assertThat(post(account, shop, signature, "g", "{\"t\": \"" + "x".repeat(300_000) + "\"}"))
        .extracting(Answer::status)
        .isEqualTo(413);
    assertThat(row(account)).containsEntry("next", "2099-01-01 06:00").containsEntry("slot", null);
    assertThat(
            service
                .staging()
                .sql("SELECT count(*) FROM client_hints WHERE credential_id = ?::uuid")
                .param(account)
                .query(Long.class)
                .single())
        .isZero();
  }

  /** Anybody may call without a secret, and would hold a thread for as long as there are bytes. */
  @Test
  void a_body_that_is_sent_byte_by_byte_is_refused_before_it_is_there() throws IOException {
    URI at = URI.create(service.url());
    try (Socket socket = new Socket(at.getHost(), at.getPort())) {
      socket.setSoTimeout(100); // between two bytes
      OutputStream out = socket.getOutputStream();
      out.write(
          ("POST %s HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 200000\r\n\r\n{"
                  .formatted(path(UUID.randomUUID().toString())))
              .getBytes(StandardCharsets.US_ASCII));
      byte[] answer = new byte[12];
      await()
          .until(
              () -> {
                out.write(' ');
                try {
                  return socket.getInputStream().read(answer) == answer.length;
                } catch (SocketTimeoutException e) {
                  return false; // it waits for more
                }
              });
      assertThat(new String(answer, StandardCharsets.US_ASCII)).isEqualTo("HTTP/1.1 408");
      await().until(() -> isHungUp(out)); // whoever reads on holds a thread as well
    }
  }

  private static boolean isHungUp(OutputStream out) {
    try {
      out.write(' ');
      return false;
    } catch (IOException e) {
      return true;
    }
  }

  @Test
  void who_is_paused_or_left_alone_stays_so() {
    String account = added();
    due(account, FAR);
    set(account, "failures = 3");
    call(account, "1", "products/update", BODY);
    assertThat(row(account)).containsEntry("next", "2099-01-01 06:00");
    set(account, "failures = 0, is_paused = true");
    call(account, "2", "products/update", BODY);
    assertThat(row(account)).containsEntry("is_paused", true);
    assertThat(secondsToNext(account)).isLessThanOrEqualTo(60);
  }

  @Test
  void one_that_never_was_read_is_due_soon_on_the_grid_of_midnight() {
    String account = added();
    call(account, "1", "products/update", BODY);
    assertThat(secondsToNext(account)).isBetween(30L, 60L);
    assertThat(row(account).get("slot").toString()).endsWith("00:00");
  }

  @Test
  void a_hint_that_comes_while_the_account_is_read_is_not_lost_with_that_run() {
    String account = added();
    OffsetDateTime slot = Slots.farFromNow();
    due(account, slot.toString());
    set(account, "hinted_at = now() + interval '10 minutes'");
    sync();
    assertThat(secondsToNext(account)).isBetween(500L, 660L);
    String time = slot.toLocalTime().toString();
    assertThat(row(account).get("slot").toString()).as("its next slot").endsWith(time);
    set(account, "hinted_at = now()");
    sync();
    assertThat(row(account)).containsEntry("slot", null);
    assertThat(row(account).get("next").toString()).as("on the grid").endsWith(time);
  }

  @Test
  void a_record_that_is_gone_is_marked_in_both_databases_and_one_that_is_not_is_left() {
    String account = added();
    sync();
    String there = anOrder(account);
    for (JdbcClient database : List.of(service.staging(), service.production())) {
      database
          .sql(
              "INSERT INTO client_data SELECT (jsonb_populate_record(d, jsonb_build_object("
                  + "'external_id', 'gid://shopify/Order/820982911946154508'))).*"
                  + " FROM client_data d WHERE credential_id = ?::uuid AND external_id = ?")
          .params(account, there)
          .update();
    }
    String forged = "{\"id\": " + there.substring(there.lastIndexOf('/') + 1) + "}";
    assertThat(call(account, "1", "orders/delete", BODY).status()).isEqualTo(202);
    assertThat(call(account, "2", "orders/delete", forged).status()).isEqualTo(202);
    assertThat(call(account, "3", "orders/delete", "[]").status()).isEqualTo(202);
    JsonNode run = sync();
    assertThat(run.path("outcome").asText()).isEqualTo("completed");
    assertThat(marked(service.staging(), account))
        .containsExactly("gid://shopify/Order/820982911946154508")
        .isEqualTo(marked(service.production(), account));
    assertThat(
            service
                .staging()
                .sql(
                    "SELECT records_stored || ' ' || (data_types_synced -> 'orders' ->> 'changed')"
                        + " FROM client_api_sync_results WHERE credential_id = ?::uuid"
                        + " ORDER BY created_at DESC LIMIT 1")
                .param(account)
                .query(String.class)
                .single())
        .isEqualTo("1 1");
    sync();
    assertThat(marked(service.staging(), account)).as("asked for once").hasSize(1);
  }

  /**
   * The retry of what was not read would store the record behind its mark, and nobody would say so
   * again.
   */
  @Test
  void a_deletion_waits_until_its_type_is_read_whole() {
    String account = added();
    assertThat(call(account, "1", "orders/delete", BODY).status()).isEqualTo(202);
    Platforms platforms = service.bean(Platforms.class);
    AccountProgress progress =
        new AccountProgress(
            service.bean(CredentialStore.class).find(UUID.fromString(account)).orElseThrow(),
            platforms.client("shopify"),
            platforms.mapper("shopify"),
            new Connection(shop, Map.of(), Optional.empty(), JsonNodeFactory.instance.objectNode()),
            List.of(Reading.changes("orders"), Reading.changes("products")),
            true);
    ActiveRun run = Runs.open(service.bean(RunLedger.class));
    GoneRecords gone = service.bean(GoneRecords.class);
    progress.set("products", TypeProgress.BEGUN.in(TypeProgress.State.COMPLETE, null));
    assertThat(gone.parts(progress, run)).isEmpty();
    progress.set("orders", TypeProgress.BEGUN.in(TypeProgress.State.COMPLETE, null));
    assertThat(gone.parts(progress, run))
        .extracting(GoneRecords.Part::type)
        .containsExactly("orders");
  }

  @Test
  void a_record_that_the_platform_brings_again_is_marked_no_more() {
    String account = added();
    sync();
    for (JdbcClient database : List.of(service.staging(), service.production())) {
      database
          .sql("UPDATE client_data SET deleted_at = now() WHERE credential_id = ?::uuid")
          .param(account)
          .update();
    }
    Answer refreshed =
        service.post(
            ALL + "/" + account + "/refresh",
            "{\"types\": [\"orders\", \"products\", \"customers\", \"inventory\"], \"from\": \"2000-01-01\"}",
            service.token("admin"));
    assertThat(refreshed.body().path("outcome").asText())
        .as("%s", refreshed.body())
        .isEqualTo("completed");
    assertThat(marked(service.staging(), account)).isEmpty();
    assertThat(marked(service.production(), account)).isEmpty();
  }

  /**
   * About 16 of leading threads, and three that queue it on another one; the parent's end is led
   * with theirs. A slow machine has heartbeats and looks in vain beside them.
   */
  @Test
  void a_shop_that_has_nothing_new_costs_20_round_trips_at_most() {
    List<String> accounts = Stream.generate(this::added).limit(8).toList();
    sync(); // all there is
    service
        .staging()
        .sql(
            "UPDATE sync_cursors SET value = jsonb_set(value, '{mark}', '\"2099-01-01T00:00:00Z\"')"
                + " WHERE jsonb_exists(value, 'mark')")
        .update();
    try (RoundTrips trips = new RoundTrips("queued-run", "syncline-runs_")) {
      sync();
      assertThat(trips.count())
          .as("%s", trips)
          .isBetween(5L * accounts.size(), 20L * accounts.size() + 10);
    }
    assertThat(accounts).allMatch(it -> results(it).size() == 2);
  }

  @Test
  void hooks_are_registered_once_and_taken_back() {
    String path = ALL + "/" + added() + "/hooks";
    Answer on = service.post(path, "", service.token("admin"));
    assertThat(on.status()).as("%s", on.body()).isEqualTo(200);
    assertThat(on.body().path("address").asText()).endsWith(path(path.split("/")[4]));
    assertThat(on.body().path("on")).hasSize(10);
    assertThat(on.body().path("refused")).isEmpty();
    assertThat(on.body().path("changed").asInt()).isEqualTo(10);
    assertThat(service.post(path, "", service.token("admin")).body().path("changed").asInt())
        .isZero();
    assertThat(service.delete(path, service.token("admin")).body().path("changed").asInt())
        .isEqualTo(10);
    assertThat(service.delete(path, service.token("admin")).body().path("changed").asInt())
        .isZero();
    assertThat(service.post(path, "", service.token("viewer")).status()).isEqualTo(403);
  }

  /** The same databases, another process: what was heard before it began is known to it. */
  @Test
  void after_a_restart_an_id_is_known_and_the_account_is_read_once_it_is_due(
      CapturedOutput output) {
    String account = added("own-secret");
    String without = added();
    due(account, FAR);
    String signature = signed(BODY, "own-secret");
    assertThat(post(account, shop, signature, "stale", BODY).status()).isEqualTo(202);
    due(account, FAR);
    due(without, FAR);
    service.close();
    service =
        started(
            "--syncline.schedules=on",
            "--syncline.clientapi.cron=0 0 1 1 *",
            "--syncline.clientapi.look=1s",
            "--syncline.clientapi.gather=1s",
            "--syncline.clientapi.public-url=",
            "--syncline.clientapi.shopify.client-secret=");
    try {
      assertThat(post(account, shop, signature, "stale", BODY).status()).isEqualTo(202);
      assertThat(row(account)).containsEntry("next", "2099-01-01 06:00");
      assertThat(call(without, "1", "orders/updated", BODY).status()).isEqualTo(401);
      assertThat(call(without, "2", "orders/updated", BODY).status()).isEqualTo(401);
      assertThat(output.getAll().split("calls of a shop are refused", -1)).hasSize(2);
      Answer nowhere = service.post(ALL + "/" + account + "/hooks", "", service.token("admin"));
      assertThat(nowhere.status()).isEqualTo(409);
      assertThat(nowhere.body().path("detail").asText()).contains("SYNCLINE_PUBLIC_URL");
      assertThat(post(account, shop, signature, "fresh", BODY).status()).isEqualTo(202);
      await()
          .atMost(Duration.ofSeconds(60))
          .until(() -> results(account).equals(List.of("cron true")));
      service.atRest();
      assertThat(row(account)).as("back on its slot").containsEntry("next", "2099-01-01 06:00");
    } finally {
      service.close();
      service = started("--syncline.clientapi.cron=off");
    }
  }

  private String added(String... secret) {
    String name = "shop-" + UUID.randomUUID();
    String account = secret.length == 0 ? name + ".myshopify.com" : shop;
    String token = "shpat_" + account.substring(0, account.indexOf('.'));
    String own = secret.length == 0 ? "" : ",\"app_secret\":\"" + secret[0] + "\"";
    Answer added =
        service.post(
            ALL,
            "{\"client_id\":\"%s\",\"platform_type\":\"shopify\",\"shop\":\"%s\",\"access_token\":\"%s\"%s}"
                .formatted(client, account, token, own),
            service.token("admin"));
    assertThat(added.body().path("status").asText()).as("%s", added.body()).isEqualTo("connected");
    return added.body().path("credential_id").asText();
  }

  /** Reads the client's accounts now. */
  private JsonNode sync() {
    Answer answer =
        service.post(
            "/api/admin/trigger-api-sync",
            "{\"force_sync\": true, \"client_id_filter\": \"" + client + "\"}",
            service.token("admin"));
    assertThat(answer.status()).as("%s", answer.body()).isEqualTo(200);
    return answer.body();
  }

  private static Answer call(String account, String id, String topic, String body) {
    return post(account, shopOf(account), signed(body, SECRET), id, body, topic);
  }

  private static Answer post(
      String account, String shop, String signature, String id, String body, String... topic) {
    String[] headers = {
      "X-Shopify-Hmac-Sha256", signature,
      "X-Shopify-Webhook-Id", id,
      "X-Shopify-Topic", topic.length == 0 ? "orders/updated" : topic[0],
      "X-Shopify-Shop-Domain", shop
    };
    return service.post(path(account), body, headers);
  }

  private static String shopOf(String account) {
    return service
        .staging()
        .sql("SELECT account FROM client_api_credentials WHERE credential_id = ?::uuid")
        .param(account)
        .query(String.class)
        .single();
  }

  /** As the vendor says how, and not as the service does it. */
  private static String signed(String body, String secret) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
      return Base64.getEncoder().encodeToString(mac.doFinal(body.getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String path(String account) {
    return "/api/webhooks/clientapi/" + account;
  }

  private static void due(String account, String at) {
    set(account, "slot_at = NULL, next_sync_at = '" + at + "'");
  }

  private static void set(String account, String what) {
    service
        .staging()
        .sql("UPDATE client_api_credentials SET " + what + " WHERE credential_id = ?::uuid")
        .param(account)
        .update();
  }

  private static Map<String, Object> row(String account) {
    return service
        .staging()
        .sql(
            "SELECT to_char(next_sync_at AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI') AS next,"
                + " to_char(slot_at AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI') AS slot, is_paused"
                + " FROM client_api_credentials WHERE credential_id = ?::uuid")
        .param(account)
        .query()
        .singleRow();
  }

  private static long secondsToNext(String account) {
    return service
        .staging()
        .sql(
            "SELECT extract(epoch FROM next_sync_at - now())::bigint FROM client_api_credentials"
                + " WHERE credential_id = ?::uuid")
        .param(account)
        .query(Long.class)
        .single();
  }

  private static String anOrder(String account) {
    return service
        .staging()
        .sql(
            "SELECT min(external_id) FROM client_data"
                + " WHERE credential_id = ?::uuid AND data_type = 'orders'")
        .param(account)
        .query(String.class)
        .single();
  }

  private static List<String> marked(JdbcClient database, String account) {
    return database
        .sql(
            "SELECT external_id FROM client_data"
                + " WHERE credential_id = ?::uuid AND deleted_at IS NOT NULL ORDER BY 1")
        .param(account)
        .query(String.class)
        .list();
  }

  private static List<String> results(String account) {
    return service
        .staging()
        .sql(
            "SELECT sync_triggered_by || ' ' || success FROM client_api_sync_results"
                + " WHERE credential_id = ?::uuid")
        .param(account)
        .query(String.class)
        .list();
  }
}
