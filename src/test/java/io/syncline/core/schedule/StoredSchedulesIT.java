package io.syncline.core.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.syncline.core.error.RequestRefused;
import io.syncline.core.pipeline.Pipeline;
import io.syncline.core.run.BackgroundLoops;
import io.syncline.support.CoreRoutesOnly;
import io.syncline.support.Postgres;
import io.syncline.support.Postgres.Pair;
import io.syncline.support.TestPipeline;
import io.syncline.support.TestSources;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.quartz.JobBuilder;
import org.quartz.Scheduler;
import org.quartz.TriggerBuilder;
import org.quartz.impl.matchers.GroupMatcher;
import org.springframework.beans.factory.support.StaticListableBeanFactory;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.FilterType;
import org.springframework.context.annotation.Import;
import org.springframework.core.env.Environment;
import org.springframework.jdbc.core.JdbcTemplate;

/** Schedules that are data, on two instances of one pair of databases. */
class StoredSchedulesIT {
  private static final String OFTEN = "0/2 * * * * ?";
  private static final String SELDOM = "0 0 1 1 *";
  private static final Duration LONG = Duration.ofSeconds(60);

  /** Quartz looks for what was missed once a minute (misfireThreshold). */
  private static final Duration MISFIRES_SEEN = Duration.ofSeconds(150);

  private static final Pair PAIR = Postgres.freshPair();
  private static final JdbcTemplate STAGING = new JdbcTemplate(PAIR.stagingSource());
  private static ConfigurableApplicationContext one;
  private static ConfigurableApplicationContext two;

  /** The core and a pipeline that does nothing. */
  @EnableAutoConfiguration
  @ComponentScan(
      basePackages = "io.syncline.core",
      excludeFilters =
          @ComponentScan.Filter(
              type = FilterType.REGEX,
              pattern = "io\\.syncline\\..*(IT|Test)\\$.*"))
  @Import(TestSources.class)
  static class Instance {

    @Bean
    TestPipeline testPipeline() {
      return new TestPipeline();
    }

    @Bean
    Pipeline declaredPipeline(Environment environment, TestPipeline pipeline) {
      return Pipeline.named(TestPipeline.WORD, environment)
          .scheduledBy(TestPipeline::scheduled)
          .tells(pipeline)
          .declared();
    }
  }

  @BeforeAll
  static void start() {
    one = instance();
    two = instance();
  }

  @AfterAll
  static void stop() {
    one.close();
    two.close();
  }

  @AfterEach
  void nothing_fires() {
    STAGING.update("DELETE FROM sync_schedules");
    List.of(one, two).forEach(it -> it.getBean(ScheduleMirror.class).follow());
    await().atMost(LONG).until(() -> count("sync_runs WHERE status = 'running'") == 0);
    STAGING.update("DELETE FROM sync_runs");
  }

  /** SE-10, SE-38, SE-54. */
  @Test
  void a_schedule_fires_once_a_slot_however_many_instances_there_are() {
    put(one, "a", OFTEN, false);
    await().atMost(LONG).until(() -> slots("a").size() >= 4);
    assertThat(slots("a")).doesNotHaveDuplicates().allMatch(it -> it.matches(".*[02468]Z"));
    assertThat(count("sync_runs WHERE trigger <> 'schedule' OR scope <> 'entities/a'")).isZero();
    assertThat(count("sync_runs WHERE triggered_by IS NOT NULL")).isZero();
  }

  /** SE-55. */
  @Test
  void a_changed_schedule_fires_at_its_new_time_on_whichever_instance() {
    put(one, "b", SELDOM, false);
    assertThat(slots("b")).isEmpty();
    put(two, "b", OFTEN, false);
    await().atMost(LONG).until(() -> slots("b").size() >= 2);
    assertThat(schedules(one).find("entities", "b").orElseThrow().cron()).isEqualTo(OFTEN);
    put(one, "b", SELDOM, false);
    int fired = slots("b").size();
    await()
        .during(Duration.ofSeconds(5))
        .atMost(LONG)
        .until(() -> slots("b").size() <= fired + 1); // one may have been on its way
  }

