package io.syncline.core.startup;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.core.error.StartupProblem;
import io.syncline.core.schedule.Cron;
import io.syncline.core.secret.SecretsFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.mock.env.MockEnvironment;

class StartupCheckTest {
  @TempDir private Path directory;

  @Test
  void nothing_set_means_embedded_with_its_prefixes() {
    MockEnvironment environment = environment();
    StartupCheck check = StartupCheck.of(environment);
    assertThat(check.embedded()).isTrue();
    assertThat(check.problems()).isEmpty();
    assertThat(check.derived(environment))
        .containsEntry("syncline.database.embedded", true)
        .containsEntry("syncline.database.staging.table-prefix", "dev_az_")
        .containsEntry("syncline.database.production.table-prefix", "prod_az_");
  }

  @Test
  void a_configured_prefix_stays_on_the_embedded_databases() {
    MockEnvironment environment = environment();
    environment.setProperty("syncline.database.staging.table-prefix", "own_");
    assertThat(StartupCheck.of(environment).derived(environment))
        .doesNotContainKey("syncline.database.staging.table-prefix");
  }

  @Test
  void a_partly_set_group_is_refused_with_the_missing_variables() {
    MockEnvironment environment = environment();
    environment.setProperty("syncline.database.staging.host", "db");
    environment.setProperty("syncline.database.staging.port", "5432");
    assertThat(whats(environment))
        .anySatisfy(
            what -> assertThat(what).contains("DB_STAGING_USER, DB_STAGING_PASS, DB_STAGING_NAME"));
  }

  @Test
  void staging_without_production_is_refused() {
    MockEnvironment environment = withDatabase(withSecrets(environment()), "staging");
    assertThat(whats(environment)).singleElement().asString().contains("DB_PROD_HOST");
  }

  @Test
  void production_without_staging_is_refused() {
    MockEnvironment environment = withDatabase(withSecrets(environment()), "production");
    assertThat(whats(environment)).singleElement().asString().contains("DB_STAGING_HOST");
  }

  @Test
  void a_complete_pair_is_taken_and_needs_no_prefix() {
    MockEnvironment environment = external();
    StartupCheck check = StartupCheck.of(environment);
    assertThat(check.problems()).isEmpty();
    assertThat(check.embedded()).isFalse();
  }

  @Test
  void external_databases_need_every_secret() {
    MockEnvironment environment =
        withDatabase(withDatabase(environment(), "staging"), "production");
    assertThat(String.join(" ", whats(environment)))
        .contains("CRON_SECRET", "SYNC_API_KEY", "JWT_SECRET", "SYNCLINE_KEYSET")
        .contains("SYNCLINE_ADMIN_PASSWORD");
  }

  @Test
  void a_short_secret_is_refused_and_not_shown() {
    MockEnvironment environment = environment();
    environment.setProperty("syncline.secrets.jwt-secret", "canary");
    assertThat(StartupCheck.of(environment).problems())
        .singleElement()
        .satisfies(problem -> assertThat(problem.what()).isEqualTo("JWT_SECRET is too short."))
        .satisfies(problem -> assertThat(problem.toString()).doesNotContain("canary"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"Dev_", "1dev", "dev-", "dev;drop", "a23456789012345678901_", "\"x"})
  void a_prefix_that_is_no_identifier_is_refused(String prefix) {
    MockEnvironment environment = environment();
    environment.setProperty("syncline.database.production.table-prefix", prefix);
    assertThat(whats(environment)).containsExactly("DB_PROD_TABLE_PREFIX is not a table prefix.");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "_", "dev_az_", "a23456789012345678901"})
  void a_prefix_that_is_an_identifier_is_taken(String prefix) {
    MockEnvironment environment = environment();
    environment.setProperty("syncline.database.production.table-prefix", prefix);
    assertThat(whats(environment)).isEmpty();
  }

