package io.syncline.core.schedule;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.apache.camel.ProducerTemplate;
import org.quartz.Job;
import org.quartz.JobDataMap;
import org.quartz.JobExecutionContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A tick of a stored schedule: hands the slot over and returns. The store may hold the trigger of
 * one that somebody has paused or taken away since: its slot is nobody's.
 */
final class ScheduledRunJob implements Job {
  static final String PIPELINE = "pipeline";
  static final String SCOPE = "scope";

  private static final Logger LOG = LoggerFactory.getLogger(ScheduledRunJob.class);

  private final ScheduledRuns runs;
  private final ScheduleRows rows;
  private final ProducerTemplate template;

  ScheduledRunJob(ScheduledRuns runs, ScheduleRows rows, ProducerTemplate template) {
    this.runs = runs;
    this.rows = rows;
    this.template = template;
  }

  @Override
  public void execute(JobExecutionContext tick) {
    JobDataMap of = tick.getMergedJobDataMap();
    String pipeline = of.getString(PIPELINE);
    String scope = of.getString(SCOPE);
    Instant slot = tick.getScheduledFireTime().toInstant().truncatedTo(ChronoUnit.SECONDS);
    if (!rows.isOn(pipeline, scope)) {
      LOG.info(
          "slot skipped schedule={} slot={} reason=SCHEDULE_PAUSED_OR_GONE",
          StoredSchedule.name(pipeline, scope),
          slot);
      return;
    }
    runs.of(pipeline)
        .ifPresent(
            run ->
                template.sendBody(
                    "direct:core.start-scheduled",
                    new ScheduleTick(
                        StoredSchedule.name(pipeline, scope),
                        Optional.of(slot),
                        () ->
                            run.apply(scope)
                                .ofSchedule(StoredSchedule.key(pipeline, scope, slot)))));
  }
}
