package io.syncline.market;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.zaxxer.hikari.HikariDataSource;
import io.syncline.support.SandboxService;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Map.Entry;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Hundreds of runs that wait: for their turn, and for a platform that told them to come again. */
class ParkedAccountsIT {
  private static final Duration LONG = Duration.ofSeconds(120);
  private static final String TRIGGER = "/api/admin/trigger-api-sync?wait=false";
  private static final int QUEUED = 200;
  private static final int PUT_OFF = 100;

  /** Threads that a pool of the service may make meanwhile, whatever waits. */
  private static final int OF_POOLS = 60;

  private static Market market;
  private static SandboxService service;
  private static Stalls stalls;

  @BeforeAll
  static void start() {
    market = new Market(Map.of("orders", 1, "products", 1));
    service = market.service("--syncline.clientapi.spread=10m");
    stalls = Stalls.of(service);
  }

  @AfterAll
  static void stop() {
    service.close();
    market.close();
  }

  /** The large client's second account begins after the spread, everybody's first one before. */
  @Test
  void a_client_of_hundreds_delays_nobodys_first_and_who_waits_holds_nothing() {
    UUID large = UUID.randomUUID();
    IntStream.rangeClosed(0, QUEUED).forEach(i -> add(large, "large-" + i));
    List<UUID> crowded =
        IntStream.range(0, PUT_OFF).mapToObj(i -> add(UUID.randomUUID(), "crowded-" + i)).toList();
    IntStream.range(0, PUT_OFF).forEach(i -> market.crowd("crowded-" + i, 3_600));
    List<UUID> others =
        IntStream.range(0, 20).mapToObj(i -> add(UUID.randomUUID(), "other-" + i)).toList();
    int threads = Thread.getAllStackTraces().size();

    // the slots lie so far back that all first ones are due, and no second one
    service
        .staging()
        .sql("UPDATE client_api_credentials SET next_sync_at = now() - interval '10 minutes'")
        .update();
    assertThat(service.post(TRIGGER, "", service.token("admin")).status()).isEqualTo(202);
    await()
        .atMost(LONG)
        .until(() -> others.stream().allMatch(it -> stalls.results(it).size() == 1));
    await().atMost(LONG).until(() -> parked() == QUEUED + PUT_OFF + 1); // and their parent

    assertThat(results(large)).as("its first").isLessThanOrEqualTo(1);
    assertThat(crowded).allMatch(it -> stalls.results(it).isEmpty());
    assertThat(calls("crowded-7")).isEqualTo(1);
    await().atMost(LONG).until(() -> atWork().isEmpty());
    assertThat(Thread.getAllStackTraces()).hasSizeLessThan(threads + OF_POOLS);
    for (HikariDataSource pool : service.pools()) {
      await().atMost(LONG).until(() -> pool.getHikariPoolMXBean().getActiveConnections() == 0);
    }
    await().atMost(LONG).until(() -> transactions() == 0);
    assertThat(parked()).as("all the while").isEqualTo(QUEUED + PUT_OFF + 1);
  }

  private static UUID add(UUID client, String stall) {
    return stalls.add(client, stall, null);
  }

  private static long calls(String stall) {
    return market.calls(stall).size();
  }

  /** Threads that are in the middle of an account. */
  private static List<String> atWork() {
    return Thread.getAllStackTraces().entrySet().stream()
        .filter(
            thread -> Arrays.stream(thread.getValue()).anyMatch(ParkedAccountsIT::isOfAnAccount))
        .map(Entry::getKey)
        .map(Thread::getName)
        .toList();
  }

  private static boolean isOfAnAccount(StackTraceElement frame) {
    return frame.getClassName().startsWith("io.syncline.clientapi.")
        || frame.getClassName().startsWith("io.syncline.core.source.")
        || frame.getClassName().equals(StallClient.class.getName());
  }

  private static long parked() {
    return count(
        "SELECT count(*) FROM sync_runs WHERE status = 'running' AND parked_until IS NOT NULL");
  }

  private static long results(UUID client) {
    return count("SELECT count(*) FROM client_api_sync_results WHERE client_id = '" + client + "'");
  }

  private static long transactions() {
    return count(
        "SELECT count(*) FROM pg_stat_activity WHERE datname IN ('%s', '%s')"
                .formatted(service.pair().staging(), service.pair().production())
            + " AND xact_start IS NOT NULL AND pid <> pg_backend_pid()");
  }

  private static long count(String query) {
    return service.staging().sql(query).query(Long.class).single();
  }
}
