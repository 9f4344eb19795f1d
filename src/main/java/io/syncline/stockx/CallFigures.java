package io.syncline.stockx;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.syncline.core.request.ApiAnswer;
import io.syncline.core.source.CallBudget;
import io.syncline.core.source.SourceProfile;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Date;
import java.util.TimeZone;
import org.quartz.CronExpression;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/**
 * What the present configuration costs in calls (SX-23, SX-24): one per product and region, without
 * the searches of new SKUs and the sizes read once a day.
 */
@Component
final class CallFigures {
  private static final int DAYS = 30;

  private final StockxSettings settings;
  private final SourceProfile stockx;
  private final CallBudget budget;
  private final String cron;
  private final Clock clock;

  CallFigures(
      StockxSettings settings,
      @Qualifier("stockxApi") SourceProfile stockx,
      CallBudget budget,
      @Value("${syncline.stockx.quartz-cron:off}") String cron,
      Clock clock) {
    this.settings = settings;
    this.stockx = stockx;
    this.budget = budget;
    this.cron = cron;
    this.clock = clock;
  }

  ApiAnswer budget() {
    long perRun = (long) settings.productsPerRun() * settings.regions().size();
    long runs = runsPerDay();
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    answer.put("products_per_run", settings.productsPerRun());
    answer.put("regions", settings.regions().size());
    answer.put("runs_per_day", runs);
    answer.put("calls_per_run", perRun);
    answer.put("calls_per_day", perRun * runs);
    answer.put("calls_per_month", perRun * runs * DAYS);
    answer.put("allowed_per_day", settings.callsPerDay());
    answer.put("left_today", budget.left(stockx));
    answer.put("fits", perRun * runs <= settings.callsPerDay());
    return ApiAnswer.ok(answer);
  }

  /** Fires of the schedule on the present day, UTC. */
  private long runsPerDay() {
    if (cron.equals("off")) {
      return 0;
    }
    try {
      CronExpression expression = new CronExpression(cron);
      expression.setTimeZone(TimeZone.getTimeZone(ZoneOffset.UTC));
      Instant midnight =
          LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC)
              .atStartOfDay(ZoneOffset.UTC)
              .toInstant();
      Instant end = midnight.plus(Duration.ofDays(1));
      long fires = 0;
      Date next = expression.getNextValidTimeAfter(Date.from(midnight.minusSeconds(1)));
      while (next != null && next.toInstant().isBefore(end)) {
        fires++;
        next = expression.getNextValidTimeAfter(next);
      }
      return fires;
    } catch (ParseException e) {
      throw new IllegalStateException("the schedule was checked at start", e);
    }
  }
}
