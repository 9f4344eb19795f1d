package io.syncline.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.sandbox.junglescout.JungleScoutServer;
import io.syncline.support.Invariants;
import io.syncline.support.Postgres;
import io.syncline.support.Postgres.Pair;
import io.syncline.support.ServiceProcess;
import io.syncline.support.ServiceProcess.Ended;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.JdbcTemplate;

/** The commands as a cloud job starts them: a process with an exit code. */
class CommandsIT {
  private final Pair pair = Postgres.freshPair();
  private final JdbcTemplate staging = new JdbcTemplate(pair.stagingSource());
  private final JdbcTemplate production = new JdbcTemplate(pair.productionSource());
  private final Map<String, Object> properties = new LinkedHashMap<>(pair.properties());

  @Test
  void a_run_ends_with_its_outcome_and_verify_says_whether_both_are_in_step() {
    try (JungleScoutServer source = JungleScoutServer.start(10, Duration.ZERO)) {
      properties.put("JUNGLE_SCOUT_API_KEY", "from:command");
      properties.put("JUNGLE_SCOUT_BASE_URL", source.url());
      assertThat(command("verify").code()).as("empty and in step").isZero();
      source.asins().forEach(it -> staging.update("INSERT INTO dev_az_product VALUES (?)", it));

      Ended dry = command("run", "junglescout", "--param", "mode=hourly", "--dry-run");
      assertThat(dry.code()).as(dry.text()).isZero();
      assertThat(production.queryForObject(ROWS, Long.class)).isZero();

      Ended run = command("run", "junglescout");
      assertThat(run.code()).as(run.text()).isZero();
      assertThat(run.text()).contains("completed").contains("\"successful_sales_sync\" : 10");
      assertThat(staging.queryForList(TRIGGERS, String.class)).containsOnly("manual");
      assertThat(new Invariants(pair).violations()).isEmpty();

      assertThat(staging.queryForList(DONE, String.class))
          .containsExactly(
              "POST /api/pipelines/junglescout/runs {dry_run=true,mode} 200 manual",
              "POST /api/pipelines/junglescout/runs 200 manual");

      assertThat(command("verify").code()).isZero();
      plantFaults();
      Ended verify = command("verify");
      assertThat(verify.code()).isEqualTo(2);
      assertThat(verify.text())
          .contains("jungle_scout_sales_estimate_data rows only in staging, not pending: 1")
          .contains("jungle_scout_sales_estimate_data rows only in production: 1")
          .contains("jungle_scout_product_data rows with different values: 10")
          .contains("sync_runs runs without a heartbeat for 45 s that are still running: 1");
    }
  }

  @Test
  void why_asks_the_service_that_has_the_embedded_databases(@TempDir Path data) {
    Map<String, Object> embedded = new LinkedHashMap<>();
    embedded.put("SYNCLINE_DATA_DIR", data);
    try (ServiceProcess running = ServiceProcess.serve(embedded)) {
      embedded.put("server.port", running.url().replaceAll(".*:", ""));
      Ended why = ServiceProcess.command(embedded, "why", "--asin", "B000000000");
      assertThat(why.code()).as(why.text()).isEqualTo(2);
      assertThat(why.text())
          .contains("fail pipeline junglescout: off; set [JUNGLE_SCOUT_API_KEY]")
          .contains("fail product: not in dev_az_product of staging");
      assertThat(ServiceProcess.command(embedded, "why", "--no-such-thing=x").code()).isEqualTo(3);
      Ended unnamed = ServiceProcess.command(embedded, "why");
      assertThat(unnamed.code()).as(unnamed.text()).isEqualTo(3);
      assertThat(unnamed.text()).contains("  client", "  asin (with marketplace)");
      running.terminate();
      assertThat(running.endsWithin(Duration.ofSeconds(60))).isTrue();
    }
  }

