package io.syncline.clientapi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.syncline.api.Http;
import io.syncline.core.record.StoredJson;
import io.syncline.core.secret.KeysetFile;
import io.syncline.core.secret.KeysetFile.Change;
import io.syncline.core.secret.SecretBox;
import io.syncline.support.Canaries;
import io.syncline.support.Invariants;
import io.syncline.support.Postgres;
import io.syncline.support.SandboxService;
import io.syncline.support.ServiceProcess;
import io.syncline.support.ServiceProcess.Ended;
import io.syncline.support.VendorGate;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
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
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/**
 * A process is killed while its calls are answered and no answer has come: at a poll of a bulk
 * operation, at a renewal, at the first use of what a renewal got, and between two pages of all
 * that has pages. Another one goes on, whose secrets are sealed anew meanwhile.
 */
class PlatformKillIT {
  private static final Duration LONG = Duration.ofSeconds(120);
  private static final String CREDENTIALS = "/api/admin/credentials";
  private static final String OTHER_VERSION =
      "{\"source\":\"shopify\",\"kind\":\"OTHER_VERSION\",\"account\":\"client-03\"}";
  private static final String TRIGGER = "/api/admin/trigger-api-sync?wait=false";

  /** A page behind the first one is asked for. */
  private static final String AFTER_A_PAGE =
      "\"operationName\":\"OrdersSince\",\"variables\":{\"first\":20,\"inner\":50,\"after\":\"";

  private static final String BLOCKED =
      "pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'";

  private static SandboxService vendors;
  private static VendorGate gate;
  private static Postgres.Pair pair;
  private static JdbcClient staging;
  private static Account polling;
  private static Account renewing;
  private static Account renewed;
  private static Account seller;
  private static Account flipped;
  private static Account collected;
  private static Account updated;
  private static Account paged;
  private static Account reported;
  private static List<Long> storedBefore;
  private static Ended rotated;
  private static String newKeyAlone;
  private static String storedBeforeItsFirstUse;
  private static final StringBuilder SHOWN = new StringBuilder();

  @TempDir private static Path logs;
  @TempDir private static Path keysets;

  private record Account(UUID client, UUID id, String platform) {
    String owner() {
      return "credential:" + id + ":" + client + ":" + platform;
    }
  }

