package io.syncline.clientapi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.syncline.api.Http;
import io.syncline.core.record.StoredJson;
import io.syncline.core.secret.SecretBox;
import io.syncline.support.Canaries;
import io.syncline.support.Invariants;
import io.syncline.support.Postgres;
import io.syncline.support.SandboxService;
import io.syncline.support.ServiceProcess;
import io.syncline.support.VendorGate;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * A process is killed while four of its calls are answered and no answer has come: at a poll of a
 * bulk operation, at a renewal, and at the first use of what a renewal got. Another one goes on.
 */
class PlatformKillIT {
  private static final Duration LONG = Duration.ofSeconds(120);
  private static final String CREDENTIALS = "/api/admin/credentials";
  private static final String OTHER_VERSION =
      "{\"source\":\"shopify\",\"kind\":\"OTHER_VERSION\",\"account\":\"client-03\"}";
  private static final String TRIGGER = "/api/admin/trigger-api-sync?wait=false";

  private static SandboxService vendors;
  private static VendorGate gate;
  private static Postgres.Pair pair;
  private static JdbcClient staging;
  private static Account polling;
  private static Account renewing;
  private static Account renewed;
  private static Account seller;
  private static Account flipped;
  private static String storedBeforeItsFirstUse;
  private static final StringBuilder SHOWN = new StringBuilder();

  @TempDir private static Path logs;

  private record Account(UUID client, UUID id, String platform) {
    String owner() {
      return "credential:" + id + ":" + client + ":" + platform;
    }
  }

  @BeforeAll
  static void kill_one_and_let_another_end_it() {
    vendors =
        SandboxService.start(
            "--syncline.sandbox.junglescout.products=1",
            "--syncline.sandbox.shopify.bulk-time=200ms",
            "--syncline.sandbox.shopify.bucket=20000",
            "--syncline.sandbox.shopify.restore-rate=20000",
            "--syncline.sandbox.amazon.times-faster=100");
    gate = new VendorGate(vendors.url());
    pair = Postgres.freshPair();
    staging = JdbcClient.create(pair.stagingSource());
    gate.hold("/client-01.myshopify.com/", "\"BulkPoll\"");
    gate.hold("/client-02.myshopify.com/admin/oauth/", "");
    gate.hold("/client-03.myshopify.com/admin/api/", "");
    gate.hold("/sellers/v1/", "");
    try (ServiceProcess one = ServiceProcess.serve(properties())) {
      polling = shop("client-01", "static_token", "{\"access_token\":\"shpat_client-01\"}");
      renewing = shop("client-02", "expiring_offline", "{\"refresh_token\":\"shprt_client-02\"}");
      renewed = shop("client-03", "expiring_offline", "{\"refresh_token\":\"shprt_client-03\"}");
      flipped = shop("client-04", "static_token", "{\"access_token\":\"shpat_client-04\"}");
      staging
          .sql(
              "UPDATE client_api_credentials SET secret = set_byte(secret, 20, get_byte(secret, 20) # 1)"
                  + " WHERE credential_id = ?")
          .param(flipped.id())
          .update();
      seller =
          account(
              "amazon",
              "lwa",
              "A1SANDBOX01@na",
              "{\"seller_id\":\"A1SANDBOX01\",\"region\":\"na\",\"marketplaces\":[\"ATVPDKIKX0DER\"]}",
              "{\"refresh_token\":\"Atzr|A1SANDBOX01\"}");
      assertThat(one.post(TRIGGER).statusCode()).isEqualTo(202);
      await()
          .atMost(LONG)
          .until(
              () ->
                  gate.calls("/client-01.myshopify.com/", "\"BulkPoll\"") > 0
                      && gate.calls("/client-02.myshopify.com/admin/oauth/", "") > 0
                      && gate.calls("/client-03.myshopify.com/admin/api/", "") > 0
                      && gate.calls("/sellers/v1/", "") > 0);
      storedBeforeItsFirstUse = secrets(renewed).path("refresh_token").asText();
      one.kill();
      SHOWN.append(one.text());
    }
    assertThat(vendors.put("/sandbox/admin/faults", OTHER_VERSION).status()).isEqualTo(200);
    gate.letGo();
    try (ServiceProcess two = ServiceProcess.serve(properties())) {
      await().atMost(LONG).until(() -> count("sync_runs WHERE status = 'running'") == 0);
      await().atMost(LONG).until(() -> count("run_batches WHERE state = 'pending'") == 0);
      for (String path : List.of(CREDENTIALS, "/api/sync/runs")) {
        HttpResponse<String> answer = two.get(path);
        assertThat(answer.statusCode()).as(path).isEqualTo(200);
        SHOWN.append(answer.body());
      }
      SHOWN.append(two.text());
    }
  }

