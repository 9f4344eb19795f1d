package io.syncline.stockx;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.syncline.core.pipeline.ApiAnswer;
import io.syncline.core.source.CallBudget;
import java.time.Clock;
import java.util.stream.StreamSupport;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/**
 * What the present configuration costs in calls (SX-23, SX-24): one per product and region, without
 * the searches of new SKUs and the sizes read once a day.
 */
@Component
final class CallFigures {
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
    ScheduleFires fires = ScheduleFires.of(cron, clock.instant());
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    answer.put("products_per_run", settings.productsPerRun());
    answer.put("regions", settings.regions().size());
    answer.put("runs_per_day", fires.perDay());
    answer.put("calls_per_run", perRun);
    answer.put("calls_per_day", fires.callsPerDay(perRun));
    answer.put("calls_per_month", perRun * fires.month());
    answer.put("allowed_per_day", settings.callsPerDay());
    answer.put("left_today", left(accounts.own()));
    ArrayNode each = answer.putArray("accounts");
    accounts.asked(settings.regions()).forEach(account -> each.add(figures(account, fires)));
    answer.put(
        "fits",
        StreamSupport.stream(each.spliterator(), false).allMatch(a -> a.path("fits").asBoolean()));
    return ApiAnswer.ok(answer);
  }

  /** The limit is that of an account: its regions share it, also on the busiest day. */
  private ObjectNode figures(StockxAccount account, ScheduleFires fires) {
    long regions =
        settings.regions().stream().filter(r -> r.account().equals(account.name())).count();
    long perRun = settings.productsPerRun() * regions;
    ObjectNode figures = JsonNodeFactory.instance.objectNode();
    figures.put("source", account.api().name());
    figures.put("regions", regions);
    figures.put("calls_per_day", fires.callsPerDay(perRun));
    figures.put("left_today", left(account));
    figures.put("fits", perRun * fires.busiestDay() <= settings.callsPerDay());
    return figures;
  }

  /** A limit that was lowered today may be below what is used up. */
  private long left(StockxAccount account) {
    return Math.max(0, budget.left(account.api()));
  }
}