  /** SE-55. */
  @Test
  void a_schedule_survives_the_end_of_the_instance_that_set_it_and_a_restart() {
    put(one, "c", OFTEN, false);
    one.close();
    try {
      int before = slots("c").size();
      await().atMost(LONG).until(() -> slots("c").size() >= before + 2);
    } finally {
      two.close();
      one = instance();
      two = instance();
    }
    int after = slots("c").size();
    await().atMost(LONG).until(() -> slots("c").size() >= after + 2);
    assertThat(slots("c")).doesNotHaveDuplicates();
  }

  @Test
  void what_was_missed_while_no_instance_ran_is_made_up_for_once() {
    put(one, "d", SELDOM, false);
    STAGING.update(
        "UPDATE qrtz_triggers SET next_fire_time = ? WHERE trigger_name = 'entities|d'",
        Instant.now().minus(Duration.ofHours(1)).toEpochMilli());
    await().atMost(MISFIRES_SEEN).until(() -> slots("d").size() == 1);
    await().during(Duration.ofSeconds(3)).atMost(LONG).until(() -> slots("d").size() == 1);
  }

  @Test
  void a_paused_schedule_stays_and_makes_up_for_nothing() throws Exception {
    put(one, "e", SELDOM, false);
    assertThat(triggers(one)).containsExactly("entities|e");
    StoredSchedule paused = put(one, "e", SELDOM, true);
    assertThat(paused.next(Instant.now())).isEmpty();
    await().until(() -> triggers(two).isEmpty());
    put(two, "e", SELDOM, false);
    await().until(() -> triggers(one).equals(List.of("entities|e")));
    assertThat(slots("e")).isEmpty();
    assertThat(schedules(two).delete("entities", "e")).isTrue();
    await().until(() -> triggers(one).isEmpty());
    assertThat(schedules(two).delete("entities", "e")).isFalse();
  }

  @Test
  void a_pipeline_that_is_switched_off_keeps_its_schedules() throws Exception {
    put(one, "f", SELDOM, false);
    ScheduleMirror off =
        new ScheduleMirror(
            one.getBean(ScheduleRows.class),
            one.getBean(StoredTriggers.class),
            new ScheduledRuns(
                List.of(), Map.of("entities", TestPipeline::scheduled), Set.of("entities")),
            one.getBeanProvider(Scheduler.class),
            one.getBean(BackgroundLoops.class),
            Duration.ofHours(1));
    off.follow();
    assertThat(triggers(one)).as("another instance may have it on").hasSize(1);
    off.begin(one.getBean(Scheduler.class));
    assertThat(triggers(one)).isEmpty();
    assertThat(count("sync_schedules WHERE scope = 'f' AND NOT is_paused")).isEqualTo(1);
    one.getBean(ScheduleMirror.class).follow();
    assertThat(triggers(one)).hasSize(1);
  }

  /** As by a statement: the store has its trigger until somebody mirrors that. */
  @Test
  void a_tick_whose_schedule_is_gone_or_paused_starts_nothing() throws Exception {
    put(one, "k", SELDOM, true);
    put(one, "l", SELDOM, false);
    for (String scope : List.of("k", "l", "m")) {
      one.getBean(Scheduler.class)
          .scheduleJob(
              JobBuilder.newJob(ScheduledRunJob.class)
                  .withIdentity(scope, "test")
                  .usingJobData(ScheduledRunJob.PIPELINE, "entities")
                  .usingJobData(ScheduledRunJob.SCOPE, scope)
                  .build(),
              TriggerBuilder.newTrigger().withIdentity(scope, "test").startNow().build());
    }
    await()
        .atMost(LONG)
        .until(
            () ->
                count("qrtz_triggers WHERE trigger_group = 'test'") == 0
                    && count("qrtz_fired_triggers WHERE trigger_group = 'test'") == 0);
    assertThat(slots("l")).hasSize(1);
    assertThat(slots("k")).isEmpty();
    assertThat(slots("m")).isEmpty();
    assertThat(
            count(
                "sync_schedule_states WHERE name IN ('entities.k', 'entities.m') AND last_slot IS NOT NULL"))
        .isZero();
  }

  @Test
  void the_scheduler_is_asked_for_nothing_where_nothing_is_to_be_done() {
    put(one, "j", SELDOM, false);
    List<String> asked = new CopyOnWriteArrayList<>();
    ScheduleMirror mirror = mirror(asked);
    mirror.follow();
    asked.clear();
    mirror.follow();
    assertThat(asked).containsOnly("isStarted", "isShutdown", "getSchedulerName");
    STAGING.update(
        "UPDATE qrtz_triggers SET trigger_state = 'ERROR' WHERE trigger_name LIKE '%|j'");
    await().until(() -> count("qrtz_triggers WHERE trigger_state = 'ERROR'") == 0);
  }