  @Test
  void a_port_that_is_no_number_is_refused() {
    MockEnvironment environment = external();
    environment.setProperty("syncline.database.staging.port", "abc");
    assertThat(whats(environment)).containsExactly("DB_STAGING_PORT is not a port.");
  }

  @Test
  void a_pipeline_is_scheduled_once_its_variables_are_set() {
    MockEnvironment environment = environment();
    environment.setProperty("syncline.stockx.cron", "0 */6 * * *");
    environment.setProperty("syncline.stockx.required-variables", "KEY_A, KEY_B");
    environment.setProperty("KEY_A", "x");
    assertThat(derived(environment))
        .containsEntry("syncline.stockx.quartz-cron", "0 0 */6 * * ?")
        .containsEntry("syncline.stockx.scheduled", false)
        .containsEntry("syncline.stockx.missing-variables", "KEY_B");
    environment.setProperty("KEY_B", "x");
    assertThat(derived(environment))
        .containsEntry("syncline.stockx.scheduled", true)
        .containsEntry("syncline.stockx.missing-variables", "");
  }

  @Test
  void a_pipeline_that_needs_one_of_several_variables_names_them_together_or_none() {
    MockEnvironment environment = environment();
    environment.setProperty(
        "syncline.stockx.required-one-of", "KEY_A, KEY_B, syncline.stockx.hosts");
    assertThat(derived(environment))
        .containsEntry(
            "syncline.stockx.missing-variables", "KEY_A or KEY_B or syncline.stockx.hosts");
    environment.setProperty("syncline.stockx.hosts[0]", "api.example.com");
    assertThat(derived(environment)).containsEntry("syncline.stockx.missing-variables", "");
  }

  @ParameterizedTest
  @ValueSource(strings = {"off", "false", ""})
  void a_schedule_can_be_switched_off(String off) {
    MockEnvironment environment = environment();
    environment.setProperty("syncline.stockx.cron", off);
    assertThat(derived(environment))
        .containsEntry("syncline.stockx.scheduled", false)
        .containsEntry("syncline.stockx.quartz-cron", Cron.NEVER);
  }

  @Test
  void all_schedules_can_be_switched_off() {
    MockEnvironment environment = environment();
    environment.setProperty("syncline.stockx.cron", "0 * * * *");
    environment.setProperty("syncline.schedules", "off");
    assertThat(derived(environment)).containsEntry("syncline.stockx.scheduled", false);
  }

  @Test
  void a_wrong_schedule_is_refused_by_property_and_position() {
    MockEnvironment environment = environment();
    environment.setProperty("syncline.stockx.cron", "0 25 * * *");
    assertThat(whats(environment))
        .containsExactly("syncline.stockx.cron is not a schedule: field 2 (hours) is wrong.");
  }

  @ParameterizedTest
  @ValueSource(strings = {"collector:4318", "http//canary", "http://", "ftp://canary/", "%canary"})
  void an_address_that_is_none_is_named_by_its_variable_and_not_shown(String value) {
    MockEnvironment environment = environment();
    environment.setProperty("syncline.otlp-traces-url", "${SYNCLINE_OTLP_TRACES_URL:}");
    environment.setProperty("SYNCLINE_OTLP_TRACES_URL", value);
    environment.setProperty("syncline.stockx.base-url", value);
    assertThat(StartupCheck.of(environment).problems())
        .extracting(StartupProblem::what)
        .containsExactly(
            "SYNCLINE_OTLP_TRACES_URL is no address.", "syncline.stockx.base-url is no address.");
    assertThat(StartupCheck.of(environment).problems().toString())
        .contains("begins with https:// or http://")
        .doesNotContain("canary");
  }

