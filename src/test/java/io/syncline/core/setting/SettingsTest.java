package io.syncline.core.setting;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.core.startup.StrippedValues;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.context.config.ConfigDataEnvironmentPostProcessor;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.SimpleCommandLinePropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import org.springframework.core.io.DefaultResourceLoader;
import org.springframework.core.io.FileSystemResource;
import org.springframework.core.io.Resource;

class SettingsTest {
  private static final String CANARY = "canary-Zq7-of-a-setting";
  private static final List<String> VARIABLES =
      List.of(
          "CRON_SECRET",
          "SYNC_API_KEY",
          "JWT_SECRET",
          "SYNCLINE_KEYSET",
          "SYNCLINE_ADMIN_PASSWORD",
          "SYNCLINE_USERS",
          "DB_STAGING_PASS",
          "DB_PROD_PASS",
          "DB_YUHINKAI_PASS",
          "DISCORD_WEBHOOK_URL",
          "JUNGLE_SCOUT_API_KEY",
          "STOCKX_API_KEY",
          "STOCKX_CLIENT_SECRET",
          "STOCKX_REFRESH_TOKEN",
          "SHOPIFY_CLIENT_SECRET",
          "AMAZON_LWA_CLIENT_SECRET",
          "GOOGLE_SERVICE_ACCOUNT_JSON",
          "OIDC_CLIENT_SECRET",
          "CLOSE_API_KEY");

  @TempDir private Path directory;

  @Test
  void each_says_where_its_value_comes_from_and_why_it_is_so() throws IOException {
    Files.createDirectories(directory.resolve("config"));
    Files.writeString(
        directory.resolve("config/stockx.yaml"), "syncline.stockx.calls-per-second: 7");
    Map<String, Setting> settings =
        settings(
            Map.of(
                "SYNCLINE_RUN_KEEP_DAYS", "30",
                "DB_STAGING_HOST", "db.example",
                "PORT", "8090"),
            "--syncline.relay.interval=3s");
    assertThat(settings.get("syncline.run.heartbeat"))
        .isEqualTo(
            new Setting(
                "syncline.run.heartbeat",
                "5s",
                false,
                "packed file",
                "config/application.yaml",
                "several are missed before a lease ends"));
    assertPlace(settings, "syncline.run.keep-days", "30", "variable", "");
    assertPlace(
        settings, "syncline.database.staging.host", "db.example", "variable", "DB_STAGING_HOST");
    assertPlace(settings, "syncline.database.staging.name", "", "default", "DB_STAGING_NAME");
    assertPlace(settings, "syncline.relay.interval", "3s", "argument", "");
    assertThat(settings.get("syncline.stockx.calls-per-second").from()).isEqualTo("file");
    assertThat(settings.get("syncline.stockx.calls-per-second").where()).endsWith("stockx.yaml");
    assertThat(settings.get("syncline.clientapi.amazon.rates.getReport.burst").reason())
        .startsWith("of each operation and seller");
    assertThat(settings.get("syncline.elitefactor.lookups[0].key").reason())
        .isEqualTo("holds the artisan's code");
    assertThat(settings.get("syncline.clientapi.title").reason()).isEmpty();
  }

  @Test
  void of_secrets_only_whether_they_are_set() {
    Map<String, Object> variables = new LinkedHashMap<>();
    VARIABLES.forEach(name -> variables.put(name, CANARY + "-" + name));
    variables.put("SYNCLINE_PUBLIC_URL", "https://ann:" + CANARY + "@sync.example.com");
    Map<String, Setting> settings = settings(variables, "--syncline.somewhere.password=" + CANARY);
    assertThat(settings.values().toString()).doesNotContain(CANARY);
    assertThat(settings.values().stream().filter(it -> it.value().equals("set")))
        .hasSize(VARIABLES.size() + 2);
    assertThat(settings(Map.of()).get("syncline.secrets.cron-secret").value()).isEqualTo("not set");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "stockx.apiKey",
        "close.apikey",
        "notice.discordWebhookUrl",
        "google.serviceAccount",
        "stockx.accounts.eu.api_Key",
        "stockx.accounts[eu].CLIENTSECRET",
        "somewhere.tokens[0]",
        "Secrets.anything"
      })
  void a_secret_is_one_in_every_spelling(String name) {
    assertThat(settings(Map.of(), "--syncline." + name + "=" + CANARY).values().toString())
        .doesNotContain(CANARY);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://ann:%s@sync.example.com",
        "https://ann:a/b%s@sync.example.com",
        "https://ann:a?b#%s@sync.example.com",
        "https://ann:a b%s@sync.example.com",
        "jdbc:postgresql://db.example/sync?password=%s"
      })
  void an_address_with_a_login_or_a_query_is_not_shown(String address) {
    String value = address.formatted(CANARY);
    assertThat(settings(Map.of(), "--syncline.somewhere.address=" + value).values().toString())
        .doesNotContain(CANARY);
  }

  private static void assertPlace(
      Map<String, Setting> settings, String name, String value, String from, String where) {
    Setting setting = settings.get(name);
    assertThat(List.of(setting.value(), setting.from(), setting.where()))
        .as(name)
        .containsExactly(value, from, where);
  }

  private Map<String, Setting> settings(Map<String, Object> variables, String... arguments) {
    ConfigurableEnvironment environment = new StandardEnvironment();
    environment
        .getPropertySources()
        .replace(
            StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
            new SystemEnvironmentPropertySource(
                StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME, variables));
    environment.getPropertySources().addFirst(new SimpleCommandLinePropertySource(arguments));
    ConfigDataEnvironmentPostProcessor.applyTo(environment, besides(), null, "default");
    StrippedValues.apply(environment);
    environment
        .getPropertySources()
        .addFirst(new MapPropertySource("syncline", Map.of("syncline.database.embedded", true)));
    ConfigurationPropertySources.attach(environment);
    Map<String, Setting> settings = new LinkedHashMap<>();
    new Settings(environment).all().forEach(it -> settings.put(it.name(), it));
    return settings;
  }

  /** Files beside the jar are those of the test. */
  private DefaultResourceLoader besides() {
    return new DefaultResourceLoader() {
      @Override
      public Resource getResource(String location) {
        return location.startsWith("file:")
            ? new FileSystemResource(directory.resolve(location.substring("file:".length())))
            : super.getResource(location);
      }
    };
  }
}
