package io.syncline.core.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.syncline.core.database.Databases;
import io.syncline.core.schedule.ScheduleBoard;
import io.syncline.core.source.CallBudget;
import io.syncline.support.CoreTest;
import java.time.Clock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

@CoreTest
class PipelineGaugesIT {
  @Autowired private Pipelines pipelines;
  @Autowired private ScheduleBoard schedules;
  @Autowired private CallBudget budget;
  @Autowired private Databases databases;
  @Autowired private Clock clock;

  private final MeterRegistry metrics = new SimpleMeterRegistry();
  private JdbcClient staging;
  private PipelineGauges gauges;

  @BeforeEach
  void begin() {
    staging = JdbcClient.create(databases.staging().pool());
    gauges = new PipelineGauges(pipelines, schedules, budget, databases, clock, metrics);
    forget();
    staging
        .sql(
            "INSERT INTO sync_schedules (pipeline, scope, cron) VALUES ('entities', 'g', '0 * * * *')")
        .update();
  }

  @AfterEach
  void forget() {
    staging
        .sql("TRUNCATE sync_runs, sync_dead_letters, sync_schedules, sync_schedule_states")
        .update();
  }

  private void runs(String outcome, boolean dryRun, int secondsAgo, int number) {
    staging
        .sql(
            """
            INSERT INTO sync_runs (pipeline, scope, trigger, status, outcome, dry_run, started_at, completed_at)
            SELECT 'entities', 'gauges', 'manual', 'completed', :outcome, :dry,
                   CAST(:now AS timestamptz) - make_interval(secs => :ago + n),
                   CAST(:now AS timestamptz) - make_interval(secs => :ago)
            FROM generate_series(1, :number) AS n
            """)
        .param("outcome", outcome)
        .param("dry", dryRun)
        .param("now", clock.instant().toString())
        .param("ago", secondsAgo)
        .param("number", number)
        .update();
  }

  private double gauge(String name, String tag, String value) {
    return metrics.get(name).tag(tag, value).gauge().value();
  }

  @Test
  void freshness_is_that_of_the_last_real_run_that_succeeded() {
    gauges.measure();
    assertThat(metrics.find("syncline.freshness").gauges()).as("never succeeded").isEmpty();
    runs("completed", false, 600, 1);
    runs("completed", true, 60, 1);
    runs("failed", false, 30, 1);
    gauges.measure();
    assertThat(gauge("syncline.freshness", "pipeline", "entities")).isCloseTo(600, within(1.0));
    runs("partial", false, 300, 1);
    gauges.measure();
    assertThat(gauge("syncline.freshness", "pipeline", "entities"))
        .as("it brought something")
        .isCloseTo(300, within(1.0));
  }

  @Test
  void what_no_schedule_keeps_fresh_is_not_stale() {
    runs("completed", false, 600, 1);
    staging.sql("UPDATE sync_schedules SET is_paused = true").update();
    gauges.measure();
    assertThat(metrics.find("syncline.freshness").gauges()).isEmpty();
    staging.sql("DELETE FROM sync_schedules").update();
    gauges.measure();
    assertThat(metrics.find("syncline.freshness").gauges()).isEmpty();
  }

  @Test
  void open_letters_are_counted_and_none_is_said_too() {
    staging
        .sql(
            """
            INSERT INTO sync_dead_letters (run_id, pipeline, stream, table_name, destination, record_key, record, kind, error, closed_at)
            SELECT gen_random_uuid(), 'entities', 's', 't', 'staging', n::text, '{}', 'db', 'e', CASE WHEN n > 3 THEN now() END
            FROM generate_series(1, 5) AS n
            """)
        .update();
    gauges.measure();
    assertThat(gauge("syncline.dead.letters.open", "pipeline", "entities")).isEqualTo(3);
    assertThat(gauge("syncline.dead.letters.open", "pipeline", "junglescout")).isZero();
    staging.sql("UPDATE sync_dead_letters SET closed_at = now()").update();
    gauges.measure();
    assertThat(gauge("syncline.dead.letters.open", "pipeline", "entities")).isZero();
    assertThat(gauge("syncline.schedules.overdue", "pipeline", "entities")).isZero();
  }

  /** However old the ledger is: an entry of an index for each pipeline. */
  @Test
  void the_last_success_is_read_from_an_index() {
    runs("failed", false, 60, 20_000);
    runs("cancelled", false, 90_000, 20_000);
    staging.sql("ANALYZE sync_runs").update();
    String plan =
        String.join(
            "\n",
            staging
                .sql("EXPLAIN " + PipelineGauges.LAST_SUCCESS.replace("?", "'{entities}'"))
                .query(String.class)
                .list());
    assertThat(plan).contains("Limit", "Index").contains("sync_runs_of_pipeline_and_outcome");
    assertThat(plan).doesNotContain("Seq Scan on sync_runs", "Sort");
  }
}
