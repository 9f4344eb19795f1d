package io.syncline.core.schedule;

import io.syncline.core.run.RunQueue;
import java.util.UUID;
import org.quartz.Job;
import org.quartz.JobExecutionContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;

/**
 * Leads a run on that has waited, on the scheduler's thread, to its end or until it waits again.
 */
final class QueuedRunJob implements Job {
  private static final Logger LOG = LoggerFactory.getLogger(QueuedRunJob.class);

  private final RunQueue queue;

  QueuedRunJob(RunQueue queue) {
    this.queue = queue;
  }

  @Override
  public void execute(JobExecutionContext alarm) {
    UUID run = UUID.fromString(alarm.getJobDetail().getKey().getName());
    try {
      queue.resume(run);
    } catch (DataAccessException | TransactionException e) { // found again by the sweep
      LOG.warn("run not led on run={} cause={}", run, e.getClass().getSimpleName());
    }
  }
}
