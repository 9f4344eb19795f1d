package io.syncline.stockx;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.syncline.core.request.ApiAnswer;
import io.syncline.core.source.CallBudget;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Date;
import java.util.TimeZone;
import java.util.stream.StreamSupport;
import org.quartz.CronExpression;
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
  private final StockxAccounts accounts;
  private final CallBudget budget;
  private final String cron;
  private final Clock clock;

  CallFigures(
      StockxSettings settings,
      StockxAccounts accounts,
      CallBudget budget,
      @Value("${syncline.stockx.quartz-cron:off}") String cron,
      Clock clock) {
    this.settings = settings;
    this.accounts = accounts;
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
    answer.put("left_today", budget.left(accounts.own().api()));
    ArrayNode each = answer.putArray("accounts");
    accounts.asked(settings.regions()).forEach(account -> each.add(figures(account, runs)));
    answer.put(
        "fits",
        StreamSupport.stream(each.spliterator(), false).allMatch(a -> a.path("fits").asBoolean()));
    return ApiAnswer.ok(answer);
  }

  /** The limit is that of an account: its regions share it. */
  private ObjectNode figures(StockxAccount account, long runs) {
    long regions =
        settings.regions().stream().filter(r -> r.account().equals(account.name())).count();
    long perDay = settings.productsPerRun() * regions * runs;
    ObjectNode figures = JsonNodeFactory.instance.objectNode();
    figures.put("source", account.api().name());
    figures.put("regions", regions);
    figures.put("calls_per_day", perDay);
    figures.put("left_today", budget.left(account.api()));
    figures.put("fits", perDay <= settings.callsPerDay());
    return figures;
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
