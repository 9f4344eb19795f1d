package io.syncline.core.schedule;

import org.quartz.Scheduler;
import org.quartz.SchedulerException;
import org.quartz.TriggerKey;
import org.quartz.impl.matchers.GroupMatcher;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;

/**
 * Starts the schedules once every route is up: a tick that finds no route is lost. A process with
 * {@code syncline.schedules=off} never starts them and so takes no tick from the others.
 */
@Component
class ScheduleStart {
  private static final Logger LOG = LoggerFactory.getLogger(ScheduleStart.class);

  private final ObjectProvider<Scheduler> scheduler;
  private final ScheduleMirror mirror;
  private final Environment environment;

  ScheduleStart(
      ObjectProvider<Scheduler> scheduler, ScheduleMirror mirror, Environment environment) {
    this.scheduler = scheduler;
    this.mirror = mirror;
    this.environment = environment;
  }

  @EventListener(ApplicationReadyEvent.class)
  @Order(Ordered.LOWEST_PRECEDENCE)
  void start() throws SchedulerException {
    Scheduler present = scheduler.getIfAvailable();
    if (present == null || Schedules.isOff(environment.getProperty("syncline.schedules", "on"))) {
      return;
    }
    for (String word : Schedules.words(environment)) {
      if (!environment.getProperty("syncline." + word + ".scheduled", boolean.class, false)) {
        forget(present, word);
      }
    }
    mirror.begin(present);
    present.start();
  }

  /** The store remembers the ticks of a schedule that has since been switched off. */
  private static void forget(Scheduler scheduler, String word) throws SchedulerException {
    for (TriggerKey key : scheduler.getTriggerKeys(GroupMatcher.triggerGroupEquals(word))) {
      scheduler.unscheduleJob(key);
      LOG.info("schedule removed trigger={}", key);
    }
  }
}
