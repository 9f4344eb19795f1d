package io.syncline.core.schedule;

import io.syncline.core.database.DatabaseFaults;
import io.syncline.core.run.QueueLook;
import io.syncline.core.run.RunAlarms;
import io.syncline.core.run.RunQueue;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import javax.sql.DataSource;
import org.quartz.JobBuilder;
import org.quartz.JobKey;
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
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/**
 * The alarms of waiting runs in Quartz's store, from which any instance takes the next one when it
 * has a thread for it. Threads may share it.
 *
 * <ol>
 *   <li>A scheduler of its own: ticks of schedules never wait behind runs.
 *   <li>Its threads lead the runs, so that no more are under way than there are threads; a run that
 *       is due now needs no alarm where one of them is free.
 *   <li>An alarm is nobody's in particular: it has a thread look for what is due, in the order of
 *       time alone, so that runs that are due close together need one between them.
 *   <li>An alarm that an instance had taken when it died is taken by another one.
 * </ol>
 */
@Component
@ConditionalOnProperty(name = "syncline.run.queue", havingValue = "all", matchIfMissing = true)
final class QueueAlarms implements RunAlarms, SmartLifecycle, DisposableBean {
  private static final Logger LOG = LoggerFactory.getLogger(QueueAlarms.class);
  private static final String GROUP = "runs";
  private static final JobKey LOOK = JobKey.jobKey("due", GROUP);

  private static final String STANDS =
      """
      SELECT EXISTS (SELECT FROM qrtz_triggers
                     WHERE sched_name = ? AND job_group = ? AND trigger_state IN ('WAITING', 'ACQUIRED') AND next_fire_time <= ?)
      """;

  private final JdbcClient staging;
  private final ObjectProvider<RunQueue> queue;
  private final LeadingThreads threads;
  private final Scheduler scheduler;
  private final Clock clock;
  private final Clock machine = Clock.systemUTC();
  private final AlarmTimes later = new AlarmTimes(Duration.ofSeconds(1));

  /** While all threads are busy another instance may help, and looks no sooner than that. */
  private final AlarmTimes busy = new AlarmTimes(Duration.ofSeconds(5));

  private volatile boolean running;
  private volatile boolean begun;

  QueueAlarms(
      @Qualifier("quartzPool") DataSource pool,
      ObjectProvider<RunQueue> queue,
      Environment environment,
      Clock clock,
      @Value("${syncline.run.runs-at-once}") int atOnce)
      throws SchedulerException {
    this.staging = JdbcClient.create(pool);
    this.clock = clock;
    this.queue = queue;
    this.threads = new LeadingThreads(atOnce);
    this.scheduler =
        QueueScheduler.of(
            pool,
            environment,
            threads,
            (fired, by) -> new QueuedRunJob(() -> look(Optional.empty())));
  }

  /** On one of the threads. What is not led now is found again by the sweep. */
  private void look(Optional<UUID> run) {
    try {
      queue.getObject().leadDue(new Look(run));
    } catch (DataAccessException | TransactionException e) {
      LOG.warn("due runs not looked for cause={}", e.getClass().getSimpleName());
    }
  }

  private final class Look implements QueueLook {
    private final Optional<UUID> run;

    private Look(Optional<UUID> run) {
      this.run = run;
    }

    @Override
    public Optional<UUID> run() {
      return run;
    }

    @Override
    public boolean mayGoOn() {
      return running;
    }

    @Override
    public void again(Instant when) {
      if (when.isAfter(clock.instant()) || !threads.tryRun(() -> look(Optional.empty()))) {
        alarm(when);
      }
    }
  }

  /** One that is due is led at once where a thread is free; else by whoever has one. */
  @Override
  public void set(UUID run, Instant when) {
    long due = when.toEpochMilli();
    long now = clock.millis();
    if (begun && due <= now && threads.tryRun(() -> look(Optional.of(run)))) {
      return;
    }
    AlarmTimes times = begun && due <= now ? busy : later;
    OptionalLong at = times.of(due, now);
    if (at.isPresent() && !alarm(Instant.ofEpochMilli(at.getAsLong()))) {
      times.forget(due, now);
    }
  }

  private boolean alarm(Instant when) {
    try {
      scheduler.scheduleJob(trigger(when));
      return true;
    } catch (SchedulerException e) { // found again by the sweep
      LOG.warn("alarm not set cause={}", DatabaseFaults.of("staging", e));
      return false;
    }
  }

  /** By the clock of this machine, which is what Quartz looks at. */
  private Trigger trigger(Instant when) {
    Duration wait = Duration.between(clock.instant(), when);
    return TriggerBuilder.newTrigger()
        .withIdentity(UUID.randomUUID().toString(), GROUP)
        .forJob(LOOK)
        .startAt(Date.from(machine.instant().plus(wait)))
        .withSchedule(
            SimpleScheduleBuilder.simpleSchedule().withMisfireHandlingInstructionIgnoreMisfires())
        .build();
  }

  /** Whoever an alarm that is due wakes looks for all of them. */
  @Override
  public List<UUID> withoutDue(List<UUID> runs) {
    boolean stands =
        runs.isEmpty()
            || staging
                .sql(STANDS)
                .params(QueueScheduler.NAME, GROUP, machine.millis())
                .query(Boolean.class)
                .single();
    return stands ? List.of() : runs;
  }

  @Override
  public boolean isOwn() {
    return false;
  }

  /** Once every route is up: a run that finds none fails. */
  @EventListener(ApplicationReadyEvent.class)
  @Order(Ordered.LOWEST_PRECEDENCE)
  void begin() throws SchedulerException {
    scheduler.addJob(
        JobBuilder.newJob(QueuedRunJob.class)
            .withIdentity(LOOK)
            .storeDurably()
            .requestRecovery()
            .build(),
        true);
    scheduler.start();
    begun = true;
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
    begun = false;
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