  @Test
  void verify_repairs_what_production_lost_and_says_before_what_it_will_do() {
    try (JungleScoutServer source = JungleScoutServer.start(10, Duration.ZERO)) {
      properties.put("JUNGLE_SCOUT_API_KEY", "from:command");
      properties.put("JUNGLE_SCOUT_BASE_URL", source.url());
      assertThat(command("verify", "--dry-run").code()).as("only of a repair").isEqualTo(3);
      assertThat(command("verify").code()).isZero();
      source.asins().forEach(it -> staging.update("INSERT INTO dev_az_product VALUES (?)", it));
      assertThat(command("run", "junglescout").code()).isZero();
      loseRows();
      List<String> lost = production.queryForList(LISTINGS, String.class);

      Ended dry = command("verify", "--repair", "--dry-run");
      assertThat(dry.code()).as(dry.text()).isEqualTo(2);
      assertThat(dry.text())
          .containsPattern("jungle_scout_product_data +10 +0 +0 +0")
          .containsPattern("jungle_scout_sales_estimate_data +7 +0 +1 +0")
          .containsPattern("listings +2 +0 +1 +1")
          .containsPattern("batches to record in production: [1-9]")
          .contains("completed (dry)");
      assertThat(production.queryForList(LISTINGS, String.class)).isEqualTo(lost);

      Ended repaired = command("verify", "--repair");
      assertThat(repaired.code()).as(repaired.text()).isEqualTo(2);
      assertThat(repaired.text())
          .contains("jungle_scout_sales_estimate_data rows only in production: 1")
          .contains("listings rows with different values: 2")
          .doesNotContain("only in staging", "does not know");
      assertThat(production.queryForList(LISTINGS, String.class))
          .as("the shop's rows are its own")
          .containsExactly(
              "1 A 0.2500", "2 A 0.2500", "3 B 0.5000", "4 C 0.7000", "5 D 0.3000", "7 E 0.9000");

      assertThat(staging.queryForList(DONE + " OFFSET 1", String.class))
          .as("what is only looked at is not noted")
          .containsExactly(
              "POST /api/divergence/repair {delete_extra=false,dry_run=true} 200 manual",
              "POST /api/divergence/repair {delete_extra=false,dry_run=true} 200 manual",
              "POST /api/divergence/repair {delete_extra=false,dry_run=false} 200 manual");

      staging.update("DELETE FROM listings WHERE artisan_id = 'D'"); // two values: for people
      Ended clean = command("verify", "--repair", "--delete-extra");
      assertThat(clean.code()).as(clean.text()).isZero();
      assertThat(clean.text()).contains("In step: nothing found.");
      assertThat(production.queryForList(LISTINGS, String.class))
          .containsExactly(
              "1 A 0.2500", "2 A 0.2500", "3 B 0.5000", "4 C -", "5 D 0.3000", "7 E 0.9000");
      assertThat(new Invariants(pair).violations()).isEmpty();
    }
  }

  @Test
  @DisplayName("EF-24, EF-25, EF-30: backfill on tables that are there, twice, then with an error")
  void a_backfill_on_tables_that_are_there_runs_twice_and_then_with_an_error() {
    String yuhinkai = Postgres.freshDatabase("yuhinkai");
    Postgres.arguments("DB_YUHINKAI_", yuhinkai).stream()
        .map(argument -> argument.substring(2).split("=", 2))
        .forEach(pair -> properties.put(pair[0], pair[1]));
    JdbcTemplate source = new JdbcTemplate(Postgres.source(yuhinkai));
    source.execute(
        "CREATE TABLE smith_entities (smith_id text, elite_factor numeric, elite_count int, total_items int)");
    source.execute(
        "CREATE TABLE tosogu_makers (maker_id text, elite_factor numeric, elite_count int, total_items int)");
    source.execute("INSERT INTO smith_entities VALUES ('A', 0.25, 4, 10), ('B', 12.5, 124, 0)");
    for (JdbcTemplate database : List.of(staging, production)) {
      database.execute(
          "CREATE TABLE listings (id bigint PRIMARY KEY, artisan_id text, artisan_elite_factor numeric(5,4))");
      database.execute(
          "INSERT INTO listings VALUES (1, 'A', NULL), (2, 'A', 0.5), (3, NULL, NULL)");
    }

    Ended first = command("backfill", "elitefactor");
    assertThat(first.code()).as(first.text()).isZero();
    assertThat(first.text()).contains("1 artisans filled, 0 not found, 0 errors");
    assertThat(production.queryForList(FACTORS, String.class)).containsExactly("0.2500", "0.5000");
    Ended second = command("backfill", "elitefactor");
    assertThat(second.code()).isZero();
    assertThat(second.text()).contains("0 artisans filled");

    staging.execute("INSERT INTO listings VALUES (4, 'B', NULL)");
    Ended partial = command("backfill", "elitefactor");
    assertThat(partial.code()).as(partial.text()).isEqualTo(2);
    assertThat(partial.text()).contains("0 artisans filled, 0 not found, 1 errors");
  }

  @Test
  void a_run_whose_source_is_away_fails() {
    properties.put("JUNGLE_SCOUT_API_KEY", "from:command");
    properties.put("syncline.source.first-delay", "100");
    try (JungleScoutServer source = JungleScoutServer.start(3, Duration.ZERO)) {
      properties.put("JUNGLE_SCOUT_BASE_URL", source.url());
      assertThat(command("verify").code()).isZero();
      source.asins().forEach(it -> staging.update("INSERT INTO dev_az_product VALUES (?)", it));
    }

    Ended run = command("run", "junglescout");

    assertThat(run.code()).as(run.text()).isEqualTo(1);
    assertThat(run.text()).contains("junglescout").contains("failed");
    assertThat(staging.queryForList("SELECT outcome FROM sync_runs", String.class))
        .containsExactly("failed");
  }