  @BeforeAll
  static void kill_one_and_let_another_end_it() throws IOException, SQLException {
    vendors =
        SandboxService.start(
            "--syncline.sandbox.junglescout.products=1",
            "--syncline.sandbox.shopify.bulk-time=200ms",
            "--syncline.sandbox.shopify.bucket=20000",
            "--syncline.sandbox.shopify.restore-rate=20000",
            "--syncline.sandbox.amazon.times-faster=100",
            "--syncline.sandbox.amazon.orders=250",
            "--syncline.sandbox.amazon.report-time=0s");
    gate = new VendorGate(vendors.url());
    pair = Postgres.freshPair();
    staging = JdbcClient.create(pair.stagingSource());
    gate.hold("/client-01.myshopify.com/", "\"BulkPoll\"");
    gate.hold("/client-02.myshopify.com/admin/oauth/", "");
    gate.hold("/client-03.myshopify.com/admin/api/", "");
    gate.hold("/amazon/na/sellers/v1/", "");
    gate.hold("/client-06.myshopify.com/", AFTER_A_PAGE);
    gate.hold("/amazon/fe/orders/", "", 1);
    gate.hold("/amazon/eu/reports/2021-06-30/documents/", "", 1);
    Map<String, Object> properties = properties();
    try (ServiceProcess one = ServiceProcess.serve(properties)) {
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
      updated = shop("client-06", "static_token", "{\"access_token\":\"shpat_client-06\"}");
      ordersWereReadBefore(updated);
      paged = seller("A1SANDBOX03", "fe", "A1VC38T7YXB528");
      reported = seller("A1SANDBOX02", "eu", "A1F83G8C2ARO7P");
      assertThat(one.post(TRIGGER).statusCode()).isEqualTo(202);
      await()
          .atMost(LONG)
          .until(
              () ->
                  gate.calls("/client-01.myshopify.com/", "\"BulkPoll\"") > 0
                      && gate.calls("/client-02.myshopify.com/admin/oauth/", "") > 0
                      && gate.calls("/client-03.myshopify.com/admin/api/", "") > 0
                      && gate.calls("/amazon/na/sellers/v1/", "") > 0
                      && gate.calls("/client-06.myshopify.com/", AFTER_A_PAGE) > 0
                      && gate.calls("/amazon/fe/orders/", "") > 1
                      && gate.calls("/amazon/eu/reports/2021-06-30/documents/", "") > 1);
      storedBeforeItsFirstUse = secrets(renewed).path("refresh_token").asText();
      collected = shop("client-05", "static_token", "{\"access_token\":\"shpat_client-05\"}");
      try (Connection other = holding(collected)) {
        assertThat(one.post(TRIGGER + "&client_id_filter=" + collected.client()).statusCode())
            .isEqualTo(202);
        await().atMost(LONG).until(() -> staged(collected, "orders") == 20 && count(BLOCKED) > 0);
        one.kill();
        storedBefore =
            List.of(
                staged(collected, "orders"),
                staged(updated, "orders"),
                staged(paged, "orders"),
                staged(reported, "products"));
        other.rollback(); // the server ends a statement though nobody waits for it
      }
      SHOWN.append(one.text());
    }
    assertThat(vendors.put("/sandbox/admin/faults", OTHER_VERSION).status()).isEqualTo(200);
    gate.letGo();
    properties.put("SYNCLINE_KEYSET", changed(properties, Change.ADD));
    properties.put("SYNCLINE_KEYSET", changed(properties, Change.USE));
    gate.hold("/client-02.myshopify.com/", "\"BulkPoll\"");
    try (ServiceProcess two = ServiceProcess.serve(properties)) {
      await().atMost(LONG).until(() -> gate.calls("/client-02.myshopify.com/", "\"BulkPoll\"") > 0);
      rotated = ServiceProcess.command(properties, "credentials", "rotate-keys");
      newKeyAlone = changed(properties, Change.DROP);
      gate.letGo();
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
    assertThat(gate.calls("/auth/o2/token", "A1SANDBOX01")).isEqualTo(1);
    assertThat(stored(seller, "orders")).isPositive();
    assertConnected(seller);
  }

  /** CR-13. */
  @Test
  void a_bulk_result_is_read_on_from_the_page_that_was_not_stored() {
    assertThat(storedBefore.get(0)).as("a page of three").isEqualTo(20);
    assertThat(stored(collected, "orders")).isEqualTo(60);
    assertThat(gate.calls("/client-05.myshopify.com/", "\"operationName\":\"BulkRun\""))
        .isEqualTo(types(collected).size());
    assertConnected(collected);
  }

  @Test
  void pages_of_updates_go_on_from_the_cursor_that_was_stored() {
    assertThat(storedBefore.get(1)).as("a page of three").isEqualTo(20);
    assertThat(stored(updated, "orders")).isEqualTo(60);
    assertThat(gate.calls("/client-06.myshopify.com/", "\"OrdersSince\""))
        .as("three, and the one whose answer came to nobody")
        .isEqualTo(4);
    assertReadOnce(updated);
  }

  @Test
  void pages_of_amazons_orders_go_on_from_the_token_that_was_stored() {
    assertThat(storedBefore.get(2)).as("a page of three").isEqualTo(100);
    assertThat(stored(paged, "orders")).isEqualTo(250);
    assertThat(gate.calls("/amazon/fe/orders/", "")).isEqualTo(4);
    assertReadOnce(paged);
  }

  @Test
  void a_report_is_ordered_once_and_read_on_from_the_row_that_was_stored() {
    assertThat(storedBefore.get(3)).as("a part of three").isEqualTo(20);
    assertThat(stored(reported, "products")).isEqualTo(45);
    assertThat(gate.calls("/amazon/eu/reports/", "\"reportType\""))
        .as("of listings, and of what the seller stores")
        .isEqualTo(2);
    assertReadOnce(reported);
  }

  /** CR-40: tokens were renewed, and pages stored, all the while. */
  @Test
  void secrets_that_are_sealed_anew_beside_whole_runs_open_with_the_new_key_alone() {
    SecretBox alone = new SecretBox(newKeyAlone);
    for (Account account :
        List.of(polling, renewing, renewed, seller, collected, updated, paged, reported)) {
      assertThat(StoredJson.read(alone.open(sealed(account), account.owner()))).isNotEmpty();
      assertConnected(account);
    }
    assertThat(rotated.text()).contains("do not open: 1", flipped.id().toString());
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
            polling.id() + " 2026-10",
            renewing.id() + " 2026-10",
            collected.id() + " 2026-10",
            updated.id() + " 2026-10",
            renewed.id() + " 2026-07");
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
    assertThat(count("sync_runs")).as("nine and their two parents").isEqualTo(11);
    assertThat(count("client_api_sync_results WHERE success")).isEqualTo(8);
    assertThat(count("client_api_sync_results")).as("and the one that was changed").isEqualTo(9);
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

  private static long staged(Account account, String type) {
    return staging
        .sql("SELECT count(*) FROM client_data WHERE credential_id = ? AND data_type = ?")
        .params(account.id(), type)
        .query(Long.class)
        .single();
  }

  /** All that there is of it was written, and once. */
  private static void assertReadOnce(Account account) {
    assertConnected(account);
    Map<String, Object> result =
        staging
            .sql(
                "SELECT records_stored, data_types_synced::text, (SELECT count(*)::int FROM client_data d"
                    + " WHERE d.credential_id = s.credential_id) AS there"
                    + " FROM client_api_sync_results s WHERE credential_id = ?")
            .param(account.id())
            .query()
            .singleRow();
    assertThat(result.get("records_stored")).as("%s", result).isEqualTo(result.get("there"));
  }

  /** Whoever writes a page behind the first one waits, in whatever order the result has them. */
  private static Connection holding(Account account) throws SQLException {
    staging
        .sql(
            """
            CREATE TABLE client_%1$s_data PARTITION OF client_data FOR VALUES IN ('%2$s');
            CREATE FUNCTION wait_behind_a_page() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                IF (SELECT count(*) FROM client_%1$s_data) >= 20 THEN
                    PERFORM pg_advisory_xact_lock(20);
                END IF;
                RETURN NEW;
            END $$;
            CREATE TRIGGER wait_behind_a_page BEFORE INSERT ON client_%1$s_data
                FOR EACH ROW EXECUTE FUNCTION wait_behind_a_page()
            """
                .formatted(account.client().toString().replace('-', '_'), account.client()))
        .update();
    Connection other = pair.stagingSource().getConnection();
    other.setAutoCommit(false);
    JdbcClient.create(new SingleConnectionDataSource(other, true))
        .sql("SELECT pg_advisory_xact_lock(20)")
        .query()
        .listOfRows();
    return other;
  }

  private static void ordersWereReadBefore(Account account) {
    staging
        .sql(
            "INSERT INTO sync_cursors (pipeline, stream, scope, run_id, value)"
                + " VALUES ('clientapi', 'orders', ?, gen_random_uuid(), '{\"mark\": \"2026-01-01T00:00:00Z\"}')")
        .param(account.id().toString())
        .update();
  }

  /** The keyset of a service after a step of its change. */
  private static String changed(Map<String, Object> properties, Change step) throws IOException {
    Path file = keysets.resolve(step.name());
    KeysetFile.write(properties.get("SYNCLINE_KEYSET").toString(), step, file);
    return Files.readString(file).strip();
  }

  private static byte[] sealed(Account account) {
    return staging
        .sql("SELECT secret FROM client_api_credentials WHERE credential_id = ?")
        .param(account.id())
        .query(byte[].class)
        .single();
  }

  private static JsonNode secrets(Account account) {
    SecretBox box =
        newKeyAlone == null ? vendors.bean(SecretBox.class) : new SecretBox(newKeyAlone);
    return StoredJson.read(box.open(sealed(account), account.owner()));
  }

  private static Account seller(String name, String region, String market) {
    return account(
        "amazon",
        "lwa",
        name + "@" + region,
        "{\"seller_id\":\"%s\",\"region\":\"%s\",\"marketplaces\":[\"%s\"]}"
            .formatted(name, region, market),
        "{\"refresh_token\":\"Atzr|" + name + "\"}");
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
    properties.put("syncline.clientapi.shopify.page", 20);
    properties.put("syncline.clientapi.shopify.bulk-page", 20);
    properties.put("syncline.clientapi.amazon.most-searched", 10);
    properties.put("syncline.clientapi.amazon.report-rows", 20);
    properties.put("syncline.run.lease-time", "3s");
    properties.put("syncline.run.heartbeat", "500ms");
    properties.put("syncline.run.sweep", "1s");
    return properties;
  }
}
