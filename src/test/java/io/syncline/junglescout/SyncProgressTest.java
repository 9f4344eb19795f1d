package io.syncline.junglescout;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.syncline.core.error.ErrorKind;
import io.syncline.core.error.StopReason;
import io.syncline.core.run.ActiveRun;
import io.syncline.core.run.RunFixture;
import io.syncline.core.run.RunOutcome;
import io.syncline.support.SettableClock;
import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class SyncProgressTest {
  private final SettableClock clock = new SettableClock("2024-01-15T10:00:00.250Z");

  @Test
  @DisplayName("JS-61: the document's hourly status, field by field, in its order")
  void the_hourly_status_is_the_documents() {
    ActiveRun run = run("mode", "hourly", "marketplace", "us");
    SyncProgress progress = SyncProgress.of(run, 100, clock);
    progress.selected(new SyncProgress.Selection(12, 38, 5, 3, 50, 0), 1);
    progress.productsStored(48);
    progress.salesStored(45);
    progress.failed("B0TEST0001");
    progress.failed("B0TEST0002");
    progress.failed("B0TEST0002");
    progress.processed(50);
    for (int call = 0; call < 51; call++) {
      run.tally().call();
    }
    run.trouble(ErrorKind.API, "a", "Sales fetch for B01XYZ failed: timeout");
    run.trouble(ErrorKind.API, "b", "Sales fetch for B01XYA failed: timeout");
    clock.advance(Duration.ofSeconds(332));
    RunFixture.end(run, RunOutcome.PARTIAL);
    assertThat(run.report().orElseThrow().toString())
        .isEqualTo(
            "{\"total_asins_processed\":50,\"new_asins_synced\":12,\"stale_asins_synced\":38,"
                + "\"successful_product_sync\":48,\"successful_sales_sync\":45,\"failed_asins\":2,"
                + "\"cleaned_up_asins\":5,\"new_asins_added\":3,\"total_api_calls\":51,"
                + "\"started_at\":\"2024-01-15T10:00:00Z\",\"completed_at\":\"2024-01-15T10:05:32Z\","
                + "\"is_running\":false,\"stopped_early\":false,\"stop_reason\":\"\","
                + "\"error_summary\":{\"db_errors\":0,\"api_errors\":2,\"parse_errors\":0,"
                + "\"other_errors\":0,\"sample_errors\":[\"Sales fetch for B01XYZ failed: timeout\","
                + "\"Sales fetch for B01XYA failed: timeout\"]}}");
  }

  @Test
  @DisplayName("JS-62: the document's master status, field by field, in its order")
  void the_master_status_is_the_documents() {
    ActiveRun run = run("mode", "master", "marketplace", "us", "date_range", "1year");
    SyncProgress progress = SyncProgress.of(run, 100, clock);
    progress.selected(new SyncProgress.Selection(0, 0, 0, 0, 1500, 0), 1);
    progress.batch(8);
    progress.productsStored(740);
    progress.salesStored(720);
    progress.processed(750);
    for (int asin = 0; asin < 10; asin++) {
      progress.failed("B0TEST000" + asin);
    }
    for (int call = 0; call < 758; call++) {
      run.tally().call();
    }
    assertThat(run.report().orElseThrow().toString())
        .isEqualTo(
            "{\"total_asins\":1500,\"processed_asins\":750,\"successful_product_sync\":740,"
                + "\"successful_sales_sync\":720,\"failed_asins\":10,"
                + "\"started_at\":\"2024-01-15T10:00:00Z\",\"completed_at\":null,"
                + "\"is_running\":true,\"current_batch\":8,\"total_batches\":15,"
                + "\"date_range\":\"1year\",\"stopped_early\":false,\"total_api_calls\":758,"
                + "\"errors\":[]}");
  }

  @Test
  @DisplayName("JS-63: a run asked to stop says so and why, and still runs until it ended")
  void a_stop_is_told_with_its_reason() {
    ActiveRun run = run("mode", "hourly", "marketplace", "us");
    SyncProgress.of(run, 100, clock);
    run.stop(StopReason.DATABASE_FAILED, "staging failed (SQLSTATE 08006)");
    JsonNode going = run.report().orElseThrow();
    assertThat(going.path("is_running").asBoolean()).isTrue();
    assertThat(going.path("stopped_early").asBoolean()).isTrue();
    assertThat(going.path("stop_reason").asText()).isEqualTo("staging failed (SQLSTATE 08006)");
    RunFixture.end(run, RunOutcome.FAILED);
    assertThat(run.report().orElseThrow().path("is_running").asBoolean()).isFalse();
    assertThat(run.report().orElseThrow().path("completed_at").isTextual()).isTrue();
  }

  @Test
  @DisplayName("JS-09: a resumed run counts what was done before")
  void a_resumed_run_begins_where_the_last_one_left_off() {
    ActiveRun run = run("mode", "master", "marketplace", "us", "date_range", "1month");
    SyncProgress progress = SyncProgress.of(run, 100, clock);
    progress.selected(new SyncProgress.Selection(0, 0, 0, 0, 1500, 700), 8);
    JsonNode report = run.report().orElseThrow();
    assertThat(report.path("processed_asins").asInt()).isEqualTo(700);
    assertThat(report.path("current_batch").asInt()).isEqualTo(8);
    assertThat(report.path("total_batches").asInt()).isEqualTo(15);
  }

  private ActiveRun run(String... parameters) {
    return RunFixture.started("junglescout", clock.instant(), parameters);
  }
}
