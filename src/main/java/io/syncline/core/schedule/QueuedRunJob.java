package io.syncline.core.schedule;

import org.quartz.Job;
import org.quartz.JobExecutionContext;

/** An alarm: has waiting runs led on that are due. Its name stands in Quartz's store. */
record QueuedRunJob(Runnable look) implements Job {
  @Override
  public void execute(JobExecutionContext alarm) {
    look.run();
  }
}
