package io.syncline.core.schedule;

import io.syncline.core.database.DatabaseFaults;
import io.syncline.core.run.BackgroundLoop;
import io.syncline.core.run.BackgroundLoops;
import io.syncline.core.schedule.StoredTriggers.Held;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TimeZone;
import java.util.stream.Collectors;
import org.quartz.CronScheduleBuilder;
import org.quartz.JobBuilder;
import org.quartz.JobDetail;
import org.quartz.Scheduler;
import org.quartz.SchedulerException;
import org.quartz.Trigger;
import org.quartz.TriggerBuilder;
import org.quartz.TriggerKey;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/**
 * Has Quartz's store hold what {@code sync_schedules} says. Threads may share it.
 *
 * <ol>
 *   <li>Rows are the truth: each instance mirrors them at its start, when it changed one, and from
 *       time to time, for another one or somebody's statement may have.
 *   <li>What is paused is not in the store: when it goes on, nothing that was missed meanwhile is
 *       made up for.
 *   <li>Rows are read again after each pass, so that the last pass of any instance has seen them as
 *       they are.
 *   <li>The scheduler is told what is to be changed and asked nothing: where nothing is, a pass
 *       only reads rows and store.
 *   <li>A pipeline that is off loses its triggers at a start only: during an upgrade another
 *       instance may have it on.
 * </ol>
 */
@Component
class ScheduleMirror {
  private static final Logger LOG = LoggerFactory.getLogger(ScheduleMirror.class);
  private static final Duration LONGEST_PASS = Duration.ofSeconds(60);
  private static final Duration TIME_TO_FINISH = Duration.ofSeconds(1);

  private final ScheduleRows rows;
  private final StoredTriggers triggers;
  private final ScheduledRuns runs;
  private final ObjectProvider<Scheduler> schedulers;
  private Set<StoredSchedule> told = Set.of();

  ScheduleMirror(
      ScheduleRows rows,
      StoredTriggers triggers,
      ScheduledRuns runs,
      ObjectProvider<Scheduler> schedulers,
      BackgroundLoops loops,
      @Value("${syncline.schedules-interval}") Duration interval) {
    this.rows = rows;
    this.triggers = triggers;
    this.runs = runs;
    this.schedulers = schedulers;
    loops.keep(
        BackgroundLoop.resting("schedules", interval, this::follow), LONGEST_PASS, TIME_TO_FINISH);
  }

  /** Once before the scheduler starts. */
  void begin(Scheduler scheduler) {
    mirror(scheduler, true);
  }

  /** Does nothing in a process that fires no schedules: the others see the change themselves. */
  void follow() {
    Scheduler scheduler = schedulers.getIfAvailable();
    try {
      if (scheduler != null && scheduler.isStarted() && !scheduler.isShutdown()) {
        mirror(scheduler, false);
      }
    } catch (SchedulerException e) {
      LOG.warn("schedules are not mirrored: {}", DatabaseFaults.of("staging", e));
    }
  }

  private synchronized void mirror(Scheduler scheduler, boolean starting) {
    try {
      List<StoredSchedule> done;
      List<StoredSchedule> now = rows.all();
      do {
        apply(scheduler, now, starting);
        done = now;
        now = rows.all();
      } while (!now.equals(done));
    } catch (SchedulerException e) {
      LOG.warn("schedules are not mirrored: {}", DatabaseFaults.of("staging", e));
    }
  }

  private void apply(Scheduler scheduler, List<StoredSchedule> all, boolean starting)
      throws SchedulerException {
    tellFaults(all);
    List<StoredSchedule> fire = all.stream().filter(this::fires).toList();
    Set<String> kept = fire.stream().map(ScheduleMirror::name).collect(Collectors.toSet());
    if (!starting) {
      all.stream()
          .filter(it -> runs.isOff(it.pipeline()))
          .map(ScheduleMirror::name)
          .forEach(kept::add);
    }
    Map<String, Held> held = triggers.of(scheduler.getSchedulerName());
    for (String name : held.keySet()) {
      if (!kept.contains(name)) {
        scheduler.unscheduleJob(TriggerKey.triggerKey(name, StoredTriggers.GROUP));
        LOG.info("schedule removed trigger={}", name);
      }
    }
    for (StoredSchedule schedule : fire) {
      Held stored = held.get(name(schedule));
      if (stored == null || !stored.fires(schedule)) {
        scheduler.scheduleJob(job(schedule), Set.of(trigger(schedule)), true);
        LOG.info(
            "schedule set trigger={} next={}",
            name(schedule),
            scheduler.getTrigger(key(schedule)).getNextFireTime());
      }
    }
  }

  private boolean fires(StoredSchedule schedule) {
    return !schedule.isPaused()
        && schedule.fault().isEmpty()
        && runs.of(schedule.pipeline()).isPresent()
        && !runs.isOff(schedule.pipeline());
  }

  /** Only a row that was written by hand can be wrong; it is told once. */
  private void tellFaults(List<StoredSchedule> all) {
    Set<StoredSchedule> faulty =
        all.stream().filter(it -> it.fault().isPresent()).collect(Collectors.toSet());
    Set<StoredSchedule> fresh = new HashSet<>(faulty);
    fresh.removeAll(told);
    fresh.forEach(
        it ->
            LOG.warn("schedule left out trigger={} fault={}", name(it), it.fault().orElseThrow()));
    told = faulty;
  }

  private static TriggerKey key(StoredSchedule schedule) {
    return TriggerKey.triggerKey(name(schedule), StoredTriggers.GROUP);
  }

  private static String name(StoredSchedule schedule) {
    return schedule.pipeline() + "|" + schedule.scope();
  }

  private static JobDetail job(StoredSchedule schedule) {
    return JobBuilder.newJob(ScheduledRunJob.class)
        .withIdentity(name(schedule), StoredTriggers.GROUP)
        .usingJobData(ScheduledRunJob.PIPELINE, schedule.pipeline())
        .usingJobData(ScheduledRunJob.SCOPE, schedule.scope())
        .requestRecovery()
        .build();
  }

  /** What was missed while no instance ran is made up for once. */
  private static Trigger trigger(StoredSchedule schedule) {
    return TriggerBuilder.newTrigger()
        .withIdentity(key(schedule))
        .withSchedule(
            CronScheduleBuilder.cronSchedule(schedule.quartz())
                .inTimeZone(TimeZone.getTimeZone(schedule.timeZone()))
                .withMisfireHandlingInstructionFireAndProceed())
        .build();
  }
}
