package io.syncline.junglescout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.syncline.support.Postgres;
import io.syncline.support.SandboxService;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Databases that cannot be written for a while, as a full disk or a failover makes them. */
class ReadOnlyDatabaseIT {
  private static final Duration A_WHILE = Duration.ofSeconds(90);
  private static SandboxService service;

  @BeforeAll
  static void start() {
    service = SandboxService.start("--syncline.relay.grace=1s");
  }

  @AfterAll
  static void stop() {
    service.close();
  }

  @Test
  void staging_that_cannot_be_written_is_down_and_the_next_run_starts_as_soon_as_it_can() {
    readOnly(service.pair().staging());
    await().atMost(A_WHILE).until(() -> health().equals("down"));
    assertThat(service.get("/health").status()).isEqualTo(503);
    assertThat(
            List.of(
                run(), post("/api/schedules/junglescout/pause"), post("/api/dead-letters/1/close")))
        .allSatisfy(ReadOnlyDatabaseIT::saysReadOnly);
    writable(service.pair().staging());
    SandboxService.Answer started = run();
    assertThat(started.status()).as("%s", started.body()).isEqualTo(200);
    assertThat(started.body().path("message").asText()).contains("completed");
    await().atMost(A_WHILE).until(() -> health().equals("up"));
  }

  @Test
  void production_that_cannot_be_written_is_degraded_and_gets_its_rows_as_soon_as_it_can() {
    service.production().sql("TRUNCATE prod_az_jungle_scout_product_data").update();
    readOnly(service.pair().production());
    service.renewConnections(); // a session that was ended looks the same, for a moment
    await().atMost(A_WHILE).until(() -> health().equals("degraded"));
    service
        .staging()
        .sql(
            "UPDATE dev_az_jungle_scout_sync_status SET product_data_synced_at = NULL,"
                + " sales_estimate_data_synced_at = NULL")
        .update();
    service.staging().sql("TRUNCATE dev_az_jungle_scout_product_data").update();
    SandboxService.Answer answer = run();
    assertThat(answer.status()).as("%s", answer.body()).isEqualTo(200);
    assertThat(pending()).as("%s", answer.body()).isPositive();
    writable(service.pair().production());
    service.atRest();
    await().atMost(A_WHILE).until(() -> health().equals("up"));
  }

  /** Sessions keep the state of their birth, so they are ended once, and not when it is over. */
  private static void readOnly(String database) {
    admin("ALTER DATABASE " + database + " SET default_transaction_read_only = on");
    admin(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '"
            + database
            + "'");
  }

  private static void writable(String database) {
    admin("ALTER DATABASE " + database + " RESET default_transaction_read_only");
  }

  private static void admin(String sql) {
    Postgres.execute(Postgres.source("postgres"), sql);
  }

  private static String health() {
    return service.get("/health").body().path("status").asText();
  }

  private static SandboxService.Answer run() {
    return service.post("/admin/hourly-sync", "", service.apiKey());
  }

  private static SandboxService.Answer post(String path) {
    return service.post(path, "", service.token("admin"));
  }

  private static void saysReadOnly(SandboxService.Answer answer) {
    assertThat(answer.status()).as("%s", answer.body()).isEqualTo(503);
    assertThat(answer.body().path("code").asText()).isEqualTo("STAGING_UNAVAILABLE");
    assertThat(answer.body().path("title").asText()).contains("read-only");
  }

  private static long pending() {
    return service
        .staging()
        .sql("SELECT count(*) FROM run_batches WHERE state = 'pending'")
        .query(Long.class)
        .single();
  }
}