  private static ScheduleMirror mirror(List<String> asked) {
    Scheduler real = one.getBean(Scheduler.class);
    Scheduler noting =
        (Scheduler)
            Proxy.newProxyInstance(
                Scheduler.class.getClassLoader(),
                new Class<?>[] {Scheduler.class},
                (proxy, method, arguments) -> {
                  asked.add(method.getName());
                  return method.invoke(real, arguments);
                });
    StaticListableBeanFactory beans = new StaticListableBeanFactory(Map.of("scheduler", noting));
    return new ScheduleMirror(
        one.getBean(ScheduleRows.class),
        one.getBean(StoredTriggers.class),
        one.getBean(ScheduledRuns.class),
        beans.getBeanProvider(Scheduler.class),
        one.getBean(BackgroundLoops.class),
        Duration.ofHours(1));
  }

  @Test
  void a_row_that_was_written_by_hand_counts_and_a_wrong_one_costs_nothing_else() {
    STAGING.update(
        "INSERT INTO sync_schedules VALUES ('entities', 'g', ?, 'Europe/Berlin'),"
            + " ('entities', 'h', 'whenever', 'UTC'), ('nobody', 'i', ?, 'UTC')",
        OFTEN,
        OFTEN);
    await().atMost(LONG).until(() -> slots("g").size() >= 2);
    assertThat(schedules(one).find("entities", "h").orElseThrow().fault()).isPresent();
    assertThat(count("sync_runs WHERE scope <> 'entities/g'")).isZero();
  }

  @Test
  void what_cannot_be_scheduled_is_refused_by_a_code() {
    assertRefused("a", "whenever", "UTC", 422, "INVALID_SCHEDULE");
    assertRefused("a", "0 0 31 2 *", "UTC", 422, "INVALID_SCHEDULE");
    assertRefused("a", OFTEN, "Mars/Olympus", 422, "INVALID_SCHEDULE");
    assertRefused("nowhere", OFTEN, "UTC", 404, "UNKNOWN_SCOPE");
    assertThat(count("sync_schedules")).isZero();
  }

  private static void assertRefused(
      String scope, String cron, String zone, int status, String code) {
    assertThatThrownBy(() -> schedules(one).put("entities", scope, cron, zone, false, "somebody"))
        .isInstanceOfSatisfying(
            RequestRefused.class,
            e -> {
              assertThat(e.problem().status()).isEqualTo(status);
              assertThat(e.problem().code()).isEqualTo(code);
            });
  }

  private static StoredSchedule put(
      ConfigurableApplicationContext instance, String scope, String cron, boolean isPaused) {
    return schedules(instance).put("entities", scope, cron, "UTC", isPaused, "somebody");
  }

  private static StoredSchedules schedules(ConfigurableApplicationContext instance) {
    return instance.getBean(StoredSchedules.class);
  }

  private static List<String> triggers(ConfigurableApplicationContext instance) throws Exception {
    return instance
        .getBean(Scheduler.class)
        .getTriggerKeys(GroupMatcher.triggerGroupEquals("stored"))
        .stream()
        .map(key -> key.getName())
        .toList();
  }

  private static List<String> slots(String scope) {
    return STAGING.queryForList(
        "SELECT slot_key FROM sync_runs WHERE slot_key LIKE ?",
        String.class,
        "entities|" + scope + "|%");
  }

  private static long count(String what) {
    return STAGING.queryForObject("SELECT count(*) FROM " + what, Long.class);
  }

  private static ConfigurableApplicationContext instance() {
    Map<String, Object> properties = new LinkedHashMap<>(PAIR.properties());
    properties.put("server.port", 0);
    properties.put("spring.jmx.enabled", false);
    properties.put("spring.main.banner-mode", "off");
    properties.put("syncline.entities.title", "Records of the tests");
    properties.put("syncline.entities.required-one-of", "");
    properties.put("syncline.schedules", "on");
    properties.put("syncline.schedules-interval", "1s");
    return new SpringApplicationBuilder(Instance.class)
        .initializers(new CoreRoutesOnly())
        .run(
            properties.entrySet().stream()
                .map(it -> "--" + it.getKey() + "=" + it.getValue())
                .toArray(String[]::new));
  }
}
