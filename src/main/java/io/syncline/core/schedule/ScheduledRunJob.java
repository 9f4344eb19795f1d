package io.syncline.core.schedule;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.apache.camel.ProducerTemplate;
import org.quartz.Job;
import org.quartz.JobDataMap;
import org.quartz.JobExecutionContext;

/** A tick of a stored schedule: hands the slot over and returns. */
final class ScheduledRunJob implements Job {
  static final String PIPELINE = "pipeline";
  static final String SCOPE = "scope";

  private final ScheduledRuns runs;
  private final ProducerTemplate template;

  ScheduledRunJob(ScheduledRuns runs, ProducerTemplate template) {
    this.runs = runs;
    this.template = template;
  }

  @Override
  public void execute(JobExecutionContext tick) {
    JobDataMap of = tick.getMergedJobDataMap();
    String pipeline = of.getString(PIPELINE);
    String scope = of.getString(SCOPE);
    Instant slot = tick.getScheduledFireTime().toInstant().truncatedTo(ChronoUnit.SECONDS);
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
