package io.syncline.market;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.support.Postgres;
import io.syncline.support.Postgres.Pair;
import io.syncline.support.ServiceProcess;
import io.syncline.support.ServiceProcess.Ended;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What an operator or a cloud job does with accounts by command: processes with exit codes. */
class AccountCommandsIT {
  private static final String LATER = "2099-01-01T06:00Z";
  private static final String LOOK =
      """
      INSERT INTO sync_runs (pipeline, scope, trigger, status, outcome, fence, started_at, completed_at)
      VALUES ('clientapi', 'clientapi', 'schedule', 'completed', 'completed', 1, now(), now())
      """;

  @TempDir private static Path directory;

  private static final Pair PAIR = Postgres.freshPair();
  private static final Market MARKET = new Market();
  private static final Stalls STALLS =
      new Stalls(
          JdbcClient.create(PAIR.stagingSource()), JdbcClient.create(PAIR.productionSource()));

  private static final Map<String, Object> PROPERTIES = new LinkedHashMap<>(PAIR.properties());
  private final UUID client = UUID.randomUUID();

  @BeforeAll
  static void start() throws IOException {
    PROPERTIES.put("SPRING_PROFILES_ACTIVE", "market");
    PROPERTIES.put("syncline.market.vendor-url", "https://market.example/v1");
    PROPERTIES.put("syncline.market.base-url", MARKET.url());
    PROPERTIES.put("syncline.market.calls-per-second", 1_000);
    PROPERTIES.put("syncline.market.calls-per-minute", 10_000);
    PROPERTIES.put("syncline.market.calls-per-day", 100_000);
    PROPERTIES.put("syncline.market.longest-wait", "60s");
    PROPERTIES.put("syncline.clientapi.spread", "0s");
    PROPERTIES.put("syncline.clientapi.log-dir", directory.resolve("logs"));
    Path to = Files.createDirectories(directory.resolve("io/syncline/market"));
    for (String name : List.of("StallClient", "StallMapper")) {
      Path file = Path.of("target/test-classes/io/syncline/market", name + ".class");
      Files.copy(file, to.resolve(file.getFileName()));
    }
    Ended migrated = command("credentials", "list");
    assertThat(migrated.code()).as(migrated.text()).isZero();
  }

  @BeforeEach
  void nobody_has_an_account() {
    STALLS.staging().sql("DELETE FROM client_api_credentials").update();
  }

  @AfterEach
  void the_stalls_let_us_in() {
    MARKET.letIn("stall-2");
    PROPERTIES.remove("syncline.clientapi.cron");
  }

  @AfterAll
  static void stop() {
    MARKET.close();
  }

  /** CR-28, CR-35, CR-42. */
  @Test
  void a_run_by_hand_reads_whom_it_names_prints_the_log_and_tells_failure() throws IOException {
    UUID account = STALLS.add(client, "stall-1", LATER);
    UUID withdrawn = STALLS.add(UUID.randomUUID(), "stall-2", LATER);
    MARKET.withdraw("stall-2");

    Ended one = run("--param", "client_id_filter=" + client, "--wait");
    assertThat(one.code()).as(one.text()).isZero();
    String whose = "Client " + client + " (market - stall-1)";
    assertThat(lines(one))
        .satisfiesExactly(
            line -> assertThat(line).endsWith("Starting full API sync cron job"),
            line -> assertThat(line).endsWith("Found 1 API integrations due for sync"),
            line -> assertThat(line).endsWith("Starting API sync for " + whose),
            line -> assertThat(line).endsWith("API connection successful for " + whose),
            line -> assertThat(line).contains("Fetching new data from market API for " + whose),
            line -> assertThat(line).contains("Stored 5 new orders records (after dedup"),
            line -> assertThat(line).contains("Stored 3 new products records (after dedup"),
            line -> assertThat(line).endsWith("API sync completed for " + whose),
            line -> assertThat(line).contains("Next sync scheduled for: 2099-01-01T06:00:00Z"));
    assertThat(STALLS.records(account)).hasSize(8);
    assertThat(STALLS.results(account).get(0)).containsEntry("sync_triggered_by", "cli");
    assertThat(STALLS.results(withdrawn)).isEmpty();

    Ended here = run("--param", "client_id_filter=" + client, "--param", "platform_filter=market");
    assertThat(here.text()).contains("Found 1 API");
    assertThat(here.code()).isZero();
    Ended all = run();
    assertThat(all.code()).as(all.text()).isEqualTo(1);
    assertThat(all.text())
        .contains("Found 2 API", "API sync failed for Client", "the stall's key was withdrawn");
    assertThat(STALLS.results(account)).hasSize(3);
    assertThat(directory.resolve("logs")).as("the service's").doesNotExist();
  }