  @Test
  void what_is_no_pipeline_or_no_parameter_is_bad_usage_and_one_that_is_off_fails() {
    assertThat(command("run").code()).isEqualTo(3);
    assertThat(command("run", "nothing").code()).isEqualTo(3);
    assertThat(command("run", "junglescout", "--param", "marketplace=moon").code()).isEqualTo(3);
    Ended off = command("run", "junglescout");
    assertThat(off.code()).isEqualTo(1);
    assertThat(off.text()).contains("JUNGLE_SCOUT_API_KEY");
    assertThat(
            staging.queryForList(
                "SELECT path || ' ' || status FROM sync_audit ORDER BY id", String.class))
        .as("refused, and noted")
        .containsExactly(
            "/api/pipelines/nothing/runs 404",
            "/api/pipelines/junglescout/runs 400",
            "/api/pipelines/junglescout/runs 503");
  }

  @Test
  void a_run_while_staging_is_read_only_says_so_in_a_sentence() {
    assertThat(command("verify").code()).as("both are migrated").isZero();
    String readOnly = "ALTER DATABASE %s SET default_transaction_read_only = on";
    Postgres.execute(Postgres.source("postgres"), readOnly.formatted(pair.staging()));
    Ended run = command("run", "junglescout");
    assertThat(run.code()).as(run.text()).isEqualTo(1);
    assertThat(run.text())
        .contains("STAGING_UNAVAILABLE: Staging is read-only at present. Nothing was done")
        .doesNotContain("see the log above");
  }

  private static final String LISTINGS =
      "SELECT concat_ws(' ', id, artisan_id, coalesce(artisan_elite_factor::text, '-')) FROM listings"
          + " ORDER BY id";
  private static final String ROWS =
      "SELECT count(*) FROM prod_az_jungle_scout_sales_estimate_data";
  private static final String FACTORS =
      "SELECT artisan_elite_factor::text FROM listings WHERE artisan_id IS NOT NULL ORDER BY id";
  private static final String TRIGGERS = "SELECT trigger FROM sync_runs";

  /** What this user's commands did, each with the run that it started. */
  private static final String DONE =
      """
      SELECT concat_ws(' ', method, path, (SELECT array_agg(m ORDER BY m) FROM unnest(members) m), a.status, r.trigger)
      FROM sync_audit a JOIN sync_runs r ON r.id = a.run_id
      WHERE by_what = 'command' AND who = '%s' ORDER BY a.id
      """
          .formatted(System.getProperty("user.name"));

  private Ended command(String... arguments) {
    return ServiceProcess.command(properties, arguments);
  }

  /** As if production had been restored from a copy that is not quite as new as staging. */
  private void loseRows() {
    production.update(
        """
        DELETE FROM prod_az_jungle_scout_sales_estimate_data WHERE (asin, date) IN
            (SELECT asin, date FROM prod_az_jungle_scout_sales_estimate_data LIMIT 7)
        """);
    production.update(
        "INSERT INTO prod_az_jungle_scout_sales_estimate_data (asin, marketplace, date)"
            + " VALUES ('B000000000', 'us', '2020-01-01')");
    production.update("UPDATE prod_az_jungle_scout_product_data SET title = 'older'");
    production.update("DELETE FROM sync_applied");
    String listing = "INSERT INTO listings (id, artisan_id, artisan_elite_factor) VALUES ";
    staging.update(listing + "(1, 'A', 0.25), (2, 'A', 0.25), (3, 'B', 0.5), (4, 'C', NULL)");
    staging.update(listing + "(5, 'D', 0.1), (6, 'D', 0.2)");
    production.update(
        listing + "(1, 'A', 0.1), (2, 'A', NULL), (3, 'B', NULL), (4, 'C', 0.7), (7, 'E', 0.9)");
    production.update(listing + "(5, 'D', 0.3)");
  }

  /** One row fewer, one more and some different in production, and a run whose process is gone. */
  private void plantFaults() {
    production.update(
        """
        DELETE FROM prod_az_jungle_scout_sales_estimate_data WHERE (asin, date) IN
            (SELECT asin, date FROM prod_az_jungle_scout_sales_estimate_data LIMIT 1)
        """);
    production.update(
        "INSERT INTO prod_az_jungle_scout_sales_estimate_data (asin, marketplace, date)"
            + " VALUES ('B000000000', 'us', '2020-01-01')");
    production.update("UPDATE prod_az_jungle_scout_product_data SET title = 'another'");
    staging.update(
        "INSERT INTO sync_runs (scope, status, outcome, fence, heartbeat_at)"
            + " VALUES ('gone', 'running', 'running', 1, now() + interval '1 h')");
    staging.update(
        "UPDATE sync_runs SET heartbeat_at = now() - interval '46 s' WHERE fence = 1 AND scope = 'gone'");
  }
}
