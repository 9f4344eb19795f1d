package io.syncline.core.pipeline;

import java.text.ParseException;
import java.time.Instant;
import java.util.Date;
import java.util.Optional;
import java.util.TimeZone;
import org.quartz.CronExpression;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** When a pipeline fires, by its cron expression in UTC; never for {@code off}. */
public final class Schedule {
  private static final Logger LOG = LoggerFactory.getLogger(Schedule.class);

  private final Optional<CronExpression> cron;

  private Schedule(Optional<CronExpression> cron) {
    this.cron = cron;
  }

  public static Schedule of(String cron) {
    if (cron.isBlank() || cron.equalsIgnoreCase("off")) {
      return new Schedule(Optional.empty());
    }
    try {
      CronExpression expression = new CronExpression(cron);
      expression.setTimeZone(TimeZone.getTimeZone("UTC"));
      return new Schedule(Optional.of(expression));
    } catch (ParseException e) {
      LOG.warn("schedule not understood cron={}", cron);
      return new Schedule(Optional.empty());
    }
  }

  public Optional<Instant> after(Instant time) {
    return cron.map(it -> it.getNextValidTimeAfter(Date.from(time))).map(Date::toInstant);
  }
}
