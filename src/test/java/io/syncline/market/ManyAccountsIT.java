package io.syncline.market;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.syncline.support.Invariants;
import io.syncline.support.ServiceProcess;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Accounts that are due at one moment, two instances that read them, and mishaps of some. */
class ManyAccountsIT {
  private static final Duration LONG = Duration.ofSeconds(240);
  private static final String TRIGGER = "/api/admin/trigger-api-sync?wait=false";
  private static final int AT_ONCE = 16; // syncline.run.runs-at-once
  private static final int MORE_THAN_ONE_HAS_THREADS = AT_ONCE + 4;
  private static final int OF_THE_LARGE = 200;
  private static final int OF_EACH_OTHER = 3;

  @TempDir private Path classes;

  private final Market market = new Market(Map.of("orders", 1, "products", 1));
  private final UUID large = UUID.randomUUID();
  private final List<UUID> accounts = new ArrayList<>();
  private MarketInstances instances;

  @BeforeEach
  void open() {
    instances = new MarketInstances(market, classes, Map.of());
  }

  @AfterEach
  void close() {
    market.close();
  }

  @Test
  void one_that_hangs_one_that_is_dead_and_one_that_is_crowded_stop_no_other() {
    try (ServiceProcess one = instances.serve();
        ServiceProcess two = instances.serve()) {
      add(UUID.randomUUID(), "hung");
      add(UUID.randomUUID(), "dead");
      add(UUID.randomUUID(), "crowded");
      for (int client = 0; client < 20; client++) {
        addSome(UUID.randomUUID());
      }
      market.hold("stall hung");
      market.leave("dead");
      market.crowd("crowded", 1);
      market.gather("orders?page=1", MORE_THAN_ONE_HAS_THREADS);
      assertThat(one.post(TRIGGER).statusCode()).isEqualTo(202);
      await().atMost(LONG).until(() -> results("label <> 'hung' AND label <> 'crowded'") == 61);
      assertThat(results("label IN ('hung', 'crowded')")).isZero();
      assertThat(results("NOT success")).as("the dead one's").isEqualTo(1);
      assertThat(results("success AND records_stored = 2")).isEqualTo(60);
      market.letIn("crowded");
      market.release();
      instances.atRest();
      assertThat(results("success")).isEqualTo(62);
      assertThat(results("true")).isEqualTo(63);
      assertThat(market.callsOfAll("stall").filter(stall -> stall.startsWith("n")))
          .as("each by one of two")
          .hasSize(60)
          .doesNotHaveDuplicates();
      awaitNoAlarm();
      assertThat(instances.count(RUNS_OF.formatted(one.pid()))).isPositive();
      assertThat(instances.count(RUNS_OF.formatted(two.pid()))).isPositive();
    }
    assertNothingIsLeft();
  }

  /** CR-02, CR-17, CR-22. */
  @Test
  void five_hundred_are_read_once_each_by_two_and_by_one_after_a_kill() {
    try (ServiceProcess one = instances.serve();
        ServiceProcess two = instances.serve()) {
      for (int i = 0; i < OF_THE_LARGE; i++) {
        add(large, "large-" + i);
      }
      for (int client = 0; client < 100; client++) {
        addSome(UUID.randomUUID());
      }
      assertThat(accounts).hasSize(500);
      market.gather("orders?page=1", MORE_THAN_ONE_HAS_THREADS);
      assertThat(one.post(TRIGGER).statusCode()).isEqualTo(202);
      await()
          .atMost(LONG)
          .pollInterval(Duration.ofMillis(50))
          .until(() -> results("true") > 100 && instances.count(LED_BY.formatted(two.pid())) > 0);
      two.kill();
      assertThat(results("true")).as("it died in the middle").isLessThan(500);
      instances.atRest();
      awaitNoAlarm();
    }
    assertThat(odd()).as("those that are not whole").isEmpty();
    assertThat(results("success AND records_stored = 2")).isEqualTo(500);
    assertThat(results("true")).as("one each").isEqualTo(500);
    assertThat(
            instances
                .production()
                .sql("SELECT count(*) FROM client_data")
                .query(Long.class)
                .single())
        .isEqualTo(1_000);
    assertThat(market.callsOfAll("orders?page=1").distinct()).hasSize(500);
    assertThat(market.callsOfAll("orders?page=1"))
        .as("again what was under way")
        .hasSizeLessThanOrEqualTo(500 + AT_ONCE);
    assertNothingIsLeft();
  }

  private static final String ALARMS =
      "SELECT count(*) FROM qrtz_triggers WHERE sched_name = 'syncline-runs'";
  private static final String LED_BY =
      "SELECT count(*) FROM sync_runs WHERE status = 'running' AND parked_until IS NULL"
          + " AND owner LIKE '%d@%%'";
  private static final String RUNS_OF =
      "SELECT count(*) FROM sync_runs WHERE parent_run_id IS NOT NULL AND owner LIKE '%d@%%'";

  /** Those of the dead are somebody's to clear away, and one may stand that others were to hear. */
  private void awaitNoAlarm() {
    await().atMost(LONG).until(() -> instances.count(ALARMS) == 0);
  }

  private void assertNothingIsLeft() {
    assertThat(instances.count("SELECT count(*) FROM sync_runs"))
        .as("one of each, and their parent")
        .isEqualTo(accounts.size() + 1);
    assertThat(instances.count("SELECT count(*) FROM sync_runs WHERE status = 'running'")).isZero();
    assertThat(instances.count("SELECT count(*) FROM run_leases WHERE expires_at > now()"))
        .isZero();
    assertThat(
            instances.count(
                "SELECT count(*) FROM qrtz_triggers WHERE sched_name = 'syncline-runs'"))
        .isZero();
    assertThat(
            instances.count(
                "SELECT count(*) FROM client_api_credentials WHERE next_sync_at <= now()"))
        .as("still due")
        .isZero();
    assertThat(new Invariants(instances.pair()).violations()).isEmpty();
  }

  private void addSome(UUID client) {
    Stream.iterate(0, i -> i < OF_EACH_OTHER, i -> i + 1)
        .forEach(i -> add(client, "n-" + accounts.size()));
  }

  private void add(UUID client, String stall) {
    accounts.add(instances.stalls().add(client, stall, null));
  }

  private List<Map<String, Object>> odd() {
    return instances
        .staging()
        .sql(
            """
            SELECT s.label, s.success, s.records_stored, s.data_types_synced::text, r.failure::text, r.deaths,
                   (SELECT string_agg(e.code || ' ' || e.message, '; ') FROM sync_errors e WHERE e.run_id = r.id) AS errors
            FROM client_api_sync_results s JOIN sync_runs r ON r.id = s.run_id
            WHERE NOT s.success OR s.records_stored <> 2
            """)
        .query()
        .listOfRows();
  }

  private long results(String condition) {
    return instances.count("SELECT count(*) FROM client_api_sync_results WHERE " + condition);
  }
}