  @Test
  void an_address_may_be_empty_where_nothing_has_to_be_called() {
    MockEnvironment environment = environment();
    environment.setProperty("syncline.otlp-url", "off");
    environment.setProperty("syncline.notice.discord-webhook-url", "");
    environment.setProperty("syncline.clientapi.shopify.base-url", "https://{shop}");
    assertThat(whats(environment)).isEmpty();
    environment.setProperty("syncline.clientapi.shopify.base-url", "");
    assertThat(whats(environment)).hasSize(1);
  }

  @Test
  void a_host_of_a_container_may_have_an_underscore_where_its_client_takes_it() {
    MockEnvironment environment = environment();
    environment.setProperty("syncline.otlp-url", "http://otel_collector:4318/v1/metrics");
    environment.setProperty("syncline.stockx.base-url", "http://proxy_1:8080");
    assertThat(whats(environment)).isEmpty();
    environment.setProperty("syncline.otlp-traces-url", "http://otel_collector:4318/v1/traces");
    assertThat(StartupCheck.of(environment).problems())
        .extracting(StartupProblem::sentence)
        .containsExactly(
            "syncline.otlp-traces-url is no address. Set syncline.otlp-traces-url to one that"
                + " begins with https:// or http:// and names a host without an underscore, or"
                + " unset it.");
  }

  @Test
  void a_schedule_that_will_never_fire_is_refused() {
    MockEnvironment environment = environment();
    environment.setProperty("syncline.junglescout.cron", "0 0 31 2 *");
    assertThat(whats(environment))
        .containsExactly(
            "syncline.junglescout.cron is not a schedule: it will never fire: there is no such"
                + " moment from now on.");
  }

  @Test
  void the_embedded_server_answers_for_yuhinkai() {
    MockEnvironment environment = environment();
    environment.setProperty("syncline.elitefactor.required-variables", "DB_YUHINKAI_HOST");
    assertThat(derived(environment)).containsEntry("syncline.elitefactor.missing-variables", "");
    MockEnvironment external = external();
    external.setProperty("syncline.elitefactor.required-variables", "DB_YUHINKAI_HOST");
    assertThat(derived(external))
        .containsEntry("syncline.elitefactor.missing-variables", "DB_YUHINKAI_HOST");
  }

  @Test
  void generated_secrets_fill_what_is_missing_and_no_more() {
    MockEnvironment environment = environment();
    environment.setProperty("syncline.secrets.jwt-secret", "j".repeat(32));
    new SecretsFile(directory).generateMissing(SecretRules.missing(environment));
    assertThat(derived(environment))
        .containsKey("syncline.secrets.cron-secret")
        .doesNotContainKey("syncline.secrets.jwt-secret");
  }

  @Test
  void an_outside_route_wins_over_its_packed_copy() throws Exception {
    Path routes = Files.createDirectories(directory.resolve("routes/core"));
    Path own = Files.createFile(routes.resolve("own.camel.yaml"));
    Files.createFile(routes.resolve("notes.txt"));
    assertThat(RouteFiles.pattern(directory.resolve("routes")).split(","))
        .contains("file:" + own.toAbsolutePath())
        .noneMatch(file -> file.endsWith("notes.txt"));
    assertThat(RouteFiles.pattern(directory.resolve("none"))).doesNotContain("file:");
  }

  @Test
  void a_routes_directory_that_is_not_there_is_refused() {
    MockEnvironment environment = environment();
    environment.setProperty("syncline.routes-dir", directory.resolve("none").toString());
    assertThat(whats(environment)).containsExactly("SYNCLINE_ROUTES is not a directory.");
  }

  @Test
  void a_misspelt_ssl_mode_is_named_with_those_there_are() {
    MockEnvironment environment = external();
    environment.setProperty("syncline.database.ssl-mode", "verify_full");
    assertThat(StartupCheck.of(environment).problems())
        .singleElement()
        .satisfies(
            problem -> {
              assertThat(problem.what()).contains("syncline.database.ssl-mode");
              assertThat(problem.action()).contains("verify-ca, verify-full");
            });
  }

