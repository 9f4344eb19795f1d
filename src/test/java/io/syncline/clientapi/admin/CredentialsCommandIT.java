package io.syncline.clientapi.admin;

import static io.syncline.support.ScriptedServer.json;
import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.support.Postgres;
import io.syncline.support.Postgres.Pair;
import io.syncline.support.ScriptedServer;
import io.syncline.support.ServiceProcess;
import io.syncline.support.ServiceProcess.Ended;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.JdbcTemplate;

/** The commands about credentials as an operator gives them: processes with exit codes. */
class CredentialsCommandIT {
  private static final String CANARY = "canary-Zq7-of-a-client";

  @TempDir private Path directory;

  private final Pair pair = Postgres.freshPair();
  private final JdbcTemplate staging = new JdbcTemplate(pair.stagingSource());
  private final Map<String, Object> properties = new LinkedHashMap<>(pair.properties());
  private final ScriptedServer market = new ScriptedServer();
  private final String client = UUID.randomUUID().toString();

  @BeforeEach
  void a_platform_of_the_tests_is_there() throws IOException {
    market.answers(json("200 OK", "{\"name\":\"stall\",\"closed\":[]}"));
    properties.put("SPRING_PROFILES_ACTIVE", "market");
    properties.put("syncline.market.vendor-url", "https://market.example/v1");
    properties.put("syncline.market.base-url", market.url());
    properties.put("syncline.market.calls-per-second", 1_000);
    properties.put("syncline.market.calls-per-minute", 10_000);
    properties.put("syncline.market.calls-per-day", 100_000);
    properties.put("syncline.market.longest-wait", "60s");
    Path classes = Path.of("target/test-classes/io/syncline/market");
    Path to = Files.createDirectories(directory.resolve("io/syncline/market"));
    try (Stream<Path> files = Files.list(classes)) {
      for (Path file : files.filter(it -> it.toString().contains("Stall")).toList()) {
        Files.copy(file, to.resolve(file.getFileName()));
      }
    }
  }

  @AfterEach
  void stop() {
    market.close();
  }

  /** CR-45, CR-47. */
  @Test
  void a_credential_is_added_tested_changed_and_removed() {
    Ended added = add("stall-1", CANARY);
    assertThat(added.code()).as(added.text()).isZero();
    assertThat(added.text()).contains("stall-1", "connected").doesNotContain(CANARY);
    String id =
        staging.queryForObject(
            "SELECT credential_id::text FROM client_api_credentials", String.class);

    Ended again = add("stall-1", CANARY);
    assertThat(again.code()).as(again.text()).isEqualTo(1);
    assertThat(again.text()).contains("ACCOUNT_TAKEN").doesNotContain(CANARY);

    market.answers(json("401 Unauthorized", "{}"));
    Ended tested = command("", "credentials", "test", id);
    assertThat(tested.code()).as(tested.text()).isEqualTo(1);
    assertThat(tested.text()).contains("AUTH_FAILED", "withdrawn");

    market.answers(json("200 OK", "{\"name\":\"stall\",\"closed\":[]}"));
    Ended updated =
        command(
            CANARY + "-asked\n", "credentials", "update", id, "--label", "West", "--access-token");
    assertThat(updated.code()).as(updated.text()).isZero();
    assertThat(updated.text()).contains("'West' connected").doesNotContain(CANARY);

    assertThat(command("", "credentials", "pause", id).text()).contains("(paused)");
    assertThat(command("", "credentials", "list", "--client", client).text())
        .contains(id, "(paused)");
    assertThat(command("", "credentials", "remove", id).code()).isZero();
    assertThat(command("", "credentials", "resume", id).code()).isEqualTo(3);
  }

  @Test
  void a_window_is_read_again_and_the_command_ends_with_its_run() {
    add("stall-1", CANARY);
    String id =
        staging.queryForObject(
            "SELECT credential_id::text FROM client_api_credentials", String.class);
    Ended hooks = command("", "credentials", "hooks", id, "--on");
    assertThat(hooks.code()).as(hooks.text()).isEqualTo(1);
    assertThat(hooks.text())
        .contains("NO_HOOKS: The platform does not call. market does not say by itself");
    Ended unknown =
        command("", "credentials", "refresh", id, "--types", "refunds", "--from", "2026-01-01");
    assertThat(unknown.code()).as(unknown.text()).isEqualTo(3);
    assertThat(unknown.text()).contains("orders, products");
    market.answers(
        json(
            "200 OK",
            "{\"name\":\"stall\",\"closed\":[],\"records\":[{\"number\":\"o-1\",\"at\":\"2026-11-21T08:00:00Z\",\"v\":\"1\"}]}"));
    Ended read =
        command("", "credentials", "refresh", id, "--types", "orders", "--from", "2026-01-01");
    assertThat(read.code()).as(read.text()).isZero();
    assertThat(read.text()).contains("completed");
    assertThat(
            staging.queryForObject(
                "SELECT sync_triggered_by || records_stored FROM client_api_sync_results",
                String.class))
        .isEqualTo("cli1");
  }

  @Test
  void what_is_hostile_is_refused_and_neither_kept_nor_sent() {
    Ended refused =
        command(
            "",
            "credentials",
            "add",
            "--client",
            "'; DROP TABLE client_data",
            "--platform",
            "market",
            "--account",
            "stall",
            "--access-token",
            CANARY);
    assertThat(refused.code()).as(refused.text()).isEqualTo(3);
    assertThat(refused.text()).contains("client_id").doesNotContain(CANARY, "DROP");
    assertThat(market.requests()).isEmpty();
    assertThat(staging.queryForObject("SELECT count(*) FROM client_api_credentials", Long.class))
        .isZero();
  }

  /** CR-40. */
  @Test
  void a_key_is_added_then_used_then_alone() throws IOException {
    add("stall-1", CANARY);
    properties.put("SYNCLINE_KEYSET", changed("--add-key", "one.json"));
    properties.put("SYNCLINE_KEYSET", changed("--use-key", "two.json"));
    Ended rotated = command("", "credentials", "rotate-keys");
    assertThat(rotated.code()).as(rotated.text()).isZero();
    assertThat(rotated.text()).contains("sealed anew: 1;", "do not open: 0");
    assertThat(
            staging.queryForList(
                "SELECT concat_ws(' ', who, by_what, method, path, status) FROM sync_audit OFFSET 1",
                String.class))
        .as("what writes a file is not noted")
        .containsExactly(
            System.getProperty("user.name") + " command COMMAND credentials rotate-keys 200");
    properties.put("SYNCLINE_KEYSET", changed("--drop-keys", "three.json"));
    assertThat(command("", "credentials", "rotate-keys").text()).contains("sealed anew: 0;");

    properties.put("SYNCLINE_KEYSET", "a text of some other installation, long enough");
    Ended foreign = command("", "credentials", "list");
    assertThat(foreign.code()).as(foreign.text()).isEqualTo(1);
    assertThat(foreign.text()).contains("SYNCLINE_KEYSET opens none of the secrets");
  }

  private String changed(String step, String name) throws IOException {
    Path file = directory.resolve(name);
    Ended ended = command("", "credentials", "rotate-keys", step, file.toString());
    assertThat(ended.code()).as(ended.text()).isZero();
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    return Files.readString(file).strip();
  }

  private Ended add(String account, String token) {
    return command(
        "",
        "credentials",
        "add",
        "--client",
        client,
        "--platform",
        "market",
        "--account",
        account,
        "--access-token",
        token);
  }

  private Ended command(String input, String... arguments) {
    return ServiceProcess.commandReading(List.of(directory), properties, input, arguments);
  }
}
