package io.syncline.api;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.syncline.core.audit.AuditTrail;
import io.syncline.core.database.Databases;
import io.syncline.core.letter.DeadLetterRows;
import io.syncline.core.pipeline.Endpoint;
import io.syncline.core.pipeline.Guard;
import io.syncline.core.pipeline.Pipeline;
import io.syncline.core.pipeline.PipelineBoard;
import io.syncline.core.pipeline.Pipelines;
import io.syncline.core.run.BackgroundLoops;
import io.syncline.core.run.RowsByDay;
import io.syncline.core.run.RunHistory;
import io.syncline.core.run.RunLog;
import io.syncline.core.run.RunPulse;
import io.syncline.core.run.RunRequest;
import io.syncline.core.run.RunRequest.Trigger;
import io.syncline.core.schedule.ConfiguredSchedule;
import io.syncline.core.schedule.ScheduleBoard;
import io.syncline.core.schedule.ScheduleRows;
import io.syncline.core.schedule.ScheduleStates;
import io.syncline.core.schedule.ScheduledRuns;
import io.syncline.core.setting.Settings;
import io.syncline.core.source.CallBudget;
import io.syncline.core.stream.Column;
import io.syncline.core.stream.Stream;
import io.syncline.core.stream.Streams;
import io.syncline.core.verify.LastComparison;
import io.syncline.support.SettableClock;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.flyway.FlywayAutoConfiguration;
import org.springframework.boot.autoconfigure.jdbc.DataSourceAutoConfiguration;
import org.springframework.boot.autoconfigure.quartz.QuartzAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.FilterType;
import org.springframework.context.annotation.Import;
import org.springframework.core.env.Environment;

/** No stereotype, so that no other test's scan finds it. */
@EnableAutoConfiguration(
    exclude = {
      DataSourceAutoConfiguration.class,
      FlywayAutoConfiguration.class,
      QuartzAutoConfiguration.class
    })
@ComponentScan(
    basePackages = {"io.syncline.api", "io.syncline.console"},
    excludeFilters =
        @ComponentScan.Filter(
            type = FilterType.ASSIGNABLE_TYPE,
            classes = {
              RunCancel.class,
              DeadLetterRequests.class,
              LetterCorrection.class,
              DivergenceRequests.class,
              ScheduleRequests.class
            }))
@Import({
  AuditTrail.class,
  BackgroundLoops.class,
  Pipelines.class,
  PipelineBoard.class,
  RunHistory.class,
  RunLog.class,
  RunPulse.class,
  ScheduleBoard.class,
  RowsByDay.class,
  LastComparison.class,
  CallBudget.class,
  DeadLetterRows.class,
  ScheduleRows.class,
  ScheduleStates.class,
  Settings.class,
  TestRoutes.class
})
public class WebApp {

  @Bean
  Ledger ledger() {
    return Ledger.started();
  }

  @Bean
  Databases databases(Ledger ledger) {
    return ledger.databases();
  }

  @Bean
  Streams streams() {
    Stream sales =
        Stream.into("sales", "sales", 2, List.of(Column.text("asin"), Column.date("day")));
    Stream figures = Stream.into("figures", "figures", 2, sales.columns());
    return new Streams(List.of(() -> List.of(sales, figures.keyedByRange())));
  }

  @Bean
  Clock clock() {
    return new SettableClock();
  }

  @Bean
  ScheduledRuns scheduledRuns(List<Pipeline> pipelines) {
    return new ScheduledRuns(
        pipelines.stream()
            .map(
                it ->
                    new ConfiguredSchedule(
                        it.word(), it.word(), it.cron(), it.isOff(), slot -> ofSlot(it, slot)))
            .toList(),
        Map.of(),
        Set.of());
  }

  private static RunRequest ofSlot(Pipeline pipeline, Instant slot) {
    String word = pipeline.word();
    return RunRequest.of(
            word, word, Trigger.SCHEDULE, "schedule", JsonNodeFactory.instance.objectNode())
        .inSlot(Optional.of(word + "|" + slot));
  }

  @Bean
  Pipeline productsAndSales(Environment environment) {
    return Pipeline.named("junglescout", environment)
        .serves(Endpoint.post("/admin/hourly-sync", Guard.SYNC_API_KEY))
        .serves(Endpoint.get("/admin/hourly-sync/status", Guard.SYNC_API_KEY))
        .serves(Endpoint.get("/admin/master-sync/status", Guard.ADMIN))
        .serves(Endpoint.post("/admin/sync-jungle-scout", Guard.ADMIN))
        .declared();
  }

  @Bean
  Pipeline clientData(Environment environment) {
    return Pipeline.named("clientapi", environment).declared();
  }

  /** With the paths of {@link TestRoutes}, and one that no route serves. */
  @Bean
  Pipeline marketPrices(Environment environment) {
    return Pipeline.named("stockx", environment)
        .serves(
            Endpoint.of("/api/cron/echo/{id}", Guard.CRON_SECRET, "GET", "POST")
                .taking("a", "debug", "name", "CamelHttpUri", "id"))
        .serves(Endpoint.post("/api/cron/asked", Guard.CRON_SECRET).takingParameters())
        .serves(Endpoint.post("/api/cron/careless", Guard.CRON_SECRET))
        .serves(Endpoint.post("/api/cron/broken", Guard.CRON_SECRET))
        .serves(Endpoint.post("/api/cron/unhandled", Guard.CRON_SECRET))
        .serves(Endpoint.post("/api/cron/refused", Guard.CRON_SECRET))
        .serves(Endpoint.post("/api/cron/slow", Guard.CRON_SECRET))
        .serves(Endpoint.post("/api/cron/nothing", Guard.CRON_SECRET))
        .declared();
  }
}
