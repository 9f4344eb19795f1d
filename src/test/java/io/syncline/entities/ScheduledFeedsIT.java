package io.syncline.entities;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.syncline.api.Http;
import io.syncline.sandbox.google.SampleSheets;
import io.syncline.support.Postgres;
import io.syncline.support.Postgres.Pair;
import io.syncline.support.ServiceProcess;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;

/** Tabs and sources that are read when their schedules say, on two instances. */
class ScheduledFeedsIT {
  private static final String EVEN = "0/2 * * * * ?";
  private static final String ODD = "1/2 * * * * ?";
  private static final String SELDOM = "0 0 1 1 *";
  private static final Duration LONG = Duration.ofSeconds(90);
  private static final UUID PARTNERS = UUID.fromString("00000000-0000-4000-8000-0000000005b0");
  private static final UUID STAFF = UUID.fromString("00000000-0000-4000-8000-0000000005b1");
  private static final UUID MASTER = UUID.fromString("00000000-0000-4000-8000-0000000005a0");
  private static final UUID OTHER = UUID.fromString("00000000-0000-4000-8000-0000000005a1");
  private static final String TAB = "entities.feed." + PARTNERS;
  private static final String SOURCE = "entities.source." + OTHER;

  private final Pair pair = Postgres.freshPair();
  private final JdbcTemplate staging = new JdbcTemplate(pair.stagingSource());

  /** SE-10, SE-54, SE-55. */
  @Test
  void
      a_schedule_that_a_call_changes_fires_at_its_new_time_on_either_instance_and_after_a_restart() {
    try (ServiceProcess one = ServiceProcess.serve(properties());
        ServiceProcess two = ServiceProcess.serve(properties())) {
      configure();
      put(one, TAB, SELDOM);
      put(two, SOURCE, ODD);
      awaitMore(SOURCE);
      assertThat(slots(TAB)).as("another source's schedule").isEmpty();
      put(two, TAB, EVEN);
      awaitMore(TAB);
      awaitMore(SOURCE);
      one.kill();
      awaitMore(TAB);
      awaitMore(SOURCE);
    }
    try (ServiceProcess again = ServiceProcess.serve(properties())) {
      awaitMore(TAB);
      awaitMore(SOURCE);
      put(again, TAB, SELDOM);
      int fired = slots(TAB).size();
      awaitMore(SOURCE);
      assertThat(slots(TAB)).as("one may have been on its way").hasSizeBetween(fired, fired + 1);
    }
    assertThat(slots(TAB)).doesNotHaveDuplicates().allMatch(slot -> slot.matches(".*[02468]Z"));
    assertThat(slots(SOURCE)).doesNotHaveDuplicates().allMatch(slot -> slot.matches(".*[13579]Z"));
    assertThat(
            staging.queryForList(
                "SELECT DISTINCT concat_ws(' ', trigger, triggered_by) FROM sync_runs WHERE scope IN (?, ?)",
                String.class,
                TAB,
                SOURCE))
        .containsExactly("schedule");
    assertThat(count("partners")).isEqualTo(149);
    assertThat(count("staff")).isPositive();
  }

  private void configure() {
    MappedTabs mapped = new MappedTabs(staging);
    mapped
        .spreadsheet(MASTER, SampleSheets.MASTER)
        .tab(PARTNERS, MASTER, "Partners", SampleSheets.PARTNERS)
        .key(PARTNERS, "Brand Name")
        .map(PARTNERS, "Tier", "tier");
    mapped.spreadsheet(OTHER, SampleSheets.MASTER).tab(STAFF, OTHER, "Staff", SampleSheets.STAFF);
    staging.update("UPDATE tab_mappings SET primary_entity = 'staff' WHERE id = ?", STAFF);
    staging.update(
        "INSERT INTO column_mappings (tab_mapping_id, source_column, target_field, is_key) VALUES (?, 'Email', 'email', true)",
        STAFF);
  }

  private static void put(ServiceProcess instance, String scope, String cron) {
    HttpResponse<String> answer =
        instance.putJson("/api/entities/schedules/" + scope, "{\"cron\": \"%s\"}".formatted(cron));
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
  }

  /** Two more runs of the schedule than there are, that went well. */
  private void awaitMore(String scope) {
    long before = well(scope);
    await().atMost(LONG).until(() -> well(scope) >= before + 2);
  }

  private long well(String scope) {
    return count("sync_runs WHERE scope = '" + scope + "' AND status = 'completed'");
  }

  private List<String> slots(String scope) {
    return staging.queryForList(
        "SELECT slot_key FROM sync_runs WHERE scope = ?", String.class, scope);
  }

  private long count(String what) {
    return staging.queryForObject("SELECT count(*) FROM " + what, Long.class);
  }

  private Map<String, Object> properties() {
    Map<String, Object> properties = new HashMap<>(pair.properties());
    properties.put("JWT_SECRET", Http.JWT_SECRET);
    properties.put("spring.profiles.active", "sandbox");
    properties.put("syncline.schedules", "on");
    properties.put("syncline.schedules-interval", "1s");
    properties.put("syncline.run.lease-time", "3s");
    properties.put("syncline.run.heartbeat", "500ms");
    properties.put("syncline.run.sweep", "1s");
    properties.put("syncline.entities.reads-per-minute", "10000");
    properties.put("syncline.entities.google.calls-per-second", "1000");
    properties.put("syncline.sandbox.google.reads-per-minute", "10000");
    properties.put("syncline.sandbox.junglescout.products", "1");
    properties.put("syncline.sandbox.stockx.products", "1");
    properties.put("syncline.sandbox.entities.feeds", "false");
    properties.put("syncline.sandbox.clientapi.accounts", "false");
    return properties;
  }
}