  @AfterAll
  static void stop() {
    gate.close();
    vendors.close();
  }

  @Test
  void a_bulk_operation_that_was_polled_is_polled_on_and_not_begun_again() {
    long begun = gate.calls("/client-01.myshopify.com/", "\"operationName\":\"BulkRun\"");
    assertThat(begun).as("one of each type").isEqualTo(types(polling).size());
    assertThat(stored(polling, "orders")).isEqualTo(60);
    assertConnected(polling);
  }

  @Test
  void a_pair_is_stored_before_its_first_use_and_the_next_process_asks_for_none() {
    assertThat(storedBeforeItsFirstUse).startsWith("shprt_sandbox-");
    assertThat(secrets(renewed).path("refresh_token").asText()).isEqualTo(storedBeforeItsFirstUse);
    assertThat(gate.calls("/client-03.myshopify.com/admin/oauth/", "")).isEqualTo(1);
    assertThat(stored(renewed, "orders")).isEqualTo(60);
    assertConnected(renewed);
  }

  @Test
  void a_pair_that_came_to_nobody_is_asked_for_again_with_the_one_before() {
    assertThat(gate.calls("/client-02.myshopify.com/admin/oauth/", "shprt_client-02")).isEqualTo(2);
    assertThat(secrets(renewing).path("refresh_token").asText()).startsWith("shprt_sandbox-");
    assertThat(stored(renewing, "orders")).isEqualTo(60);
    assertConnected(renewing);
  }

  @Test
  void a_token_of_amazon_is_stored_before_its_first_use_as_well() {
    assertThat(gate.calls("/auth/o2/token", "")).isEqualTo(1);
    assertThat(stored(seller, "orders")).isPositive();
    assertConnected(seller);
  }

  /** CR-40. */
  @Test
  void a_secret_that_was_changed_is_refused_for_its_account_before_anything_is_sent() {
    assertThat(
            staging
                .sql(
                    "SELECT status || ' ' || error_message FROM client_api_credentials"
                        + " WHERE credential_id = ?")
                .param(flipped.id())
                .query(String.class)
                .single())
        .startsWith("error ")
        .contains(flipped.id().toString());
    assertThat(gate.calls("/client-04.myshopify.com/", "")).isZero();
  }

  /** CR-07. */
  @Test
  void a_version_that_was_not_asked_for_is_told_and_kept_with_its_records() {
    assertThat(SHOWN.toString())
        .containsPattern("another API version answers .*asked=2026-10 served=2026-07");
    assertThat(
            staging
                .sql(
                    "SELECT DISTINCT credential_id || ' ' || (metadata ->> 'api_version')"
                        + " FROM client_data WHERE platform_type = 'shopify'")
                .query(String.class)
                .list())
        .containsExactlyInAnyOrder(
            polling.id() + " 2026-10", renewing.id() + " 2026-10", renewed.id() + " 2026-07");
  }

  /** CR-40: what was given, what was got for it, and what our app is known by. */
  @Test
  void no_secret_shows_in_answers_logs_commands_or_dumps() throws IOException {
    List<String> planted =
        new ArrayList<>(
            List.of(
                "shpat_client-01",
                "shprt_client-02",
                "shprt_client-03",
                "Atzr|A1SANDBOX01",
                "sandbox-not-a-secret"));
    for (Account account : List.of(renewing, renewed, seller)) {
      JsonNode got = secrets(account);
      planted.add(got.path("access_token").asText());
      planted.add(got.path("refresh_token").asText());
    }
    StringBuilder shown = new StringBuilder(SHOWN);
    shown.append(ServiceProcess.command(properties(), "credentials", "list").text());
    shown.append(Canaries.dump(staging));
    shown.append(Canaries.dump(JdbcClient.create(pair.productionSource())));
    try (Stream<Path> files = Files.list(logs)) {
      for (Path file : files.toList()) {
        shown.append(Files.readString(file));
      }
    }
    assertThat(planted).doesNotContain("").hasSize(11);
    assertThat(List.of("client-03.myshopify.com", "Starting API sync", "gid://shopify/Order/"))
        .allMatch(shown.toString()::contains);
    assertThat(new Canaries(planted).in(shown.toString())).isEmpty();
  }

