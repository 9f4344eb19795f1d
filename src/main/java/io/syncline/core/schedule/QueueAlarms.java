package io.syncline.core.schedule;

import io.syncline.core.database.DatabaseFaults;
import io.syncline.core.run.RunAlarms;
import io.syncline.core.run.RunQueue;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import javax.sql.DataSource;
import org.quartz.JobBuilder;
import org.quartz.JobDetail;
import org.quartz.Scheduler;
import org.quartz.SchedulerException;
import org.quartz.SimpleScheduleBuilder;
import org.quartz.Trigger;
import org.quartz.TriggerBuilder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.event.EventListener;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.Environment;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * The alarms of waiting runs in Quartz's store, from which any instance takes the next one when it
 * has a thread for it. Threads may share it.
 *
 * <ol>
 *   <li>A scheduler of its own: ticks of schedules never wait behind runs.
 *   <li>Its threads lead the runs, so that no more are under way than there are threads.
 *   <li>The order is that of time alone: an alarm that is late keeps its place.
 *   <li>What an instance had taken when it died is taken by another one.
 * </ol>
 */
@Component
@ConditionalOnProperty(name = "syncline.run.queue", havingValue = "all", matchIfMissing = true)
final class QueueAlarms implements RunAlarms, SmartLifecycle, DisposableBean {
  private static final Logger LOG = LoggerFactory.getLogger(QueueAlarms.class);
  private static final String GROUP = "runs";

  private static final String SET =
      """
      SELECT job_name FROM qrtz_triggers
      WHERE sched_name = ? AND job_group = ? AND trigger_state <> 'ERROR' AND next_fire_time <= ? AND job_name = ANY (?::text[])
      """;

  private final JdbcClient staging;
  private final Scheduler scheduler;
  private final Clock clock;
  private final Clock machine = Clock.systemUTC();
  private volatile boolean running;

  QueueAlarms(
      @Qualifier("quartzPool") DataSource pool,
      ObjectProvider<RunQueue> queue,
      Environment environment,
      Clock clock,
      @Value("${syncline.run.runs-at-once}") int threads)
      throws SchedulerException {
    this.staging = JdbcClient.create(pool);
    this.clock = clock;
    this.scheduler =
        QueueScheduler.of(
            pool, environment, threads, (fired, by) -> new QueuedRunJob(queue.getObject()));
  }

  @Override
  public void set(UUID run, Instant when) {
    try {
      scheduler.scheduleJob(job(run), Set.of(trigger(run, when)), true);
    } catch (SchedulerException e) { // found again by the sweep
      LOG.warn("alarm not set run={} cause={}", run, DatabaseFaults.of("staging", e));
    }
  }

  private static JobDetail job(UUID run) {
    return JobBuilder.newJob(QueuedRunJob.class)
        .withIdentity(run.toString(), GROUP)
        .requestRecovery()
        .build();
  }

  /** By the clock of this machine, which is what Quartz looks at. */
  private Trigger trigger(UUID run, Instant when) {
    Duration wait = Duration.between(clock.instant(), when);
    return TriggerBuilder.newTrigger()
        .withIdentity(run.toString(), GROUP)
        .startAt(Date.from(machine.instant().plus(wait)))
        .withSchedule(
            SimpleScheduleBuilder.simpleSchedule().withMisfireHandlingInstructionIgnoreMisfires())
        .build();
  }

  @Override
  public List<UUID> withoutDue(List<UUID> runs) {
    String[] names = runs.stream().map(UUID::toString).toArray(String[]::new);
    Set<String> set =
        new HashSet<>(
            staging
                .sql(SET)
                .params(QueueScheduler.NAME, GROUP, machine.millis(), names)
                .query(String.class)
                .list());
    return runs.stream().filter(run -> !set.contains(run.toString())).toList();
  }

  @Override
  public boolean isOwn() {
    return false;
  }

  /** Once every route is up: a run that finds none fails. */
  @EventListener(ApplicationReadyEvent.class)
  @Order(Ordered.LOWEST_PRECEDENCE)
  void begin() throws SchedulerException {
    scheduler.start();
  }

  @Override
  public void start() {
    running = true;
  }

  /** Takes no run any more; those under way are asked to stop next, and go back to the queue. */
  @Override
  public void stop() {
    try {
      scheduler.standby();
    } catch (SchedulerException e) {
      LOG.warn("queue not left cause={}", DatabaseFaults.of("staging", e));
    }
    running = false;
  }

  @Override
  public boolean isRunning() {
    return running;
  }

  @Override
  public int getPhase() {
    return Integer.MAX_VALUE;
  }

  @Override
  public void destroy() throws SchedulerException {
    scheduler.shutdown(false);
  }
}
