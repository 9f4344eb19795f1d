package io.syncline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.syncline.api.Http;
import io.syncline.sandbox.junglescout.JungleScoutServer;
import io.syncline.support.Invariants;
import io.syncline.support.Postgres;
import io.syncline.support.Postgres.Pair;
import io.syncline.support.ScriptedServer;
import io.syncline.support.ServiceProcess;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;

/** Two instances of the service on one pair of databases. */
class InstancesIT {
  private static final String MASTER = "/admin/master-sync?marketplace=us&date_range=1year";

  private final Pair pair = Postgres.freshPair();
  private final JdbcTemplate staging = new JdbcTemplate(pair.stagingSource());

  @Test
  void one_key_starts_one_run_and_a_dead_holder_is_followed_after_its_lease() {
    Map<String, Object> noSweep = Map.of("syncline.run.sweep", "1h");
    try (JungleScoutServer source = JungleScoutServer.start(50, Duration.ofMillis(400));
        ServiceProcess one = ServiceProcess.serve(properties(source, noSweep));
        ServiceProcess two = ServiceProcess.serve(properties(source, noSweep))) {
      sell(source);
      assertThat(codesOfBoth(one, two)).containsAnyOf(202).isSubsetOf(202, 409);
      assertThat(runs()).as("runs of one key").hasSize(1);
      String first = runs().get(0);
      ServiceProcess holder = ownedBy(one, first) ? one : two;
      ServiceProcess survivor = holder == one ? two : one;
      assertThat(survivor.post(MASTER).statusCode()).as("while the holder lives").isEqualTo(409);

      holder.kill();
      await()
          .atMost(Duration.ofSeconds(45))
          .pollInterval(Duration.ofMillis(200))
          .until(() -> survivor.post(MASTER).statusCode() == 202);
      assertThat(staging.queryForObject(FATE, String.class, first)).isEqualTo("failed INTERRUPTED");
      assertThat(survivor.post(MASTER, "Idempotency-Key", "k1").body()).contains("stopped early");

      await()
          .atMost(Duration.ofSeconds(60))
          .until(() -> staging.queryForObject(RESTLESS, Long.class) == 0);
      assertThat(runs()).hasSize(2);
      assertThat(new Invariants(pair).violations()).isEmpty();
    }
  }

  @Test
  void one_slot_of_the_schedule_starts_one_run_and_when_none_does_one_instance_tells() {
    CountDownLatch isDead = new CountDownLatch(1);
    try (ScriptedServer discord = new ScriptedServer();
        JungleScoutServer source = JungleScoutServer.start(5, Duration.ZERO);
        ServiceProcess one = ServiceProcess.begin(watched(source, discord));
        ServiceProcess two = ServiceProcess.begin(watched(source, discord))) {
      one.awaitReady();
      two.awaitReady();
      await().atMost(Duration.ofSeconds(120)).until(() -> runs().size() >= AS_OFTEN_AS_IT_SAYS);
      assertThat(staging.queryForObject(FIRES_OF_ALL, Long.class)).isGreaterThan(0);
      assertThat(staging.queryForList(SLOTS, String.class)).doesNotHaveDuplicates();
      assertThat(staging.queryForObject(WITHOUT_A_SLOT, Long.class)).isZero();
      assertThat(staging.queryForList(SLOTS, String.class))
          .allMatch(slot -> slot.matches(".*:[0-5][02468]Z"));

      discord.answers(
          out -> {
            if (told(discord) > 0) {
              awaitQuietly(isDead);
            }
            ScriptedServer.begin(out, "204 No Content");
          });
      await()
          .atMost(Duration.ofSeconds(90))
          .until(
              () -> {
                staging.update("UPDATE qrtz_triggers SET trigger_state = 'ERROR'");
                return told(discord) > 0;
              });
      assertThat(List.of(one.text(), two.text()))
          .as("of two that look twice a second one has told")
          .filteredOn(text -> text.contains(OVERDUE))
          .hasSize(1);
      assertThat(told(discord)).isEqualTo(1);
      ServiceProcess survivor = one.text().contains(OVERDUE) ? two : one;
      (survivor == one ? two : one).kill();
      isDead.countDown();
      await().atMost(Duration.ofSeconds(90)).until(() -> survivor.text().contains(SENT));
      assertThat(told(discord)).isEqualTo(2);
      assertThat(
              staging.queryForList(
                  "SELECT tell_at FROM sync_schedule_states WHERE overdue_since IS NOT NULL"))
          .isNotEmpty()
          .allMatch(row -> row.get("tell_at") == null);
    }
  }

  private static final String OVERDUE = "schedule overdue: junglescout was due at";
  private static final String SENT = "notice sent about=schedules";

  private static long told(ScriptedServer discord) {
    return discord.requests().stream().filter(it -> it.contains("Did not fire")).count();
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private Map<String, Object> watched(JungleScoutServer source, ScriptedServer discord) {
    return properties(
        source,
        Map.of(
            "syncline.schedules", "on",
            "syncline.junglescout.cron", "0/2 * * * * ?",
            "syncline.watchdog.interval", "500ms",
            "syncline.watchdog.grace", "15s",
            "syncline.watchdog.tell-again", "10s",
            "DISCORD_WEBHOOK_URL", discord.url() + "/api/webhooks/1/canary"));
  }

  private static final String FATE =
      "SELECT outcome || ' ' || (failure ->> 'code') FROM sync_runs WHERE id::text = ?";
  private static final String RESTLESS =
      """
      SELECT (SELECT count(*) FROM sync_runs WHERE status = 'running')
           + (SELECT count(*) FROM run_batches WHERE state = 'pending')
      """;
  private static final String FIRES_OF_ALL =
      "SELECT count(*) FROM qrtz_triggers WHERE prev_fire_time > 0";
  private static final String WITHOUT_A_SLOT =
      "SELECT count(*) FROM sync_runs WHERE slot_key IS NULL";
  private static final String SLOTS = "SELECT slot_key FROM sync_runs WHERE slot_key IS NOT NULL";

  /** More runs than the minutes that the test may take. */
  private static final int AS_OFTEN_AS_IT_SAYS = 5;

  private static List<Integer> codesOfBoth(ServiceProcess one, ServiceProcess two) {
    return List.of(one, two).stream()
        .map(it -> CompletableFuture.supplyAsync(() -> it.post(MASTER, "Idempotency-Key", "k1")))
        .toList()
        .stream()
        .map(CompletableFuture::join)
        .map(HttpResponse::statusCode)
        .toList();
  }

  private List<String> runs() {
    return staging.queryForList("SELECT id::text FROM sync_runs ORDER BY started_at", String.class);
  }

  private boolean ownedBy(ServiceProcess service, String run) {
    return staging
        .queryForObject("SELECT owner FROM sync_runs WHERE id::text = ?", String.class, run)
        .startsWith(service.pid() + "@");
  }

  private void sell(JungleScoutServer source) {
    source
        .asins()
        .forEach(asin -> staging.update("INSERT INTO dev_az_product (asin) VALUES (?)", asin));
  }

  private Map<String, Object> properties(JungleScoutServer source, Map<String, Object> more) {
    Map<String, Object> properties = new LinkedHashMap<>(pair.properties());
    properties.put("JWT_SECRET", Http.JWT_SECRET);
    properties.put("JUNGLE_SCOUT_API_KEY", "two:instances");
    properties.put("JUNGLE_SCOUT_BASE_URL", source.url());
    properties.putAll(more);
    return properties;
  }
}