  @Test
  void a_certificate_file_that_is_not_there_is_named() {
    MockEnvironment environment = external();
    Path file = directory.resolve("ca.pem");
    environment.setProperty("syncline.database.production.ssl-root-cert", file.toString());
    assertThat(whats(environment))
        .containsExactly("DB_PROD_SSL_ROOT_CERT names no file that can be read: " + file + ".");
  }

  @Test
  void a_server_cannot_be_verified_without_a_certificate_nor_with_one_and_no_encryption()
      throws Exception {
    MockEnvironment environment = external();
    environment.setProperty("syncline.database.ssl-mode", "verify-full");
    assertThat(whats(environment))
        .containsExactly(
            "syncline.database.ssl-mode is verify-full, but DB_STAGING_SSL_ROOT_CERT is not set.",
            "syncline.database.ssl-mode is verify-full, but DB_PROD_SSL_ROOT_CERT is not set.");
    environment.setProperty("syncline.database.ssl-mode", "disable");
    environment.setProperty(
        "syncline.database.staging.ssl-root-cert",
        Files.createFile(directory.resolve("ca.pem")).toString());
    assertThat(whats(environment))
        .containsExactly(
            "DB_STAGING_SSL_ROOT_CERT is set, but syncline.database.ssl-mode is disable.");
  }

  @Test
  void a_wrong_line_of_users_is_named_and_not_shown() {
    MockEnvironment environment = environment();
    environment.setProperty("syncline.secrets.users", "vera:viewer:$2canary");
    assertThat(StartupCheck.of(environment).problems())
        .singleElement()
        .satisfies(
            problem -> {
              assertThat(problem.what()).isEqualTo("SYNCLINE_USERS, line 1 has no hash of bcrypt.");
              assertThat(problem.sentence()).doesNotContain("canary");
            });
  }

  @Test
  void a_provider_of_sign_ins_needs_a_safe_address_and_its_client() {
    MockEnvironment environment = environment();
    environment.setProperty("syncline.oidc.issuer", "http://login.example.com");
    assertThat(whats(environment))
        .containsExactly(
            "OIDC_ISSUER is no address that begins with https://.",
            "OIDC_ISSUER is set, but OIDC_CLIENT_ID or OIDC_CLIENT_SECRET is not.");
    environment.setProperty("syncline.oidc.issuer", "no address");
    environment.setProperty("syncline.oidc.client-id", "syncline");
    environment.setProperty("syncline.oidc.client-secret", "s");
    assertThat(whats(environment))
        .containsExactly("OIDC_ISSUER is no address that begins with https://.");
    environment.setProperty("syncline.oidc.issuer", "https://login.example.com/realms/shop");
    assertThat(whats(environment)).isEmpty();
  }

  private MockEnvironment environment() {
    MockEnvironment environment = new MockEnvironment();
    environment.setProperty("syncline.data-dir", directory.toString());
    return environment;
  }

  private MockEnvironment external() {
    return withDatabase(withDatabase(withSecrets(environment()), "staging"), "production");
  }

  private static MockEnvironment withDatabase(MockEnvironment environment, String word) {
    Map.of("host", "db", "port", "5432", "user", "u", "password", "p", "name", "n")
        .forEach(
            (part, value) ->
                environment.setProperty("syncline.database." + word + "." + part, value));
    return environment;
  }

  private static MockEnvironment withSecrets(MockEnvironment environment) {
    List.of("cron-secret", "sync-api-key", "jwt-secret", "keyset", "admin-password")
        .forEach(name -> environment.setProperty("syncline.secrets." + name, "s".repeat(32)));
    return environment;
  }

  private static List<String> whats(MockEnvironment environment) {
    return StartupCheck.of(environment).problems().stream().map(StartupProblem::what).toList();
  }

  private static Map<String, Object> derived(MockEnvironment environment) {
    return StartupCheck.of(environment).derived(environment);
  }
}
