package io.syncline.elitefactor;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.command.Commands;
import io.syncline.support.Needs;
import io.syncline.support.Postgres;
import io.syncline.support.SandboxService;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.JdbcTemplate;

/** The snippet that the docs give the upstream caller, run against the service. */
class EliteFactorScriptIT {
  private static SandboxService service;
  private static JdbcTemplate yuhinkai;
  private static JdbcTemplate production;

  @TempDir private Path folder;

  @BeforeAll
  static void start() {
    service =
        SandboxService.start(
            "--syncline.sandbox.junglescout.products=1",
            "--syncline.elitefactor.codes-per-batch=1",
            "--syncline.sandbox.elitefactor.artisans=200",
            "--syncline.sandbox.elitefactor.listings=1000");
    yuhinkai = new JdbcTemplate(Postgres.source(service.yuhinkai()));
    production = new JdbcTemplate(service.pair().productionSource());
  }

  @AfterAll
  static void stop() {
    service.close();
  }

  @Test
  @Needs("python3")
  @DisplayName(
      "EF-22, EF-23: edit, recompute, webhook by the documented caller, fetch, update, visible")
  void the_documented_caller_drives_the_chain() throws Exception {
    BigDecimal before = visible();
    yuhinkai.execute(
        "UPDATE smith_entities SET elite_count = elite_count + 5 WHERE smith_id = 'MAS000001'");
    assertThat(python("sync_elite_factor(['MAS000001'])")).contains("Synced 1 artisans");
    assertThat(visible())
        .isNotEqualByComparingTo(before)
        .isEqualByComparingTo(
            yuhinkai.queryForObject(
                "SELECT round(elite_factor, 4) FROM smith_entities WHERE smith_id = 'MAS000001'",
                BigDecimal.class));
    assertThat(python("print(sync_elite_factor([]))")).isEqualTo("None");
    assertThat(python("import os; os.environ['CRON_SECRET'] = 'wrong'; sync_elite_factor(['A'])"))
        .isEqualTo("Sync failed: 401");
  }

  @Test
  @DisplayName(
      "EF-26, EF-27, EF-28: twenty look-ups at once at most, one per artisan, few statements")
  void backfill_reads_side_by_side() {
    for (var database : java.util.List.of(service.staging(), service.production())) {
      database.sql("UPDATE listings SET artisan_elite_factor = NULL").update();
    }
    yuhinkai.execute("ALTER TABLE smith_entities RENAME TO smiths");
    yuhinkai.execute(
        "CREATE VIEW smith_entities AS SELECT * FROM smiths WHERE pg_sleep(0.2) IS NOT NULL");
    var answer =
        service.post(
            "/api/pipelines/elitefactor/runs", "{\"backfill\": true}", service.token("admin"));
    yuhinkai.execute("DROP VIEW smith_entities");
    yuhinkai.execute("ALTER TABLE smiths RENAME TO smith_entities");
    assertThat(answer.body().path("outcome").asText()).isEqualTo("completed");
    Map<String, Object> report =
        service
            .staging()
            .sql(
                "SELECT (report ->> 'artisans')::int AS artisans, (report ->> 'lookup_statements')::int AS statements,"
                    + " (report ->> 'most_lookups_at_once')::int AS at_once FROM sync_runs WHERE id = ?::uuid")
            .param(answer.body().path("run_id").asText())
            .query()
            .singleRow();
    Map<String, Object> written =
        service
            .staging()
            .sql(
                "SELECT count(*) AS statements, (SELECT count(*) FROM listings) AS listings"
                    + " FROM run_batches WHERE run_id = ?::uuid")
            .param(answer.body().path("run_id").asText())
            .query()
            .singleRow();
    assertThat((long) written.get("statements") * 4).isLessThan((long) written.get("listings"));
    int artisans = (int) report.get("artisans");
    assertThat(artisans).isGreaterThan(200);
    assertThat((int) report.get("statements")).as("two tables").isEqualTo(artisans * 2);
    assertThat((int) report.get("at_once")).isEqualTo(20);
  }

  @Test
  @DisplayName("EF-17: every seeded artisan has a factor between 0 and 1 that follows the formula")
  void the_seeded_factors_follow_the_formula() {
    var quality = service.get("/api/elitefactor/quality", service.token("viewer")).body();
    assertThat(quality.path("checked").asInt()).isGreaterThanOrEqualTo(200);
    assertThat(quality.path("drifting").asInt()).isZero();
    assertThat(quality.path("outside_0_to_1").asInt()).isZero();
  }

  @Test
  @DisplayName("EF-24: the backfill command says what it takes when it is asked for something else")
  void the_command_refuses_other_words() {
    assertThat(new Commands(io.syncline.Syncline.class).execute("backfill", "stockx")).isEqualTo(3);
  }

  private BigDecimal visible() {
    return production.queryForObject(
        "SELECT max(artisan_elite_factor) FROM listings WHERE artisan_id = 'MAS000001'",
        BigDecimal.class);
  }

  private String python(String call) throws IOException, InterruptedException {
    String page = Files.readString(Path.of("docs/elitefactor.md"));
    int begin = page.indexOf("```python") + "```python".length();
    String snippet = page.substring(begin, page.indexOf("```", begin));
    Path script = Files.writeString(folder.resolve("caller.py"), snippet + "\n\n" + call + "\n");
    ProcessBuilder builder = new ProcessBuilder("python3", script.toString());
    builder.environment().put("SYNCLINE_URL", service.url());
    builder.environment().put("CRON_SECRET", service.cronSecret()[1].substring("Bearer ".length()));
    Process process = builder.redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes()).strip();
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    return output;
  }
}