  @Test
  void each_account_has_one_run_and_one_result_and_the_pair_agrees() {
    assertThat(count("sync_runs")).as("five and their parent").isEqualTo(6);
    assertThat(count("client_api_sync_results WHERE success")).isEqualTo(4);
    assertThat(count("client_api_sync_results")).as("and the one that was changed").isEqualTo(5);
    assertThat(new Invariants(pair).violations()).isEmpty();
  }

  private static void assertConnected(Account account) {
    assertThat(
            staging
                .sql(
                    "SELECT concat_ws(' ', status, error_message) FROM client_api_credentials"
                        + " WHERE credential_id = ?")
                .param(account.id())
                .query(String.class)
                .single())
        .isEqualTo("connected");
  }

  private static List<String> types(Account account) {
    return staging
        .sql(
            "SELECT jsonb_object_keys(data_types_synced) FROM client_api_sync_results"
                + " WHERE credential_id = ?")
        .param(account.id())
        .query(String.class)
        .list();
  }

  private static long stored(Account account, String type) {
    return JdbcClient.create(pair.productionSource())
        .sql("SELECT count(*) FROM client_data WHERE credential_id = ? AND data_type = ?")
        .params(account.id(), type)
        .query(Long.class)
        .single();
  }

  private static JsonNode secrets(Account account) {
    byte[] sealed =
        staging
            .sql("SELECT secret FROM client_api_credentials WHERE credential_id = ?")
            .param(account.id())
            .query(byte[].class)
            .single();
    return StoredJson.read(vendors.bean(SecretBox.class).open(sealed, account.owner()));
  }

  private static Account shop(String name, String mode, String secrets) {
    return account("shopify", mode, name + ".myshopify.com", "{}", secrets);
  }

  private static Account account(
      String platform, String mode, String name, String settings, String secrets) {
    Account account = new Account(UUID.randomUUID(), UUID.randomUUID(), platform);
    staging
        .sql(
            """
            INSERT INTO client_api_credentials
                (credential_id, client_id, platform_type, label, auth_mode, account, settings, secret)
            VALUES (?, ?, ?, 'Main', ?, ?, ?::jsonb, ?)
            """)
        .params(
            account.id(),
            account.client(),
            platform,
            mode,
            name,
            settings,
            vendors.bean(SecretBox.class).seal(secrets, account.owner()))
        .update();
    return account;
  }

  private static long count(String from) {
    return staging.sql("SELECT count(*) FROM " + from).query(Long.class).single();
  }

  private static Map<String, Object> properties() {
    Map<String, Object> properties = new LinkedHashMap<>(pair.properties());
    properties.put("JWT_SECRET", Http.JWT_SECRET);
    properties.put("SHOPIFY_BASE_URL", gate.url() + "/sandbox/shopify/{shop}");
    properties.put("SHOPIFY_CLIENT_ID", "sandbox-app");
    properties.put("SHOPIFY_CLIENT_SECRET", "sandbox-not-a-secret");
    properties.put("AMAZON_SP_BASE_URL", gate.url() + "/sandbox/amazon/{region}");
    properties.put("AMAZON_LWA_URL", gate.url() + "/sandbox/amazon/auth/o2/token");
    properties.put("AMAZON_LWA_CLIENT_ID", "sandbox-app");
    properties.put("AMAZON_LWA_CLIENT_SECRET", "sandbox-not-a-secret");
    properties.put("syncline.clientapi.log-dir", logs);
    properties.put("syncline.clientapi.spread", "0s");
    properties.put("syncline.run.lease-time", "3s");
    properties.put("syncline.run.heartbeat", "500ms");
    properties.put("syncline.run.sweep", "1s");
    return properties;
  }
}