  /** CR-29, CR-48: what a scheduler of somebody else's starts. */
  @Test
  void the_cron_job_runs_once_to_its_end_and_so_does_the_analysis() {
    UUID due = STALLS.add(client, "stall-1", "2026-11-01T06:00Z");
    UUID later = STALLS.add(client, "stall-2", LATER);
    Ended job = command("run", "clientapi");
    assertThat(job.code()).as(job.text()).isZero();
    assertThat(lines(job)).hasSize(9);
    assertThat(STALLS.records(due)).hasSize(8);
    assertThat(STALLS.results(later)).isEmpty();

    Ended analysis = command("run", "clientapi", "--param", "mode=sku", "--wait");
    assertThat(analysis.code()).as(analysis.text()).isZero();
    assertThat(lines(analysis))
        .satisfiesExactly(
            line -> assertThat(line).endsWith("Starting SKU analysis cron job"),
            line -> assertThat(line).contains("SKUs for Client " + client),
            line -> assertThat(line).endsWith("SKU analysis completed"));
    assertThat(directory.resolve("logs")).doesNotExist();
  }

  /** CR-50. */
  @Test
  void why_says_what_is_the_matter_with_each_account_and_what_to_do() {
    Ended unknown = why();
    assertThat(unknown.code()).as(unknown.text()).isEqualTo(3);
    assertThat(unknown.text()).contains("UNKNOWN_CLIENT", client.toString());

    STALLS.staging().sql(LOOK).update();
    UUID later = STALLS.add(client, "stall-1", LATER);
    Ended well = why();
    assertThat(well.code()).as(well.text()).isZero();
    assertThat(well.text())
        .contains("ok schedule: the last look was at 20", "ok production: has all")
        .contains(
            "ok market 'stall-1' " + later + ": not due before 2099-01-01T06:00:00Z, every 24")
        .contains("credential=" + later + " reads it now. Never read before");

    MARKET.withdraw("stall-2");
    UUID refused = STALLS.add(client, "stall-2", null);
    assertThat(command("run", "clientapi").code()).isEqualTo(1);
    UUID paused = STALLS.add(client, "stall-3", null);
    STALLS
        .staging()
        .sql("UPDATE client_api_credentials SET is_paused = (label = 'stall-3')")
        .update();
    Ended bad = why();
    assertThat(bad.code()).as(bad.text()).isEqualTo(2);
    assertThat(bad.text())
        .contains(
            "fail market 'stall-2' " + refused + ": the stall's key was withdrawn; mend it by")
        .contains(
            "credentials update " + refused, "; tried again at 20", "by cli, failed: the stall")
        .contains("warn market 'stall-3' " + paused + ": paused; credentials resume " + paused);

    PROPERTIES.put("syncline.clientapi.cron", "off");
    Ended off = why();
    assertThat(off.code()).as(off.text()).isEqualTo(2);
    assertThat(off.text())
        .contains("warn schedule: off, so that no account is read by itself; set syncline.client");
  }

  /** CR-50. */
  @Test
  void why_names_the_database_that_is_away() {
    STALLS.staging().sql(LOOK).update();
    STALLS.add(client, "stall-1", LATER);
    Postgres.takeDown(PAIR.production());
    Ended behind = why();
    assertThat(behind.code()).as(behind.text()).isEqualTo(2);
    assertThat(behind.text()).contains("fail production: ", "ok market 'stall-1'");
    Postgres.bringUp(PAIR.production());

    Postgres.takeDown(PAIR.staging());
    Ended away = why();
    Postgres.bringUp(PAIR.staging());
    assertThat(away.code()).as(away.text()).isEqualTo(1);
    assertThat(away.text()).contains("fail staging: ").doesNotContain("stall-1", "Exception");
  }

  private Ended why() {
    return command("why", "--client", client.toString());
  }

  private Ended run(String... more) {
    return command(
        Stream.concat(Stream.of("run", "clientapi", "--param", "force_sync=true"), Stream.of(more))
            .toArray(String[]::new));
  }

  private static Ended command(String... arguments) {
    return ServiceProcess.command(List.of(directory), PROPERTIES, arguments);
  }

  /** What it printed of the log. */
  private static List<String> lines(Ended ended) {
    return ended.text().lines().filter(line -> line.contains("_cron - ")).toList();
  }
}
