package io.syncline.core.schedule;

import io.syncline.core.error.RequestRefused;
import io.syncline.core.run.RunRequest;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.function.Function;
import org.apache.camel.ProducerTemplate;
import org.quartz.Job;
import org.quartz.JobDataMap;
import org.quartz.JobExecutionContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A tick of a stored schedule: hands the slot over and returns. */
final class ScheduledRunJob implements Job {
  static final String PIPELINE = "pipeline";
  static final String SCOPE = "scope";

  private static final Logger LOG = LoggerFactory.getLogger(ScheduledRunJob.class);

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
    try {
      runs.of(pipeline).ifPresent(run -> start(run, scope, pipeline + "|" + scope + "|" + slot));
    } catch (RequestRefused e) {
      LOG.info(
          "slot skipped pipeline={} scope={} slot={} reason={}",
          pipeline,
          scope,
          slot,
          e.problem().code());
    }
  }

  private void start(Function<String, RunRequest> run, String scope, String slot) {
    template.sendBody("direct:core.start-scheduled", run.apply(scope).ofSchedule(slot));
  }
}
