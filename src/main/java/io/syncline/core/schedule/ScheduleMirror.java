package io.syncline.core.schedule;

import io.syncline.core.database.DatabaseFaults;
import io.syncline.core.run.BackgroundLoop;
import io.syncline.core.run.BackgroundLoops;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TimeZone;
import java.util.stream.Collectors;
import org.quartz.CronScheduleBuilder;
import org.quartz.CronTrigger;
import org.quartz.JobBuilder;
import org.quartz.JobDetail;
import org.quartz.Scheduler;
import org.quartz.SchedulerException;
import org.quartz.Trigger;
import org.quartz.Trigger.TriggerState;
import org.quartz.TriggerBuilder;
import org.quartz.TriggerKey;
import org.quartz.impl.matchers.GroupMatcher;
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
 *   <li>A pipeline that is off loses its triggers at a start only: during an upgrade another
 *       instance may have it on.
 * </ol>
 */
@Component
class ScheduleMirror {
  private static final Logger LOG = LoggerFactory.getLogger(ScheduleMirror.class);
  private static final String GROUP = "stored";
  private static final Duration LONGEST_PASS = Duration.ofSeconds(60);
  private static final Duration TIME_TO_FINISH = Duration.ofSeconds(1);

  private final ScheduleRows rows;
  private final ScheduledRuns runs;
  private final ObjectProvider<Scheduler> schedulers;
  private Set<StoredSchedule> told = Set.of();

  ScheduleMirror(
      ScheduleRows rows,
      ScheduledRuns runs,
      ObjectProvider<Scheduler> schedulers,
      BackgroundLoops loops,
      @Value("${syncline.schedules-interval}") Duration interval) {
    this.rows = rows;
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
    Set<TriggerKey> kept = fire.stream().map(ScheduleMirror::key).collect(Collectors.toSet());
    if (!starting) {
      all.stream()
          .filter(it -> runs.isOff(it.pipeline()))
          .map(ScheduleMirror::key)
          .forEach(kept::add);
    }
    for (TriggerKey key : scheduler.getTriggerKeys(GroupMatcher.triggerGroupEquals(GROUP))) {
      if (!kept.contains(key)) {
        scheduler.unscheduleJob(key);
        LOG.info("schedule removed trigger={}", key.getName());
      }
    }
    for (StoredSchedule schedule : fire) {
      if (!holds(scheduler, schedule)) {
        scheduler.scheduleJob(job(schedule), Set.of(trigger(schedule)), true);
        LOG.info(
            "schedule set trigger={} next={}",
            key(schedule).getName(),
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
            LOG.warn(
                "schedule left out trigger={} fault={}",
                key(it).getName(),
                it.fault().orElseThrow()));
    told = faulty;
  }

  private static boolean holds(Scheduler scheduler, StoredSchedule schedule)
      throws SchedulerException {
    return scheduler.getTrigger(key(schedule)) instanceof CronTrigger stored
        && stored.getCronExpression().equals(schedule.quartz())
        && stored.getTimeZone().getID().equals(schedule.timeZone())
        && scheduler.getTriggerState(key(schedule)) != TriggerState.ERROR;
  }

  private static TriggerKey key(StoredSchedule schedule) {
    return TriggerKey.triggerKey(schedule.pipeline() + "|" + schedule.scope(), GROUP);
  }

  private static JobDetail job(StoredSchedule schedule) {
    return JobBuilder.newJob(ScheduledRunJob.class)
        .withIdentity(key(schedule).getName(), GROUP)
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
